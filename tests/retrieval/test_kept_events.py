"""Reading a shopper's events again and again: always what the database keeps, whoever changed it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, delete, event

from retrieval import kept_events
from retrieval.database import create_engine_for, events, transaction
from retrieval.events import Event
from retrieval.kept_events import KeptEvents
from retrieval.shopper_store import PERSONALISATION, ShopperStore

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
NAMES = ("ann", "张三", "มานี", "ليلى", "Çağla")


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return create_engine_for(f"sqlite:///{tmp_path}/shop.db")


def looked(user_id: str, number: int, minutes: float = 0) -> Event:
    at = NOON + timedelta(minutes=minutes)
    return Event(f"{user_id}-{number}", user_id, "rate", f"p{number}", 1 + number % 9 / 2, at, "s")


@pytest.mark.parametrize("user_id", NAMES)
def test_events_are_read_as_they_were_given(engine: Engine, user_id: str) -> None:
    given = [
        looked(user_id, 1),
        Event("e2", user_id, "search", None, "ชา çay شاي 茶", NOON + timedelta(seconds=1), None),
        Event("e3", user_id, "dwell", "p1", 12.5, NOON + timedelta(seconds=2, microseconds=5), None),
    ]
    ShopperStore(engine).add_events(given)
    kept = KeptEvents(engine)
    assert kept.of(user_id) == kept.of(user_id) == given
    assert hash(kept.of(user_id)[0]) == hash(given[0])


def test_each_change_by_any_process_is_seen_at_the_next_reading(engine: Engine) -> None:
    """Two stores on one database stand for two processes."""
    here, there = ShopperStore(engine), ShopperStore(engine)
    assert here.events_of("ann") == []
    given = []
    for number in range(12):
        given.append(looked("ann", number, minutes=number * 7 % 5))
        (here, there)[number % 2].add_events(given[-1:])
        in_order = sorted(given, key=lambda one: (one.ts, one.event_id))
        assert here.events_of("ann") == there.events_of("ann") == in_order
    there.erase("ann")
    assert here.events_of("ann") == []
    there.add_events([looked("ann", number) for number in range(20, 32)])
    assert len(here.events_of("ann")) == 12
    assert here.events_of("ann")[0].event_id == "ann-20"
    there.record_consent("ann", PERSONALISATION, granted=False)
    assert here.events_of("ann") == there.events_of("ann") == []


def test_event_of_a_clock_behind_is_not_missed(engine: Engine) -> None:
    store = ShopperStore(engine)
    store.add_events([looked("ann", 1), looked("ann", 2)])
    assert len(store.events_of("ann")) == 2
    store.add_events([looked("ann", 3)])
    with transaction(engine, writes=True) as connection:
        early = NOON - timedelta(days=900)
        connection.execute(events.update().where(events.c.event_id == "ann-3").values(received_at=early))
    assert len(store.events_of("ann")) == 3


def test_row_lost_and_another_one_come_is_seen(engine: Engine) -> None:
    store = ShopperStore(engine)
    store.add_events([looked("ann", 1), looked("ann", 2)])
    store.events_of("ann")
    with transaction(engine, writes=True) as connection:
        connection.execute(delete(events).where(events.c.event_id == "ann-1"))
    store.add_events([looked("ann", 3)])
    assert [one.event_id for one in store.events_of("ann")] == ["ann-2", "ann-3"]


def test_what_is_given_out_can_be_changed_without_harm(engine: Engine) -> None:
    store = ShopperStore(engine)
    store.add_events([looked("ann", 1)])
    store.events_of("ann").clear()
    assert len(store.events_of("ann")) == 1


def test_only_what_came_since_is_read_again(engine: Engine) -> None:
    since: list[bool] = []
    store = ShopperStore(engine)
    store.add_events([looked("ann", number) for number in range(50)])
    store.events_of("ann")
    store.add_events([looked("ann", 50)])

    @event.listens_for(engine, "after_cursor_execute")
    def note(*given: Any) -> None:
        if str(given[2]).startswith("SELECT"):
            since.append("received_at >" in given[2])

    assert len(store.events_of("ann")) == 51
    assert since == [False, True]
    store.events_of("ann")
    assert since == [False, True, False]


def test_memory_is_bounded(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_events, "_MOST_HELD", 25)
    store, kept = ShopperStore(engine), KeptEvents(engine)
    for name in NAMES:
        store.add_events([looked(name, number) for number in range(10)])
    for name in (*NAMES, *NAMES):
        assert len(kept.of(name)) == 10
        assert kept.n_held <= 25
    kept.forget(NAMES[-1])
    kept.forget(NAMES[-1])
    assert kept.n_held == 10


@pytest.mark.parametrize("leaves", ["erased", "refuses"])
def test_nothing_is_held_in_memory_of_who_left(engine: Engine, leaves: str) -> None:
    store = ShopperStore(engine)
    store.add_events([looked("ann", 1), looked("张三", 2)])
    store.events_of("ann")
    store.events_of("张三")
    if leaves == "erased":
        store.erase("ann")
    else:
        store.record_consent("ann", PERSONALISATION, granted=False)
    assert store._events.n_held == 1
