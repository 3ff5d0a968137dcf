"""The recommender that serves, as the ranking asks it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from retrieval.events import Event
from retrieval.quality.serving import Served
from retrieval.recommenders.ease import Ease
from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.popularity import Popularity
from retrieval.recommenders.recommender import Recommender
from retrieval.served_scores import ServedScores

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class NeighboursWhoKnowLittle:
    """Give every product 0.25, and three shoppers who like it."""

    def scores_for(self, user_id: str, product_ids: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        return np.full(len(product_ids), 0.25), np.full(len(product_ids), 3)


class Log:
    """Events of one shopper, to be added to."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def bought(self, product_id: str) -> None:
        number = len(self.events)
        at = NOON + timedelta(minutes=number)
        self.events.append(Event(f"e{number}", "ann", "purchase", product_id, None, at, None))

    def events_of(self, user_id: str) -> list[Event]:
        return self.events if user_id == "ann" else []


def checkerboard() -> Interactions:
    """Even shoppers buy even products, odd ones odd ones."""
    records = [
        (f"u{user}", f"p{item}", 5.0, float(item)) for user in range(12) for item in range(10) if (user + item) % 2 == 0
    ]
    return Interactions.from_records(records)


def fitted(method: type[Recommender]) -> Recommender:
    data = checkerboard()
    return method.fit(data, ItemFacts.unknown(data.item_ids))


@pytest.fixture
def log() -> Log:
    return Log()


def test_recommender_that_serves_scores_and_shoppers_alike_are_counted(log: Log) -> None:
    scores = ServedScores(NeighboursWhoKnowLittle(), lambda: Served(1, "ease", fitted(Ease)), log)
    log.bought("p2")
    found, n_liking = scores.scores_for("ann", ["p4", "p5", "p6"])
    assert found[0] > found[1]
    assert found[2] > found[1]
    assert ((found >= 0) & (found <= 1)).all()
    assert n_liking.tolist() == [3, 3, 3]


def test_next_event_counts_at_the_next_call(log: Log) -> None:
    scores = ServedScores(NeighboursWhoKnowLittle(), lambda: Served(1, "ease", fitted(Ease)), log)
    log.bought("p2")
    before, _ = scores.scores_for("ann", ["p4", "p5"])
    for product_id in ("p1", "p3", "p7"):
        log.bought(product_id)
    after, _ = scores.scores_for("ann", ["p4", "p5"])
    assert after[1] - after[0] > before[1] - before[0]


def test_product_that_the_recommender_does_not_know_is_scored_by_shoppers_alike(log: Log) -> None:
    log.bought("p2")
    scores = ServedScores(NeighboursWhoKnowLittle(), lambda: Served(1, "ease", fitted(Ease)), log)
    assert scores.scores_for("ann", ["new", "p4"])[0][0] == 0.25


@pytest.mark.parametrize("user_id", ["", "nobody", "ann"])
def test_without_history_or_recommender_shoppers_alike_are_asked(log: Log, user_id: str) -> None:
    served = Served(1, "popularity", fitted(Popularity))
    for serving in (lambda: None, lambda: served):
        found, _ = ServedScores(NeighboursWhoKnowLittle(), serving, log).scores_for(user_id, ["p1", "p2"])
        assert found.tolist() == [0.25, 0.25]


def test_version_switched_to_is_asked_with_its_own_items(log: Log) -> None:
    small = Interactions.from_records([("a", "p9", 5.0, 1.0), ("a", "p2", 5.0, 2.0), ("b", "p2", 5.0, 3.0)])
    versions = iter(
        [Served(1, "ease", fitted(Ease)), Served(2, "ease", Ease.fit(small, ItemFacts.unknown(small.item_ids)))]
    )
    scores = ServedScores(NeighboursWhoKnowLittle(), lambda: next(versions), log)
    log.bought("p2")
    assert scores.scores_for("ann", ["p4"])[0][0] != 0.25
    assert scores.scores_for("ann", ["p4"])[0][0] == 0.25
