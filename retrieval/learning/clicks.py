"""Which products of the lists shown were taken up."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from retrieval.events import Event
from retrieval.learning.propensity import shown_counts
from retrieval.ranking import FEATURES
from retrieval.shown_lists import ShownList

WINDOW = timedelta(hours=1)
"""An event within this time after a list was shown may be due to the list."""

_FEWEST_FEATURES = FEATURES.index("outlook")
"""So many features the first lists had that were kept; those that came later were not known of them."""

_TAKEN_UP = frozenset({"view", "cart", "purchase"})


@dataclass(frozen=True, slots=True, eq=False)
class ClickLog:
    """The products of all lists, one after the other.

    `lists` (n,) int64 numbers the list of each, from 0, and rises; `positions` (n,) int64 are the places in the list,
    from 0; `features` (n, n_features) float64, 0 where a feature was not known; `is_taken` (n,) bool, whether the
    shopper took the product up. `query_ids` name the lists. `propensities` (n,) are the chances with which exploration
    put products where they were, nan where ranking did; None where nothing was explored.
    """

    query_ids: tuple[str, ...]
    lists: NDArray[np.int64]
    positions: NDArray[np.int64]
    features: NDArray[np.float64]
    is_taken: NDArray[np.bool_]
    propensities: NDArray[np.float64] | None = None

    @property
    def is_explored(self) -> NDArray[np.bool_]:
        """Which products exploration put where they were, (n,)."""
        if self.propensities is None:
            return np.zeros(self.lists.size, dtype=np.bool_)
        return ~np.isnan(self.propensities)

    @property
    def counts(self) -> NDArray[np.float64]:
        """What each product counts, (n,): those that were tried by their inverse propensity, clipped."""
        return np.ones(self.lists.size) if self.propensities is None else shown_counts(self.propensities)

    @property
    def n_taken(self) -> int:
        """How many products were taken up."""
        return int(self.is_taken.sum())

    def of_lists(self, is_kept: NDArray[np.bool_]) -> "ClickLog":
        """Return the lists that a mask (n_lists,) keeps, numbered anew."""
        number = np.cumsum(is_kept) - 1
        kept = is_kept[self.lists]
        query_ids = tuple(query_id for query_id, one in zip(self.query_ids, is_kept.tolist(), strict=True) if one)
        return ClickLog(
            query_ids,
            number[self.lists[kept]].astype(np.int64),
            self.positions[kept],
            self.features[kept],
            self.is_taken[kept],
            None if self.propensities is None else self.propensities[kept],
        )


def click_log(shown: Iterable[ShownList], events: Iterable[tuple[str, Sequence[Event]]]) -> ClickLog:
    """Join lists with the events of each shopper: looked at, put into the cart or bought within an hour.

    Only what the shopper saw of a list counts, and features that came later than a list were not known of it. An event
    counts for the last list before it that held the product, and lists of which nothing was taken up are kept: they
    tell too.
    """
    lists = [one for one in shown if one.n_shown and len(one.features) >= one.n_shown]
    known = range(_FEWEST_FEATURES, len(FEATURES) + 1)
    lists = [one for one in lists if all(len(own) in known for own in one.features)]
    by_shopper: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(lists):
        by_shopper[one.user_id].append(number)
    taken = _taken(lists, by_shopper, events)
    numbers, positions, features, is_taken, propensities = [], [], [], [], []
    for number, one in enumerate(lists):
        for position in range(one.n_shown):
            numbers.append(number)
            positions.append(position)
            own = one.features[position]
            features.append((*own, *(np.nan,) * (len(FEATURES) - len(own))))
            is_taken.append((number, one.product_ids[position]) in taken)
            explored = one.propensities[position] if one.propensities else None
            propensities.append(np.nan if explored is None else explored)
    return ClickLog(
        tuple(one.query_id for one in lists),
        np.array(numbers, dtype=np.int64),
        np.array(positions, dtype=np.int64),
        np.nan_to_num(np.array(features, dtype=np.float64).reshape(-1, len(FEATURES))),
        np.array(is_taken, dtype=np.bool_),
        np.array(propensities, dtype=np.float64),
    )


def _taken(
    lists: Sequence[ShownList], by_shopper: dict[str, list[int]], events: Iterable[tuple[str, Sequence[Event]]]
) -> set[tuple[int, str]]:
    """Return the list and product of each event that is due to one."""
    taken = set()
    for user_id, own in events:
        numbers = sorted(by_shopper.get(user_id, ()), key=lambda number: lists[number].at, reverse=True)
        if not numbers:
            continue
        for event in own:
            if event.type not in _TAKEN_UP or event.product_id is None:
                continue
            for number in numbers:
                if _is_due_to(event.ts, event.product_id, lists[number]):
                    taken.add((number, event.product_id))
                    break
    return taken


def _is_due_to(ts: datetime, product_id: str, shown: ShownList) -> bool:
    return shown.at <= ts <= shown.at + WINDOW and product_id in shown.product_ids[: shown.n_shown]
