"""Experiments as a data file declares them, and which variant each shopper gets.

A shopper's place in a layer, and their variant in an experiment, are salted hashes of their id: always the same,
without a table, and independent of each other. Experiments of one layer take parts of it that do not overlap, so that a
shopper is in one of them at most; experiments of different layers cross freely.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, Self

import yaml

from retrieval.errors import EvaluationError
from retrieval.quality.changes import AS_ALL, Changes, read_changes

SURFACES = ("recommend", "search", "similar")
"""The lists that an experiment may be about."""
METRICS = ("click", "purchase", "satisfaction")
"""What may come of an exposure: see `experiment_outcomes`."""
_KEYS = {
    "layer", "enabled", "traffic", "variants", "primary", "guardrails", "window_days", "alpha", "units", "rates",
    "salt", "starts", "ends", "surface", "serves",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Variant:
    """A variant, its share of the experiment's shoppers, 0..1, and what serves them otherwise than all others."""

    name: str
    share: float
    changes: Changes = AS_ALL


@dataclass(frozen=True, slots=True)
class Experiment:
    """One experiment. Its first variant is what there is now; the others are compared with it.

    Lists of its `surface` are exposures. `traffic` is the part of the layer that takes part, from..to in 0..1.
    `guardrails` are metrics with the loss that is still borne. An exposure's outcomes count for `window_days`. `alpha`
    is how often a difference may be seen that is none, over all looks and variants. `units` and `rates` by metric tell
    at what size the test is sharpest. It runs from `starts` to `ends`, both included, None for without end.
    """

    name: str
    layer: str
    is_enabled: bool
    traffic: tuple[float, float]
    variants: tuple[Variant, ...]
    primary: str
    guardrails: Mapping[str, float]
    window_days: int
    alpha: float
    units: int
    rates: Mapping[str, float]
    salt: str
    starts: date | None
    ends: date | None
    surface: str = "recommend"

    @property
    def metrics(self) -> tuple[str, ...]:
        """The primary metric, then those of the guard rails, then the rest."""
        return tuple(dict.fromkeys((self.primary, *self.guardrails, *METRICS)))

    @property
    def changed(self) -> frozenset[str]:
        """What any of the variants changes."""
        return frozenset().union(*(variant.changes.changed for variant in self.variants))

    def runs_on(self, day: date) -> bool:
        """Whether it is on and the day is among its days."""
        is_begun = self.starts is None or self.starts <= day
        return self.is_enabled and is_begun and (self.ends is None or day <= self.ends)

    def variant_of(self, unit: str) -> str | None:
        """Return the variant of a shopper, whatever the day; None for one who does not take part."""
        low, high = self.traffic
        if not low <= place_of(f"layer {self.layer}", unit) < high:
            return None
        place, upper = place_of(f"experiment {self.name} {self.salt}", unit), 0.0
        for variant in self.variants[:-1]:
            upper += variant.share
            if place < upper:
                return variant.name
        return self.variants[-1].name


@dataclass(frozen=True, slots=True)
class Assignment:
    """That a shopper is in a variant of an experiment."""

    experiment: str
    variant: str


@dataclass(frozen=True, slots=True)
class Experiments:
    """All experiments of a shop, by name."""

    by_name: Mapping[str, Experiment]

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the files `*.yml` of a folder, each an experiment named as the file; none where there is no folder.

        Raises EvaluationError, naming the file, for a declaration that cannot be used, and where two experiments that
        are on overlap in a layer, or change the same thing of the same lists in two layers.
        """
        found = {path.stem: _read(path) for path in sorted(folder.glob("*.yml"))}
        enabled = sorted(
            (one for one in found.values() if one.is_enabled), key=lambda one: (one.layer, one.traffic, one.name)
        )
        for one, other in pairwise(enabled):
            if one.layer == other.layer and other.traffic[0] < one.traffic[1]:
                raise EvaluationError(
                    f"the experiments {one.name!r} and {other.name!r} overlap in the layer {one.layer!r}: "
                    f"{_percent(one)} and {_percent(other)}; give each a part of its own"
                )
        for one, other in combinations(enabled, 2):
            if one.layer != other.layer and one.surface == other.surface and (both := one.changed & other.changed):
                raise EvaluationError(
                    f"the experiments {one.name!r} and {other.name!r} both change {', '.join(sorted(both))}, and a "
                    "shopper may be in both; put them into one layer, each with a part of its own"
                )
        return cls(found)

    def named(self, name: str) -> Experiment:
        """Return an experiment; raises EvaluationError for an unknown name."""
        if name not in self.by_name:
            raise EvaluationError(f"no experiment is named {name!r}; there are {', '.join(self.by_name) or 'none'}")
        return self.by_name[name]

    def assigned(self, unit: str, day: date, surface: str = "") -> tuple[Assignment, ...]:
        """Return every experiment that runs on a day and in which a shopper takes part, with their variant.

        With `surface` only those about such lists.
        """
        running = (one for one in self.by_name.values() if one.runs_on(day) and surface in {"", one.surface})
        found = ((one, one.variant_of(unit)) for one in running)
        return tuple(Assignment(one.name, variant) for one, variant in found if variant is not None)

    def variant(self, name: str, unit: str, day: date) -> str | None:
        """Return a shopper's variant in one experiment, None where it does not run or the shopper takes no part."""
        one = self.by_name.get(name)
        return one.variant_of(unit) if one is not None and one.runs_on(day) else None


