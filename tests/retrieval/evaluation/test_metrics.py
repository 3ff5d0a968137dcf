import math

import numpy as np
import pytest

from retrieval.evaluation import metrics
from retrieval.evaluation.metrics import estimate, estimate_ratio, ndcg_at, recall_at, reciprocal_rank

GRADES = {"a": 3, "b": 2, "c": 1, "d": 0}


def test_best_order_has_ndcg_one():
    assert ndcg_at(10, ["a", "b", "c"], GRADES) == pytest.approx(1.0)


def test_ndcg_is_as_worked_by_hand():
    # gains 7 3 1; the list c x a gives 1/log2(2) + 0 + 7/log2(4) = 4.5; the best 7 + 3/1.58496 + 1/2 = 9.39279
    assert ndcg_at(10, ["c", "x", "a"], GRADES) == pytest.approx(4.5 / 9.392789, abs=1e-6)


def test_what_lies_beyond_k_does_not_count():
    assert ndcg_at(1, ["d", "a"], GRADES) == 0.0
    assert recall_at(1, ["d", "a"], GRADES) == 0.0


def test_recall_counts_every_grade_above_nought():
    assert recall_at(50, ["c", "x"], GRADES) == pytest.approx(1 / 3)


def test_recall_is_of_what_can_be_found_among_k():
    assert recall_at(2, ["a", "b"], GRADES) == 1.0


def test_first_good_product_counts_not_the_first_marginal_one():
    assert reciprocal_rank(["c", "b"], GRADES) == 0.5
    assert reciprocal_rank(["d", "c"], GRADES) == 0.0


@pytest.mark.parametrize("grades", [{}, {"a": 0}])
def test_nothing_relevant_is_not_a_number(grades):
    assert math.isnan(ndcg_at(10, ["a"], grades))
    assert math.isnan(recall_at(10, ["a"], grades))
    assert math.isnan(reciprocal_rank(["a"], grades))


def test_empty_list_has_nothing():
    assert (ndcg_at(10, [], GRADES), recall_at(10, [], GRADES), reciprocal_rank([], GRADES)) == (0.0, 0.0, 0.0)


def test_interval_holds_the_mean_and_narrows_with_more_queries():
    few, many = estimate([0.0, 1.0] * 5, seed=1), estimate([0.0, 1.0] * 500, seed=1)
    assert few.low < few.mean == 0.5 < few.high
    assert many.high - many.low < (few.high - few.low) / 5


def test_estimate_of_nothing_is_not_a_number():
    assert math.isnan(estimate([float("nan")], seed=1).mean)


def test_ratio_is_that_of_all_ratings_not_the_mean_of_users():
    found = estimate_ratio(np.array([1.0, 9.0]), np.array([1.0, 3.0]), seed=1)
    assert found.mean == 2.5
    assert (found.low, found.high) == (1.0, 3.0)


def test_ratio_of_nothing_is_not_a_number():
    assert math.isnan(estimate_ratio(np.zeros(0), np.zeros(0), seed=1).mean)
    assert math.isnan(estimate_ratio(np.zeros(3), np.zeros(3), seed=1).low)


def test_interval_does_not_depend_on_how_many_are_drawn_at_once(monkeypatch):
    values = np.random.default_rng(2).random(50)
    whole = estimate(values, seed=3)
    monkeypatch.setattr(metrics, "_DRAWN_AT_ONCE", 120)
    assert estimate(values, seed=3) == whole
