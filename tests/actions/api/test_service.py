"""The HTTP API over a real socket: its description, its health, what Rasa calls, and browsers."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from sanic import Sanic

from actions.agent_delivery import ACTION
from actions.api.service import OPENAPI
from actions.server import ANSWERERS, create_app
from actions.shop import Shop
from retrieval.database import create_engine_for, metadata
from retrieval.shopper_store import ShopperStore
from tests.actions.api.calls import EVENT, OURS, rasa_call, send
from tests.actions.conftest import ShopMaker
from tests.actions.payloads.test_cards import check
from tests.actions.serving import Served, assert_problem
from tests.actions.small_shop import PAGE_ORIGIN

DESCRIPTION = yaml.safe_load(OPENAPI.read_text(encoding="utf-8"))


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
