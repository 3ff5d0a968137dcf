"""Comparing two variants while the data come in: bounds and probabilities that hold at every look, however often.

A test meant for one look errs far more often than it says when one looks until it speaks. What is given here errs with
probability alpha at most over all looks together, for outcomes in 0..1 of any law and any number of units.

Units come one by one, Z says which variant each got (with probability p the second), x what came of it. With the means
a and b of both variants so far, known before the unit is seen,

    Y = b - a + Z (x - b) / p - (1 - Z) (x - a) / (1 - p)

has the difference of the variants as its mean, whatever a and b are. Its sum less t times the difference is
sub-exponential with the variance process V = Σ (Y - (b - a))² and the scale c = max(1 / p, 1 / (1 - p)) (Howard,
Ramdas, McAuliffe and Sekhon 2021, Time-uniform, nonparametric, nonasymptotic confidence sequences,
https://doi.org/10.1214/20-AOS1991, theorem 4 and section 4.2), and the mixture of their proposition 9 makes a
supermartingale of it, which seldom grows large (Ville 1939).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc, gammaln

from retrieval.errors import EvaluationError

Values = NDArray[np.float64]
_HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much the second variant is above the first after `n` units: bounds and a p-value that always hold."""

    n: int
    n_second: int
    first_mean: float
    second_mean: float
    estimate: float
    low: float
    high: float
    p_value: float


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """What there was to see after each unit, (n,) each; `p_values` never rise."""

    estimates: Values
    lows: Values
    highs: Values
    p_values: Values


@dataclass(frozen=True, slots=True)
class Tuning:
    """Where the bounds are narrowest: after `units` units, where outcomes are 1 with probability `rate`.

    They hold whatever these are; with a poor guess they are wider.
    """

    units: int = 2_000
    rate: float = 0.1


def difference(
    is_second: NDArray[np.bool_], outcomes: Values, probability: float, alpha: float, tuning: Tuning = Tuning()
) -> Difference:
    """Compare the variants of units in the order in which they came, (n,) each.

    `probability` is that of the second variant. Raises EvaluationError for one that is not inside 0..1, and for
    outcomes outside 0..1.
    """
    n = len(outcomes)
    found = path(is_second, outcomes, probability, alpha, tuning, is_bounded_at_end_only=True)
    last = (found.estimates[-1], found.lows[-1], found.highs[-1], found.p_values[-1]) if n else (math.nan, -1, 1, 1.0)
    return Difference(
        n,
        int(is_second.sum()),
        float(outcomes[~is_second].mean()) if (~is_second).any() else math.nan,
        float(outcomes[is_second].mean()) if is_second.any() else math.nan,
        *(float(value) for value in last),
    )


def path(
    is_second: NDArray[np.bool_],
    outcomes: Values,
    probability: float,
    alpha: float,
    tuning: Tuning = Tuning(),
    *,
    is_bounded_at_end_only: bool = False,
) -> Path:
    """Return what every look would have shown; with `is_bounded_at_end_only` the bounds before the last are nan."""
    _check(outcomes, probability, alpha)
    scale = max(1 / probability, 1 / (1 - probability))
    first, second = _means_before(~is_second, outcomes), _means_before(is_second, outcomes)
    surprise = np.where(is_second, (outcomes - second) / probability, -(outcomes - first) / (1 - probability))
    sums, variances = np.cumsum(second - first + surprise), np.cumsum(np.square(surprise))
    counts = np.arange(1, len(outcomes) + 1)
    rho = _rho(tuning, probability, alpha)
    evidence = np.logaddexp(
        log_mixture(sums, variances, scale, rho), log_mixture(-sums, variances, scale, rho)
    ) - math.log(2)
    p_values = np.minimum(1.0, np.exp(-np.maximum.accumulate(evidence))) if len(evidence) else evidence
    widths = np.full(len(outcomes), np.nan)
    looked = slice(-1, None) if is_bounded_at_end_only else slice(None)
    widths[looked] = boundary(variances[looked], scale, rho, alpha / 2) / counts[looked]
    estimates = sums / counts
    return Path(estimates, np.maximum(estimates - widths, -1), np.minimum(estimates + widths, 1), p_values)


