"""The HTTP API over a real socket: every route, what it refuses, and how."""

import json
import re
import socket
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import yaml
from sanic import Sanic

from actions.agent_delivery import ACTION
from actions.api.guard import MAX_BODY
from actions.api.service import OPENAPI
from actions.server import ANSWERERS, create_app
from actions.shop import Shop
from retrieval.database import create_engine_for, metadata
from retrieval.shopper_store import ShopperStore
from tests.actions.chat import Chat
from tests.actions.conftest import ShopMaker
from tests.actions.payloads.test_cards import check
from tests.actions.serving import Served, assert_problem
from tests.actions.small_shop import API_TOKEN, PAGE_ORIGIN

DESCRIPTION = yaml.safe_load(OPENAPI.read_text(encoding="utf-8"))
OURS = {"Authorization": f"Bearer {API_TOKEN}"}
EVENT = {"user_id": "user:ann", "type": "view", "product_id": "m01"}
CLOSED = [
    ("POST", "/api/v1/events"),
    ("GET", "/api/v1/shoppers/ann"),
    ("DELETE", "/api/v1/shoppers/ann"),
    ("GET", "/api/v1/handoffs"),
    ("GET", "/api/v1/price-alerts"),
    ("GET", "/api/v1/recommendations?user_id=ann"),
]
"""What nobody may do without the shop's token."""

REFUSED: list[tuple[str, str, bytes, int]] = [
    ("GET", "/nothing/here", b"", 404),
    ("GET", "/api/v1/nothing", b"", 404),
    ("GET", "/pictures/nothing.svg", b"", 404),
    ("GET", "/pictures/..%2f..%2f..%2fpyproject.toml", b"", 404),
    ("GET", "/api/v1/products/nothing", b"", 404),
    ("GET", "/api/v1/products/nothing/similar", b"", 404),
    ("POST", "/health", b"", 405),
    ("GET", "/webhook", b"", 405),
    ("PUT", "/api/v1/events", b"[]", 405),
    ("DELETE", "/api/v1/search", b"", 405),
    ("POST", "/webhook", b"", 400),
    ("POST", "/webhook", b"{", 400),
    ("POST", "/webhook", b"[]", 400),
    ("POST", "/webhook", b'{"tracker": {"sender_id": "s"}}', 400),
    ("POST", "/webhook", b'{"next_action": "action_greet"}', 400),
    ("POST", "/webhook", b'{"next_action": ["action_greet"], "tracker": {"sender_id": "s"}}', 400),
    ("POST", "/webhook", b'{"next_action": "action_nothing", "tracker": {"sender_id": "s"}}', 404),
    ("POST", "/nlg", b"", 400),
    ("POST", "/nlg", b"null", 400),
    ("POST", "/nlg", b'{"arguments": {}}', 400),
    ("POST", "/nlg", b'{"arguments": {"lines": {}}}', 400),
    ("GET", "/api/v1/search", b"", 400),
    ("GET", "/api/v1/search?q=tea&limit=51", b"", 400),
    ("GET", "/api/v1/search?q=tea&limit=-1", b"", 400),
    ("GET", "/api/v1/search?q=tea&limit=%C2%B2", b"", 400),
    ("GET", "/api/v1/search?q=tea&max_price=cheap", b"", 400),
    ("GET", "/api/v1/search?q=tea&max_price=NaN", b"", 400),
    ("GET", "/api/v1/search?q=tea&max_price=1e30", b"", 400),
    ("GET", "/api/v1/search?q=tea&country=Atlantis", b"", 400),
    ("GET", "/api/v1/search?q=tea&currency=DOGE", b"", 400),
    ("GET", "/api/v1/search?q=tea&currency=KPW", b"", 400),
    ("GET", "/api/v1/search?q=" + 2001 * "x", b"", 400),
    ("GET", "/api/v1/landed-cost?origin=CN&destination=DE", b"", 400),
    ("GET", "/api/v1/landed-cost?price=1&destination=DE", b"", 400),
    ("GET", "/api/v1/landed-cost?price=1&origin=CN", b"", 400),
    ("GET", "/api/v1/landed-cost?price=1&origin=CN&destination=DE&hs=shoes", b"", 400),
    ("GET", "/api/v1/landed-cost?price=1&origin=CN&destination=DE&on=tomorrow", b"", 400),
    ("GET", "/api/v1/landed-cost?price=1&origin=CN&destination=DE&quantity=0", b"", 400),
    ("GET", "/api/v1/landed-cost?price=1&origin=CN&destination=DE&currency=KPW", b"", 400),
]


_NUMBERS = count()


