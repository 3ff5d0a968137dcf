"""What the recommender that serves foretells of products, beside how many shoppers alike like them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from retrieval.asked_columns import AskedColumns
from retrieval.events import Event
from retrieval.preferences import ratings_of
from retrieval.quality.serving import Served
from retrieval.recommenders.interactions import History
from retrieval.recommenders.recommender import Recommender

Column = NDArray[np.float64]


class Neighbours(Protocol):
    """Scores from shoppers alike; `CollaborativeScores` is one."""

    def scores_for(self, user_id: str, product_ids: Sequence[str]) -> tuple[Column, NDArray[np.int64]]:
        """Return scores (n,) in 0..1, nan where nothing is known, and how many shoppers alike like each product."""
        ...


class Events(Protocol):
    """Where shoppers' events are kept; `ShopperStore` is one."""

    def events_of(self, user_id: str) -> Sequence[Event]:
        """Return a shopper's events."""
        ...


@dataclass(frozen=True, slots=True)
class _Items:
    """The columns of the items of a version."""

    version: int
    columns: dict[str, int]
    asked: AskedColumns

    @classmethod
    def of(cls, version: int, item_ids: Sequence[str]) -> Self:
        """Give each item the number of its place."""
        columns = {item_id: column for column, item_id in enumerate(item_ids)}
        return cls(version, columns, AskedColumns(columns))


class ServedScores:
    """Scores of products for a shopper from the recommender that serves, or from shoppers alike where none does.

    The shopper's history is read at each call, and the recommender need not know the shopper, so that an event counts
    at once. A product that the recommender does not know is scored by shoppers alike. How many of these like a product
    is said in either case. Several threads may use it.
    """

    def __init__(
        self, neighbours: Neighbours, serving: Callable[[], Served[Recommender] | None], events: Events
    ) -> None:
        self._neighbours = neighbours
        self._serving = serving
        self._events = events
        self._items = _Items.of(-1, ())

    def scores_for(self, user_id: str, product_ids: Sequence[str]) -> tuple[Column, NDArray[np.int64]]:
        """Return for each product a score in 0..1, nan where nothing is known, and how many shoppers alike like it.

        The recommender's scores have meaning by their order alone: the best of all items is 1, the middle one and all
        below it 0, as what half of everything beats is not what the shopper is after.
        """
        scores, n_liking = self._neighbours.scores_for(user_id, product_ids)
        served = self._serving()
        if served is None or not user_id:
            return scores, n_liking
        items = self._items_of(served)
        history = self._history(items, user_id)
        if not len(history):
            return scores, n_liking
        foretold = served.model.scores([history])[0].astype(np.float64)
        low, high = float(np.median(foretold)), float(foretold.max())
        if high <= low:
            return scores, n_liking
        columns = items.asked.of(product_ids)
        scaled = np.clip((foretold - low) / (high - low), 0.0, 1.0)
        return np.where(columns >= 0, scaled[columns], scores), n_liking

    def _items_of(self, served: Served[Recommender]) -> _Items:
        items = self._items
        if items.version != served.version:
            items = self._items = _Items.of(served.version, served.model.item_ids)
        return items

    def _history(self, items: _Items, user_id: str) -> History:
        events = self._events.events_of(user_id)
        ratings = ratings_of(events)
        last = {event.product_id: event.ts.timestamp() for event in sorted(events, key=lambda event: event.ts)}
        item_ids = sorted(ratings, key=lambda item_id: last[item_id])
        return History.of_known(
            items.columns,
            item_ids,
            [ratings[item_id] for item_id in item_ids],
            [last[item_id] for item_id in item_ids],
        )
