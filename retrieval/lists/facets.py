"""How many products of a list each further condition would leave."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.lists.columns import WORD_FIELDS, ListColumns
from retrieval.lists.duplicates import Groups

FACETS = (*WORD_FIELDS, "price", "rating", "in_stock")
"""The names of all facets, in the order in which they are shown."""

FIELDS: Mapping[str, tuple[str, ...]] = {
    "category": ("categories",),
    "department": ("departments", "categories"),
    "brand": ("brands",),
    "color": ("colors",),
    "material": ("materials",),
    "audience": ("audience",),
    "size": ("sizes",),
    "price": ("min_price", "max_price"),
    "rating": (),
    "in_stock": ("in_stock",),
}
"""The conditions that a facet's own counts are made without, by facet."""

MOST_VALUES = 30
"""Of so many values a facet gives the count, the most frequent first."""

GOOD_RATING = 4.0
_N_BANDS = 5
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FacetCount:
    """A value of a facet and how many products have it.

    `value` is a word, or for rating and stock "4" and "true". A price band has no value but bounds, `low` included and
    `high` not, None where it is open, in the currency asked for.
    """

    value: str
    count: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet by name: counts of its values, the most frequent first, price bands by rising price."""

    name: str
    counts: tuple[FacetCount, ...]


def word_counts(name: str, rows: Rows, columns: ListColumns, groups: Groups) -> Facet:
    """Count the values of a column of words among `rows`; products that are the same thing count once."""
    words = columns.words[name]
    places, codes = words.entries(rows)
    if groups.members:
        pairs = groups.group_of[rows[places]] * np.int64(len(words.values) or 1) + codes
        codes = codes[np.unique(pairs, return_index=True)[1]]
    counts = np.bincount(codes, minlength=len(words.values))
    present = np.flatnonzero(counts)
    most = present[np.argsort(-counts[present], kind="stable")][: 4 * MOST_VALUES]
    ordered = sorted(most.tolist(), key=lambda code: (-int(counts[code]), words.values[code]))[:MOST_VALUES]
    return Facet(name, tuple(FacetCount(words.values[code], int(counts[code])) for code in ordered))


def flag_count(name: str, rows: Rows, columns: ListColumns, groups: Groups) -> Facet:
    """Count the products rated GOOD_RATING and better (facet "rating"), or in stock (facet "in_stock")."""
    has = columns.stars[rows] >= GOOD_RATING if name == "rating" else columns.in_stock[rows]
    count = groups.first_of_each(rows[has]).size
    return Facet(name, (FacetCount("4" if name == "rating" else "true", int(count)),) if count else ())


def price_bands(rows: Rows, columns: ListColumns, groups: Groups, factor: float) -> Facet:
    """Count `rows` by bands of price; `factor` turns the columns' prices into the currency asked for.

    The bounds are quantiles of the prices, rounded to 1, 2, 2.5 or 5 times a power of ten.
    """
    prices = columns.prices[groups.first_of_each(rows)] * factor
    prices = prices[np.isfinite(prices)]
    bounds = nice_bounds(prices)
    if not bounds:
        return Facet("price", ())
    counts = np.bincount(np.searchsorted(bounds, prices, side="right"), minlength=len(bounds) + 1)
    edges = [None, *bounds, None]
    bands = zip(edges[:-1], edges[1:], counts.tolist(), strict=True)
    return Facet("price", tuple(FacetCount("", count, low, high) for low, high, count in bands if count))


def nice_bounds(prices: NDArray[np.float64]) -> list[float]:
    """Return at most four rising bounds that part prices into bands of about the same size.

    >>> nice_bounds(np.array([3.0, 7, 12, 18, 30, 45, 60, 90, 140, 400]))
    [10.0, 25.0, 50.0, 100.0]
    >>> nice_bounds(np.array([5.0, 5.0]))
    []
    """
    if np.unique(prices).size < 2:
        return []
    quantiles = np.quantile(prices, [part / _N_BANDS for part in range(1, _N_BANDS)])
    rounded = {_nice(float(quantile)) for quantile in quantiles if quantile > 0}
    return sorted(bound for bound in rounded if prices.min() < bound <= prices.max())


def _nice(amount: float) -> float:
    power = 10.0 ** np.floor(np.log10(amount))
    return float(round(min(_STEPS, key=lambda step: abs(np.log(step * power / amount))) * power, 10))
