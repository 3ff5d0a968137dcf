"""Costs to the door as a column of the catalogue, by which lists are ranked and sorted."""

import time
from collections.abc import Callable, Sequence
from datetime import date
from threading import Lock, Thread

import numpy as np
from numpy.typing import NDArray

from retrieval.product import Product

Column = NDArray[np.float64]
Rows = NDArray[np.int64]

TotalOf = Callable[[Product, str, date], float | None]
"""What gives a product's cost to the door of a country on a day, in the lists' currency; None where it is not known."""

_MOST_COLUMNS = 16
"""Countries and days of which columns are kept; the one not asked for the longest goes first."""

_AT_ONCE = 20
_PAUSE = 0.01
"""The filling of a column rests so many seconds after so many products, so that turns meanwhile are not slower."""

_STRETCH = 50
"""Products whose costs are reckoned between two looks at whether there are enough."""

MOST_RECKONED = 400
"""So many costs may be reckoned for one list; where it would take more, it goes by prices."""

_UNREAD = -1.0


class DoorTotals:
    """Gives costs to the door, each reckoned once a country and day. May be used from several threads.

    A column is filled in the background from the moment on at which a country is first asked for.
    """

    def __init__(self, products: Sequence[Product], total_of: TotalOf) -> None:
        self._products = products
        self._total_of = total_of
        self._columns: dict[tuple[str, date], Column] = {}
        self._filled: set[tuple[str, date]] = set()
        self._lock = Lock()

    def totals(self, rows: Rows, destination: str, on: date) -> Column:
        """Return the costs of `rows`, (n,), nan where one is not wholly known; what is not there yet is reckoned."""
        column = self._column(destination, on)
        for row in rows[column[rows] == _UNREAD].tolist():
            column[row] = self._total(row, destination, on)
        return column[rows]

    def n_missing(self, rows: Rows, destination: str, on: date) -> int:
        """Return how many of `rows` would have to be reckoned."""
        return int(np.count_nonzero(self._column(destination, on)[rows] == _UNREAD))

    def ready(self, rows: Rows, destination: str, on: date) -> Column | None:
        """Return the costs of `rows` like `totals`, at once; None until all of the catalogue is reckoned.

        So the order of a list does not hang on what others asked for before.
        """
        column = self._column(destination, on)
        return column[rows] if (destination, on) in self._filled else None

    def fill(self, destination: str, on: date, pause: float = 0.0) -> None:
        """Reckon all of the catalogue, with a pause of so many seconds now and then."""
        column = self._column(destination, on, starts_filling=False)
        missing = np.flatnonzero(column == _UNREAD)
        for start in range(0, missing.size, _AT_ONCE):
            for row in missing[start : start + _AT_ONCE].tolist():
                column[row] = self._total(row, destination, on)
            if pause:
                time.sleep(pause)
        with self._lock:
            if (destination, on) in self._columns:
                self._filled.add((destination, on))

    def _total(self, row: int, destination: str, on: date) -> float:
        total = self._total_of(self._products[row], destination, on)
        return float("nan") if total is None else total

    def _column(self, destination: str, on: date, starts_filling: bool = True) -> Column:
        """Return a column, made and filled in the background where there is none."""
        key = (destination, on)
        with self._lock:
            is_new = key not in self._columns
            column = np.full(len(self._products), _UNREAD) if is_new else self._columns.pop(key)
            self._columns[key] = column  # the one asked for last stands last
            if len(self._columns) > _MOST_COLUMNS:
                oldest = next(iter(self._columns))
                del self._columns[oldest]
                self._filled.discard(oldest)
        if is_new and starts_filling:
            Thread(target=self.fill, args=(destination, on, _PAUSE), name="door-totals", daemon=True).start()
        return column


def cheapest_to_the_door(
    rows: Rows, prices: Column, totals: Callable[[Rows], Column | None], is_enough: Callable[[Rows], bool]
) -> Rows | None:
    """Return rows by rising cost to the door, as many as are wanted; None where one that may be among them has none.

    `rows` come by rising price, `prices` (n,) are theirs. No total is below its price, so that the rest need not be
    reckoned once prices are above all totals wanted (a threshold algorithm: Fagin, Lotem, Naor 2003, Optimal
    aggregation algorithms for middleware, doi:10.1016/S0022-0000(03)00026-6). `totals` gives those of rows, or None
    where it would take too long; `is_enough` tells whether rows are enough.
    """
    seen, costs = rows[:0], np.empty(0)
    for start in range(0, rows.size, _STRETCH):
        stretch = rows[start : start + _STRETCH]
        found = totals(stretch)
        if found is None or np.isnan(found).any():
            return None
        seen, costs = np.concatenate([seen, stretch]), np.concatenate([costs, found])
        order = np.argsort(costs, kind="stable")
        end = start + stretch.size
        sure = order[costs[order] <= prices[end]] if end < rows.size else order
        if is_enough(seen[sure]):
            return seen[order]
    return seen[np.argsort(costs, kind="stable")]
