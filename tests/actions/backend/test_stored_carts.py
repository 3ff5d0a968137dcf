"""The demo shop's carts keep the port's contract, on SQLite and PostgreSQL."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from retrieval.commerce.stored_carts import StoredCarts
from retrieval.commerce.tables import COMMERCE_TABLES
from retrieval.database import create_engine_for, shoppers
from tests.actions.backend.carts_contract import CartsContract
from tests.retrieval.test_shopper_store import url

__all__ = ["url"]


@pytest.fixture
def carts(url: str) -> Iterator[StoredCarts]:
    engine = create_engine_for(url)
    yield StoredCarts(engine)
    with engine.begin() as connection:
        for table in (*COMMERCE_TABLES, shoppers):
            connection.execute(delete(table))
    engine.dispose()


class TestStoredCarts(CartsContract):
    pass


def test_a_cart_handed_over_to_who_has_none_keeps_its_id(carts: StoredCarts) -> None:
    cart_id = carts.put("anon:s1", "tee", 1).cart_id
    assert carts.hand_over("anon:s1", "user:ann").cart_id == cart_id
    assert carts.owner_of(cart_id) == "user:ann"
    assert carts.owner_of("no such cart") == ""


def test_many_at_once_lose_nothing(carts: StoredCarts) -> None:
    threads = [threading.Thread(target=carts.put, args=("user:ann", f"p{number}", 1)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {line.product_id for line in carts.cart("user:ann").lines} == {f"p{number}" for number in range(12)}
