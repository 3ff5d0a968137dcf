"""Shoppers who look at four kinds of things in turn, some at dear ones alone, so that what comes next is known."""

from datetime import UTC, datetime, timedelta

import numpy as np

from retrieval.events import Event
from retrieval.preferences import ratings_of
from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.neural.outlook_settings import OutlookSettings

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
KINDS = ("أكواب", "kitap", "鞋", "ชา")
N_OF_EACH, N_CHEAP = 5, 2
SETTINGS = OutlookSettings(n_hidden=16, n_passes=40, rate=0.02, drop_share=0.2)

Shoppers = list[tuple[str, list[Event]]]


def facts() -> ItemFacts:
    """Five products of each kind, cheap ones first."""
    kinds = tuple(kind for kind in KINDS for _ in range(N_OF_EACH))
    n = len(kinds)
    bands = np.array([number % N_OF_EACH >= N_CHEAP for number in range(n)], dtype=np.int8)
    ids = tuple(f"p{number}" for number in range(n))
    return ItemFacts(ids, ("",) * n, kinds, ("",) * n, ("",) * n, bands, np.zeros((n, 0), np.float32))


def looked(user_id: str, product_id: str, hours: float) -> Event:
    at = START + timedelta(hours=hours)
    return Event(f"{user_id}{product_id}{hours}", user_id, "view", product_id, None, at, None)


def wanderers(n_shoppers: int, n_steps: int = 8, seed: int = 1, *, is_random: bool = False) -> Shoppers:
    """Return shoppers with their events; with `is_random` the next kind is any, and nothing can be foretold."""
    random = np.random.default_rng(seed)
    found: Shoppers = []
    for shopper in range(n_shoppers):
        own, user_id = [], f"w{seed}-{shopper}"
        for step in range(n_steps):
            kind = int(random.integers(len(KINDS))) if is_random else (shopper + step) % len(KINDS)
            is_rich = bool(random.integers(2)) if is_random else shopper // len(KINDS) % 2 == 1
            item = kind * N_OF_EACH + int(random.integers(N_CHEAP, N_OF_EACH) if is_rich else random.integers(N_CHEAP))
            own.append(looked(user_id, f"p{item}", step + shopper / 60))
        found.append((user_id, own))
    return found


def as_interactions(shoppers: Shoppers) -> Interactions:
    """Return what they did as a recommender learns from it."""
    records = []
    for user_id, events in shoppers:
        last = {event.product_id: event.ts.timestamp() for event in events}
        records += [(user_id, item_id, rating, last[item_id]) for item_id, rating in ratings_of(events).items()]
    return Interactions.from_records(records, item_ids=facts().item_ids)
