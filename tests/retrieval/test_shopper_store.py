"""What is kept of shoppers, on SQLite and, where its programs are installed, on a throw-away PostgreSQL."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from retrieval.database import create_engine_for
from retrieval.errors import StoreError
from retrieval.events import Event
from retrieval.shopper_store import PERSONALISATION, Consent, ShopperStore

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/kept/shop.db"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def store(url: str) -> Iterator[ShopperStore]:
    store = ShopperStore(create_engine_for(url))
    yield store
    for user_id in ("ann", "bob", "cid"):
        store.erase(user_id)
    store.close()


def viewed(event_id: str, user_id: str = "ann", minute: int = 0) -> Event:
    return Event(event_id, user_id, "view", "cup", None, NOON + timedelta(minutes=minute), "s1")


def test_events_come_back_as_they_were_oldest_first(store: ShopperStore) -> None:
    events = [
        Event("e3", "ann", "rate", "cup", 4.5, NOON + timedelta(minutes=2, microseconds=1), None),
        Event("e1", "ann", "search", None, '‏כוס ☕ \\ "x"', NOON, "s1"),
        Event("e2", "ann", "purchase", "杯子", 2.0, NOON, "s1"),
    ]
    assert store.add_events(events) == {"new": 3, "duplicate": 0, "refused": 0}
    assert store.events_of("ann") == [events[1], events[2], events[0]]
    assert store.events_of("bob") == []


def test_event_sent_again_is_not_kept_again(store: ShopperStore) -> None:
    assert store.add_events([viewed("e1"), viewed("e1", minute=5), viewed("e2")]) == {
        "new": 2,
        "duplicate": 1,
        "refused": 0,
    }
    assert store.add_events([viewed("e1"), viewed("e3")]) == {"new": 1, "duplicate": 1, "refused": 0}
    assert [(event.event_id, event.ts) for event in store.events_of("ann")] == [(f"e{n}", NOON) for n in (1, 2, 3)]


def test_no_events_are_no_work(store: ShopperStore) -> None:
    assert store.add_events([]) == {"new": 0, "duplicate": 0, "refused": 0}


def test_many_events_at_once(store: ShopperStore) -> None:
    events = [viewed(f"e{number}", ("ann", "bob", "cid")[number % 3], number) for number in range(3_000)]
    assert store.add_events(events)["new"] == 3_000
    assert store.add_events(events)["duplicate"] == 3_000
    assert {user_id: len(own) for user_id, own in store.events_by_shopper()} == {
        "ann": 1_000,
        "bob": 1_000,
        "cid": 1_000,
    }


def test_refusal_erases_events_and_drops_those_to_come(store: ShopperStore) -> None:
    store.add_events([viewed("e1"), viewed("e2", "bob")])
    store.record_consent("ann", PERSONALISATION, granted=False)
    assert store.events_of("ann") == []
    assert store.add_events([viewed("e3"), viewed("e4", "bob")]) == {"new": 1, "duplicate": 0, "refused": 1}
    assert store.events_of("ann") == []
    assert len(store.events_of("bob")) == 2
    store.record_consent("ann", PERSONALISATION, granted=True)
    assert store.add_events([viewed("e3")]) == {"new": 1, "duplicate": 0, "refused": 0}


def test_latest_answer_holds_and_other_purposes_do_not_matter(store: ShopperStore) -> None:
    store.record_consent("ann", PERSONALISATION, granted=True, at=NOON + timedelta(days=1))
    store.record_consent("ann", PERSONALISATION, granted=False, at=NOON)
    store.record_consent("ann", "newsletter", granted=False)
    assert store.add_events([viewed("e1")])["new"] == 1
    first, second, third = store.consents_of("ann")
    assert first == Consent(PERSONALISATION, False, NOON)
    assert second == Consent(PERSONALISATION, True, NOON + timedelta(days=1))
    assert (third.purpose, third.granted) == ("newsletter", False)


def test_shopper_is_kept_fact_by_fact(store: ShopperStore) -> None:
    assert store.shopper("ann") is None
    store.set_shopper("ann", country="AT", attributes={"shoe_size": "EU 38"})
    store.set_shopper("ann", language="de", attributes={"gift_wrap": True})
    shopper = store.shopper("ann")
    assert shopper is not None
    assert (shopper.country, shopper.language, shopper.currency) == ("AT", "de", None)
    assert shopper.attributes == {"shoe_size": "EU 38", "gift_wrap": True}


def filled(store: ShopperStore, user_id: str) -> None:
    store.add_events([viewed(f"{user_id}-1", user_id), viewed(f"{user_id}-2", user_id)])
    store.record_consent(user_id, PERSONALISATION, granted=True)
    store.set_shopper(user_id, country="DE")


def test_export_holds_everything_and_erasing_leaves_nothing(store: ShopperStore) -> None:
    filled(store, "ann")
    filled(store, "bob")
    exported = store.export("ann")
    json.dumps(exported)
    assert exported["user_id"] == exported["shopper"]["user_id"] == "ann"
    assert exported["shopper"]["country"] == "DE"
    assert [len(exported[table]) for table in ("events", "consents")] == [2, 1]
    assert exported["events"][0]["ts"] == NOON.isoformat()
    none = {"shown_lists": 0, "explored_slots": 0, "exposures": 0, "offer_grants": 0}
    none |= {"cart_lines": 0, "carts": 0, "orders": 0, "price_alerts": 0}
    none |= {"handoffs": 0, "handoff_messages": 0, "live_handoffs": 0}
    erased = {"events": 2, **none, "consents": 1, "feedback": 0, "shoppers": 1}
    assert store.erase("ann") == erased
    nothing = {name: [] for name in erased if name != "shoppers"}
    assert store.export("ann") == {"user_id": "ann", "shopper": None, **nothing}
    assert set(store.erase("ann").values()) == {0}
    assert len(store.export("bob")["events"]) == 2


@pytest.mark.parametrize("user_id", ["", "a\nb", "\ud800", "a" * 201])
def test_id_that_cannot_be_is_refused_and_nothing_kept(store: ShopperStore, user_id: str) -> None:
    with pytest.raises(StoreError, match="user_id"):
        store.set_shopper(user_id, country="DE")
    with pytest.raises(StoreError, match="user_id"):
        store.record_consent(user_id, PERSONALISATION, granted=False)


def test_listeners_hear_of_changed_events_after_they_are_kept(store: ShopperStore) -> None:
    heard: list[tuple[str, int]] = []
    store.subscribe(lambda user_id: heard.append((user_id, len(store.events_of(user_id)))))
    store.add_events([viewed("e1"), viewed("e2")])
    store.add_events([viewed("e1")])
    store.record_consent("ann", "newsletter", granted=False)
    store.record_consent("ann", PERSONALISATION, granted=False)
    store.add_events([viewed("e9")])
    store.erase("ann")
    assert heard == [("ann", 2), ("ann", 0), ("ann", 0)]


def beside_each_other(*works: Callable[[], None]) -> None:
    """Run works in a thread each and raise what any of them raised."""
    failures: list[BaseException] = []

    def guarded(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if failures:
        raise failures[0]


def test_two_threads_keep_the_same_events_once(url: str, store: ShopperStore) -> None:
    """Each adds one by one, with its own connection pool, as two processes would; half of the events are common."""
    other = ShopperStore(create_engine_for(url))
    counts = {"new": 0, "duplicate": 0}
    lock = threading.Lock()

    def add(to: ShopperStore, numbers: range) -> None:
        for number in numbers:
            outcome = to.add_events([viewed(f"e{number}", ("ann", "bob")[number % 2], number)])
            with lock:
                counts["new"] += outcome["new"]
                counts["duplicate"] += outcome["duplicate"]

    beside_each_other(lambda: add(store, range(60)), lambda: add(other, range(30, 90)))
    other.close()
    assert counts == {"new": 90, "duplicate": 30}
    assert len(store.events_of("ann")) + len(store.events_of("bob")) == 90


def test_threads_may_add_erase_and_refuse_at_once(store: ShopperStore) -> None:
    def add() -> None:
        for number in range(40):
            store.add_events([viewed(f"e{number}"), viewed(f"f{number}", "bob")])

    def erase() -> None:
        for _ in range(20):
            store.erase("ann")
            store.export("ann")

    def refuse() -> None:
        for number in range(20):
            store.record_consent("bob", PERSONALISATION, granted=number % 2 == 0)

    beside_each_other(add, erase, refuse)
    assert store.events_of("bob") == [] or not store.consents_of("bob")[-1].granted
    store.record_consent("bob", PERSONALISATION, granted=False)
    assert store.events_of("bob") == []


def test_what_is_kept_outlives_the_process(url: str, store: ShopperStore) -> None:
    store.add_events([viewed("e1")])
    again = ShopperStore(create_engine_for(url))
    assert again.events_of("ann") == store.events_of("ann") == [viewed("e1")]
    again.close()


def test_memory_serves_one_thread() -> None:
    store = ShopperStore(create_engine_for("sqlite://"))
    assert store.add_events([viewed("e1")])["new"] == 1
    assert store.is_reachable()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("not a url", "cannot be read"),
        ("oracle+cx_oracle://shop:secret@host/shop", "needs the package cx_Oracle"),
        ("postgresql://shop:secret@127.0.0.1:1/shop", "cannot use the database"),
        ("sqlite:////proc/no/shop.db", "cannot use the database"),
    ],
)
def test_database_that_cannot_be_used_is_named_without_its_password(url: str, message: str) -> None:
    if url.startswith("postgresql"):
        pytest.importorskip("psycopg", reason="psycopg is not installed")
    with pytest.raises(StoreError, match=message) as refused:
        create_engine_for(url)
    assert "secret" not in str(refused.value)


def test_database_that_went_away_is_an_error_of_the_store(tmp_path: Path) -> None:
    engine = create_engine_for(f"sqlite:///{tmp_path}/shop.db")
    store = ShopperStore(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE events")
    assert store.is_reachable()
    with pytest.raises(StoreError, match="the database failed") as failed:
        store.add_events([viewed("e1", "secret-shopper")])
    assert "secret-shopper" not in str(failed.value)


@pytest.mark.parametrize("user_id", ["a\0b", "\ud800", "x" * 300])
def test_nothing_is_kept_of_who_cannot_be(store: ShopperStore, user_id: str) -> None:
    assert store.events_of(user_id) == store.consents_of(user_id) == []
    assert store.shopper(user_id) is None
    assert store.export(user_id)["shopper"] is None
    assert set(store.erase(user_id).values()) == {0}
