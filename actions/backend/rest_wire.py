"""Carts and orders as docs/backend.md has them on the wire."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from retrieval.commerce.cart import Cart, CartLine
from retrieval.commerce.order import Order, OrderLine, OrderState
from retrieval.errors import BackendError, PricingError, StoreError
from retrieval.pricing.money import Money


def cart_of(found: Mapping[str, Any]) -> Cart:
    """Read a cart; raises BackendError for what is none."""
    try:
        lines = found["lines"]
        return Cart(
            _text(found["cart_id"]),
            tuple(CartLine(line["product_id"], _whole(line["quantity"]), line["size"] or "") for line in lines),
        )
    except (KeyError, TypeError, ValueError, StoreError) as error:
        raise _unusable("cart", error) from error


def order_of(found: Mapping[str, Any]) -> Order:
    """Read an order; raises BackendError for what is none."""
    try:
        currency = found["currency"]
        return Order(
            order_id=_text(found["order_id"]),
            state=OrderState(found["state"]),
            placed_at=datetime.fromisoformat(found["placed_at"]),
            shipped_at=_moment(found.get("shipped_at")),
            delivered_at=_moment(found.get("delivered_at")),
            country=_text(found["country"]),
            lines=tuple(
                OrderLine(
                    _text(line["product_id"]),
                    _text(line["title"]),
                    _whole(line["quantity"]),
                    line.get("size") or "",
                    _money(line["price"], currency),
                )
                for line in found["lines"]
            ),
            total=_money(found["total"], currency),
            is_complete=found["is_complete"] is True,
            tracking_url=found.get("tracking_url") or "",
        )
    except (KeyError, TypeError, ValueError, StoreError, PricingError) as error:
        raise _unusable("order", error) from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise TypeError(f"{value!r} is no whole number")
    return value


def _money(amount: Any, currency: Any) -> Money:
    """Read an amount; it has to be a text, as a number would not be exact."""
    return Money.parse(_text(amount), _text(currency))


def _moment(value: Any) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _unusable(what: str, error: Exception) -> BackendError:
    return BackendError(f"the backend answered what is no {what} ({error!r}); see docs/backend.md for its form")
