"""A shop's store with shoppers who consented, refused, or were never asked, and the real path from it to a model."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from retrieval.behaviour.collecting import events_of_store
from retrieval.behaviour.consents import consenting
from retrieval.behaviour.training_data import TrainingData, training_data
from retrieval.events import Event
from retrieval.quality.recommender_training import RecommenderTraining, Trained
from retrieval.quality.registry import ModelRegistry
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.methods import METHODS
from retrieval.shopper_store import PERSONALISATION, ShopperStore

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PRODUCTS = tuple(f"ürün {number:02}" for number in range(20))
MEMBERS = tuple(f"ผู้ซื้อ {number}" for number in range(30))
METHODS_TRIED = ("popularity", "als", "ease", "item_cosine", "content")


def purchases(user_id: str, *numbers: int) -> list[Event]:
    """Return purchases of one basket, by the products' numbers."""
    return [
        Event(f"{user_id}/{number}", user_id, "purchase", PRODUCTS[number], None, NOON - timedelta(hours=number), None)
        for number in numbers
    ]


def add_members(store: ShopperStore) -> None:
    """Add thirty shoppers who consented, each with six products of the parity of their number."""
    for place, user_id in enumerate(MEMBERS):
        store.record_consent(user_id, PERSONALISATION, True)
        store.add_events(purchases(user_id, *((place + 2 * step) % 20 for step in range(6))))


def learnable(engine: Engine) -> TrainingData:
    """Gather what may be learnt from, as the shop's commands do."""
    consent = consenting(engine, NOON.date())
    events = events_of_store(ShopperStore(engine), consent, Counter())
    facts = ItemFacts.unknown(PRODUCTS)
    return training_data(events, facts, NOON.timestamp(), user_facts=consent.facts)


def trained(engine: Engine, folder: Path, method: str) -> tuple[Trained, dict[str, bytes]]:
    """Train a version into `folder` and return it with its model's files."""
    data, registry = learnable(engine), ModelRegistry(folder, "recommender")
    training = RecommenderTraining(registry, METHODS)
    done = training.train(method, data.interactions, data.facts, 0, _silent, is_checked=False)
    model = registry.model_folder(done.version.number)
    return done, {path.name: path.read_bytes() for path in sorted(model.iterdir())}


def _silent(*_: Any) -> None:
    return None
