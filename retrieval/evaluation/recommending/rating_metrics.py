"""How far foretold ratings are from those given."""

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import EvaluationError

Values = NDArray[np.float64]


def squared_errors(foretold: Values, given: Values) -> Values:
    """Return the squared error of each rating, (n,); the root of their mean is RMSE.

    Herlocker, Konstan, Terveen and Riedl 2004, Evaluating collaborative filtering recommender systems,
    https://doi.org/10.1145/963770.963772. Raises EvaluationError where a foretold rating is not finite.
    """
    return np.square(_errors(foretold, given))


def absolute_errors(foretold: Values, given: Values) -> Values:
    """Return how far each rating is off, (n,); their mean is MAE. Herlocker et al. 2004, as in `squared_errors`."""
    return np.abs(_errors(foretold, given))


def rmse(foretold: Values, given: Values) -> float:
    """Return the root of the mean squared error, nan of no rating.

    >>> rmse(np.array([3.0, 5.0]), np.array([4.0, 4.0]))
    1.0
    """
    return float(np.sqrt(squared_errors(foretold, given).mean())) if len(given) else float("nan")


def mae(foretold: Values, given: Values) -> float:
    """Return the mean absolute error, nan of no rating.

    >>> mae(np.array([3.0, 5.0]), np.array([4.0, 3.0]))
    1.5
    """
    return float(absolute_errors(foretold, given).mean()) if len(given) else float("nan")


def _errors(foretold: Values, given: Values) -> Values:
    if foretold.shape != given.shape:
        raise EvaluationError(f"{foretold.shape} ratings foretold for {given.shape} given; foretell each once")
    is_bad = ~np.isfinite(foretold)
    if is_bad.any():
        place = int(np.flatnonzero(is_bad)[0])
        raise EvaluationError(f"{is_bad.sum()} foretold ratings are no numbers, the first {foretold[place]} at {place}")
    return foretold - given
