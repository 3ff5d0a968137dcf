"""Orders on the wire: contract.md's payload of type `order`."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from actions.payloads.cards import Audience
from actions.shop import Shop
from actions.wording.texts import Line
from retrieval.commerce.order import Order, OrderLine, OrderState
from retrieval.commerce.withdrawal import Withdrawal


def order_payload(
    orders: Sequence[Order], audience: Audience, shop: Shop, rule: Withdrawal | None = None
) -> dict[str, Any]:
    """Return orders, the one in question in front, and the rule by which it may be sent back, if that was asked."""
    return {
        "type": "order",
        "language": audience.language,
        "orders": [_order(order, audience, shop) for order in orders],
        "sources": []
        if rule is None
        else [{"title": rule.source.title, "url": rule.source.url, "checked_on": rule.source.checked_on.isoformat()}],
    }


def return_until(order: Order, shop: Shop) -> date | None:
    """Return until when the law of the country of delivery lets an order be sent back; None where that is not known."""
    if order.state is not OrderState.DELIVERED or order.delivered_at is None:
        return None
    rule = shop.commerce.withdrawals.of(order.country, order.placed_at.date())
    return rule.last_day(order.delivered_at.date()) if rule and rule.is_decisive and rule.days else None


def _order(order: Order, audience: Audience, shop: Shop) -> dict[str, Any]:
    until = return_until(order, shop)
    return {
        "order_id": order.order_id,
        "state": order.state,
        "text": shop.texts.say(audience.language, Line(f"state_{order.state}", {})),
        "placed_at": _moment(order.placed_at),
        "shipped_at": _moment(order.shipped_at),
        "delivered_at": _moment(order.delivered_at),
        "country": order.country or None,
        "lines": [_line(line, audience, shop) for line in order.lines],
        "total": order.total.as_wire(),
        "complete": order.is_complete,
        "tracking_url": order.tracking_url or None,
        "can_be_cancelled": order.can_be_cancelled,
        "return_until": until.isoformat() if until else None,
    }


def _line(line: OrderLine, audience: Audience, shop: Shop) -> dict[str, Any]:
    """Return a line; its title is in the shopper's language where the product is still sold."""
    product = shop.catalogue.get(line.product_id) if line.product_id in shop.catalogue else None
    return {
        "product_id": line.product_id,
        "title": shop.payloads.title(product, audience.language) if product else line.title,
        "image": shop.payloads.picture(product) if product else None,
        "size": line.size or None,
        "quantity": line.quantity,
        "price": line.price.as_wire(),
    }


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")
