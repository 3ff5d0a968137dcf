"""Learning from clicks, on shoppers whose wishes and habits are known."""

import numpy as np
import pytest

from retrieval.errors import EvaluationError
from retrieval.learning.click_model import learn
from retrieval.learning.clicks import ClickLog
from retrieval.ranking import FEATURES, Weights
from tests.retrieval.learning.simulated_shop import WANTED, look_chances, shown_lists, true_ndcg, vector

BY_HAND = Weights()


@pytest.fixture(scope="module")
def log() -> ClickLog:
    return shown_lists(1000, seed=1, ranked_by=BY_HAND)[0]


def test_how_far_shoppers_look_is_found(log: ClickLog) -> None:
    model = learn(log, vector(BY_HAND))
    assert model.examined[0] == 1.0
    assert np.abs(model.examined - look_chances()).max() < 0.12
    assert (np.diff(model.examined) <= 0).all()


def test_what_is_learned_orders_lists_never_seen_better_than_weights_set_by_hand_or_clicks_taken_as_they_are(
    log: ClickLog,
) -> None:
    unseen, wanted = shown_lists(500, seed=2, ranked_by=BY_HAND)
    corrected = learn(log, vector(BY_HAND))
    as_they_are = learn(log, vector(BY_HAND), is_corrected=False)
    found = true_ndcg(unseen.features, wanted, corrected.weights)
    assert found > true_ndcg(unseen.features, wanted, as_they_are.weights)
    assert found > true_ndcg(unseen.features, wanted, vector(BY_HAND)) + 0.01
    assert found > 0.995 * true_ndcg(unseen.features, wanted, vector(WANTED))


def test_a_few_lists_leave_the_weights_set_by_hand_nearly_as_they_were() -> None:
    few = shown_lists(12, seed=3, ranked_by=BY_HAND)[0]
    learned = learn(few, vector(BY_HAND)).weights
    similarity = learned @ vector(BY_HAND) / np.linalg.norm(learned) / np.linalg.norm(vector(BY_HAND))
    assert similarity > 0.9


def test_no_weight_falls_below_nought_and_the_margin_stays_the_shops() -> None:
    log = shown_lists(400, seed=4, ranked_by=BY_HAND)[0]
    learned = learn(log, vector(BY_HAND)).weights
    assert (learned >= 0).all()
    assert learned[FEATURES.index("margin")] == 0


def test_same_lists_teach_the_same(log: ClickLog) -> None:
    first, second = learn(log, vector(BY_HAND)), learn(log, vector(BY_HAND))
    assert first.weights.tolist() == second.weights.tolist()
    assert first.examined.tolist() == second.examined.tolist()


@pytest.mark.parametrize("is_taken", [False, True])
def test_lists_that_say_nothing_are_refused(is_taken: bool) -> None:
    log, _ = shown_lists(5, seed=5, ranked_by=BY_HAND)
    same = ClickLog(log.query_ids, log.lists, log.positions, log.features, np.full(len(log.lists), is_taken))
    with pytest.raises(EvaluationError, match="nothing can be learned"):
        learn(same, vector(BY_HAND))
