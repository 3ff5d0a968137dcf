"""Where the dots and lines of the report's plots go; the page's template draws them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.evaluation.metrics import Estimate
from retrieval.evaluation.recommending.report import RecommendReport

WIDTH, ROW, TOP, LABELS, RIGHT, BOTTOM = 480.0, 24.0, 12.0, 150.0, 20.0, 34.0
"""Pixels: the plot's width, the height of a row, and the margins; names of models stand in the left one."""

_LONGEST_NAME = 22
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_N_TICKS = 4


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure as a reader is told of it; `is_low_best` where less is better, None where neither is."""

    key: str
    title: str
    says: str
    is_low_best: bool | None = False


MEASURES = (
    Measure("ndcg", "nDCG", "how near the top the relevant items are"),
    Measure("precision", "Precision", "which share of the list is relevant"),
    Measure("recall", "Recall", "which share of the relevant items is in the list"),
    Measure("f1", "F1", "precision and recall in one"),
    Measure("map", "MAP", "precision down to each relevant item"),
    Measure("hr", "Hit rate", "how many users have any relevant item in the list"),
    Measure("mrr", "MRR", "how far down the first relevant item is"),
    Measure("rmse", "RMSE", "how far foretold ratings are off, large errors above all", is_low_best=True),
    Measure("mae", "MAE", "how far foretold ratings are off", is_low_best=True),
    Measure("coverage", "Coverage", "which share of the catalogue is shown to anybody"),
    Measure("diversity", "Diversity", "how different the items of a list are from each other"),
    Measure("novelty", "Novelty", "how little known the items are, in bits"),
    Measure("gini", "Gini", "how unevenly items are shown", is_low_best=True),
    Measure("calibration", "Miscalibration", "how far a list's kinds are from the user's, in nats", is_low_best=True),
)
"""In the order of the report."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One model's value with its interval, as text and as pixels; `low` and `high` are `x` where there is none."""

    name: str
    label: str
    value: str
    interval: str
    is_best: bool
    x: float
    low: float
    high: float
    y: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Plot:
    """One measure of all models that have it."""

    measure: Measure
    title: str
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    width: float
    height: float


def plots_of(report: RecommendReport) -> list[Plot]:
    """Return a plot of each measure that any model has."""
    plots = (_plot(measure, report) for measure in MEASURES)
    return [plot for plot in plots if plot.dots]


def estimate_of(report: RecommendReport, place: int, measure: str) -> Estimate:
    """Return a model's measure; one of all lists together is its own interval."""
    model = report.models[place]
    if measure in model.estimates:
        return model.estimates[measure]
    value = model.coverage if measure == "coverage" else model.gini
    return Estimate(value, value, value)


def shown(value: float) -> str:
    """Return a figure as people read it: three digits behind the point below 10, one above; a dash for none.

    >>> shown(0.12345), shown(12.345), shown(float("nan"))
    ('0.123', '12.3', '–')
    """
    if not math.isfinite(value):
        return "–"
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


def ticks_between(low: float, high: float) -> list[float]:
    """Return round numbers that span a range, about four of them.

    >>> ticks_between(0.0, 0.31)
    [0.0, 0.1, 0.2, 0.3, 0.4]
    """
    span = max(high - low, 1e-9)
    scale = 10.0 ** math.floor(math.log10(span / _N_TICKS))
    step = next(one * scale for one in _STEPS if one * scale * _N_TICKS >= span * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 12) for number in range(first, max(last, first + 1) + 1)]


def _plot(measure: Measure, report: RecommendReport) -> Plot:
    found = [(model.name, estimate_of(report, place, measure.key)) for place, model in enumerate(report.models)]
    found = [(name, one) for name, one in found if math.isfinite(one.mean)]
    title = f"{measure.title} at {report.terms.k}" if report.key(measure.key) != measure.key else measure.title
    height = TOP + ROW * len(found) + BOTTOM
    if not found:
        return Plot(measure, title, (), (), WIDTH, height)
    ticks = ticks_between(min(0.0, *(one.low for _, one in found)), max(one.high for _, one in found))

    def x(value: float) -> float:
        return LABELS + (value - ticks[0]) / (ticks[-1] - ticks[0]) * (WIDTH - LABELS - RIGHT)

    best = _best(measure, [one.mean for _, one in found])
    dots = tuple(
        Dot(
            name=name,
            label=name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…",
            value=shown(one.mean),
            interval=f"{shown(one.low)} to {shown(one.high)}" if one.low < one.high else "",
            is_best=one.mean == best,
            x=x(one.mean),
            low=x(one.low),
            high=x(one.high),
            y=TOP + ROW * (row + 0.5),
        )
        for row, (name, one) in enumerate(found)
    )
    return Plot(measure, title, dots, tuple(Tick(x(tick), f"{tick:g}") for tick in ticks), WIDTH, height)


def _best(measure: Measure, means: Sequence[float]) -> float:
    if measure.is_low_best is None:
        return math.nan
    return min(means) if measure.is_low_best else max(means)
