"""What shoppers alike think of products, as of the last event."""

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import isqrt
from threading import Lock
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from retrieval.asked_columns import AskedColumns
from retrieval.events import Event
from retrieval.nearest_raters import Opinion, opinion_of_nearest
from retrieval.neighbours import NeighbourSettings
from retrieval.preferences import LIKED_FROM, ratings_of
from retrieval.rating_rows import OwnRatings, RatingRows
from retrieval.user_similarity import Similarity

SETTINGS = NeighbourSettings(similarity=Similarity.COSINE, k=40, min_support=2)
"""Cosine, as Pearson needs shoppers who rate up and down, and events mostly say yes; at least two common products."""

SHRINKAGE = 3
"""A score that n neighbours carry counts n / (n + SHRINKAGE) of itself."""

_FEWEST_CHANGED = 16


class EventSource(Protocol):
    """Where shoppers' events are kept; `ShopperStore` is one."""

    def events_of(self, user_id: str) -> Sequence[Event]:
        """Return a shopper's events."""
        ...

    def events_by_shopper(self) -> Iterator[tuple[str, Sequence[Event]]]:
        """Yield each shopper that has events with these."""
        ...

    def subscribe(self, listener: Callable[[str], None]) -> None:
        """Have `listener` called with a shopper's id when their events or their consent have changed."""
        ...

    def consenting(self, user_ids: Collection[str] | None = None) -> AbstractSet[str]:
        """Return who, of some shoppers or of all, lets others learn from their events; who never answered does not."""
        ...


@dataclass(frozen=True, slots=True)
class _Shopper:
    """A shopper's ratings, and whether there are any and others may learn from them."""

    ratings: OwnRatings
    counts: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """Ratings of some shoppers, and in which row each of them is."""

    rows: Mapping[str, int]
    ratings: RatingRows

    @classmethod
    def of(cls, known: Mapping[str, _Shopper], n_products: int) -> Self:
        """Gather the ratings that count."""
        counted = {user_id: shopper.ratings for user_id, shopper in known.items() if shopper.counts}
        rows = {user_id: row for row, user_id in enumerate(counted)}
        return cls(rows, RatingRows.of(list(counted.values()), n_products, LIKED_FROM))

    def weights_for(self, active: OwnRatings, left_out: Collection[str]) -> NDArray[np.float64]:
        """Return (n_shoppers,) of what each counts for a shopper with the ratings `active`; 0 for who is left out."""
        weights = self.ratings.likeness_to(active, SETTINGS.min_support)
        weights[[self.rows[user_id] for user_id in left_out if user_id in self.rows]] = 0.0
        return weights


@dataclass(frozen=True, slots=True)
class _Layers:
    """Everybody's ratings as gathered last, without those in `changed`, whose ratings by now are in `recent`."""

    everyone: _Part
    recent: _Part
    changed: frozenset[str]

    def opinion_on(self, columns: NDArray[np.int64], active: OwnRatings, user_id: str) -> Opinion:
        """Return what those alike to a shopper think of products, -1 for one that nobody rated."""
        every, recent = self.everyone.ratings, self.recent.ratings
        weights = self.everyone.weights_for(active, self.changed | {user_id})
        recent_weights = self.recent.weights_for(active, {user_id})
        if 2 * every.n_ratings_of(columns) < every.values.nnz:  # few of all are asked about
            every, recent = every.of_products(columns), recent.of_products(columns)
            columns = np.arange(len(columns))
        n_products = max(every.n_products, recent.n_products)
        opinion = opinion_of_nearest([(every, weights), (recent, recent_weights)], n_products, SETTINGS.k)
        return opinion.of(columns)