def place_of(salt: str, unit: str) -> float:
    """Return where a unit lies in 0..1, by the SHA-256 of salt and id: even, and independent from salt to salt.

    >>> place_of("a", "ann") == place_of("a", "ann"), place_of("a", "ann") == place_of("b", "ann")
    (True, False)
    """
    digest = hashlib.sha256(f"{salt}\0{unit}".encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def _read(path: Path) -> Experiment:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        if not isinstance(content, dict) or (unknown := set(content) - _KEYS):
            shown = sorted(unknown) if isinstance(content, dict) else content
            raise EvaluationError(f"{path} has {shown!r}; give the keys {', '.join(sorted(_KEYS))}")
        return _experiment(path, content)
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise EvaluationError(
            f"{path} declares no experiment ({type(error).__name__}: {error}); see data/experiments/README.md"
        ) from error


def _experiment(path: Path, content: Mapping[str, Any]) -> Experiment:
    weights = {str(name): float(weight) for name, weight in content["variants"].items()}
    total = sum(weights.values())
    serves = content.get("serves", {})
    if unknown := set(serves) - set(weights):
        raise EvaluationError(f"{path}: serves names {sorted(unknown)!r}; give variants, {', '.join(weights)}")
    low, high = (float(percent) / 100 for percent in content["traffic"])
    one = Experiment(
        name=path.stem,
        layer=str(content["layer"]),
        is_enabled=content.get("enabled", False) is True,
        traffic=(low, high),
        variants=tuple(
            Variant(name, weight / total, read_changes(serves.get(name, {}))) for name, weight in weights.items()
        ),
        primary=str(content["primary"]),
        guardrails={str(name): float(loss) for name, loss in content.get("guardrails", {}).items()},
        window_days=int(content.get("window_days", 7)),
        alpha=float(content.get("alpha", 0.05)),
        units=int(content.get("units", 2000)),
        rates={str(name): float(rate) for name, rate in content.get("rates", {}).items()},
        salt=str(content.get("salt", "1")),
        starts=_day(content.get("starts")),
        ends=_day(content.get("ends")),
        surface=str(content.get("surface", "recommend")),
    )
    for complaint, is_so in (
        ("traffic must be two rising percentages from 0 to 100", not 0 <= low < high <= 1),
        ("two or more variants with shares above 0 are needed", len(weights) < 2 or min(weights.values()) <= 0),
        (f"surface must be one of {', '.join(SURFACES)}", one.surface not in SURFACES),
        (f"primary must be one of {', '.join(METRICS)}", one.primary not in METRICS),
        (f"guardrails and rates name one of {', '.join(METRICS)}", not {*one.guardrails, *one.rates} <= {*METRICS}),
        ("guardrails give a loss from 0 on", any(loss < 0 for loss in one.guardrails.values())),
        ("rates lie between 0 and 1", any(not 0 < rate < 1 for rate in one.rates.values())),
        ("alpha lies between 0 and 1", not 0 < one.alpha < 1),
        ("window_days and units are 1 or more", one.window_days < 1 or one.units < 1),
    ):
        if is_so:
            raise EvaluationError(f"{path}: {complaint}; found {dict(content)}")
    return one


def _day(value: object) -> date | None:
    if value is not None and not isinstance(value, date):
        raise ValueError(f"{value!r} is no day such as 2026-12-01")
    return value


def _percent(one: Experiment) -> str:
    return f"{one.traffic[0]:.0%} to {one.traffic[1]:.0%}"
