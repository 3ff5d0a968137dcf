"""What was tried counts by its inverse propensity, so that it does not matter what exploration favours."""

import numpy as np
import pytest

from retrieval.learning.click_model import ClickModel, learn
from retrieval.learning.clicks import ClickLog
from retrieval.learning.propensity import shown_counts
from retrieval.learning.ranker import gains
from retrieval.ranking import FEATURES, Weights

NEW = FEATURES.index("new")
ONLY_NEW = Weights(**{**dict.fromkeys(FEATURES, 0.0), "new": 1.0})
PRIOR = np.eye(len(FEATURES))[NEW]


def tried(n: int, seed: int, *, favours: bool) -> ClickLog:
    """Return products tried one by one, the newest favoured or all alike, of which only the very newest are wanted."""
    random = np.random.default_rng(seed)
    newness = np.sqrt(random.random(n)) if favours else random.random(n)
    chance = newness if favours else np.full(n, 0.5)
    features = np.zeros((n, len(FEATURES)))
    features[:, NEW] = newness
    return ClickLog(
        tuple(f"q{number}" for number in range(n)),
        np.arange(n),
        np.zeros(n, dtype=np.int64),
        features,
        random.random(n) < 0.05 + 0.9 * newness**6,
        np.maximum(0.1 * chance, 1e-4),
    )


def slope(log: ClickLog) -> float:
    return float(learn(log, PRIOR, prior_strength=1.0).weights[NEW])


def test_it_does_not_matter_what_exploration_favours() -> None:
    alike, favouring = tried(8000, 1, favours=False), tried(8000, 2, favours=True)
    as_if_ranked = ClickLog(
        favouring.query_ids, favouring.lists, favouring.positions, favouring.features, favouring.is_taken
    )
    expected, corrected, naive = slope(alike), slope(favouring), slope(as_if_ranked)
    assert abs(corrected - expected) < 0.4 * abs(naive - expected)
    assert corrected == pytest.approx(expected, rel=0.2)


def test_what_was_tried_counts_together_as_often_as_it_was_shown_and_ranked_products_once() -> None:
    counts = shown_counts(np.array([np.nan, 0.1, 0.025, np.nan, 0.1, 0.05]))
    assert counts[[0, 3]].tolist() == [1.0, 1.0]
    assert counts[[1, 2, 4, 5]].sum() == pytest.approx(4)
    assert counts[2] == pytest.approx(4 * counts[1])


def test_weights_are_clipped_at_the_root_of_their_number() -> None:
    """Inverses are 10 three times and 990: their mean is 255, and the most is √4 times that, 510."""
    counts = shown_counts(np.array([0.1, 0.1, 0.1, 1 / 990]))
    assert counts[3] / counts[0] == pytest.approx(51)


def test_without_exploration_every_product_counts_once() -> None:
    assert shown_counts(np.full(3, np.nan)).tolist() == [1.0, 1.0, 1.0]
    assert shown_counts(np.empty(0)).size == 0


def test_gain_of_what_was_tried_is_weighted_too() -> None:
    """Two of one list were tried and taken up, with chances 0.1 and 0.05: they count 2/3 and 4/3."""
    features = np.zeros((2, len(FEATURES)))
    features[:, NEW] = [0.9, 0.1]
    log = ClickLog(("q",), np.zeros(2, np.int64), np.arange(2), features, np.array([True, True]), np.array([0.1, 0.05]))
    found = gains(log, ClickModel(np.zeros(len(FEATURES)), 0.0, np.ones(2)), ONLY_NEW)
    assert found.weights.tolist() == pytest.approx([2.0])
    assert found.values.tolist() == pytest.approx([(2 / 3 + 4 / 3 / np.log2(3)) / 2])
