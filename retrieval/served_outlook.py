"""What the learned profile that serves foretells of a shopper's next turn, for the ranking."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.candidate_ranking import Foretold
from retrieval.events import Event
from retrieval.quality.serving import Served
from retrieval.recommenders.neural.learned_profile import LearnedProfile

MOST_EVENTS = 200
"""Events that are read, the latest: with half-lives of a month and a day older ones say little."""

_MUCH = 2.0
"""A category counts as one that the shopper turns to from so many times a stranger's chance on."""


class Events(Protocol):
    """Where shoppers' events are kept; `ShopperStore` is one."""

    def events_of(self, user_id: str) -> Sequence[Event]:
        """Return a shopper's events, oldest first."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class _Items:
    """The item of a version for each row of the catalogue, (n_products,) int64, -1 for a product that it knows not."""

    version: int
    of_row: NDArray[np.int64]


class ServedOutlook:
    """Foretells by the version that serves, from the events of the shopper at each call; threads may share it.

    `product_ids` are those of the catalogue's rows.
    """

    def __init__(
        self,
        serving: Callable[[], Served[LearnedProfile] | None],
        events: Events,
        product_ids: Sequence[str],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._serving = serving
        self._events = events
        self._product_ids = product_ids
        self._now = now
        self._items = _Items(-1, np.empty(0, dtype=np.int64))

    def of(self, user_id: str, rows: NDArray[np.int64]) -> Foretold | None:
        """Return what is foretold of rows; None where no version serves or nothing is known of the shopper.

        A product is worth 1 - 1 / lift, where lift is how many times a stranger's chance the shopper's is that their
        next turn is to its category and price band: 0 from lift 1 down, a half at lift 2. So what everybody turns to
        is worth nothing: it is not the shopper's taste.
        """
        served = self._serving()
        events = self._events.events_of(user_id)[-MOST_EVENTS:] if served else ()
        if served is None or not events:
            return None
        profile = served.model
        lifts = profile.lifts(events, self._now())
        items = self._items_of(served).of_row[rows]
        lift = np.where(items >= 0, lifts.of_items(np.maximum(items, 0)), np.nan)
        likely = (name for name, one in zip(profile.categories, lifts.categories.tolist(), strict=True) if one >= _MUCH)
        return Foretold(1 - 1 / np.maximum(lift, 1.0), frozenset(likely))

    def _items_of(self, served: Served[LearnedProfile]) -> _Items:
        known = self._items
        if known.version != served.version:
            places = served.model.places
            of_row = np.array([places.get(product_id, -1) for product_id in self._product_ids], dtype=np.int64)
            known = _Items(served.version, of_row)
            self._items = known
        return known
