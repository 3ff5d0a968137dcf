"""Blends: weights go to what foretells, and a blend is the weighted sum of its parts."""

import numpy as np
import pytest

from retrieval.errors import StoreError
from retrieval.recommenders.ease import Ease, EaseSettings
from retrieval.recommenders.hybrid import Hybrid, HybridSettings, learn_weights, standardised
from retrieval.recommenders.interactions import History, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.popularity import Popularity
from tests.retrieval.recommender_contract import RecommenderContract, checkerboard, random_interactions


class TestHybrid(RecommenderContract):
    recommender = Hybrid
    share_tolerance = 1.0  # each part is on a scale of its own, which moves with the history


def halves() -> tuple[Interactions, Interactions]:
    interactions = random_interactions()
    is_known = np.arange(len(interactions)) % 2 == 0
    return interactions.where(is_known), interactions.where(~is_known)


class Known:
    """Scores by a table, for users of `known` in their order."""

    def __init__(self, known: Interactions, table: np.ndarray) -> None:
        self.rows = {tuple(known.history(user).items): table[user] for user in range(known.n_users)}

    def scores(self, histories):
        return np.stack([self.rows[tuple(history.items)] for history in histories]).astype(np.float32)


def test_weight_goes_to_what_foretells() -> None:
    known, held_out = halves()
    truth = held_out.matrix().toarray()
    noise = np.random.default_rng(0).random(truth.shape)
    parts = {"noise": Known(known, noise), "truth": Known(known, truth), "opposite": Known(known, -truth)}
    weights = learn_weights(parts, known, held_out, HybridSettings())
    assert weights == {"noise": 0.0, "truth": 1.0, "opposite": 0.0}


def test_two_halves_of_the_truth_are_better_than_either() -> None:
    known, held_out = halves()
    truth = held_out.matrix().toarray()
    is_even = np.arange(truth.shape[1]) % 2 == 0
    parts = {"even": Known(known, truth * is_even), "odd": Known(known, truth * ~is_even)}
    weights = learn_weights(parts, known, held_out, HybridSettings())
    assert min(weights.values()) > 0
    assert sum(weights.values()) == pytest.approx(1.0)


def test_nobody_to_be_judged_by_gives_equal_weights() -> None:
    known, _ = halves()
    nothing = known.where(np.zeros(len(known), bool))
    assert learn_weights({"a": None, "b": None}, known, nothing, HybridSettings()) == {"a": 0.5, "b": 0.5}


def test_scores_are_the_weighted_sum_of_standardised_ones() -> None:
    interactions = random_interactions()
    facts = ItemFacts.unknown(interactions.item_ids)
    parts = {
        "ease": Ease.fit(interactions, facts, EaseSettings(5.0)),
        "popularity": Popularity.fit(interactions, facts),
    }
    model = Hybrid(interactions.item_ids, parts, {"ease": 0.75, "popularity": 0.25})
    history = [interactions.history(3)]
    wanted = 0.75 * standardised(parts["ease"].scores(history)) + 0.25 * standardised(
        parts["popularity"].scores(history)
    )
    assert model.scores(history) == pytest.approx(wanted, abs=1e-6)


def test_causes_of_several_parts_stand_once() -> None:
    model = Hybrid.fit(checkerboard(), ItemFacts.unknown(checkerboard().item_ids))
    causes = model.explain(History.of([2, 4, 6]), 8)
    named = [(cause.kind, cause.item, cause.name) for cause in causes]
    assert len(named) == len(set(named)) > 0


def test_settings_that_cannot_work_are_refused() -> None:
    with pytest.raises(StoreError, match="held_out lies between 0 and 1"):
        HybridSettings(held_out=0.0)
