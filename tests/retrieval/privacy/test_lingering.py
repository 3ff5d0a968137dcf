from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from retrieval.behaviour.consents import Consenting, consenting
from retrieval.database import create_engine_for
from retrieval.errors import ArtifactError
from retrieval.privacy.lingering import Lingering, leave_frozen, lingering, present_since, retire
from retrieval.quality.frozen import FrozenSet
from retrieval.quality.held_out import digest_of, is_held_out
from retrieval.quality.learnt_from import LEARNT_FROM, read_learnt_from, short_digest, write_learnt_from
from retrieval.quality.recommender_training import FROZEN_FOLDER
from retrieval.quality.registry import ModelRegistry
from retrieval.shopper_store import PERSONALISATION, ShopperStore
from tests.retrieval.privacy.small_shop import MEMBERS, NOON, add_members, purchases, trained

LEAVER = next(user_id for user_id in MEMBERS if not is_held_out(user_id))
N_LEARNT = sum(not is_held_out(user_id) for user_id in MEMBERS)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = create_engine_for(f"sqlite:///{tmp_path / 'shop.db'}")
    add_members(ShopperStore(engine))
    return engine


@pytest.fixture
def registry(engine: Engine, tmp_path: Path) -> ModelRegistry:
    """Three versions that know everybody, of which the second serves."""
    for _ in range(3):
        trained(engine, tmp_path / "models", "popularity")
    found = ModelRegistry(tmp_path / "models", "recommender")
    found.switch(2, "for the test")
    return found


def now_consenting(engine: Engine) -> Consenting:
    return consenting(engine, NOON.date())


def found(engine: Engine, registry: ModelRegistry) -> list[Lingering]:
    return lingering(registry, present_since(engine, now_consenting(engine)))[0]


def test_nobody_lingers_where_nobody_left(engine: Engine, registry: ModelRegistry) -> None:
    assert found(engine, registry) == []


def test_versions_made_before_an_erasure_know_who_is_gone_and_later_ones_do_not(
    engine: Engine, registry: ModelRegistry, tmp_path: Path
) -> None:
    ShopperStore(engine).erase(LEAVER)
    trained(engine, tmp_path / "models", "popularity")
    assert [(one.number, one.n_gone, one.n_learnt, one.serves) for one in found(engine, registry)] == [
        (1, 1, N_LEARNT, False), (2, 1, N_LEARNT, True), (3, 1, N_LEARNT, False),
    ]  # fmt: skip


@pytest.mark.parametrize("leaves", ["erased", "refused"])
def test_who_left_and_came_back_is_somebody_new(engine: Engine, registry: ModelRegistry, leaves: str) -> None:
    store = ShopperStore(engine)
    if leaves == "erased":
        store.erase(LEAVER)
    else:
        store.record_consent(LEAVER, PERSONALISATION, False)
    store.record_consent(LEAVER, PERSONALISATION, True)
    store.add_events(purchases(LEAVER, 1))
    assert [one.number for one in found(engine, registry)] == [1, 2, 3]


def test_old_versions_are_removed_and_the_one_that_serves_stays(engine: Engine, registry: ModelRegistry) -> None:
    ShopperStore(engine).erase(LEAVER)
    now = datetime.now(UTC)
    assert retire(registry, found(engine, registry), now, timedelta(days=30)) == []
    assert retire(registry, found(engine, registry), now + timedelta(days=31), timedelta(days=30)) == [1, 3]
    assert [version.number for version in registry.versions()] == [2]
    assert [one.number for one in found(engine, registry)] == [2]


def test_version_without_digests_is_told_apart(engine: Engine, registry: ModelRegistry) -> None:
    registry.register("popularity", registry.version(1).lineage, {}, "", lambda folder: (folder / "x").write_text("x"))
    assert lingering(registry, present_since(engine, now_consenting(engine)))[1] == [4]


def test_version_that_serves_or_is_not_there_cannot_be_removed(registry: ModelRegistry) -> None:
    with pytest.raises(ArtifactError, match="serves; train another first"):
        registry.remove(2)
    with pytest.raises(ArtifactError, match="no version 9"):
        registry.remove(9)


def test_who_is_gone_leaves_the_frozen_data(engine: Engine, registry: ModelRegistry) -> None:
    held_out = next(user_id for user_id in MEMBERS if is_held_out(user_id))
    ShopperStore(engine).erase(held_out)
    assert digest_of(held_out) in FrozenSet.load(registry.folder / FROZEN_FOLDER).user_digests
    assert leave_frozen(registry, now_consenting(engine)) == 1
    assert digest_of(held_out) not in FrozenSet.load(registry.folder / FROZEN_FOLDER).user_digests
    assert leave_frozen(registry, now_consenting(engine)) == 0


def test_registry_without_frozen_data_has_nobody_to_leave(engine: Engine, tmp_path: Path) -> None:
    assert leave_frozen(ModelRegistry(tmp_path / "none", "ranker"), now_consenting(engine)) == 0


def test_digests_hold_no_id_and_a_damaged_file_is_refused(tmp_path: Path) -> None:
    write_learnt_from(tmp_path, ["ผู้ซื้อ", "متسوق"])
    assert read_learnt_from(tmp_path) == {short_digest("ผู้ซื้อ"), short_digest("متسوق")}
    assert "ผู้ซื้อ".encode() not in (tmp_path / LEARNT_FROM).read_bytes()
    (tmp_path / LEARNT_FROM).write_bytes(b"x" * 17)
    with pytest.raises(ArtifactError, match="truncated: 17 bytes"):
        read_learnt_from(tmp_path)