class CollaborativeScores:
    """Scores of products for a shopper from the ratings of shoppers alike; several threads may use one.

    All shoppers' ratings lie in one table. Whoever does something later is left out of it and stands in a second, small
    one, so that an event counts at the very next call, be it the shopper's own, also a first one, or a neighbour's.
    Nothing is trained. When as many have changed as the square root of all shoppers, both are gathered anew.

    Only who consented is anybody's neighbour; what others did counts for themselves alone. The source is asked, at the
    next call, for the events and the consent of those who changed: what it refused or erased counts no longer either.
    """

    def __init__(self, source: EventSource) -> None:
        self._source = source
        self._columns: dict[str, int] = {}
        self._asked = AskedColumns(self._columns)
        self._known: dict[str, _Shopper] = {}
        self._waiting: deque[str] = deque()
        self._lock = Lock()
        self._layers = self._gathered()

    @classmethod
    def from_store(cls, source: EventSource) -> Self:
        """Hear of what comes and gather all that is kept."""
        scores = cls(source)
        source.subscribe(scores.mark_changed)
        consenting = source.consenting()
        for user_id, events in source.events_by_shopper():
            scores._known[user_id] = scores._shopper(ratings_of(events), user_id in consenting)
        scores._layers = scores._gathered()
        return scores

    def mark_changed(self, user_id: str) -> None:
        """Have a shopper's events and consent read again at the next call."""
        self._waiting.append(user_id)

    def scores_for(self, user_id: str, product_ids: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Return for each product a score in 0..1, nan where no neighbour carries one, and how many neighbours like it.

        The score is the predicted rating of 1..5 mapped to 0..1 and shrunk towards 0 where few carry it; it is
        `UserNeighbours.predict_for` over the ratings of all who consented. The count is of those among them who bought
        the product, have it in the cart or rated it 4 or better: one may say of these, and of no others, that they like
        it. It can be 0 beside a score.
        """
        with self._lock:
            self._read_changed()
            layers, shopper = self._layers, self._known.get(user_id)
        if shopper is None or not len(shopper.ratings):
            return np.full(len(product_ids), np.nan), np.zeros(len(product_ids), dtype=np.int64)
        columns = self._asked.of(product_ids)
        mean = float(shopper.ratings.values.mean())
        opinion = layers.opinion_on(columns, shopper.ratings, user_id)
        return _score(mean + opinion.shifts, opinion.n_neighbours), opinion.n_liking

    def _read_changed(self) -> None:
        """Bring the layers up to date; whoever the source failed to give stays waiting."""
        if not self._waiting:
            return
        n_waiting = len(self._waiting)
        waiting = dict.fromkeys(self._waiting[place] for place in range(n_waiting))
        consenting = self._source.consenting(waiting.keys())
        for user_id in waiting:
            ratings = ratings_of(self._source.events_of(user_id))
            self._known[user_id] = self._shopper(ratings, user_id in consenting)
        for _ in range(n_waiting):
            self._waiting.popleft()
        changed = self._layers.changed | waiting.keys()
        if len(changed) > _FEWEST_CHANGED + isqrt(len(self._known)):
            self._known = {user_id: shopper for user_id, shopper in self._known.items() if len(shopper.ratings)}
            self._layers = self._gathered()
        else:
            recent = {user_id: self._known[user_id] for user_id in sorted(changed)}
            self._layers = _Layers(self._layers.everyone, _Part.of(recent, len(self._columns)), changed)

    def _shopper(self, ratings: Mapping[str, float], has_consented: bool) -> _Shopper:
        return _Shopper(OwnRatings.of(ratings, self._columns), has_consented and len(ratings) > 0)

    def _gathered(self) -> _Layers:
        return _Layers(_Part.of(self._known, len(self._columns)), _Part.of({}, 0), frozenset())


def _score(ratings: NDArray[np.float64], n_neighbours: NDArray[np.int64]) -> NDArray[np.float64]:
    """Map predicted ratings to 0..1 and shrink them; nan without neighbours."""
    scale = SETTINGS.rating_max - SETTINGS.rating_min
    liking = (np.clip(ratings, SETTINGS.rating_min, SETTINGS.rating_max) - SETTINGS.rating_min) / scale
    shrunk: NDArray[np.float64] = np.where(n_neighbours > 0, liking * n_neighbours / (n_neighbours + SHRINKAGE), np.nan)
    return shrunk
