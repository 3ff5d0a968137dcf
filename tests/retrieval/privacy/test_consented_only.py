"""Who has not consented changes nothing in a model; who is erased or refuses is gone from all that comes after."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from retrieval.advice.bought_together import BoughtTogether
from retrieval.behaviour.consents import consenting
from retrieval.collaborative import CollaborativeScores
from retrieval.database import create_engine_for
from retrieval.privacy.contributions import Bounds
from retrieval.privacy.shoppers import bought_by_consenting
from retrieval.quality.held_out import is_held_out
from retrieval.quality.learnt_from import short_digest
from retrieval.shopper_store import PERSONALISATION, ShopperStore
from tests.retrieval.privacy.small_shop import (
    MEMBERS,
    METHODS_TRIED,
    NOON,
    PRODUCTS,
    add_members,
    learnable,
    purchases,
    trained,
)

LEAVER = next(user_id for user_id in MEMBERS if not is_held_out(user_id))


def engine_in(folder: Path) -> Engine:
    return create_engine_for(f"sqlite:///{folder / 'shop.db'}")


@pytest.fixture
def members(tmp_path: Path) -> Engine:
    """A shop of those who consented alone."""
    engine = engine_in(tmp_path / "members")
    add_members(ShopperStore(engine))
    return engine


@pytest.fixture
def everybody(tmp_path: Path) -> Engine:
    """The same shop with shoppers who were never asked, refused, consented and took it back, or consented elsewhere."""
    engine = engine_in(tmp_path / "everybody")
    store = ShopperStore(engine)
    odd = (0, 1, 2, 3, 5, 8, 13)
    store.add_events(purchases("never asked", *odd))
    store.set_shopper("never asked", country="TR", attributes={"age": 30})
    add_members(store)
    store.record_consent("refused", PERSONALISATION, False)
    assert store.add_events(purchases("refused", *odd))["refused"] == len(odd)
    store.record_consent("took it back", PERSONALISATION, True)
    store.add_events(purchases("took it back", *odd))
    store.record_consent("took it back", PERSONALISATION, False)
    store.record_consent("other purpose", "newsletter", True)
    store.add_events(purchases("other purpose", *odd))
    return engine


@pytest.mark.parametrize("method", METHODS_TRIED)
def test_model_is_the_same_byte_for_byte_without_those_who_did_not_consent(
    members: Engine, everybody: Engine, tmp_path: Path, method: str
) -> None:
    with_them, files = trained(everybody, tmp_path / "models", method)
    without, wanted = trained(members, tmp_path / "other models", method)
    assert files == wanted
    assert with_them.version.lineage.data_fingerprint == without.version.lineage.data_fingerprint
    assert str(with_them.version.metrics) == str(without.version.metrics)
    assert with_them.version.lineage.judged_on == without.version.lineage.judged_on


def test_their_consent_would_have_changed_it(members: Engine, everybody: Engine, tmp_path: Path) -> None:
    """So that the test above can fail."""
    for user_id in ("never asked", "other purpose"):
        ShopperStore(everybody).record_consent(user_id, PERSONALISATION, True)
    assert trained(everybody, tmp_path / "models", "ease")[1] != trained(members, tmp_path / "other", "ease")[1]


def test_counts_to_release_are_those_of_consenting_shoppers(members: Engine, everybody: Engine) -> None:
    def counted(engine: Engine) -> object:
        return list(bought_by_consenting(ShopperStore(engine), consenting(engine, NOON.date()), Bounds()))

    assert counted(everybody) == counted(members)


@pytest.mark.parametrize("method", ["popularity", "als", "ease"])
@pytest.mark.parametrize("leaves", ["erased", "refuses"])
def test_next_model_is_the_one_of_a_shop_that_never_knew_who_left(tmp_path: Path, method: str, leaves: str) -> None:
    engine, other = engine_in(tmp_path / "one"), engine_in(tmp_path / "two")
    add_members(ShopperStore(engine))
    add_members(ShopperStore(other))
    before = trained(engine, tmp_path / "models", method)[1]
    assert short_digest(LEAVER) in before["learnt_from.bin"]
    _leave(ShopperStore(engine), leaves)
    ShopperStore(other).erase(LEAVER)
    after, wanted = trained(engine, tmp_path / "models", method)[1], trained(other, tmp_path / "others", method)[1]
    assert after == wanted
    assert after != before
    assert short_digest(LEAVER) not in after["learnt_from.bin"]


def _leave(store: ShopperStore, leaves: str) -> None:
    if leaves == "erased":
        store.erase(LEAVER)
    else:
        store.record_consent(LEAVER, PERSONALISATION, False)


@pytest.mark.parametrize("leaves", ["erased", "refuses"])
def test_live_scores_forget_at_once(members: Engine, leaves: str) -> None:
    """No training and no restart: the very next call answers as a shop that never knew the shopper."""
    store = ShopperStore(members)
    live, together = CollaborativeScores.from_store(store), BoughtTogether.from_store(store)
    neighbour = MEMBERS[(MEMBERS.index(LEAVER) + 2) % len(MEMBERS)]
    before = live.scores_for(neighbour, PRODUCTS)[0].tolist()
    _leave(store, leaves)
    after = live.scores_for(neighbour, PRODUCTS)
    fresh = CollaborativeScores.from_store(ShopperStore(members)).scores_for(neighbour, PRODUCTS)
    assert str(after[0].tolist()) == str(fresh[0].tolist()) != str(before)
    assert after[1].tolist() == fresh[1].tolist()
    assert not (live.scores_for(LEAVER, PRODUCTS)[0] > 0).any()
    counted_anew = BoughtTogether.from_store(ShopperStore(members))
    for product_id in PRODUCTS:
        companions = together.companions(product_id, 20, lambda _: True)
        assert companions == counted_anew.companions(product_id, 20, lambda _: True)


def test_who_left_is_in_no_file_of_training(members: Engine) -> None:
    ShopperStore(members).erase(LEAVER)
    assert LEAVER not in learnable(members).interactions.user_ids
