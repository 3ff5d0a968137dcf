"""How dear each product is among those of its kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from retrieval.lists.columns import ListColumns

LEAST_PRICES = 6
"""A kind with fewer different prices than this is too small to say what is dear in it: the next wider one counts."""


@dataclass(frozen=True, slots=True, eq=False)
class PriceLevels:
    """The place of each product's price among the prices of its kind, (n_products,) float32 in 0..1, nan without one.

    0.5 is the middle of the kind, whatever it costs: a dear mug and a dear sofa are both near 1. The kind is the
    category, where that has too few different prices the department, and where that has too few too, everything.
    """

    levels: NDArray[np.float32]
    row_of: Mapping[str, int]

    @classmethod
    def of(cls, columns: ListColumns, row_of: Mapping[str, int]) -> Self:
        """Read the prices of a catalogue, whose `row_of` gives the row of each product's id."""
        rows = np.arange(len(columns.product_ids))
        prices = np.where(columns.prices > 0, columns.prices, np.nan)
        levels = np.full(rows.size, np.nan, dtype=np.float32)
        kinds = [np.zeros(rows.size, dtype=np.int32)]
        kinds += [columns.words[name].first(rows) for name in ("department", "category")]
        for kind in kinds:
            _fill(levels, prices, kind)
        return cls(levels, row_of)

    def level(self, product_id: str) -> float | None:
        """Return a product's place, None where it has none or is not known."""
        row = self.row_of.get(product_id)
        level = float("nan") if row is None else float(self.levels[row])
        return None if level != level else level


def _fill(levels: NDArray[np.float32], prices: NDArray[np.float64], kinds: NDArray[np.int32]) -> None:
    """Write the places of products within each kind that has enough prices; a kind of -1 is none."""
    rows = np.flatnonzero((kinds >= 0) & ~np.isnan(prices))
    rows = rows[np.lexsort((prices[rows], kinds[rows]))]
    starts = np.flatnonzero(np.diff(kinds[rows], prepend=-1)) if rows.size else rows
    for own in np.split(rows, starts[1:]):
        ordered = prices[own]
        if not _is_enough(ordered):
            continue
        below, upto = np.searchsorted(ordered, ordered, side="left"), np.searchsorted(ordered, ordered, side="right")
        levels[own] = (below + upto) / 2 / own.size


def _is_enough(ordered: NDArray[np.float64]) -> bool:
    return ordered.size >= LEAST_PRICES and 1 + int(np.count_nonzero(np.diff(ordered))) >= LEAST_PRICES
