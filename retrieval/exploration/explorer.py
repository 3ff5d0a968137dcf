"""Putting products to try into a list of recommendations."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.exploration.slots import chance_of_slot, slots, within
from retrieval.exploration.thompson import choose, expected
from retrieval.lists.columns import ListColumns

Rows = NDArray[np.int64]
Values = NDArray[np.float64]

POOL = 100
"""Candidates to try: so many that come next in the shopper's own ranking, as what suits nobody need not be tried."""

HORIZON = 60
"""Products are tried among the first so many of a list; hardly anybody sees more of one."""

N_NEWEST = 20
"""So many of the products added last are candidates too, wherever they rank: nobody could have liked them yet."""


class TakeUp(Protocol):
    """How products were taken up; `Responses` is one."""

    def of(self, product_ids: list[str], without: str = "") -> tuple[Values, Values]:
        """Return looks and takes of products, each (n,), not counting those of the shopper `without`."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Explored:
    """A list with products to try, and the chance with which each of these is where it is, by row."""

    rows: Rows
    propensities: Mapping[int, float] = field(default_factory=dict)


class Explorer:
    """Tries products in at most `share` (0..1) of the places of a list."""

    def __init__(self, share: float, responses: TakeUp) -> None:
        self._share = share
        self._responses = responses

    def explored(
        self,
        head: Rows,
        order: Rows,
        scores: Values,
        columns: ListColumns,
        shopper_id: str,
        today: date,
        part: int,
    ) -> Explored:
        """Return `head`, the first rows of a list, HORIZON at most, with products of `order` put in at some places.

        `order` (n,) are all rows that may be offered to this shopper, the best first, with `scores` (n,); so nothing
        comes into the list that its conditions, stock, destination and bans rule out. What stood at such a place and
        below it moves down by one. Of each part of `part` places at most `share` are taken. On one day a shopper is
        dealt the same draws, and what they saw and did themselves counts only in their ranking, so that the parts of a
        list fit together.
        """
        random = np.random.default_rng(_seed(shopper_id, today))
        places = within(slots(self._share, head.size, random), self._share, part)
        pool, pool_scores = _pool(head, order, scores, columns)
        if not places or not pool.size:
            return Explored(head)
        looks, takes = self._responses.of([columns.product_ids[row] for row in pool.tolist()], shopper_id)
        kinds = columns.words["category"].first(pool).astype(np.int64) + 1
        prior = expected(np.maximum(pool_scores, 0.0), kinds, looks, takes)
        is_left = np.ones(pool.size, dtype=np.bool_)
        rows, propensities = head.tolist(), {}
        for place in places[: pool.size]:
            arm, chance = choose(prior, looks, takes, is_left, random)
            is_left[arm] = False
            rows.insert(place, int(pool[arm]))
            propensities[int(pool[arm])] = chance * chance_of_slot(self._share)
        return Explored(np.array(rows, dtype=np.int64), propensities)


def _pool(head: Rows, order: Rows, scores: Values, columns: ListColumns) -> tuple[Rows, Values]:
    """Return the rows to try and their scores: what comes next after the list, and the newest of all."""
    is_left = np.ones(len(columns.product_ids), dtype=np.bool_)
    is_left[head] = False
    left = np.flatnonzero(is_left[order])
    ages = -np.nan_to_num(columns.days[order[left]], nan=-np.inf)
    n_newest = min(N_NEWEST, left.size)
    newest = left[np.argpartition(ages, n_newest - 1)[:n_newest]] if n_newest else left
    newest = newest[np.isfinite(columns.days[order[newest]])]
    places = np.unique(np.concatenate([left[:POOL], newest]))
    return order[places], scores[places]


def _seed(shopper_id: str, today: date) -> int:
    digest = hashlib.sha256(f"{today.isoformat()}\n{shopper_id}".encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:8], "big")