def rasa_call(action: str, **said: Any) -> dict[str, Any]:
    """Return a call as Rasa 3.6 makes it, with its domain."""
    chat = Chat(None, sender=f"s{next(_NUMBERS)}")  # of a shopper of its own; no shop is needed to write it down
    entities = [{"entity": name, "value": value, "start": 0, "end": 0} for name, value in said.items()]
    return {
        "next_action": action,
        "sender_id": chat.sender,
        "tracker": chat.tracker("headphones", "search_product", entities),
        "version": "3.6.21",
        "domain": {"version": "3.1", "intents": [], "actions": sorted(ANSWERERS), "responses": {}, "slots": {}},
    }


# --- the description


def test_every_route_is_described_and_every_description_has_its_route(shop: Shop) -> None:
    Sanic.test_mode = True
    app = create_app(shop.settings, lambda: shop, shop.metrics)
    Sanic.test_mode = False
    routes = {
        (method.lower(), "/" + re.sub(r"<(\w+):(?:str|int)>", r"{\1}", route.path))
        for route in app.router.routes
        for method in route.methods
        if method not in {"HEAD", "OPTIONS"} and not route.path.startswith("pictures/")
    }
    described = {
        (method, path)
        for path, operations in DESCRIPTION["paths"].items()
        for method in operations
        if method in {"get", "post", "put", "delete", "patch"}
    }
    assert routes == described


def test_description_is_served(client: httpx.Client) -> None:
    response = client.get("/api/openapi.json")
    assert response.status_code == 200
    assert response.json() == json.loads(json.dumps(DESCRIPTION))


def test_closed_routes_are_described_as_such() -> None:
    described = {
        (method.upper(), path)
        for path, operations in DESCRIPTION["paths"].items()
        for method, operation in operations.items()
        if isinstance(operation, dict) and operation.get("security")
    }
    assert described == {
        ("POST", "/api/v1/events"), ("GET", "/api/v1/shoppers/{user_id}"), ("DELETE", "/api/v1/shoppers/{user_id}"),
        ("GET", "/api/v1/handoffs"), ("GET", "/api/v1/offers"), ("POST", "/api/v1/offers/reserve"),
        ("POST", "/api/v1/offers/redeem"), ("POST", "/api/v1/offers/release"),
        ("GET", "/api/v1/handoffs/{handoff_id}"), ("POST", "/api/v1/handoffs/{handoff_id}/messages"),
        ("POST", "/api/v1/handoffs/{handoff_id}/close"), ("GET", "/api/v1/shoppers/{user_id}/cart"),
        ("GET", "/api/v1/shoppers/{user_id}/orders"), ("GET", "/api/v1/price-alerts"),
        ("POST", "/api/v1/price-alerts/told"),
    }  # fmt: skip


# --- health and figures


def test_health_names_each_part(client: httpx.Client) -> None:
    response = client.get("/health")
    assert response.status_code == 200
    check(response.json(), "Health")
    assert set(response.json()["parts"]) == {"catalogue", "texts", "rates", "search", "database"}
    assert all(part["ok"] for part in response.json()["parts"].values())


def test_health_fails_when_the_database_cannot_be_reached(
    another_shop: Served, client: httpx.Client, tmp_path: Path
) -> None:
    engine = create_engine_for(f"sqlite:///{tmp_path}/gone/shop.db")
    engine.dispose()
    for file in (tmp_path / "gone").iterdir():
        file.unlink()
    (tmp_path / "gone").rmdir()
    another_shop.shop = replace(another_shop.shop, store=ShopperStore(engine))
    response = client.get("/health")
    assert response.status_code == 503
    check(response.json(), "Health")
    assert response.json()["status"] == "failing"
    assert response.json()["parts"]["database"]["ok"] is False
    assert response.json()["parts"]["catalogue"]["ok"] is True


def test_health_fails_when_the_tables_are_gone(another_shop: Served, client: httpx.Client, tmp_path: Path) -> None:
    engine = create_engine_for(f"sqlite:///{tmp_path}/shop.db")
    metadata.drop_all(engine)
    another_shop.shop = replace(another_shop.shop, store=ShopperStore(engine))
    assert client.get("/health").status_code == 503
    response = client.get("/api/v1/shoppers/ann", headers=OURS)
    assert response.status_code in {400, 503}
    engine.dispose()


def test_health_fails_without_products(another_shop: Served, client: httpx.Client, make_shop: ShopMaker) -> None:
    another_shop.shop = make_shop([])
    response = client.get("/health")
    assert response.status_code == 503
    assert response.json()["parts"]["catalogue"]["ok"] is False


def test_figures_count_requests_and_turns(client: httpx.Client) -> None:
    client.post("/webhook", json=rasa_call("action_greet"))
    response = client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain")
    assert 'crossaisle_turn_seconds_count{action="action_greet"}' in response.text
    assert 'crossaisle_requests_total{route="webhook",status="200"}' in response.text


# --- what Rasa calls


