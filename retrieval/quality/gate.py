"""The gate before a model serves: no metric worse than that of the model it replaces, beyond doubt.

Both are judged on the same frozen data, unit by unit (users or queries), so that they are compared in pairs: what is
hard for one user is hard for both, and does not hide a difference.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import EvaluationError
from retrieval.evaluation.metrics import N_RESAMPLES, Estimate, estimate_ratio

FEWEST_UNITS = 20
"""With fewer the percentiles of a bootstrap say little of the doubt there is."""
_CONFIDENCE = 0.95
_DRAWN_AT_ONCE = 4_000_000
"""Draws held in memory at a time, 32 MB of them."""

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """A metric of each unit: `values` (n_units,), nan where it says nothing.

    `weights` (n_units,) is how much each counts, None for all alike. The figure is the weighted mean, or with
    `is_rooted` its root: squared errors by user, weighted by the number of ratings, give the RMSE.
    """

    name: str
    values: Values
    is_higher_better: bool = True
    weights: Values | None = None
    is_rooted: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """What a model's metrics are on data with the fingerprint `judged_on`, whose units are `unit_ids` in order."""

    judged_on: str
    unit_ids: tuple[str, ...]
    measured: tuple[Measured, ...]

    def estimates(self, seed: int) -> dict[str, Estimate]:
        """Return each metric with its interval."""
        return {one.name: _estimate(one, ~np.isnan(one.values), seed) for one in self.measured}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A metric of both models, and by how much the candidate is better: under 0 it is worse, whatever the metric."""

    metric: str
    n_units: int
    candidate: Estimate
    serving: Estimate
    gain: Estimate

    @property
    def is_worse(self) -> bool:
        """Whether the candidate is worse beyond the interval."""
        return self.gain.high < 0

    @property
    def is_better(self) -> bool:
        """Whether the candidate is better beyond the interval."""
        return self.gain.low > 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a candidate may serve, in one sentence why, and every comparison that it rests on."""

    is_passed: bool
    reason: str
    comparisons: tuple[Comparison, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the figures of `--json`."""
        return {
            "passed": self.is_passed,
            "reason": self.reason,
            "metrics": {
                one.metric: {
                    "n": one.n_units,
                    "candidate": one.candidate.mean,
                    "serving": one.serving.mean,
                    "gain": [one.gain.mean, one.gain.low, one.gain.high],
                    "worse": one.is_worse,
                }
                for one in self.comparisons
            },
        }


def not_worse(candidate: Judgement, serving: Judgement, seed: int) -> Verdict:
    """Let a candidate pass unless one of its metrics is worse than the serving model's beyond the interval.

    Raises EvaluationError where the two were not judged alike, or on too few units to tell.
    """
    compared = compare(candidate, serving, seed)
    worse = [one for one in compared if one.is_worse]
    if worse:
        return Verdict(False, "; ".join(_said(one, "worse") for one in worse), compared)
    return Verdict(True, f"none of {len(compared)} metrics is worse beyond its interval", compared)


def better(candidate: Judgement, baseline: Judgement, metric: str, seed: int) -> Verdict:
    """Let a first model pass only if `metric` is better than the baseline's beyond the interval, and none is worse.

    Raises EvaluationError as `not_worse` does, and where `metric` was not measured.
    """
    verdict = not_worse(candidate, baseline, seed)
    decisive = [one for one in verdict.comparisons if one.metric == metric]
    if not decisive:
        raise EvaluationError(
            f"{metric!r} was not measured (but {[one.metric for one in verdict.comparisons]}); give one that was"
        )
    if verdict.is_passed and not decisive[0].is_better:
        return Verdict(False, _said(decisive[0], "not surely better"), verdict.comparisons)
    return verdict


def compare(candidate: Judgement, serving: Judgement, seed: int) -> tuple[Comparison, ...]:
    """Compare two models metric by metric with the paired bootstrap over units.

    Units are drawn with replacement, both models' values of a unit together, and the interval is that of the
    percentiles of the difference (Efron and Tibshirani 1993, An Introduction to the Bootstrap; for systems judged on
    the same queries Sakai 2006, Evaluating evaluation metrics based on the bootstrap,
    https://doi.org/10.1145/1148170.1148261). Units of which a metric says nothing are left out of it.

    Raises EvaluationError where data, units or metrics differ, one says something of a unit of which the other does
    not, or fewer than 20 units are left.
    """
    _check_alike(candidate, serving)
    return tuple(
        _compared(ours, theirs, seed) for ours, theirs in zip(candidate.measured, serving.measured, strict=True)
    )


def _compared(ours: Measured, theirs: Measured, seed: int) -> Comparison:
    is_known = ~np.isnan(ours.values)
    if not np.array_equal(is_known, ~np.isnan(theirs.values)):
        n = int((is_known != ~np.isnan(theirs.values)).sum())
        raise EvaluationError(
            f"{ours.name!r} is known of {n} units for one model alone; judge both by the same relevant items"
        )
    n_units = int(is_known.sum())
    if n_units < FEWEST_UNITS:
        raise EvaluationError(
            f"{ours.name!r} is known of {n_units} units; {FEWEST_UNITS} are needed to tell: wait for more data"
        )
    sign = 1.0 if ours.is_higher_better else -1.0
    weights = _weights(ours)[is_known]
    both = np.stack([ours.values[is_known], theirs.values[is_known]]) * weights
    mean = _figures(both.sum(axis=1)[:, None], weights.sum(), ours.is_rooted)
    random = np.random.default_rng(seed)
    at_once = max(1, _DRAWN_AT_ONCE // n_units)
    gains = []
    for start in range(0, N_RESAMPLES, at_once):
        drawn = random.integers(0, n_units, (min(at_once, N_RESAMPLES - start), n_units))
        sums, counted = both[:, drawn].sum(axis=2), weights[drawn].sum(axis=1)
        figures = _figures(sums, np.where(counted > 0, counted, np.nan), ours.is_rooted)
        gains.append(sign * (figures[0] - figures[1]))
    low, high = np.nanquantile(np.concatenate(gains), ((1 - _CONFIDENCE) / 2, (1 + _CONFIDENCE) / 2))
    gain = Estimate(float(sign * (mean[0, 0] - mean[1, 0])), float(low), float(high))
    return Comparison(ours.name, n_units, _estimate(ours, is_known, seed), _estimate(theirs, is_known, seed), gain)


def _figures(sums: Values, counted: Any, is_rooted: bool) -> Values:
    means: Values = sums / counted
    return np.sqrt(means) if is_rooted else means


def _estimate(measured: Measured, is_known: NDArray[np.bool_], seed: int) -> Estimate:
    weights = _weights(measured)[is_known]
    found = estimate_ratio(measured.values[is_known] * weights, weights, seed)
    if not measured.is_rooted:
        return found
    return Estimate(math.sqrt(found.mean), math.sqrt(found.low), math.sqrt(found.high))


def _weights(measured: Measured) -> Values:
    return np.ones(len(measured.values)) if measured.weights is None else measured.weights


def _check_alike(candidate: Judgement, serving: Judgement) -> None:
    if candidate.judged_on != serving.judged_on:
        raise EvaluationError(
            f"the models were judged on different data ({candidate.judged_on[:12]!r} and {serving.judged_on[:12]!r}); "
            "judge both on the same frozen data"
        )
    if candidate.unit_ids != serving.unit_ids:
        raise EvaluationError(
            f"the models were judged on different units ({len(candidate.unit_ids)} and {len(serving.unit_ids)}); "
            "judge both on all units, in the same order"
        )
    names = [_names(judgement.measured) for judgement in (candidate, serving)]
    if names[0] != names[1]:
        raise EvaluationError(f"the models were judged by different metrics ({names[0]} and {names[1]}); give the same")
    for judgement in (candidate, serving):
        for one in judgement.measured:
            if one.values.shape != (len(judgement.unit_ids),):
                raise EvaluationError(
                    f"{one.name!r} has {len(one.values)} values for {len(judgement.unit_ids)} units; give one each"
                )


def _names(measured: Sequence[Measured]) -> list[tuple[str, bool, bool]]:
    return [(one.name, one.is_higher_better, one.is_rooted) for one in measured]


def _said(one: Comparison, what: str) -> str:
    return (
        f"{one.metric} is {what}: {one.candidate.mean:.4f} beside {one.serving.mean:.4f}, a gain of "
        f"{one.gain.mean:+.4f} ({one.gain.low:+.4f} to {one.gain.high:+.4f}) on {one.n_units} units"
    )
