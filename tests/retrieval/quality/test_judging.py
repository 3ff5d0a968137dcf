import numpy as np
import pytest

from retrieval.quality.frozen import FrozenSet
from retrieval.quality.judging import judge
from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.popularity import Popularity
from retrieval.recommenders.recommender import Recommender
from tests.retrieval.quality.small_recommenders import Parity, checkerboard

EVERYTHING = checkerboard()
FROZEN = FrozenSet.of(EVERYTHING)


def figures(recommender: Recommender, frozen: FrozenSet = FROZEN) -> dict[str, float]:
    return {name: one.mean for name, one in judge(recommender, frozen).estimates(seed=0).items()}


def test_right_half_of_the_board_is_much_better_than_the_wrong_one():
    """Of 21 items left of the right parity, 3 are liked later: a list of ten of them holds 3 · 10 / 21 on average."""
    right, wrong = figures(Parity(EVERYTHING.item_ids)), figures(Parity(EVERYTHING.item_ids, is_wrong=True))
    assert 0.38 < right["recall_at_10"] < 0.57
    assert right["precision_at_10"] == pytest.approx(right["recall_at_10"] * 3 / 10)
    assert {value for name, value in wrong.items() if name != "rmse"} == {0.0}


def test_order_of_items_in_a_model_does_not_matter():
    """Scores of equals are told apart by column, so only measures of whole lists of all items are the same."""

    class Foreknowing(Parity):
        def scores(self, histories):
            later = {user: set(FROZEN.later.history(user).items.tolist()) for user in range(FROZEN.later.n_users)}
            names = {name: column for column, name in enumerate(FROZEN.known.item_ids)}
            column = np.array([names.get(name, -1) for name in self.item_ids])
            user = next(n for n in later if _same(FROZEN.known.history(n).items, column[histories[0].items]))
            return np.isin(column, list(later[user])).astype(np.float32)[None]

    forth = figures(Foreknowing(EVERYTHING.item_ids))
    back = figures(Foreknowing(("new item", *EVERYTHING.item_ids[::-1])))
    assert forth == back
    assert forth["ndcg_at_10"] == 1


def _same(one: np.ndarray, other: np.ndarray) -> bool:
    return one.tolist() == other.tolist()


def test_item_that_a_model_does_not_know_is_a_miss():
    known = EVERYTHING.item_ids[:4]
    assert figures(Parity(known))["recall_at_10"] < 0.2


def test_model_that_knows_nothing_gets_nothing_and_is_no_error():
    assert {value for name, value in figures(Parity(())).items() if name != "rmse"} == {0.0}


def test_error_of_foretold_ratings_is_measured_where_there_are_any():
    assert figures(Parity(EVERYTHING.item_ids))["rmse"] == 0
    assert figures(Parity(EVERYTHING.item_ids, is_wrong=True))["rmse"] == 4
    assert figures(Parity(()))["rmse"] == 2
    nothing = ItemFacts.unknown(EVERYTHING.item_ids)
    assert "rmse" not in figures(Popularity.fit(EVERYTHING, nothing))


def test_what_was_not_liked_is_not_relevant():
    items = ("item 01", "item 02")
    records = [(f"user {n}", item, 3.0, float(step)) for n in range(60) for step, item in enumerate(items)]
    frozen = FrozenSet.of(Interactions.from_records(records))
    assert frozen.user_digests
    assert np.isnan(judge(Parity(items), frozen).measured[0].values).all()


def test_every_user_is_counted_for_who_waits():
    told: list[tuple[int, int]] = []
    judge(Parity(EVERYTHING.item_ids), FROZEN, lambda done, total: told.append((done, total)))
    n = len(FROZEN.user_digests)
    assert told == [(number, n) for number in range(1, n + 1)]
