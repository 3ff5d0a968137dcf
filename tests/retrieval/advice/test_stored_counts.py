from pathlib import Path

import pytest

from retrieval.advice.baskets import baskets_of
from retrieval.advice.bought_together import BoughtTogether
from retrieval.advice.co_occurrence import CoOccurrence, Share
from retrieval.advice.stored_counts import KeptTogether, StoredTogether, load_counts, save_counts
from retrieval.errors import ArtifactError
from retrieval.quality.serving import Served
from tests.retrieval.advice.shoppers import Events, bought, did


def events() -> Events:
    held = [event for number in range(6) for event in bought(f"u{number}", "茶", "كوب")]
    held += [event for number in range(6, 30) for event in bought(f"u{number}", f"p{number}", "jam")]
    return Events([*held, did("u0", "cart", "แยม")])


def counts() -> CoOccurrence:
    return CoOccurrence.of(Share.of(baskets_of(own)) for _, own in events().events_by_shopper())


def test_loaded_counts_equal_those_saved(tmp_path: Path) -> None:
    given = counts()
    save_counts(given, tmp_path)
    found = load_counts(tmp_path)
    assert (found.n_baskets, found.n_left_out, found.by_product()) == (
        given.n_baskets, given.n_left_out, given.by_product(),
    )  # fmt: skip
    assert list(found.pairs()) == list(given.pairs())


def test_equal_counts_give_equal_files(tmp_path: Path) -> None:
    save_counts(counts(), tmp_path / "one")
    save_counts(counts(), tmp_path / "two")
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two


def test_stored_counts_give_the_companions_that_counting_at_every_moment_gives(tmp_path: Path) -> None:
    save_counts(counts(), tmp_path)
    stored, live = StoredTogether.load(tmp_path), BoughtTogether.from_store(events())
    for product_id in ("茶", "كوب", "jam", "unknown"):
        assert stored.companions(product_id, 5, lambda _: True) == live.companions(product_id, 5, lambda _: True)
    assert [one.product_id for one in stored.companions("茶", 5, lambda _: True)] == ["كوب"]
    assert stored.companions("茶", 5, lambda _: False) == ()


def test_counts_that_serve_are_asked_and_nothing_takes_their_place(tmp_path: Path) -> None:
    save_counts(counts(), tmp_path)
    stored = StoredTogether.load(tmp_path)
    kept = KeptTogether(lambda: Served(1, "exact", stored))
    assert kept.companions("茶", 5, lambda _: True) == stored.companions("茶", 5, lambda _: True)
    assert KeptTogether(lambda: None).companions("茶", 5, lambda _: True) == ()


def test_no_counts_at_all_are_kept_too(tmp_path: Path) -> None:
    save_counts(CoOccurrence(), tmp_path)
    assert load_counts(tmp_path).n_baskets == 0


def test_folder_without_counts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match="no model"):
        StoredTogether.load(tmp_path)
