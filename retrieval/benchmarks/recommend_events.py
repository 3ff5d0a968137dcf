"""How long it takes from an event to a recommendation that it has changed: the shop's own way, through its store."""

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from retrieval.collaborative import CollaborativeScores
from retrieval.database import create_engine_for
from retrieval.errors import EvaluationError
from retrieval.events import Event
from retrieval.recommenders.interactions import Interactions
from retrieval.shopper_store import PERSONALISATION, ShopperStore

_LOWEST_RATED = 1.0
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Change:
    """Milliseconds from an event's arrival to the scores of all products after it.

    `n_changed` of the `n_events` changed a score of the shopper they came from; an event about a product that nobody
    else knows cannot.
    """

    n_events: int
    n_changed: int
    n_products: int
    p50_ms: float
    p95_ms: float


def measure(interactions: Interactions, n_events: int, seed: int, progress: Callable[[str], None]) -> Change:
    """Keep all interactions but some of the latest as events in a store, then let these arrive one by one.

    Raises EvaluationError where fewer interactions than asked for events are given.
    """
    if len(interactions) <= n_events:
        raise EvaluationError(f"{len(interactions)} interactions are too few to keep {n_events} back; give more")
    is_late = np.zeros(len(interactions), dtype=bool)
    is_late[np.random.default_rng(seed).choice(len(interactions), n_events, replace=False)] = True
    events = [_event(interactions, place) for place in range(len(interactions))]
    with tempfile.TemporaryDirectory() as folder:
        store = ShopperStore(create_engine_for(f"sqlite:///{Path(folder) / 'shop.db'}"))
        store.add_events([event for event, late in zip(events, is_late, strict=True) if not late])
        for user_id in interactions.user_ids:
            store.record_consent(user_id, PERSONALISATION, granted=True)
        scores = CollaborativeScores.from_store(store)
        progress(f"  {len(interactions) - n_events:,} events kept, {n_events} to come")
        found, n_changed = [], 0
        for place in np.flatnonzero(is_late):
            event = events[place]
            before, _ = scores.scores_for(event.user_id, interactions.item_ids)
            started = time.perf_counter()
            store.add_events([event])
            after, _ = scores.scores_for(event.user_id, interactions.item_ids)
            found.append((time.perf_counter() - started) * 1000)
            n_changed += int(not np.array_equal(before, after, equal_nan=True))
    p50, p95 = (float(np.quantile(found, share)) for share in (0.5, 0.95))
    return Change(n_events, n_changed, interactions.n_items, p50, p95)


def _event(interactions: Interactions, place: int) -> Event:
    user, item = int(interactions.users[place]), int(interactions.items[place])
    rating = max(_LOWEST_RATED, float(interactions.ratings[place]))
    at = _EPOCH + timedelta(seconds=place)
    return Event(f"e{place}", interactions.user_ids[user], "rate", interactions.item_ids[item], rating, at, None)
