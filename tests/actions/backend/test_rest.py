"""The REST adapter against a real HTTP server: both ports' contracts, and everything that can go wrong on the way."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from actions.backend.building import build_commerce
from actions.backend.rest_carts import RestCarts
from actions.backend.rest_client import Patience, RestClient
from actions.backend.rest_orders import RestOrders
from actions.settings import Settings, SettingsError
from retrieval.commerce.cart import CartLine
from retrieval.commerce.stored_carts import StoredCarts
from retrieval.commerce.stored_orders import StoredOrders
from retrieval.database import create_engine_for
from retrieval.errors import BackendError
from tests.actions.backend.carts_contract import CartsContract
from tests.actions.backend.orders_contract import ORDER, Keep, OrdersContract
from tests.actions.backend.shop_backend import TOKEN, ShopBackend, dawdle, hang_up, order_json, serve_backend
from tests.actions.chat import Chat
from tests.actions.small_shop import build_shop

HASTY = Patience(connect=0.4, answer=0.4, pauses=(0.01, 0.01))
"""Less than a shop would wait."""


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[ShopBackend]:
    engine = create_engine_for(f"sqlite:///{tmp_path}/backend.db")
    with serve_backend(StoredCarts(engine), StoredOrders(engine)) as backend:
        yield backend
    engine.dispose()


@pytest.fixture
def client(backend: ShopBackend) -> Iterator[RestClient]:
    client = RestClient(f"{backend.url}/", TOKEN, HASTY)
    yield client
    client.close()


@pytest.fixture
def carts(client: RestClient) -> RestCarts:
    return RestCarts(client)


@pytest.fixture
def orders(client: RestClient) -> RestOrders:
    return RestOrders(client)


@pytest.fixture
def keep(backend: ShopBackend) -> Keep:
    return backend.orders.keep


class TestRestCarts(CartsContract):
    pass


class TestRestOrders(OrdersContract):
    pass


@pytest.mark.parametrize("wrongs", [[503], [502, 504], [429], [hang_up], [dawdle], [hang_up, 503]])
def test_what_passes_is_tried_again(backend: ShopBackend, carts: RestCarts, wrongs: list[Any]) -> None:
    backend.wrongs = list(wrongs)
    assert carts.put("user:ann", "tee", 2).lines == (CartLine("tee", 2),)
    assert len(backend.asked) == len(wrongs) + 1


@pytest.mark.parametrize("wrongs", [[503] * 3, [hang_up] * 3, [dawdle] * 3])
def test_after_three_tries_it_is_given_up(backend: ShopBackend, carts: RestCarts, wrongs: list[Any]) -> None:
    backend.wrongs = list(wrongs)
    with pytest.raises(BackendError, match="3 times"):
        carts.cart("user:ann")
    assert len(backend.asked) == 3


@pytest.mark.parametrize("status", [301, 400, 401, 403, 409, 418, 500])
def test_other_answers_are_errors_at_once(backend: ShopBackend, carts: RestCarts, status: int) -> None:
    backend.wrongs = [status]
    with pytest.raises(BackendError, match=str(status)):
        carts.cart("user:ann")
    assert len(backend.asked) == 1


def test_error_holds_neither_token_nor_shopper(backend: ShopBackend) -> None:
    client = RestClient(backend.url, "a wrong token")
    with pytest.raises(BackendError) as raised:
        RestCarts(client).cart("user:ann@example.com")
    client.close()
    assert "wrong token" not in str(raised.value)
    assert "ann" not in str(raised.value)


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>", b"[]", b"null", b"{}", b'{"cart_id": "c"}', b'{"cart_id": "c", "lines": [{"product_id": "p"}]}',
     b'{"cart_id": 3, "lines": []}', b'{"cart_id": "c", "lines": [{"product_id": "p", "quantity": 2.5, "size": ""}]}',
     b'{"cart_id": "c", "lines": [{"product_id": "p", "quantity": 0, "size": ""}]}',
     b'{"cart_id": "c", "lines": [{"product_id": "", "quantity": 1, "size": ""}]}',
     b'{"x": "' + b"x" * 2_000_000 + b'"}'],
    ids=lambda content: content[:40],
)  # fmt: skip
def test_answer_that_is_no_cart_is_an_error(backend: ShopBackend, carts: RestCarts, content: bytes) -> None:
    backend.wrongs = [lambda handler: handler.send_raw(200, content)]
    with pytest.raises(BackendError):
        carts.cart("user:ann")


@pytest.mark.parametrize(
    ("field", "value"),
    [("state", "lost"), ("placed_at", "yesterday"), ("placed_at", "2026-11-22T12:00:00"), ("total", 36.53),
     ("total", "-1"), ("currency", "Euro"), ("lines", None), ("order_id", None)],
)  # fmt: skip
def test_answer_that_is_no_order_is_an_error(
    backend: ShopBackend, orders: RestOrders, field: str, value: object
) -> None:
    content = json.dumps({**order_json(ORDER), field: value}).encode()
    backend.wrongs = [lambda handler: handler.send_raw(200, content)]
    with pytest.raises(BackendError):
        orders.order("user:ann", "CA-0000001")


def test_nobody_listens() -> None:
    client = RestClient("http://127.0.0.1:9", TOKEN, HASTY)
    with pytest.raises(BackendError, match="ConnectError"):
        RestCarts(client).cart("user:ann")
    client.close()


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"CROSSAISLE_BACKEND_URL": "shop.example"}, "CROSSAISLE_BACKEND_URL"),
        ({"CROSSAISLE_BACKEND_URL": "https://shop.example"}, "CROSSAISLE_BACKEND_TOKEN"),
        ({"CROSSAISLE_CHECKOUT_URL": "https://shop.example/pay"}, "CROSSAISLE_CHECKOUT_URL"),
        ({"CROSSAISLE_CHECKOUT_URL": "javascript:{token}"}, "CROSSAISLE_CHECKOUT_URL"),
    ],
)
def test_setting_that_cannot_be_used_is_named(variables: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        Settings.from_environment(variables)


def test_talk_goes_by_the_backend_and_says_when_it_is_down(
    backend: ShopBackend, carts: RestCarts, orders: RestOrders, tmp_path: Path
) -> None:
    shop = build_shop(tmp_path / "shop")
    elsewhere = replace(shop.commerce, carts=carts, orders=orders, till=None)
    chat = Chat(replace(shop, commerce=elsewhere), slots={"focus": "m01"})
    chat.say("action_add_to_cart", "two of it", "add_to_cart", quantity=2)
    assert backend.carts.cart("anon:s1").lines == (CartLine("m01", 2),)
    assert chat.say("action_view_cart", "my cart", "view_cart").payload["n_pieces"] == 2
    backend.wrongs = [500]
    down = chat.say("action_view_cart", "my cart", "view_cart")
    assert down.keys == ["backend_down"]
    assert down.message["buttons"]
    chat.say("action_delete_my_data", "forget me", "delete_my_data")
    assert backend.carts.cart("anon:s1").lines == ()
    shop.store.close()


def test_settings_choose_where_carts_and_orders_are(tmp_path: Path) -> None:
    engine = create_engine_for(f"sqlite:///{tmp_path}/shop.db")
    stored = StoredCarts(engine), StoredOrders(engine)
    own = build_commerce(Settings.from_environment({}), *stored)
    assert (own.carts, own.orders) == stored
    assert own.till
    variables = {"CROSSAISLE_BACKEND_URL": "https://shop.example/api", "CROSSAISLE_BACKEND_TOKEN": "t"}
    elsewhere = build_commerce(Settings.from_environment(variables), *stored)
    assert isinstance(elsewhere.carts, RestCarts)
    assert isinstance(elsewhere.orders, RestOrders)
    assert elsewhere.till is None
    engine.dispose()
