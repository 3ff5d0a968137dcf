"""The demo shop's orders keep the port's contract, on SQLite and PostgreSQL."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete

from retrieval.commerce.order import OrderState
from retrieval.commerce.stored_orders import StoredOrders
from retrieval.commerce.tables import COMMERCE_TABLES
from retrieval.database import create_engine_for, shoppers
from retrieval.errors import BackendError
from tests.actions.backend.orders_contract import NOON, ORDER, Keep, OrdersContract
from tests.retrieval.test_shopper_store import url

__all__ = ["url"]


@pytest.fixture
def orders(url: str) -> Iterator[StoredOrders]:
    engine = create_engine_for(url)
    yield StoredOrders(engine)
    with engine.begin() as connection:
        for table in (*COMMERCE_TABLES, shoppers):
            connection.execute(delete(table))
    engine.dispose()


@pytest.fixture
def keep(orders: StoredOrders) -> Keep:
    return orders.keep


class TestStoredOrders(OrdersContract):
    pass


def test_a_checkout_is_one_order_with_a_number_of_its_own(orders: StoredOrders) -> None:
    first, again = (orders.place("user:ann", ORDER, "checkout 1") for _ in range(2))
    other = orders.place("user:ann", ORDER, "checkout 2")
    assert first == again == orders.of_checkout("checkout 1")
    assert len({first.order_id, other.order_id, ORDER.order_id}) == 3
    assert re.fullmatch(r"CA-\d{7}", first.order_id)
    assert orders.of_checkout("checkout 3") is None


def test_kept_order_is_kept_once(orders: StoredOrders) -> None:
    assert orders.keep("user:ann", ORDER)
    assert not orders.keep("user:ann", replace(ORDER, state=OrderState.RETURNED))
    assert orders.order("user:ann", ORDER.order_id) == ORDER


def test_moved_order_has_the_moment(orders: StoredOrders) -> None:
    orders.keep("user:ann", ORDER)
    later = NOON + timedelta(days=2)
    assert orders.move(ORDER.order_id, OrderState.SHIPPED, later).shipped_at == later
    assert orders.move(ORDER.order_id, OrderState.DELIVERED, later).delivered_at == later
    with pytest.raises(BackendError, match="CA-9"):
        orders.move("CA-9", OrderState.SHIPPED, later)
