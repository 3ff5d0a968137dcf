"""Whether what is said at every look holds: proven by experiments made up with a known truth."""

import math

import numpy as np
import pytest
from scipy import integrate

from retrieval.errors import EvaluationError
from retrieval.quality.sequential import Tuning, boundary, difference, log_mixture, mismatch_p_value, path

ALPHA = 0.05


def experiment(first: float, second: float, n: int, seed: int, share: float = 0.5):
    random = np.random.default_rng(seed)
    is_second = random.random(n) < share
    outcomes = (random.random(n) < np.where(is_second, second, first)).astype(np.float64)
    return is_second, outcomes


def share_rejected(first: float, second: float, n: int, n_runs: int, share: float = 0.5, rate: float = 0.1) -> float:
    """Return in what share of experiments the p-value, looked at after each unit, ever falls to alpha."""
    rejected = 0
    for seed in range(n_runs):
        found = path(*experiment(first, second, n, seed, share), share, ALPHA, Tuning(n, rate),
                     is_bounded_at_end_only=True)  # fmt: skip
        rejected += found.p_values[-1] <= ALPHA
    return rejected / n_runs


@pytest.mark.parametrize(("rate", "share"), [(0.1, 0.5), (0.02, 0.5), (0.5, 0.2)])
def test_looking_after_each_unit_errs_no_more_often_than_said(rate, share):
    assert share_rejected(rate, rate, 2000, 200, share) <= ALPHA


def test_test_meant_for_one_look_errs_much_more_often():
    """The same peeking with the usual two-sample z: this is what the bounds are for."""
    rejected = 0
    for seed in range(200):
        is_second, outcomes = experiment(0.1, 0.1, 3000, seed)
        counts = np.cumsum(is_second), np.cumsum(~is_second)
        means = [
            np.cumsum(outcomes * own) / np.maximum(n, 1) for own, n in zip((is_second, ~is_second), counts, strict=True)
        ]
        errors = np.sqrt(sum(mean * (1 - mean) / np.maximum(n, 1) for mean, n in zip(means, counts, strict=True)))
        z = np.abs(means[0] - means[1])[100:] / np.maximum(errors[100:], 1e-9)
        rejected += (z > 1.96).any()
    assert rejected / 200 > 4 * ALPHA


def test_effect_is_found():
    """From 10 to 16 in a hundred among 4,000 shoppers, and half as much, which takes more of them."""
    assert 0.9 <= share_rejected(0.10, 0.16, 4000, 40) <= 1
    assert 0.2 <= share_rejected(0.10, 0.13, 4000, 40) <= 0.8


def test_bounds_hold_the_truth_at_all_looks_together():
    missed = 0
    for seed in range(60):
        found = path(*experiment(0.3, 0.4, 800, seed), 0.5, ALPHA, Tuning(800, 0.35))
        missed += bool(((found.lows > 0.1) | (found.highs < 0.1)).any())
    assert missed / 60 <= ALPHA


def test_bounds_close_in_on_the_truth():
    widths = []
    for n in (500, 5000, 50_000):
        found = difference(*experiment(0.3, 0.4, n, 7), 0.5, ALPHA, Tuning(n, 0.35))
        assert found.low < 0.1 < found.high
        widths.append(found.high - found.low)
    assert widths[0] > 2 * widths[1] > 4 * widths[2]
    assert widths[2] < 0.05


def test_mixture_is_the_integral_that_it_stands_for():
    """Over a gamma law of the exponent, cut off where the exponential family ends, as in the proof."""
    scale, rho, total, variance = 2.0, 5.0, 6.0, 20.0

    def cumulant(at: float) -> float:
        return (-math.log1p(-scale * at) - scale * at) / scale**2

    def weight(at: float) -> float:
        return math.exp(-rho * cumulant(at)) / (1 - scale * at)

    normal = integrate.quad(weight, 0, 1 / scale)[0]
    wanted = integrate.quad(
        lambda at: weight(at) * math.exp(at * total - variance * cumulant(at)), 0, 1 / scale
    )[0] / normal  # fmt: skip
    found = log_mixture(np.array([total]), np.array([variance]), scale, rho)
    assert math.exp(found[0]) == pytest.approx(wanted, rel=1e-6)


def test_boundary_is_where_the_mixture_has_the_value_asked_for():
    variances = np.array([0.0, 1.0, 50.0, 1e4])
    found = boundary(variances, 2.0, 5.0, 0.01)
    assert log_mixture(found, variances, 2.0, 5.0) == pytest.approx(-math.log(0.01))
    assert (np.diff(found) > 0).all()


def test_second_look_is_never_less_sure_than_the_first():
    found = path(*experiment(0.1, 0.2, 1000, 3), 0.5, ALPHA)
    assert (np.diff(found.p_values) <= 0).all()
    assert found.p_values[-1] == difference(*experiment(0.1, 0.2, 1000, 3), 0.5, ALPHA).p_value


def test_swapped_variants_give_the_opposite():
    is_second, outcomes = experiment(0.1, 0.2, 1000, 3)
    one, other = difference(is_second, outcomes, 0.5, ALPHA), difference(~is_second, outcomes, 0.5, ALPHA)
    assert (one.estimate, one.low, one.p_value) == pytest.approx((-other.estimate, -other.high, other.p_value))


def test_without_units_nothing_is_known():
    found = difference(np.zeros(0, dtype=bool), np.zeros(0), 0.5, ALPHA)
    assert math.isnan(found.estimate)
    assert (found.low, found.high, found.p_value) == (-1, 1, 1)


def test_one_variant_alone_or_all_alike_is_no_error():
    alone = difference(np.ones(50, dtype=bool), np.ones(50), 0.5, ALPHA)
    assert math.isnan(alone.first_mean)
    assert alone.low <= alone.estimate <= alone.high
    assert difference(np.arange(50) % 2 == 0, np.zeros(50), 0.5, ALPHA).p_value == 1


@pytest.mark.parametrize(
    ("outcome", "probability", "alpha"),
    [(2.0, 0.5, 0.05), (math.nan, 0.5, 0.05), (1.0, 1.0, 0.05), (1.0, 0.0, 0.05), (1.0, 0.5, 0.0)],
)
def test_impossible_figures_are_refused(outcome, probability, alpha):
    with pytest.raises(EvaluationError):
        difference(np.array([True]), np.array([outcome]), probability, alpha)


def test_broken_assignment_is_seen_and_a_sound_one_rarely_suspected():
    suspected = 0
    for seed in range(200):
        second = np.cumsum(np.random.default_rng(seed).random(3000) < 0.3)
        looks = range(50, 3000, 50)
        suspected += any(mismatch_p_value(np.array([n - second[n - 1], second[n - 1]]), np.array([0.7, 0.3])) < ALPHA
                         for n in looks)  # fmt: skip
    assert suspected / 200 <= ALPHA
    assert mismatch_p_value(np.array([1500, 1500]), np.array([0.55, 0.45])) < 0.001
    assert mismatch_p_value(np.array([0, 0]), np.array([0.5, 0.5])) == 1
