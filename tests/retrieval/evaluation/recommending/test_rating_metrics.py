import math

import numpy as np
import pytest

from retrieval.errors import EvaluationError
from retrieval.evaluation.recommending.rating_metrics import absolute_errors, mae, rmse, squared_errors


def test_no_rating_is_not_a_number():
    assert math.isnan(rmse(np.empty(0), np.empty(0)))
    assert math.isnan(mae(np.empty(0), np.empty(0)))


def test_is_as_worked_by_hand():
    foretold, given = np.array([3.0, 4.0, 1.0]), np.array([5.0, 4.0, 2.0])
    assert squared_errors(foretold, given).tolist() == [4.0, 0.0, 1.0]
    assert absolute_errors(foretold, given).tolist() == [2.0, 0.0, 1.0]
    assert rmse(foretold, given) == pytest.approx(math.sqrt(5 / 3))
    assert mae(foretold, given) == 1.0


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_rating_that_is_no_number_is_refused(bad):
    with pytest.raises(EvaluationError, match="at 1"):
        squared_errors(np.array([3.0, bad]), np.array([3.0, 3.0]))


def test_ratings_of_other_pairs_are_refused():
    with pytest.raises(EvaluationError, match="foretell each once"):
        mae(np.array([3.0]), np.array([3.0, 3.0]))
