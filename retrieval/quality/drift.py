"""Whether what comes in has drifted from what models were made for, feature by feature."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from retrieval.quality.drift_measures import (
    Sample,
    Table,
    distance_p_value,
    jensen_shannon,
    kolmogorov_smirnov,
    population_stability,
    stability_p_value,
    table_of_numbers,
    table_of_words,
)

WATCH_STABILITY, DRIFTED_STABILITY = 0.1, 0.25
"""A population stability index under the first is no change to speak of, from the second on a shift (Siddiqi 2006)."""
WATCH_DISTANCE, DRIFTED_DISTANCE = 0.1, 0.2
"""The same for the distance of Kolmogorov and Smirnov: so large a part of the values has moved. Set by hand."""
SIGNIFICANCE = 0.01
"""How likely it may be, over all features of a report together, that chance alone makes one of them drift."""
FEWEST = 50
"""Independent observations that each window must be worth for a feature to be judged."""
_N_TOLD = 5


class Level(StrEnum):
    """What became of a feature; `too few` says that it cannot be told."""

    STEADY = "steady"
    WATCH = "watch"
    DRIFTED = "drifted"
    TOO_FEW = "too few"


@dataclass(frozen=True, slots=True, eq=False)
class Feature:
    """One thing that is observed in both windows: words, or numbers."""

    name: str
    is_number: bool
    reference: Sample
    current: Sample


@dataclass(frozen=True, slots=True)
class Moved:
    """A value, or bin of values, and its share in both windows."""

    name: str
    reference: float
    current: float


@dataclass(frozen=True, slots=True)
class Drift:
    """What became of one feature.

    Sizes are numbers of values, and what they are worth as independent ones. `distance` is that of Kolmogorov and
    Smirnov, nan for words. `p_value` is the smaller of the measures'. `moved` has the shares that changed most.
    """

    name: str
    level: Level
    n_reference: int
    n_current: int
    effective_reference: float
    effective_current: float
    stability: float
    divergence: float
    distance: float
    p_value: float
    moved: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time, its end not included."""

    start: datetime
    end: datetime

    def __contains__(self, moment: object) -> bool:
        return isinstance(moment, datetime) and self.start <= moment < self.end


@dataclass(frozen=True, slots=True)
class DriftReport:
    """Every feature of two windows. `left_out` counts what could not be used, by reason."""

    reference: Window
    current: Window
    drifts: tuple[Drift, ...]
    left_out: Mapping[str, int]

    @property
    def drifted(self) -> tuple[str, ...]:
        """The names of the features that have drifted."""
        return tuple(one.name for one in self.drifts if one.level is Level.DRIFTED)

    def as_json(self) -> dict[str, Any]:
        """Return the figures of `--json`; what is no figure is null."""
        return {
            "reference": [self.reference.start.isoformat(), self.reference.end.isoformat()],
            "current": [self.current.start.isoformat(), self.current.end.isoformat()],
            "drifted": list(self.drifted),
            "left_out": dict(self.left_out),
            "features": {
                one.name: {
                    "level": str(one.level),
                    "n": [one.n_reference, one.n_current],
                    "effective_n": [round(one.effective_reference, 1), round(one.effective_current, 1)],
                    "psi": _figure(one.stability),
                    "jensen_shannon": _figure(one.divergence),
                    "ks": _figure(one.distance),
                    "p": _figure(one.p_value),
                    "moved": [
                        {"value": moved.name, "reference": _figure(moved.reference), "current": _figure(moved.current)}
                        for moved in one.moved
                    ],
                }
                for one in self.drifts
            },
        }


def report(reference: Window, current: Window, features: Sequence[Feature], left_out: Mapping[str, int]) -> DriftReport:
    """Judge all features; with more of them each must be surer, so that the whole report rarely cries wolf."""
    significance = SIGNIFICANCE / max(len(features), 1)
    return DriftReport(reference, current, tuple(drift_of(one, significance) for one in features), dict(left_out))


def drift_of(feature: Feature, significance: float = SIGNIFICANCE) -> Drift:
    """Judge one feature: it drifts where a measure is both large and not to be explained by chance."""
    before, now = feature.reference, feature.current
    sizes = before.effective_size, now.effective_size
    table = table_of_numbers(before, now) if feature.is_number else table_of_words(before, now)
    stability = population_stability(table) if len(table.names) else math.nan
    by_index = stability_p_value(stability, len(table.names), *sizes)
    distance, by_distance = math.nan, 1.0
    if feature.is_number and len(before) and len(now):
        distance = kolmogorov_smirnov(before.values, now.values)
        by_distance = distance_p_value(distance, *sizes)
    level = Level.TOO_FEW
    if min(sizes) >= FEWEST:
        level = max(
            _level(stability, by_index, (WATCH_STABILITY, DRIFTED_STABILITY), significance),
            _level(distance, by_distance, (WATCH_DISTANCE, DRIFTED_DISTANCE), significance),
            key=list(Level).index,
        )
    return Drift(
        name=feature.name,
        level=level,
        n_reference=len(before),
        n_current=len(now),
        effective_reference=sizes[0],
        effective_current=sizes[1],
        stability=stability,
        divergence=jensen_shannon(table) if len(table.names) else math.nan,
        distance=distance,
        p_value=min(by_index, by_distance),
        moved=_moved(table),
    )


def _level(measure: float, p_value: float, thresholds: tuple[float, float], significance: float) -> Level:
    if math.isnan(measure) or p_value >= significance or measure < thresholds[0]:
        return Level.STEADY
    return Level.DRIFTED if measure >= thresholds[1] else Level.WATCH


def _moved(table: Table) -> tuple[Moved, ...]:
    if not table.reference.sum() or not table.current.sum():
        return ()
    p, q = table.reference / table.reference.sum(), table.current / table.current.sum()
    order = sorted(range(len(table.names)), key=lambda place: -abs(p[place] - q[place]))[:_N_TOLD]
    return tuple(Moved(table.names[place], float(p[place]), float(q[place])) for place in order)


def _figure(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 6)
