"""Shoppers of two kinds who put things of both kinds into the cart, buy mostly their own, and take out the others."""

from datetime import timedelta

import numpy as np

from retrieval.events import Event
from retrieval.preferences import ratings_of
from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts
from tests.retrieval.advice.shoppers import NOON
from tests.retrieval.recommender_contract import checkerboard_facts

N_ITEMS = 40
OWN, OTHER = 0.9, 0.1
"""How often a thing in the cart is bought, of the shopper's own kind and of the other."""

Shoppers = list[tuple[str, list[Event]]]


def haggling(n_shoppers: int, seed: int, n_things: int = 8) -> Shoppers:
    """Return shoppers with their events; even ones like even items."""
    random = np.random.default_rng(seed)
    found: Shoppers = []
    for number in range(n_shoppers):
        user_id, own = f"顾客{seed}-{number}", []
        for step, item in enumerate(random.permutation(N_ITEMS)[:n_things].tolist()):
            at = NOON + timedelta(minutes=10 * step)
            own.append(Event(f"c{user_id}{item}", user_id, "cart", f"i{item}", None, at, None))
            is_bought = random.random() < (OWN if item % 2 == number % 2 else OTHER)
            type_, then = "purchase" if is_bought else "remove", at + timedelta(minutes=1)
            own.append(Event(f"p{user_id}{item}", user_id, type_, f"i{item}", None, then, None))
        found.append((user_id, own))
    return found


def as_interactions(shoppers: Shoppers) -> tuple[Interactions, ItemFacts]:
    """Return what they did as a recommender learns from it."""
    records = []
    for user_id, events in shoppers:
        last = {event.product_id: event.ts.timestamp() for event in events}
        records += [(user_id, item_id, rating, last[item_id]) for item_id, rating in ratings_of(events).items()]
    interactions = Interactions.from_records(records, item_ids=[f"i{item}" for item in range(N_ITEMS)])
    return interactions, checkerboard_facts(N_ITEMS)
