import math

import numpy as np
import pytest
from scipy import sparse

from retrieval.errors import EvaluationError
from retrieval.evaluation import metrics
from retrieval.evaluation.recommending.list_metrics import (
    NOTHING,
    Judged,
    average_precision,
    f1,
    hit,
    ndcg,
    precision,
    recall,
    reciprocal_rank,
)

ALL = (precision, recall, f1, average_precision, ndcg, hit, reciprocal_rank)


def judged(ranked, relevant, n_items=10):
    rows = [row for row, items in enumerate(relevant) for _ in items]
    columns = [item for items in relevant for item in items]
    matrix = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(relevant), n_items))
    return Judged.of(
        np.array(ranked, dtype=np.int64).reshape(len(relevant), len(ranked[0]) if len(ranked) else 3), matrix
    )


@pytest.mark.parametrize("measure", ALL)
def test_no_users_have_no_values(measure):
    assert measure(judged([], [])).shape == (0,)


@pytest.mark.parametrize("measure", ALL)
def test_user_without_relevant_items_is_not_a_number(measure):
    assert math.isnan(measure(judged([[0, 1]], [[]]))[0])


@pytest.mark.parametrize("measure", ALL)
def test_nothing_recommended_is_worth_nothing(measure):
    assert measure(judged([[NOTHING, NOTHING]], [[1]])).tolist() == [0.0]
    assert measure(judged([[]], [[1]])).tolist() == [0.0]


@pytest.mark.parametrize("measure", ALL)
def test_best_list_of_as_many_as_are_relevant_gets_one(measure):
    assert measure(judged([[4, 2, 7]], [[2, 4, 7]])).tolist() == [1.0]


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        # list 5 1 6 2 9, relevant 1, 2 and 8: hits at the places 2 and 4
        (precision, 2 / 5),
        (recall, 2 / 3),
        (f1, 2 * (2 / 5) * (2 / 3) / (2 / 5 + 2 / 3)),
        (average_precision, (1 / 2 + 2 / 4) / 3),
        (ndcg, (1 / math.log2(3) + 1 / math.log2(5)) / (1 + 1 / math.log2(3) + 1 / math.log2(4))),
        (hit, 1.0),
        (reciprocal_rank, 1 / 2),
    ],
)
def test_is_as_worked_by_hand(measure, expected):
    assert measure(judged([[5, 1, 6, 2, 9]], [[1, 2, 8]]))[0] == pytest.approx(expected)


def test_more_relevant_items_than_places_leave_recall_below_one_and_the_rest_at_one():
    full = judged([[1, 2]], [[1, 2, 3, 4]])
    assert recall(full).tolist() == [0.5]
    assert precision(full)[0] == average_precision(full)[0] == ndcg(full)[0] == 1.0


def test_users_are_judged_each_by_their_own():
    both = judged([[1, 2], [1, 2], [1, NOTHING]], [[1], [3], []])
    assert hit(both).tolist()[:2] == [1.0, 0.0]
    assert math.isnan(hit(both)[2])


def test_list_with_an_item_twice_is_refused():
    with pytest.raises(EvaluationError, match="list 1 holds item 3 twice"):
        judged([[1, 2], [3, 3]], [[1], [3]])


def test_lists_of_other_users_are_refused():
    with pytest.raises(EvaluationError, match="1 lists for 2 users"):
        Judged.of(np.zeros((1, 1), np.int64), sparse.csr_array((2, 3)))


def test_agrees_with_the_measures_of_one_list():
    random = np.random.default_rng(7)
    ranked = np.array([random.permutation(30)[:10] for _ in range(200)])
    relevant = [sorted(random.choice(30, random.integers(0, 14), replace=False).tolist()) for _ in range(200)]
    many = judged(ranked, relevant, 30)
    for row, items in enumerate(relevant):
        shown, grades = [str(item) for item in ranked[row]], {str(item): 1 for item in items}
        np.testing.assert_allclose(ndcg(many)[row], metrics.ndcg_at(10, shown, grades))
        np.testing.assert_allclose(reciprocal_rank(many)[row], metrics.reciprocal_rank(shown, grades, least=1))