@pytest.mark.parametrize("action", sorted(set(ANSWERERS) - {ACTION}))
def test_webhook_runs_every_action(client: httpx.Client, action: str) -> None:
    response = client.post("/webhook", json=rasa_call(action, category="headphones"))
    assert response.status_code == 200
    answer = response.json()
    assert set(answer) == {"events", "responses"}
    (message,) = answer["responses"]
    assert message["response"].startswith("utter_")
    assert {event["event"] for event in answer["events"]} <= {"slot", "restart"}


def test_webhook_answer_is_put_into_words_by_nlg(client: httpx.Client) -> None:
    message = client.post("/webhook", json=rasa_call("action_search", category="headphones")).json()["responses"][0]
    arguments = {name: value for name, value in message.items() if name != "response"}
    body = {
        "response": message["response"],
        "id": None,
        "arguments": arguments,
        "tracker": {},
        "channel": {"name": "rest"},
    }
    response = client.post("/nlg", json=body)
    assert response.status_code == 200
    assert response.json() == {"text": "Headphones: I found 10 products for you. Here are the best matches:"}


@pytest.mark.parametrize("language", ["ar", "ja", "zh-Hans", "xx", ""])
def test_nlg_speaks_the_language_asked_for(client: httpx.Client, served: Served, language: str) -> None:
    response = client.post(
        "/nlg", json={"arguments": {"language": language, "lines": [{"key": "hello", "values": {}}]}}
    )
    spoken = served.shop.texts.spoken(language)
    assert response.json() == {"text": served.shop.texts.entry(spoken, "hello")}


@pytest.mark.parametrize(
    "line",
    [
        {"key": "no such key", "values": {}},
        {"key": "selected", "values": {}},
        {"key": "hello"},
        {"values": {}},
        {"key": "found", "values": {"n": {"type": "number", "value": "many"}}},
        {"key": "currency_set", "values": {"currency": {"type": "money", "amount": "much", "currency": "EUR"}}},
        {"key": "currency_set", "values": {"currency": {"type": "currency", "code": 7}}},
        {"key": ["hello"], "values": {}},
        "hello",
        None,
        7,
    ],
)
def test_nlg_refuses_a_line_that_cannot_be_said(client: httpx.Client, line: Any) -> None:
    """An amount that is none, and a code that is no text, ended in a 500."""
    assert_problem(client.post("/nlg", json={"arguments": {"language": "en", "lines": [line]}}), 400)


def test_conversation_of_several_megabytes_is_taken_from_rasa(client: httpx.Client) -> None:
    call = rasa_call("action_greet")
    call["tracker"]["events"] = [{"event": "user", "text": "x" * 1000}] * 3000
    assert client.post("/webhook", json=call).status_code == 200


def test_sparse_tracker_is_borne(client: httpx.Client) -> None:
    call = {**rasa_call("action_search"), "tracker": {"sender_id": "s1", "slots": {}, "latest_message": None}}
    assert client.post("/webhook", json=call).status_code == 200


# --- errors


@pytest.mark.parametrize(("method", "path", "body", "status"), REFUSED)
def test_refusal_is_a_problem_document(client: httpx.Client, method: str, path: str, body: bytes, status: int) -> None:
    assert_problem(client.request(method, path, content=body), status)


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/api/v1/search?q=tea&max_price=cheap", ("max_price", "'cheap'")),
        ("/api/v1/search?q=tea&limit=99", ("limit", "'99'", "50")),
        ("/api/v1/search?q=tea&country=Atlantis", ("country", "'Atlantis'")),
        ("/api/v1/landed-cost?price=1&origin=CN", ("'destination'",)),
        ("/api/v1/products/h99", ("'h99'",)),
    ],
)
def test_refusal_names_the_parameter_and_the_value(client: httpx.Client, path: str, named: tuple[str, ...]) -> None:
    detail = client.get(path).json()["detail"]
    assert all(part in detail for part in named)


def test_failure_inside_is_a_problem_document(another_shop: Served, client: httpx.Client) -> None:
    another_shop.shop = replace(another_shop.shop, asking=None)  # type: ignore[arg-type] # so that it fails
    assert_problem(client.get("/api/v1/search?q=tea&language=en"), 500)


def test_failure_of_the_database_in_a_turn_is_an_apology(
    another_shop: Served, client: httpx.Client, tmp_path: Path
) -> None:
    engine = create_engine_for(f"sqlite:///{tmp_path}/shop.db")
    metadata.drop_all(engine)
    another_shop.shop = replace(another_shop.shop, store=ShopperStore(engine))
    message = client.post("/webhook", json=rasa_call("action_search", category="tea")).json()["responses"][0]
    assert message["response"] == "utter_apology"
    engine.dispose()


def raw(served: Served, request: bytes) -> bytes:
    """Send bytes and return what comes back."""
    with socket.create_connection(served.address, timeout=20) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while part := connection.recv(65_536):
            answer += part
    return answer


