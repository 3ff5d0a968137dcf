"""Events that the shop sends, and what is kept of its shoppers."""

import uuid
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.actions.api.calls import EVENT, OURS, rasa_call, send
from tests.actions.serving import assert_problem


def kept_of(client: httpx.Client, user_id: str) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = client.get(f"/api/v1/shoppers/{quote(user_id)}", headers=OURS).json()["events"]
    return kept


# --- events


def test_one_event_and_a_list_are_kept(client: httpx.Client) -> None:
    one = {**EVENT, "user_id": "user:one"}
    response = send(client, one)
    assert response.status_code == 202
    assert response.json() == {"received": 1, "new": 1, "duplicate": 0, "refused": 0}
    several = [{**one, "type": "cart"}, {**one, "type": "rate", "value": 4}, {**one, "type": "search", "value": "mug"}]
    assert send(client, several).json()["new"] == 3
    assert sorted(event["type"] for event in kept_of(client, "user:one")) == ["cart", "rate", "search", "view"]
    assert send(client, []).json()["received"] == 0


def test_event_sent_twice_counts_once(client: httpx.Client) -> None:
    event = {**EVENT, "user_id": "user:twice", "event_id": "e-1"}
    assert send(client, event).json()["new"] == 1
    assert send(client, [event, event]).json() == {"received": 2, "new": 0, "duplicate": 2, "refused": 0}
    assert len(kept_of(client, "user:twice")) == 1


def test_event_changes_the_next_recommendation(client: httpx.Client) -> None:
    def recommended() -> list[str]:
        listed = client.get("/api/v1/recommendations?user_id=user:new&country=DE&limit=5", headers=OURS).json()
        return [card["product_id"] for card in listed["products"]]

    before = recommended()
    send(client, [{"user_id": "user:new", "type": "cart", "product_id": one} for one in ("t02", "t03")])
    assert recommended() != before
    assert recommended()[0].startswith("t")


def test_at_most_a_thousand_events_are_taken(client: httpx.Client) -> None:
    events = [{**EVENT, "user_id": "user:many", "event_id": f"m{number}"} for number in range(1001)]
    assert "1001" in assert_problem(send(client, events), 400)
    assert kept_of(client, "user:many") == []
    assert send(client, events[:1000]).json()["new"] == 1000


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"user_id": None}, "user_id"),
        ({"user_id": ""}, "user_id"),
        ({"user_id": 7}, "user_id"),
        ({"user_id": "x" * 201}, "user_id"),
        ({"user_id": "a\0b"}, "user_id"),
        ({"type": "glance"}, "type"),
        ({"type": None}, "type"),
        ({"type": ["view"]}, "type"),
        ({"product_id": None}, "product_id"),
        ({"product_id": {}}, "product_id"),
        ({"type": "rate", "value": 6}, "value"),
        ({"type": "rate"}, "value"),
        ({"type": "dwell", "value": -1}, "value"),
        ({"type": "dwell", "value": "long"}, "value"),
        ({"value": True}, "value"),
        ({"ts": "yesterday"}, "ts"),
        ({"ts": -1}, "ts"),
        ({"ts": 1e300}, "ts"),
        ({"ts": "2100-01-01T00:00:00Z"}, "ts"),
        ({"event_id": ""}, "event_id"),
        ({"event_id": 5}, "event_id"),
        ({"session_id": "\n"}, "session_id"),
    ],
)
def test_bad_field_is_named_and_nothing_is_kept(client: httpx.Client, change: dict[str, Any], named: str) -> None:
    user_id = f"user:{uuid.uuid4().hex}"
    detail = assert_problem(send(client, [{**EVENT, "user_id": user_id}, {**EVENT, **change}]), 400)
    assert named in detail
    assert kept_of(client, user_id) == []


@pytest.mark.parametrize("record", [None, 7, "view", [], [[]], True])
def test_what_is_no_event_is_refused(client: httpx.Client, record: Any) -> None:
    assert_problem(send(client, [record]), 400)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"user_id": "\\ud800", "type": "view", "product_id": "m01"}',
        b'[{"user_id": "a", "type": "view", "product_id": "\\udfff"}]',
        b"[" * 100_000,
        b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        b'{"user_id": "a", "type": "dwell", "product_id": "m01", "value": NaN}',
        b'{"user_id": "a", "type": "dwell", "product_id": "m01", "value": ' + b"9" * 5000 + b"}",
    ],
)
def test_body_that_cannot_be_read_is_refused(client: httpx.Client, body: bytes) -> None:
    assert_problem(client.post("/api/v1/events", content=body, headers=OURS), 400)


def test_moment_may_be_text_or_seconds(client: httpx.Client) -> None:
    now = datetime.now(UTC).timestamp()
    times = ["2026-11-21T12:00:00Z", "2026-11-21T12:00:00", "2026-11-21T13:00:00+01:00", now, int(now)]
    events = [{**EVENT, "user_id": "user:times", "ts": ts} for ts in times]
    assert send(client, events).json()["new"] == 5
    noon = [event["ts"] for event in kept_of(client, "user:times")[:5] if event["ts"].startswith("2026-11-21T12:00:00")]
    assert len(noon) == 3


# --- shoppers


@pytest.mark.parametrize("user_id", ["user:ann/1", "anon:s 1", "用户", "a%2Fb", "user:x?y#z", "..", "100%"])
def test_shopper_of_any_name_is_exported_and_erased(client: httpx.Client, user_id: str) -> None:
    """Ids reached the shop as they stand in the address: `user%3Aann` had no data, and nothing was erased."""
    send(client, {**EVENT, "user_id": user_id})
    path = "/api/v1/shoppers/" + quote(user_id, safe="").replace(".", "%2E")
    export = client.get(path, headers=OURS).json()
    assert export["user_id"] == user_id
    assert len(export["events"]) == 1
    erased = client.delete(path, headers=OURS).json()
    assert erased["user_id"] == user_id
    assert erased["erased"]["events"] == 1
    assert client.get(path, headers=OURS).json()["events"] == []


def test_requests_for_a_person_are_listed(client: httpx.Client) -> None:
    client.post("/webhook", json=rasa_call("action_talk_to_human"))
    waiting = client.get("/api/v1/handoffs", headers=OURS).json()["handoffs"]
    assert waiting[-1]["question"] == "headphones"
