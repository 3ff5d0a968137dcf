"""How far what comes in now is from what came in before: measures of two samples, with care for small ones.

Events of one shopper are alike, so a window with many events of few shoppers says less than their number. Sizes are
therefore effective ones, (Σ n_u)² / Σ n_u² over shoppers (Kish 1965, Survey Sampling), as though all events of a
shopper were the same: a drift that is told is there, one that is small and among few shoppers may be missed.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Values = NDArray[np.float64]
N_BINS = 10
LEAST_EXPECTED = 5.0
"""Categories with fewer expected of them in the smaller window are counted as one (Cochran 1954)."""
OTHER = "(other)"
_SMOOTHING = 0.5
"""Added to each count, so that a category missing from one window costs no infinity."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """What was observed in a window: `values` (n,), words or numbers, and `units` (n,), which shopper each is of."""

    values: tuple[str | float, ...]
    units: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.values)

    @property
    def effective_size(self) -> float:
        """How many independent observations the sample is worth, between the numbers of shoppers and of values."""
        counts = np.array(list(Counter(self.units).values()), dtype=np.float64)
        return float(counts.sum() ** 2 / np.square(counts).sum()) if len(counts) else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Counts of each of `names` in both windows, (n_names,) float64 each."""

    names: tuple[str, ...]
    reference: Values
    current: Values

    @property
    def shares(self) -> tuple[Values, Values]:
        """The smoothed shares in both windows."""
        p, q = self.reference + _SMOOTHING, self.current + _SMOOTHING
        return p / p.sum(), q / q.sum()


def table_of_words(reference: Sample, current: Sample) -> Table:
    """Count words in both windows, rare ones together as `(other)`; the most frequent first."""
    counts = Counter(map(str, reference.values)), Counter(map(str, current.values))
    both = counts[0] + counts[1]
    smaller = min(reference.effective_size, current.effective_size)
    total = max(sum(both.values()), 1)
    names = [name for name, n in sorted(both.items(), key=lambda item: (-item[1], item[0]))]
    kept = [name for name in names if both[name] / total * smaller >= LEAST_EXPECTED]
    rest = [name for name in names if name not in set(kept)]
    columns = [[float(count[name]) for name in kept] for count in counts]
    if rest:
        kept.append(OTHER)
        for column, count in zip(columns, counts, strict=True):
            column.append(float(sum(count[name] for name in rest)))
    return Table(tuple(kept), np.array(columns[0]), np.array(columns[1]))


def table_of_numbers(reference: Sample, current: Sample) -> Table:
    """Count numbers in bins between the deciles of the reference window; equal deciles make one bin."""
    before, now = (np.array(sample.values, dtype=np.float64) for sample in (reference, current))
    edges = np.empty(0)
    if len(before):
        edges = np.unique(np.quantile(before, np.arange(1, N_BINS) / N_BINS, method="lower"))
        edges = edges[edges < before.max()]
    columns = [np.bincount(np.searchsorted(edges, one, side="left"), minlength=len(edges) + 1) for one in (before, now)]
    bounds = ["", *(f"{edge:g}" for edge in edges), ""]
    names = [f"{low}..{high}" for low, high in pairwise(bounds)]
    return Table(tuple(names), columns[0].astype(np.float64), columns[1].astype(np.float64))


def population_stability(table: Table) -> float:
    """Return the population stability index, Σ (q - p) ln(q / p), 0 for no change.

    Siddiqi 2006, Credit Risk Scorecards; it is the symmetrised divergence of Kullback and Leibler 1951.

    >>> even = np.array([50.0, 50.0])
    >>> round(population_stability(Table(("a", "b"), even, np.array([90.0, 10.0]))), 2)
    0.85
    """
    p, q = table.shares
    return float(((q - p) * np.log(q / p)).sum())


def stability_p_value(index: float, n_names: int, n_reference: float, n_current: float) -> float:
    """Return how likely so large an index is where nothing has changed.

    It is then about (1 / n + 1 / m) χ² with one degree of freedom less than there are names (Yurdakul and Naranjo 2020,
    Statistical properties of the population stability index, https://doi.org/10.21314/JRMV.2020.227).
    """
    if n_names < 2 or not n_reference or not n_current:
        return 1.0
    return float(stats.chi2.sf(index / (1 / n_reference + 1 / n_current), n_names - 1))


def jensen_shannon(table: Table) -> float:
    """Return the Jensen-Shannon divergence in bits, 0 for no change to 1 for nothing in common.

    Lin 1991, Divergence measures based on the Shannon entropy, https://doi.org/10.1109/18.61115.

    >>> round(jensen_shannon(Table(("a", "b"), np.array([1e9, 0.0]), np.array([0.0, 1e9]))), 3)
    1.0
    """
    p, q = table.shares
    middle = (p + q) / 2
    return float(((p * np.log2(p / middle)).sum() + (q * np.log2(q / middle)).sum()) / 2)


def kolmogorov_smirnov(reference: Sequence[str | float], current: Sequence[str | float]) -> float:
    """Return the largest distance between the two cumulated shares, 0..1; 0 where one sample is empty.

    Kolmogorov 1933 and Smirnov 1948, Table for estimating the goodness of fit of empirical distributions,
    https://doi.org/10.1214/aoms/1177730256.

    >>> kolmogorov_smirnov([1.0, 2.0], [1.0, 2.0]), kolmogorov_smirnov([1.0, 2.0], [3.0])
    (0.0, 1.0)
    """
    if not len(reference) or not len(current):
        return 0.0
    before, now = np.sort(np.array(reference, dtype=np.float64)), np.sort(np.array(current, dtype=np.float64))
    places = np.concatenate([before, now])
    shares = [np.searchsorted(one, places, side="right") / len(one) for one in (before, now)]
    return float(np.abs(shares[0] - shares[1]).max())


def distance_p_value(distance: float, n_reference: float, n_current: float) -> float:
    """Return how likely so large a Kolmogorov-Smirnov distance is where nothing has changed, by its limit law.

    With many equal numbers it is too large rather than too small.
    """
    if not n_reference or not n_current:
        return 1.0
    return float(stats.kstwobign.sf(distance * np.sqrt(n_reference * n_current / (n_reference + n_current))))