@pytest.mark.parametrize(
    "request_",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        b"POST /nlg HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n{}",
        b"POST /nlg HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n{}",
        b"GET /" + 20_000 * b"x" + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nBig: " + 20_000 * b"x" + b"\r\n\r\n",
    ],
)
def test_what_is_no_http_is_refused_and_the_server_goes_on(
    served: Served, client: httpx.Client, request_: bytes
) -> None:
    answer = raw(served, request_)
    assert not answer or re.match(rb"HTTP/1\.1 [45]\d\d ", answer)
    assert b"Traceback" not in answer
    assert client.get("/health").status_code == 200


# --- size


def test_body_over_a_mebibyte_is_refused(client: httpx.Client) -> None:
    assert_problem(client.post("/api/v1/events", content=b"x" * (MAX_BODY + 1), headers=OURS), 413)


def test_body_over_a_mebibyte_is_refused_without_a_declared_length(client: httpx.Client) -> None:
    parts = (b"x" * 65_536 for _ in range(20))
    assert_problem(client.post("/api/v1/events", content=parts, headers=OURS), 413)


def test_body_of_a_mebibyte_is_taken(client: httpx.Client) -> None:
    record = json.dumps({**EVENT, "note": ""})
    body = record.replace('"note": ""', '"note": "' + "x" * (MAX_BODY - len(record)) + '"')
    assert len(body) == MAX_BODY
    assert client.post("/api/v1/events", content=body, headers=OURS).status_code == 202


# --- the token


@pytest.mark.parametrize(("method", "path"), CLOSED)
@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer"}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {API_TOKEN}x"},
     {"Authorization": f"Bearer {API_TOKEN}x"}, {"Authorization": f"Bearer {API_TOKEN[:-1]}"}],
)  # fmt: skip
def test_without_the_token_writes_and_shopper_data_are_closed(
    client: httpx.Client, method: str, path: str, headers: dict[str, str]
) -> None:
    assert_problem(client.request(method, path, headers=headers), 401)


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_shop_without_a_token_keeps_them_closed_to_everybody(
    another_shop: Served, client: httpx.Client, method: str, path: str
) -> None:
    settings = replace(another_shop.shop.settings, api_token=None)
    another_shop.shop = replace(another_shop.shop, settings=settings)
    for headers in ({}, OURS, {"Authorization": "Bearer"}, {"Authorization": "Bearer None"}):
        assert_problem(client.request(method, path, headers=headers), 403)


@pytest.mark.parametrize(("method", "path"), CLOSED[1:])
def test_with_the_token_they_are_open(client: httpx.Client, method: str, path: str) -> None:
    assert client.request(method, path, headers=OURS).status_code == 200


# --- events


def send(client: httpx.Client, body: Any) -> httpx.Response:
    return client.post("/api/v1/events", json=body, headers=OURS)


def kept_of(client: httpx.Client, user_id: str) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = client.get(f"/api/v1/shoppers/{quote(user_id)}", headers=OURS).json()["events"]
    return kept


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


# --- browsers and load


@pytest.mark.parametrize("path", ["/api/v1/search?q=tea&language=en", "/health", "/nothing"])
def test_only_the_page_may_read_from_a_browser(client: httpx.Client, path: str) -> None:
    assert client.get(path, headers={"Origin": PAGE_ORIGIN}).headers["access-control-allow-origin"] == PAGE_ORIGIN
    for origin in ("http://evil.example", "null", "http://127.0.0.1:5080.evil.example", "http://127.0.0.1:50800"):
        assert "access-control-allow-origin" not in client.get(path, headers={"Origin": origin}).headers
    assert "access-control-allow-origin" not in client.get(path).headers


def test_content_is_never_sniffed(client: httpx.Client) -> None:
    assert client.get("/health").headers["x-content-type-options"] == "nosniff"


def test_twenty_requests_at_once_are_answered_as_one_by_one(served: Served) -> None:
    with httpx.Client(base_url=served.url, timeout=60) as client:

        def ask(number: int) -> Any:
            if number % 4 == 0:
                event = {**EVENT, "user_id": f"user:load{number}", "event_id": f"load-{number}"}
                return send(client, event).json()["new"]
            if number % 4 == 1:
                said = rasa_call("action_search", category="headphones")
                said["tracker"]["sender_id"] = f"load{number}"
                return client.post("/webhook", json=said).json()["responses"][0]["custom"]["total"]
            if number % 4 == 2:
                return client.get("/api/v1/search?q=mug&language=en&category=mug").json()["total"]
            return client.get("/health").json()["status"]

        with ThreadPoolExecutor(20) as pool:
            assert list(pool.map(ask, range(20))) == [1, 10, 4, "ok"] * 5
