"""What most want: sums that fade with age, and means of which few ratings say little."""

import math

import numpy as np
import pytest

from retrieval.errors import StoreError
from retrieval.recommenders.interactions import History, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.popularity import (
    BayesianRating,
    BayesianSettings,
    Popularity,
    PopularitySettings,
    everybodys,
)
from tests.retrieval.recommender_contract import RatingPredictorContract, RecommenderContract

DAY = 86_400.0


class TestPopularity(RecommenderContract):
    recommender = Popularity
    is_personal = False


class TestFadingPopularity(RecommenderContract):
    recommender = Popularity
    is_personal = False

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts) -> Popularity:
        return Popularity.fit(interactions, facts, PopularitySettings(half_life_days=0.005))


class TestBayesianRating(RecommenderContract, RatingPredictorContract):
    recommender = BayesianRating
    is_personal = False


def old_and_new() -> Interactions:
    """A cup wanted by three some time ago, a jug by two today."""
    old = [(f"u{user}", "cup", 5.0, 0.0) for user in range(3)]
    return Interactions.from_records([*old, *((f"u{user}", "jug", 5.0, 30 * DAY) for user in range(2))])


def test_older_interactions_count_half_after_the_half_life() -> None:
    interactions = old_and_new()
    facts = ItemFacts.unknown(interactions.item_ids)
    model = Popularity.fit(interactions, facts, PopularitySettings(half_life_days=30))
    assert model.item_scores.tolist() == pytest.approx([1.5 / 2, 1.0])
    assert model.recommend(History.of([]), 2).items.tolist() == [1, 0]
    lasting = Popularity.fit(interactions, facts)
    assert lasting.item_scores.tolist() == pytest.approx([1.0, 2 / 3])
    assert lasting.explain(History.of([]), 1)[0].n == 2


def test_ratings_weigh_in_proportion() -> None:
    interactions = Interactions.from_records([("a", "cup", 5.0, 0.0), ("b", "jug", 2.5, 0.0)])
    assert everybodys(interactions).tolist() == [1.0, 0.5]


@pytest.mark.parametrize("days", [0.0, -1.0, math.nan])
def test_half_life_that_is_none_is_refused(days: float) -> None:
    with pytest.raises(StoreError, match="half-life"):
        PopularitySettings(half_life_days=days)


def test_mean_of_few_ratings_is_drawn_to_that_of_all() -> None:
    """Mean of all 3; the cup with one 5: (2·3 + 5) / 3; the jug with ratings 3, 3, 1: (2·3 + 7) / 5."""
    records = [("a", "cup", 5.0, 0.0), ("a", "jug", 3.0, 0.0), ("b", "jug", 3.0, 0.0), ("c", "jug", 1.0, 0.0)]
    interactions = Interactions.from_records(records)
    model = BayesianRating.fit(interactions, ItemFacts.unknown(interactions.item_ids), BayesianSettings(2.0, 1.0))
    assert model.means.tolist() == pytest.approx([11 / 3, 13 / 5])
    above = (5 - 11 / 3 + 3 - 13 / 5) / 3
    assert model.ratings([interactions.history(0)], np.array([0])) == pytest.approx([11 / 3 + above])


def test_best_rated_by_many_goes_before_best_rated_by_one() -> None:
    records = [("a", "cup", 5.0, 0.0), *((f"u{user}", "jug", 4.5, 0.0) for user in range(9)), ("a", "pot", 1.0, 0.0)]
    interactions = Interactions.from_records(records)
    model = BayesianRating.fit(interactions, ItemFacts.unknown(interactions.item_ids))
    assert model.recommend(History.of([]), 3).items.tolist() == [1, 0, 2]


def test_strength_that_is_none_is_refused() -> None:
    with pytest.raises(StoreError, match="item_strength"):
        BayesianSettings(item_strength=0.0)
