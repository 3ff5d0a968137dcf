"""How an experiment stands: valid whenever one looks, and however often."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from retrieval.quality.experiment_outcomes import Outcomes
from retrieval.quality.experiments import Experiment
from retrieval.quality.sequential import Difference, Tuning, difference, mismatch_p_value

MISMATCH = 0.001
"""Under this probability shoppers are not divided as declared, and nothing that the experiment shows can be trusted."""


class State(StrEnum):
    """How a variant stands beside the first."""

    UNDECIDED = "undecided"
    BETTER = "better"
    WORSE = "worse"
    HARMFUL = "harmful"
    """A metric that must not suffer has suffered."""
    BROKEN = "broken"
    """Shoppers are not divided as declared."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A metric that must not suffer: whether it surely has, and whether a loss over what is borne is ruled out."""

    metric: str
    margin: float
    is_harmed: bool
    is_cleared: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """One variant beside the first, in each metric."""

    variant: str
    state: State
    differences: Mapping[str, Difference]
    guards: tuple[Guard, ...]


@dataclass(frozen=True, slots=True)
class ExperimentReport:
    """How an experiment stands: shoppers by variant, whether they are divided as declared, and every comparison."""

    experiment: Experiment
    n_by_variant: Mapping[str, int]
    mismatch_p_value: float
    compared: tuple[Compared, ...]
    left_out: Mapping[str, int]

    @property
    def is_broken(self) -> bool:
        """Whether shoppers are not divided as declared."""
        return self.mismatch_p_value < MISMATCH

    def as_json(self) -> dict[str, Any]:
        """Return the figures of `--json`; what is no figure is null."""
        return {
            "experiment": self.experiment.name,
            "enabled": self.experiment.is_enabled,
            "primary": self.experiment.primary,
            "alpha": self.experiment.alpha,
            "control": self.experiment.variants[0].name,
            "shoppers": dict(self.n_by_variant),
            "left_out": dict(self.left_out),
            "sample_ratio_mismatch": {"p": self.mismatch_p_value, "broken": self.is_broken},
            "variants": {
                one.variant: {
                    "state": str(one.state),
                    "metrics": {name: _figures(found) for name, found in one.differences.items()},
                    "guardrails": {
                        guard.metric: {"margin": guard.margin, "harmed": guard.is_harmed, "cleared": guard.is_cleared}
                        for guard in one.guards
                    },
                }
                for one in self.compared
            },
        }


def experiment_report(experiment: Experiment, outcomes: Outcomes) -> ExperimentReport:
    """Compare every variant with the first.

    With several of them each gets its part of alpha (Bonferroni), so that the whole experiment errs no more often. The
    division of shoppers is judged by all who came, their window closed or not.
    """
    shares = np.array([variant.share for variant in experiment.variants])
    mismatch = mismatch_p_value(outcomes.all_variants, shares)
    is_broken = mismatch < MISMATCH
    n_others = len(experiment.variants) - 1
    compared = tuple(
        _compared(experiment, outcomes, number, experiment.alpha / n_others, is_broken=is_broken)
        for number in range(1, n_others + 1)
    )
    names = [variant.name for variant in experiment.variants]
    n_by_variant = dict(zip(names, outcomes.all_variants.tolist(), strict=True))
    return ExperimentReport(experiment, n_by_variant, mismatch, compared, outcomes.left_out)


def _compared(experiment: Experiment, outcomes: Outcomes, number: int, alpha: float, *, is_broken: bool) -> Compared:
    control, variant = experiment.variants[0], experiment.variants[number]
    is_one_of_both = (outcomes.variants == 0) | (outcomes.variants == number)
    is_second = outcomes.variants[is_one_of_both] == number
    probability = variant.share / (variant.share + control.share)
    differences = {}
    for name, values in outcomes.metrics.items():
        tuning = Tuning(experiment.units, experiment.rates.get(name, Tuning().rate))
        differences[name] = difference(is_second, values[is_one_of_both], probability, alpha, tuning)
    guards = tuple(
        Guard(name, margin, _is_harmed(differences[name], alpha), differences[name].low > -margin)
        for name, margin in experiment.guardrails.items()
    )
    return Compared(
        variant.name, _state(differences[experiment.primary], guards, alpha, is_broken), differences, guards
    )


def _state(primary: Difference, guards: tuple[Guard, ...], alpha: float, is_broken: bool) -> State:
    if is_broken:
        return State.BROKEN
    if any(guard.is_harmed for guard in guards):
        return State.HARMFUL
    if primary.p_value > alpha:
        return State.UNDECIDED
    return State.BETTER if primary.estimate > 0 else State.WORSE


def _is_harmed(found: Difference, alpha: float) -> bool:
    return found.p_value <= alpha and found.estimate < 0


def _figures(found: Difference) -> dict[str, float | int | None]:
    return {
        "n": found.n,
        "control": _figure(found.first_mean),
        "variant": _figure(found.second_mean),
        "difference": _figure(found.estimate),
        "low": _figure(found.low),
        "high": _figure(found.high),
        "p": found.p_value,
    }


def _figure(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 6)
