"""Limits for what is paid in all: which products cost at most so much to the door, and of which that is not certain."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from retrieval.product import Product

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]

_MOST_COLUMNS = 16
"""Countries, currencies and days of which costs are kept; those not asked for the longest go first."""

MOST_RECKONED = 5000
"""So many costs may be reckoned for one look at a limit; until the next, those of the dearest products are unknown."""

_UNREAD = -1.0


@dataclass(frozen=True, slots=True)
class KnownTotal:
    """What is known of a cost to the door, and whether that is all of it."""

    amount: Decimal
    is_complete: bool


KnownTotalOf = Callable[[Product, str, str, date], KnownTotal | None]
"""What gives a product's cost to the door of a country, in a currency, on a day; None where nothing is known of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Costs:
    """What is known of the costs of all products, (n_products,): amounts, and whether each is all of its cost."""

    amounts: NDArray[np.float64]
    is_complete: Mask


class DoorLimits:
    """Tells what stays within a limit for the cost to the door, each cost being reckoned once. Safe to share."""

    def __init__(self, products: Sequence[Product], total_of: KnownTotalOf, today: Callable[[], date]) -> None:
        self._products = products
        self._total_of = total_of
        self._today = today
        self._costs: dict[tuple[str, str, date], Costs] = {}
        self._lock = Lock()

    def within(self, rows: Rows, limit: Decimal, currency: str, destination: str) -> tuple[Mask, Mask]:
        """Return which of `rows` (n,) cost at most `limit` to the door, and which of the others may: (n,) bool each.

        Those may of which what is known stays within, or of which nothing is known. `rows` come by rising price.
        """
        on = self._today()
        costs = self._kept(destination, currency, on)
        missing = rows[costs.amounts[rows] == _UNREAD][:MOST_RECKONED]
        for row in missing.tolist():
            known = self._total_of(self._products[row], destination, currency, on)
            costs.is_complete[row] = known is not None and known.is_complete
            costs.amounts[row] = 0.0 if known is None else float(known.amount)
        is_within = costs.amounts[rows] <= float(limit)  # what is not reckoned yet is below any limit
        is_complete = costs.is_complete[rows]
        return is_within & is_complete, is_within & ~is_complete

    def _kept(self, destination: str, currency: str, on: date) -> Costs:
        key = (destination, currency, on)
        with self._lock:
            costs = self._costs.pop(key, None) or self._unread()
            self._costs[key] = costs  # what was asked for last stands last
            if len(self._costs) > _MOST_COLUMNS:
                del self._costs[next(iter(self._costs))]
        return costs

    def _unread(self) -> Costs:
        n_products = len(self._products)
        return Costs(np.full(n_products, _UNREAD), np.zeros(n_products, dtype=np.bool_))
