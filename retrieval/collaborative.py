"""What shoppers alike think of products, as of the last event."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isqrt
from threading import Lock
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from retrieval.events import Event
from retrieval.nearest import groups_of_like_size
from retrieval.neighbours import NeighbourSettings, UserNeighbours
from retrieval.preferences import LIKED_FROM, ratings_of
from retrieval.ratings import Ratings
from retrieval.user_similarity import Similarity

SETTINGS = NeighbourSettings(similarity=Similarity.COSINE, k=40, min_support=2, liked_from=LIKED_FROM)
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
        """Have `listener` called with a shopper's id when their events have changed."""
        ...


@dataclass(frozen=True, slots=True)
class _Layers:
    """Everybody's ratings as gathered last, without those in `changed`, whose ratings by now are in `recent`."""

    everyone: UserNeighbours
    recent: UserNeighbours
    changed: frozenset[str]


class CollaborativeScores:
    """Scores of products for a shopper from the ratings of shoppers alike; several threads may use one.

    All shoppers' ratings lie in one matrix. Whoever does something later is left out of it and stands in a second,
    small one, so that an event counts at the very next call, be it the shopper's own, also a first one, or a
    neighbour's. Nothing is trained. When the small matrix has grown to about the square root of all shoppers, both are
    gathered anew.

    The source of events is asked, at the next call, for the events of those who changed: what it refused or erased
    counts no longer either.
    """

    def __init__(self, source: EventSource, ratings: Mapping[str, Mapping[str, float]]) -> None:
        self._source = source
        self._ratings = dict(ratings)
        self._waiting: deque[str] = deque()
        self._lock = Lock()
        self._layers = _layers(_gathered(self._ratings), _gathered({}), frozenset())

    @classmethod
    def from_store(cls, source: EventSource) -> Self:
        """Gather all that is kept and hear of what comes."""
        scores = cls(source, {user_id: ratings_of(events) for user_id, events in source.events_by_shopper()})
        source.subscribe(scores.mark_changed)
        return scores

    def mark_changed(self, user_id: str) -> None:
        """Have a shopper's events read again at the next call."""
        self._waiting.append(user_id)

    def scores_for(self, user_id: str, product_ids: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Return for each product a score in 0..1, nan where no neighbour carries one, and how many neighbours like it.

        The score is the predicted rating of 1..5 mapped to 0..1 and shrunk towards 0 where few carry it. The count is
        of those among them who bought the product, have it in the cart or rated it 4 or better: one may say of these,
        and of no others, that they like it. It can be 0 beside a score.
        """
        with self._lock:
            self._read_changed()
            layers, active = self._layers, self._ratings.get(user_id, {})
        scores = np.full(len(product_ids), np.nan)
        n_liking = np.zeros(len(product_ids), dtype=np.int64)
        if not active:
            return scores, n_liking
        both = (layers.everyone, layers.recent)
        weights = [
            layers.everyone.weights_of(active, layers.changed | {user_id}),
            layers.recent.weights_of(active, {user_id}),
        ]
        columns = [neighbours.columns_of(product_ids) for neighbours in both]
        n_raters = sum(neighbours.raters.n_raters_of(own) for neighbours, own in zip(both, columns, strict=True))
        mean = float(np.mean(list(active.values())))
        for group in groups_of_like_size(np.asarray(n_raters)):
            rows = np.zeros(len(group), dtype=np.int64)
            first, second = (
                part.raters.carriers(weight, rows, own[group])
                for part, weight, own in zip(both, weights, columns, strict=True)
            )
            carriers = first.followed_by(second)
            average = carriers.average(SETTINGS.k, SETTINGS.min_k)
            scores[group] = _score(mean + average.shifts, average.n_neighbours)
            n_liking[group] = average.n_liking
        return scores, n_liking

    def _read_changed(self) -> None:
        """Bring the layers up to date; whoever the source failed to give stays waiting."""
        if not self._waiting:
            return
        n_waiting = len(self._waiting)
        waiting = dict.fromkeys(self._waiting[place] for place in range(n_waiting))
        for user_id in waiting:
            self._ratings[user_id] = ratings_of(self._source.events_of(user_id))
        for _ in range(n_waiting):
            self._waiting.popleft()
        changed = self._layers.changed | waiting.keys()
        everyone, recent = (
            self._layers.everyone,
            _gathered({user_id: self._ratings[user_id] for user_id in sorted(changed)}),
        )
        if len(changed) > _FEWEST_CHANGED + isqrt(len(self._ratings)):
            self._ratings = {user_id: own for user_id, own in self._ratings.items() if own}
            self._layers = _layers(everyone.ratings.replacing(changed, recent), _gathered({}), frozenset())
        else:
            self._layers = _Layers(everyone, UserNeighbours.fit(recent, SETTINGS), changed)


def _gathered(ratings: Mapping[str, Mapping[str, float]]) -> Ratings:
    triples = ((user_id, product_id, rating) for user_id, own in ratings.items() for product_id, rating in own.items())
    return Ratings.from_triples(triples)


def _layers(everyone: Ratings, recent: Ratings, changed: frozenset[str]) -> _Layers:
    return _Layers(UserNeighbours.fit(everyone, SETTINGS), UserNeighbours.fit(recent, SETTINGS), changed)


def _score(ratings: NDArray[np.float64], n_neighbours: NDArray[np.int64]) -> NDArray[np.float64]:
    """Map predicted ratings to 0..1 and shrink them; nan without neighbours."""
    scale = SETTINGS.rating_max - SETTINGS.rating_min
    liking = (np.clip(ratings, SETTINGS.rating_min, SETTINGS.rating_max) - SETTINGS.rating_min) / scale
    shrunk: NDArray[np.float64] = np.where(n_neighbours > 0, liking * n_neighbours / (n_neighbours + SHRINKAGE), np.nan)
    return shrunk
