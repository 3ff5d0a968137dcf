"""How long it takes from an event to a recommendation that it has changed: the shop's own way, through its store."""

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from retrieval.collaborative import CollaborativeScores
from retrieval.database import create_engine_for
from retrieval.errors import EvaluationError
from retrieval.events import Event
from retrieval.quality.serving import Served
from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.methods import METHODS
from retrieval.served_scores import ServedScores
from retrieval.shopper_store import PERSONALISATION, ShopperStore

SERVING = "hybrid"
"""The method that serves, the one of which most has to be computed for each answer."""

_LOWEST_RATED = 1.0
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Change:
    """Milliseconds from an event's arrival to the scores of all products after it.

    `n_changed` of the `n_events` changed a score of the shopper they came from; an event about a product that nobody
    else knows cannot. The scores are those of `serving` and of shoppers alike together; `neighbours_p95_ms` is the
    share of the latter.
    """

    n_events: int
    n_changed: int
    n_products: int
    serving: str
    p50_ms: float
    p95_ms: float
    neighbours_p95_ms: float


def measure(
    interactions: Interactions,
    facts: ItemFacts,
    n_events: int,
    seed: int,
    progress: Callable[[str], None],
    serving: str = SERVING,
) -> Change:
    """Keep all interactions but some as events in a store, learn from them, then let the others arrive one by one.

    The recommender that serves stays as it is: each event is folded in. Raises EvaluationError where fewer interactions
    than asked for events are given.
    """
    if len(interactions) <= n_events:
        raise EvaluationError(f"{len(interactions)} interactions are too few to keep {n_events} back; give more")
    is_late = np.zeros(len(interactions), dtype=bool)
    is_late[np.random.default_rng(seed).choice(len(interactions), n_events, replace=False)] = True
    events = [_event(interactions, place) for place in range(len(interactions))]
    served = Served(1, serving, METHODS[serving].fit(interactions.where(~is_late), facts))
    progress(f"  {serving} learned, without training any further")
    with tempfile.TemporaryDirectory() as folder:
        store = ShopperStore(create_engine_for(f"sqlite:///{Path(folder) / 'shop.db'}"))
        for user_id in interactions.user_ids:
            store.record_consent(user_id, PERSONALISATION, granted=True)
        store.add_events([event for event, late in zip(events, is_late, strict=True) if not late])
        neighbours = _Timed(CollaborativeScores.from_store(store))
        scores = ServedScores(neighbours, lambda: served, store)
        progress(f"  {len(interactions) - n_events:,} events kept, {n_events} to come")
        found, alike, n_changed = [], [], 0
        with threadpool_limits(1, "blas"):  # as the shop's server does
            for event in (events[place] for place in np.flatnonzero(is_late)):
                before, _ = scores.scores_for(event.user_id, interactions.item_ids)
                started = time.perf_counter()
                store.add_events([event])
                after, _ = scores.scores_for(event.user_id, interactions.item_ids)
                found.append((time.perf_counter() - started) * 1000)
                alike.append(neighbours.last_ms)
                n_changed += int(not np.array_equal(before, after, equal_nan=True))
        store.close()
    p50, p95 = (float(np.quantile(found, share)) for share in (0.5, 0.95))
    return Change(n_events, n_changed, interactions.n_items, serving, p50, p95, float(np.quantile(alike, 0.95)))


class _Timed:
    """Scores from shoppers alike, and the milliseconds that they took last."""

    def __init__(self, scores: CollaborativeScores) -> None:
        self._scores = scores
        self.last_ms = 0.0

    def scores_for(self, user_id: str, product_ids: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Return what they are."""
        started = time.perf_counter()
        found = self._scores.scores_for(user_id, product_ids)
        self.last_ms = (time.perf_counter() - started) * 1000
        return found


def _event(interactions: Interactions, place: int) -> Event:
    user, item = int(interactions.users[place]), int(interactions.items[place])
    rating = max(_LOWEST_RATED, float(interactions.ratings[place]))
    at = _EPOCH + timedelta(seconds=place)
    return Event(f"e{place}", interactions.user_ids[user], "rate", interactions.item_ids[item], rating, at, None)
