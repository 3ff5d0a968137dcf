"""What the HTTP API refuses, and how: errors, sizes, and whoever has no token."""

import json
import re
import socket
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from actions.api.guard import MAX_BODY
from retrieval.database import create_engine_for, metadata
from retrieval.shopper_store import ShopperStore
from tests.actions.api.calls import EVENT, OURS, rasa_call
from tests.actions.serving import Served, assert_problem
from tests.actions.small_shop import API_TOKEN

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
