"""A learned profile moves products and gives a reason for that; taken away, both go."""

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval.candidate_ranking import Foretold
from retrieval.findings import Reason
from retrieval.ranking import FEATURES, Features, Weights, is_moved_up, rank, reasons
from tests.retrieval.small_finder import kinds, recommended, small_finder

PRODUCTS = kinds("kupa", "茶壶", "ชา", "أحذية")


class Foretelling:
    """Foretells that shoppers turn to products of some categories."""

    def __init__(self, *categories: str, worth: float = 0.8) -> None:
        self._categories = frozenset(categories)
        self._worth = worth

    def of(self, user_id: str, rows: NDArray[np.int64]) -> Foretold | None:
        if user_id != "ann":
            return None
        is_liked = [PRODUCTS[row].category in self._categories for row in rows.tolist()]
        return Foretold(np.where(is_liked, self._worth, 0.0), self._categories)


@pytest.mark.parametrize("category", ["茶壶", "ชา", "أحذية"])
def test_what_the_shopper_is_foretold_to_turn_to_comes_first_and_says_so(category: str) -> None:
    first = recommended(small_finder(PRODUCTS, Foretelling(category)))[0]
    assert first.product.category == category
    assert Reason("your_taste", {"category": category, "next": True}) in first.reasons


def test_without_a_learned_profile_order_scores_and_reasons_are_as_if_there_were_no_such_feature() -> None:
    plain = recommended(small_finder(PRODUCTS, weights=lambda: Weights(outlook=0.0)))
    for found in (recommended(small_finder(PRODUCTS)), recommended(small_finder(PRODUCTS, Foretelling("ชา")), "bob")):
        assert [one.product.product_id for one in found] == ["p0", "p1", "p2", "p3"]
        assert [one.score for one in found] == [one.score for one in plain]
        assert not any(reason.kind == "your_taste" for one in found for reason in one.reasons)


def test_what_lifts_all_alike_moves_nothing_and_is_no_reason() -> None:
    everything = Foretelling(*(one.category for one in PRODUCTS))
    found = recommended(small_finder(PRODUCTS, everything))
    assert [one.product.product_id for one in found] == ["p0", "p1", "p2", "p3"]
    assert not any(reason.kind == "your_taste" for one in found for reason in one.reasons)


def test_what_stood_first_anyway_was_not_moved() -> None:
    first = recommended(small_finder(PRODUCTS, Foretelling("kupa")))[0]
    assert first.product.category == "kupa"
    assert not any(reason.kind == "your_taste" for reason in first.reasons)


def test_a_little_likelier_is_no_reason() -> None:
    found = recommended(small_finder(PRODUCTS, Foretelling("ชา", worth=0.3)))
    assert not any(reason.kind == "your_taste" for one in found for reason in one.reasons)


def test_reason_goes_with_the_feature() -> None:
    columns = {name: np.full(2, np.nan) for name in FEATURES} | {"match": np.array([0.5, 0.45])}
    with_it = rank(Features(**{**columns, "outlook": np.array([0.0, 1.0])}), Weights())
    without = rank(Features(**columns), Weights())
    assert with_it.order.tolist() == [1, 0]
    assert "outlook" in reasons(with_it, 0, Weights())
    assert is_moved_up(with_it, 0, "outlook")
    assert without.order.tolist() == [0, 1]
    assert "outlook" not in reasons(without, 1, Weights())
    assert not is_moved_up(without, 0, "outlook")


@pytest.mark.parametrize("seed", range(5))
def test_moved_up_is_what_comparing_both_orders_says(seed: int) -> None:
    """Those that stand above somebody they would stand below, told by ranking with and without the feature."""
    random = np.random.default_rng(seed)
    columns = {name: random.random(30) for name in FEATURES}
    ranking = rank(Features(**columns), Weights())
    without = ranking.scores - ranking.contributions["outlook"]
    for place in range(30):
        expected = any(without[other] > without[place] for other in range(place + 1, 30))
        assert is_moved_up(ranking, place, "outlook") == expected
