"""What came of an experiment for each shopper in it, in the order in which they came.

A shopper counts once, from their first exposure on for the experiment's window, and only when the window has closed: a
shopper of yesterday has had no week to buy, and whoever counts them early counts the quick alone. All outcomes are in
0..1 and defined for everybody, so that no variant chooses who is counted:

- `click`: 1 where a product that was shown was looked at, put into the cart or bought after it was shown
- `purchase`: 1 where anything was bought
- `satisfaction`: 1 where feedback was good, 0 where it was bad, their mean where both, 1/2 where there was none
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from retrieval.quality.experiments import Experiment
from retrieval.quality.exposures import Participant

OPEN, TWO_VARIANTS, UNKNOWN_VARIANT = "window still open", "shown two variants", "variant no longer declared"
_CLICKS = frozenset({"view", "dwell", "cart", "purchase"})


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """The shoppers of an experiment, first come first, (n,) each: the number of the variant, and each metric.

    `left_out` counts those who cannot be counted, by reason; `all_variants` (n_variants,) int64 how many came to each,
    also those whose window is still open.
    """

    variants: NDArray[np.int64]
    metrics: Mapping[str, NDArray[np.float64]]
    all_variants: NDArray[np.int64]
    left_out: Mapping[str, int]


def outcomes_of(experiment: Experiment, participants: Iterable[Participant], now: datetime) -> Outcomes:
    """Return what came of an experiment by `now`."""
    numbers = {variant.name: number for number, variant in enumerate(experiment.variants)}
    window = timedelta(days=experiment.window_days)
    came = np.zeros(len(numbers), dtype=np.int64)
    left_out: Counter[str] = Counter()
    counted: list[tuple[datetime, str, int, dict[str, float]]] = []
    for one in participants:
        first = one.exposures[0]
        if first.variant not in numbers:
            left_out[UNKNOWN_VARIANT] += 1
        elif any(exposure.variant != first.variant for exposure in one.exposures):
            left_out[TWO_VARIANTS] += 1
        else:
            came[numbers[first.variant]] += 1
            if first.at + window > now:
                left_out[OPEN] += 1
            else:
                counted.append((first.at, one.user_id, numbers[first.variant], _outcomes(one, first.at + window)))
    counted.sort(key=lambda entry: entry[:2])
    return Outcomes(
        np.array([number for _, _, number, _ in counted], dtype=np.int64),
        {name: np.array([found[name] for _, _, _, found in counted], dtype=np.float64) for name in experiment.metrics},
        came,
        dict(left_out),
    )


def _outcomes(one: Participant, end: datetime) -> dict[str, float]:
    start = one.exposures[0].at
    shown_at: dict[str, datetime] = {}
    for exposure in one.exposures:
        for product_id in exposure.product_ids:
            shown_at.setdefault(product_id, exposure.at)
    deeds = [deed for deed in one.deeds if start <= deed.at < end]
    is_click = any(
        deed.type in _CLICKS and deed.product_id in shown_at and shown_at[deed.product_id] <= deed.at
        for deed in deeds
        if deed.product_id is not None
    )
    opinions = [deed.value for deed in deeds if deed.type == "feedback"]
    return {
        "click": float(is_click),
        "purchase": float(any(deed.type == "purchase" for deed in deeds)),
        "satisfaction": (1 + sum(opinions) / len(opinions)) / 2 if opinions else 0.5,
    }
