import math

import numpy as np
import pytest
from scipy import sparse

from retrieval.evaluation.recommending.list_metrics import NOTHING
from retrieval.evaluation.recommending.variety_metrics import (
    SMOOTHING,
    coverage,
    gini,
    intra_list_distance,
    miscalibration,
    novelty,
    times_shown,
)


def lists(*rows):
    return np.array(rows, dtype=np.int64)


def unit_rows(*rows):
    dense = np.array(rows, dtype=np.float64)
    lengths = np.linalg.norm(dense, axis=1, keepdims=True)
    return sparse.csr_array(dense / np.where(lengths > 0, lengths, 1))


def test_nothing_shown_covers_nothing_and_has_no_gini():
    shown = times_shown(lists([NOTHING, NOTHING]), 3)
    assert coverage(shown) == 0.0
    assert math.isnan(gini(shown))


def test_no_items_are_not_a_number():
    assert math.isnan(coverage(np.empty(0, np.int64)))
    assert math.isnan(gini(np.empty(0, np.int64)))


def test_coverage_and_gini_are_as_worked_by_hand():
    shown = times_shown(lists([0, 1], [0, 2], [0, NOTHING]), 4)
    assert shown.tolist() == [3, 1, 1, 0]
    assert coverage(shown) == 0.75
    # rising 0 1 1 3, weights -3 -1 1 3: (0 - 1 + 1 + 9) / (4 * 5)
    assert gini(shown) == pytest.approx(9 / 20)


def test_distance_is_as_worked_by_hand():
    likeness = unit_rows([1, 0], [0, 1], [1, 1])
    # cosines 0, 1/sqrt 2 twice
    expected = 1 - (0 + 2 / math.sqrt(2)) / 3
    assert intra_list_distance(lists([0, 1, 2]), likeness)[0] == pytest.approx(expected)


def test_distance_of_the_same_is_nought_and_of_strangers_one():
    likeness = unit_rows([1, 0], [2, 0], [0, 5])
    assert intra_list_distance(lists([0, 1], [0, 2]), likeness) == pytest.approx([0.0, 1.0])


def test_distance_needs_two_items_of_which_something_is_known():
    likeness = unit_rows([1, 0], [0, 0], [0, 1])
    values = intra_list_distance(lists([0, 1], [0, NOTHING], [0, 2]), likeness)
    assert np.isnan(values).tolist() == [True, True, False]


def test_distance_equals_that_of_all_pairs_one_by_one():
    random = np.random.default_rng(3)
    dense = random.random((40, 6)) * (random.random((40, 6)) < 0.5)
    likeness = unit_rows(*dense)
    ranked = lists(*(random.permutation(40)[:8] for _ in range(30)))
    rows = likeness.toarray()
    for found, items in zip(intra_list_distance(ranked, likeness), ranked, strict=True):
        known = [item for item in items if rows[item].any()]
        pairs = [(a, b) for place, a in enumerate(known) for b in known[place + 1 :]]
        assert found == pytest.approx(np.mean([1 - rows[a] @ rows[b] for a, b in pairs]))


def test_novelty_is_as_worked_by_hand():
    # of 8 users 8, 2 and none touched the items: 0, 2 and, as if one had, 3 bits
    values = novelty(lists([0, 1], [1, 2], [2, NOTHING], [NOTHING, NOTHING]), np.array([8, 2, 0]), 8)
    assert values[:3].tolist() == [1.0, 2.5, 3.0]
    assert math.isnan(values[3])


def test_novelty_without_users_or_items_is_not_a_number():
    assert np.isnan(novelty(lists([0]), np.array([0]), 0)).all()
    assert np.isnan(novelty(lists([NOTHING]), np.empty(0, np.int64), 3)).all()


def histories(*rows):
    return sparse.csr_array(np.array(rows, dtype=np.float64))


KINDS = sparse.csr_array(np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5], [0.0, 0.0]]))


def test_list_like_the_history_is_calibrated():
    assert miscalibration(lists([2]), histories([1, 1, 0, 0]), KINDS) == pytest.approx([0.0])


def test_miscalibration_is_as_worked_by_hand():
    # history half and half, list all of the first kind: q mixed is 1 - a/2 and a/2
    a = SMOOTHING
    expected = 0.5 * math.log(0.5 / (1 - a / 2)) + 0.5 * math.log(0.5 / (a / 2))
    assert miscalibration(lists([0]), histories([1, 1, 0, 0]), KINDS) == pytest.approx([expected])


@pytest.mark.parametrize(
    ("ranked", "history"), [([3], [1, 0, 0, 0]), ([0], [0, 0, 0, 1]), ([0], [0] * 4), ([-1], [1, 0, 0, 0])]
)
def test_kinds_unknown_of_list_or_history_are_not_a_number(ranked, history):
    assert np.isnan(miscalibration(lists(ranked), histories(history), KINDS)).all()
