"""Events: what is taken, what is refused, and what they say of products."""

import math
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from retrieval.errors import StoreError
from retrieval.events import EVENT_TYPES, Event
from retrieval.preferences import IN_CART, LIKED_FROM, PURCHASED, SEEN, TAKEN_OUT, ratings_of

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def record(**changes: Any) -> dict[str, Any]:
    return {
        "event_id": "e1",
        "user_id": "ann",
        "type": "view",
        "product_id": "cup",
        "ts": "2026-11-22T12:00:00Z",
    } | changes


def test_record_of_the_contract_is_read() -> None:
    event = Event.from_record(record(type="rate", value=4, session_id="s1"))
    assert event == Event("e1", "ann", "rate", "cup", 4.0, NOON, "s1")
    assert isinstance(event.value, float)


@pytest.mark.parametrize("type_", EVENT_TYPES)
def test_every_type_is_taken(type_: str) -> None:
    value = {"rate": 5, "dwell": 12.5, "search": "杯子"}.get(type_)
    assert Event.from_record(record(type=type_, value=value)).type == type_


@pytest.mark.parametrize(
    ("ts", "expected"),
    [
        ("2026-11-22T12:00:00+00:00", NOON),
        ("2026-11-22T21:00:00+09:00", NOON),
        ("2026-11-22T12:00:00", NOON),
        (NOON.timestamp(), NOON),
        (int(NOON.timestamp()), NOON),
    ],
)
def test_moment_is_read_in_either_form(ts: object, expected: datetime) -> None:
    assert Event.from_record(record(ts=ts)).ts == expected


def test_missing_moment_is_now_and_missing_id_is_fresh() -> None:
    before = datetime.now(UTC)
    first, second = (Event.from_record({"user_id": "ann", "type": "view", "product_id": "cup"}) for _ in range(2))
    assert before <= first.ts <= second.ts <= datetime.now(UTC)
    assert first.event_id != second.event_id


def test_other_fields_are_ignored() -> None:
    assert Event.from_record(record(colour="red")) == Event.from_record(record())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"type": "like"}, "type"),
        ({"type": None}, "type"),
        ({"type": ["view"]}, "type"),
        ({"user_id": None}, "user_id"),
        ({"user_id": ""}, "user_id"),
        ({"user_id": "  "}, "user_id"),
        ({"user_id": 7}, "user_id"),
        ({"user_id": "a" * 201}, "user_id"),
        ({"user_id": "a\x00b"}, "user_id"),
        ({"user_id": "a\nb"}, "user_id"),
        ({"user_id": "a\ud800"}, "user_id"),
        ({"product_id": None}, "product_id"),
        ({"product_id": "c\x1b"}, "product_id"),
        ({"session_id": ""}, "session_id"),
        ({"event_id": ""}, "event_id"),
        ({"event_id": 5}, "event_id"),
        ({"type": "rate"}, "value"),
        ({"type": "rate", "value": 0.5}, "value"),
        ({"type": "rate", "value": 5.1}, "value"),
        ({"type": "rate", "value": "5"}, "value"),
        ({"type": "rate", "value": True}, "value"),
        ({"type": "rate", "value": math.nan}, "value"),
        ({"type": "rate", "value": 10**400}, "value"),
        ({"type": "dwell"}, "value"),
        ({"type": "dwell", "value": -1}, "value"),
        ({"type": "dwell", "value": math.inf}, "value"),
        ({"type": "cart", "value": 0}, "value"),
        ({"type": "purchase", "value": -2}, "value"),
        ({"type": "search", "value": 5}, "value"),
        ({"type": "search", "value": "a" * 501}, "value"),
        ({"type": "search", "value": "\ud83d"}, "value"),
        ({"ts": "yesterday"}, "ts"),
        ({"ts": True}, "ts"),
        ({"ts": [2026]}, "ts"),
        ({"ts": "1999-12-31T23:59:59Z"}, "ts"),
        ({"ts": NOON.timestamp() * 1000}, "ts"),
        ({"ts": math.nan}, "ts"),
        ({"ts": 1e300}, "ts"),
    ],
)
def test_what_cannot_be_is_refused_and_the_field_named(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(StoreError, match=f"event field '{field}' is .*; .*give|event field '{field}' is .*; leave out"):
        Event.from_record(record(**changes))


def test_message_stays_short_whatever_was_sent() -> None:
    with pytest.raises(StoreError) as refused:
        Event.from_record(record(type="x" * 100_000))
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("given", [None, [], "view", 5])
def test_what_is_no_object_is_refused(given: object) -> None:
    with pytest.raises(StoreError, match="give an object"):
        Event.from_record(given)


def test_moment_may_be_a_day_ahead_but_not_more() -> None:
    ahead = datetime.now(UTC) + timedelta(hours=23)
    assert Event.from_record(record(ts=ahead.isoformat())).ts == ahead
    with pytest.raises(StoreError, match="at most a day ahead"):
        Event.from_record(record(ts=(ahead + timedelta(hours=2)).isoformat()))


def test_moment_without_zone_is_refused_when_an_event_is_made() -> None:
    with pytest.raises(StoreError, match="time zone"):
        Event("e1", "ann", "view", "cup", None, datetime(2026, 11, 22), None)


def did(*things: tuple[str, float | None]) -> dict[str, float]:
    """Do things with one cup, a minute apart, and say what it comes to."""
    events = [
        Event(f"e{minute}", "ann", type_, "cup", value, NOON + timedelta(minutes=minute), None)
        for minute, (type_, value) in enumerate(things)
    ]
    assert ratings_of(events) == ratings_of(events[::-1])
    return ratings_of(events)


@pytest.mark.parametrize(
    ("things", "rating"),
    [
        ([("view", None)], SEEN),
        ([("view", None)] * 2, 3.25),
        ([("view", None)] * 9, 3.5),
        ([("view", None), ("dwell", 31.0)], 3.25),
        ([("view", None), ("dwell", 20.0), ("dwell", 20.0)], 3.25),
        ([("view", None), ("dwell", 10.0)], 3.0),
        ([("view", None), ("dwell", 1.0)], 2.0),
        ([("dwell", 40.0)], 3.25),
        ([("view", None), ("cart", None)], IN_CART),
        ([("cart", None), ("remove", None)], TAKEN_OUT),
        ([("cart", None), ("remove", None), ("cart", None)], IN_CART),
        ([("cart", None), ("purchase", 2.0), ("remove", None)], PURCHASED),
        ([("rate", 2.0), ("purchase", None)], 2.0),
        ([("rate", 2.0), ("rate", 4.5), ("view", None)], 4.5),
        ([("rate", 4.3)], 4.25),
    ],
)
def test_what_was_done_says_how_much_it_is_liked(things: list[tuple[str, float | None]], rating: float) -> None:
    assert did(*things) == {"cup": rating}


def test_looking_alone_is_never_called_liking() -> None:
    assert did(*[("view", None)] * 20, ("dwell", 9_999.0))["cup"] < LIKED_FROM <= min(IN_CART, PURCHASED)


def test_search_says_nothing_of_a_product() -> None:
    assert ratings_of([Event("e1", "ann", "search", "cup", "cup", NOON, None)]) == {}
    assert ratings_of([]) == {}
