"""What shoppers want, learned from what they took up, although they look at the top of a list first.

The position-based model (Craswell, Zoeter, Taylor, Ramsey 2008, An experimental comparison of click position-bias
models, doi:10.1145/1341531.1341545): a product at place k is taken up where it is looked at, with a chance θ_k that
depends on the place alone, and wanted, with a chance r that depends on its features x alone::

    P(taken up) = θ_k · r,    r = 1 / (1 + exp(-(w·x + b)))

Weights and chances are those of highest likelihood together, with what is known beforehand: chances fall from place to
place; weights are never below 0, as a better match, or a better liked product, is no reason to rank lower; and they are
drawn towards the weights set by hand, by as much as `prior_strength` products shown, so that few lists change little.

What exploration put into a list counts by its inverse propensity (see `propensity`): it was not ranked there.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, log_expit
from threadpoolctl import threadpool_limits

from retrieval.errors import EvaluationError
from retrieval.learning.clicks import ClickLog

Vector = NDArray[np.float64]

_LEAST_CHANCE = 1e-9
_MOST_PLACES = 20
_FALL = 0.5
"""First guess: the chance of a look falls with the place to the power of minus a half."""
_PLACE_PRIOR = 20.0
"""How strongly each place is drawn to the first guess, so that places seldom shown stay near it."""


@dataclass(frozen=True, slots=True, eq=False)
class ClickModel:
    """`weights` (n_features,) and `intercept` give the log-odds that a product is wanted.

    `examined` (n_places,) is the chance that a place is looked at, 1 at the first; later places count as the last.
    """

    weights: Vector
    intercept: float
    examined: Vector

    def wanted(self, features: Vector) -> Vector:
        """Return the chance that products of `features` (n, n_features) are wanted where they are looked at, (n,)."""
        chances: Vector = expit(features @ self.weights + self.intercept)
        return chances

    def chance_of_look(self, positions: NDArray[np.int64]) -> Vector:
        """Return the chance that places (n,) are looked at."""
        return self.examined[np.minimum(positions, len(self.examined) - 1)]


def learn(log: ClickLog, prior: Vector, prior_strength: float = 200.0, *, is_corrected: bool = True) -> ClickModel:
    """Learn from a log; `prior` (n_features,) are weights set by hand, of which only the proportions count.

    Without `is_corrected` every place counts as looked at: what is shown first then seems to be what is wanted. A
    feature whose `prior` is 0 is left at 0. Raises EvaluationError where nothing was taken up, or everything.
    """
    taken = log.is_taken.astype(np.float64)
    if not 0 < taken.sum() < taken.size:
        raise EvaluationError(
            f"{int(taken.sum())} of {taken.size} products shown were taken up: nothing can be learned from that; "
            "wait until shoppers have used some lists."
        )
    n_places = min(_MOST_PLACES, int(log.positions.max()) + 1)
    start = _falls(n_places) if is_corrected else np.zeros(n_places - 1)
    counts = log.counts
    hand_set = _slope(log.features @ prior, taken, counts) * prior
    likelihood = _Likelihood(
        features=log.features,
        places=np.minimum(log.positions, n_places - 1),
        is_taken=log.is_taken,
        counts=counts,
        hand_set=hand_set,
        strength=prior_strength / max(float(hand_set @ hand_set), _LEAST_CHANCE),
        falls=start,
    )
    n_features = len(prior)
    bounds: list[tuple[float | None, float | None]] = [(0.0, None) if one > 0 else (0.0, 0.0) for one in prior.tolist()]
    bounds += [(None, None), *[(0.0, None if is_corrected else 0.0)] * (n_places - 1)]
    rate = float(counts @ taken / counts.sum())
    first = np.concatenate([hand_set, [np.log(rate / (1 - rate))], start])
    with threadpool_limits(1):  # the matrices are small: threads would cost more than they give
        found = minimize(likelihood, first, jac=True, method="L-BFGS-B", bounds=bounds).x
    examined = np.exp(-np.concatenate([[0.0], np.cumsum(found[n_features + 1 :])]))
    return ClickModel(found[:n_features], float(found[n_features]), examined)


@dataclass(frozen=True, slots=True, eq=False)
class _Likelihood:
    """The negative log-likelihood of weights, intercept and how log θ falls from place to place, with its gradient."""

    features: Vector
    places: NDArray[np.int64]
    is_taken: NDArray[np.bool_]
    counts: Vector
    hand_set: Vector
    strength: float
    falls: Vector

    def __call__(self, parameters: Vector) -> tuple[float, Vector]:
        n_features = len(self.hand_set)
        weights, intercept, falls = np.split(parameters, [n_features, n_features + 1])
        log_odds = self.features @ weights + intercept
        looked = -np.concatenate([[0.0], np.cumsum(falls)])
        log_chance = np.minimum(looked[self.places] + log_expit(log_odds), np.log1p(-_LEAST_CHANCE))
        chance = np.exp(log_chance)
        away, fall_away = weights - self.hand_set, falls - self.falls
        value = -self.counts @ np.where(self.is_taken, log_chance, np.log1p(-chance))
        value += (self.strength * (away @ away) + _PLACE_PRIOR * (fall_away @ fall_away)) / 2
        slopes = self.counts * np.where(self.is_taken, -1.0, chance / (1 - chance))
        of_odds = slopes * expit(-log_odds)
        of_places = np.bincount(self.places, weights=slopes, minlength=len(looked))[1:]
        of_falls = -np.cumsum(of_places[::-1])[::-1] + _PLACE_PRIOR * fall_away
        of_weights = self.features.T @ of_odds + self.strength * away
        return float(value), np.concatenate([of_weights, [of_odds.sum()], of_falls])


def _falls(n_places: int) -> Vector:
    """Return by how much the log of the chance of a look falls from each place to the next, (n_places - 1,)."""
    falls: Vector = _FALL * np.diff(np.log(np.arange(1, n_places + 1)))
    return falls


def _slope(scores: Vector, taken: Vector, counts: Vector) -> float:
    """Return by how much a score must be multiplied to give the log-odds of being taken up, at least 0.1."""

    def loss(parameters: Vector) -> float:
        log_odds = parameters[0] * scores + parameters[1]
        return float(counts @ (np.logaddexp(0, log_odds) - taken * log_odds))

    found = minimize(loss, np.array([1.0, 0.0]), method="L-BFGS-B", bounds=[(0.1, 100.0), (None, None)])
    return float(found.x[0])
