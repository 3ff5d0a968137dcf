"""The demo shop's orders, in its database."""

import secrets
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine, Row, insert, select, update

from retrieval.commerce.order import MAX_ORDERS, Order, OrderLine, OrderState
from retrieval.commerce.tables import orders
from retrieval.database import transaction
from retrieval.errors import BackendError
from retrieval.events import is_id
from retrieval.pricing.money import Money
from retrieval.shopper_store import hold

_NUMBERS = 10_000_000
"""How many numbers an order may have, so that nobody guesses one."""

_MOMENTS = {OrderState.SHIPPED: "shipped_at", OrderState.DELIVERED: "delivered_at"}


class StoredOrders:
    """Keeps orders in a database made by `create_engine_for`; threads and processes may share it.

    An order is found by its number and its shopper together: one of somebody else is not there. Raises StoreError where
    the database fails.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def orders(self, user_id: str) -> tuple[Order, ...]:
        """Return a shopper's orders, the latest first and at most MAX_ORDERS."""
        query = select(orders).where(orders.c.user_id == _own(user_id))
        query = query.order_by(orders.c.placed_at.desc(), orders.c.order_id).limit(MAX_ORDERS)
        with transaction(self._engine, writes=False) as connection:
            return tuple(_order(row) for row in connection.execute(query))

    def order(self, user_id: str, order_id: str) -> Order | None:
        """Return a shopper's order, None where they have none of this number."""
        if not is_id(order_id):
            return None
        query = select(orders).where(orders.c.user_id == _own(user_id), orders.c.order_id == order_id)
        with transaction(self._engine, writes=False) as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _order(row)

    def cancel(self, user_id: str, order_id: str) -> Order:
        """Cancel an order that has not left yet; return it as it stands then. Raises BackendError for no such order."""
        return self._changed(user_id, order_id, (OrderState.PLACED, OrderState.PAID), OrderState.CANCELLED)

    def request_return(self, user_id: str, order_id: str) -> Order:
        """Note that a delivered order is to go back; return it as it stands then. BackendError for no such order."""
        return self._changed(user_id, order_id, (OrderState.DELIVERED,), OrderState.RETURN_REQUESTED)

    def of_checkout(self, checkout_id: str) -> Order | None:
        """Return the order that came of a checkout, None where none has yet."""
        with transaction(self._engine, writes=False) as connection:
            row = connection.execute(select(orders).where(orders.c.checkout_id == checkout_id)).one_or_none()
        return None if row is None else _order(row)

    def place(self, user_id: str, order: Order, checkout_id: str) -> Order:
        """Keep a new order under a number of its own, and return it; a checkout that was done before gives its order.

        The number that `order` has is not looked at.
        """
        with transaction(self._engine, writes=True) as connection:
            hold(connection, {user_id})
            done = connection.execute(select(orders).where(orders.c.checkout_id == checkout_id)).one_or_none()
            if done is not None:
                return _order(done)
            taken = True
            while taken:
                order_id = f"CA-{secrets.randbelow(_NUMBERS):07d}"
                taken = connection.scalar(select(orders.c.order_id).where(orders.c.order_id == order_id)) is not None
            row = {**_row(order), "order_id": order_id, "user_id": user_id, "checkout_id": checkout_id}
            return _order(connection.execute(insert(orders).values(row).returning(*orders.c)).one())

    def keep(self, user_id: str, order: Order) -> bool:
        """Keep an order as it is, under its number; return whether it is new."""
        with transaction(self._engine, writes=True) as connection:
            hold(connection, {user_id})
            if connection.scalar(select(orders.c.order_id).where(orders.c.order_id == order.order_id)) is not None:
                return False
            connection.execute(insert(orders).values({**_row(order), "user_id": user_id}))
        return True

    def move(self, order_id: str, state: OrderState, at: datetime) -> Order:
        """Have an order stand elsewhere from a moment on, as the shop's people do; BackendError for no such order."""
        changes: dict[str, Any] = {"state": state}
        if state in _MOMENTS:
            changes[_MOMENTS[state]] = at
        statement = update(orders).where(orders.c.order_id == order_id).values(changes).returning(*orders.c)
        with transaction(self._engine, writes=True) as connection:
            row = connection.execute(statement).one_or_none()
        if row is None:
            raise BackendError(f"there is no order {order_id!r}; see `crossaisle shoppers orders` for those there are")
        return _order(row)

    def _changed(self, user_id: str, order_id: str, before: tuple[OrderState, ...], after: OrderState) -> Order:
        is_own = (orders.c.user_id == _own(user_id), orders.c.order_id == order_id)
        with transaction(self._engine, writes=True) as connection:
            connection.execute(update(orders).where(*is_own, orders.c.state.in_(before)).values(state=after))
            row = connection.execute(select(orders).where(*is_own)).one_or_none()
        if row is None:
            raise BackendError(f"the shopper has no order {order_id!r}; look it up before changing it")
        return _order(row)


def _own(user_id: str) -> str:
    """Return an id to look for; what can be none has no orders."""
    return user_id if is_id(user_id) else ""


def _row(order: Order) -> dict[str, Any]:
    lines = [
        {
            "product_id": line.product_id,
            "title": line.title,
            "quantity": line.quantity,
            "size": line.size,
            "price": line.price.text(),
        }
        for line in order.lines
    ]
    return {
        "order_id": order.order_id,
        "state": order.state,
        "placed_at": order.placed_at,
        "shipped_at": order.shipped_at,
        "delivered_at": order.delivered_at,
        "country": order.country,
        "currency": order.total.currency,
        "total": order.total.text(),
        "is_complete": order.is_complete,
        "tracking_url": order.tracking_url,
        "lines": lines,
    }


def _order(row: Row[Any]) -> Order:
    return Order(
        order_id=row.order_id,
        state=OrderState(row.state),
        placed_at=row.placed_at,
        shipped_at=row.shipped_at,
        delivered_at=row.delivered_at,
        country=row.country,
        lines=tuple(
            OrderLine(
                line["product_id"],
                line["title"],
                line["quantity"],
                line["size"],
                Money(Decimal(line["price"]), row.currency),
            )
            for line in row.lines
        ),
        total=Money(Decimal(row.total), row.currency),
        is_complete=row.is_complete,
        tracking_url=row.tracking_url,
    )