def log_mixture(sums: Values, variances: Values, scale: float, rho: float) -> Values:
    """Return the logarithm of the gamma-exponential mixture m(s, v) of Howard et al. 2021, proposition 9, (n,).

    It starts at 1 (logarithm 0), and whatever the sum is, it is a supermartingale where the true mean is 0.
    """
    square = scale**2
    shape, base = (variances + rho) / square, rho / square
    place = (scale * sums + variances) / square + base
    is_inside = place > 0
    safe = np.where(is_inside, place, 1.0)
    with np.errstate(divide="ignore"):
        found = (
            base * math.log(base)
            - gammaln(base)
            - np.log(gammainc(base, base))
            + gammaln(shape)
            + np.log(gammainc(shape, safe))
            - shape * np.log(safe)
            + safe
            - base
        )
    return np.where(is_inside, found, -np.inf)


def boundary(variances: Values, scale: float, rho: float, alpha: float) -> Values:
    """Return the sums that the mixture crosses with probability `alpha` at most, (n,): the s with m(s, v) = 1 / alpha.

    Found by halving; the mixture grows with s.
    """
    wanted = -math.log(alpha)
    low = np.zeros(len(variances))
    high = np.sqrt(2 * (variances + rho) * (wanted + np.log1p(variances / rho))) + 4 * scale * (wanted + 1)
    while (is_under := log_mixture(high, variances, scale, rho) < wanted).any():
        high = np.where(is_under, 2 * high, high)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        is_under = log_mixture(middle, variances, scale, rho) < wanted
        low, high = np.where(is_under, middle, low), np.where(is_under, high, middle)
    return high


def mismatch_p_value(counts: NDArray[np.int64], shares: Values) -> float:
    """Return how likely it is, over all looks, that units fall so far from the `shares` that they were to have.

    A small one says that the assignment or the log is broken, and nothing that the experiment shows can be trusted. The
    Bayes factor of a uniform Dirichlet prior against the shares is a martingale (Lindon and Malek 2022, Anytime-valid
    inference for multinomial count data, https://arxiv.org/abs/2011.03567).

    >>> mismatch_p_value(np.array([500, 500]), np.array([0.5, 0.5]))
    1.0
    >>> mismatch_p_value(np.array([700, 300]), np.array([0.5, 0.5])) < 1e-30
    True
    """
    prior = np.ones(len(counts))
    log_factor = (
        gammaln(prior.sum())
        - gammaln(prior.sum() + counts.sum())
        + (gammaln(prior + counts) - gammaln(prior)).sum()
        - (counts * np.log(shares)).sum()
    )
    return float(min(1.0, math.exp(-min(log_factor, 700.0))))


def _means_before(is_own: NDArray[np.bool_], outcomes: Values) -> Values:
    """Return the mean of a variant's outcomes before each unit, drawn to 1/2 while there are few, (n,)."""
    sums = np.concatenate([[0.0], np.cumsum(np.where(is_own, outcomes, 0.0))])[:-1]
    counts = np.concatenate([[0], np.cumsum(is_own)])[:-1]
    return np.asarray((sums + 0.5) / (counts + 1))


def _rho(tuning: Tuning, probability: float, alpha: float) -> float:
    """Return the mixture's parameter that makes the boundary narrowest at the variance that is planned for.

    Howard et al. 2021, section 3.5: v / (2 log(1 / alpha) + log(1 + 2 log(1 / alpha))) with half the alpha for a side.
    """
    variance = tuning.units * tuning.rate * (1 - tuning.rate) * (1 / probability + 1 / (1 - probability))
    wanted = 2 * math.log(2 / alpha)
    return max(variance, 1.0) / (wanted + math.log1p(wanted))


def _check(outcomes: Values, probability: float, alpha: float) -> None:
    if not 0 < probability < 1 or not 0 < alpha < 1:
        raise EvaluationError(
            f"the probability of the second variant is {probability} and alpha {alpha}; give numbers between 0 and 1"
        )
    is_bad = ~((outcomes >= 0) & (outcomes <= 1))
    if is_bad.any():
        raise EvaluationError(f"the outcome of a unit is {outcomes[is_bad][0]}; give numbers from 0 to 1")
