"""Orders of the demo's invented shoppers, so that there is something to ask after."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from itertools import groupby

from retrieval.commerce.order import Order, OrderLine, OrderState
from retrieval.events import Event
from retrieval.pricing.money import Money
from retrieval.product import Product

_STATES = (
    OrderState.DELIVERED,
    OrderState.SHIPPED,
    OrderState.PAID,
    OrderState.PLACED,
    OrderState.RETURN_REQUESTED,
    OrderState.CANCELLED,
)
_COUNTRIES = ("DE", "FR", "GB", "JP", "CN", "TR", "BR", "TH")
_SHIPPED_AFTER, _DELIVERED_AFTER = timedelta(days=1), timedelta(days=4)


@dataclass(frozen=True, slots=True)
class DemoOrder:
    """An order and whose it is."""

    user_id: str
    order: Order


def demo_orders(
    events: Sequence[Event], product: Callable[[str], Product], today: datetime, owner: Callable[[str], str]
) -> Iterator[DemoOrder]:
    """Yield an order for each day on which a shopper bought something, as `events` (a shopper's together) say.

    `owner` gives the id under which a shopper has orders. The latest order of a shopper was placed five days ago, the
    others lie as far apart as the purchases. Number, state and country follow from the shopper and the day alone, so
    the same events give the same orders. Totals are the goods alone and so incomplete.
    """
    for user_id, own in groupby(events, key=lambda event: event.user_id):
        bought = [event for event in own if event.type == "purchase" and event.product_id]
        if not bought:
            continue
        shift = today - timedelta(days=5) - max(event.ts for event in bought)
        for day, of_day in groupby(bought, key=lambda event: event.ts.date()):
            placed_at = datetime.combine(day, datetime.min.time(), UTC) + shift
            yield DemoOrder(owner(user_id), _order(user_id, placed_at, day.isoformat(), list(of_day), product, today))


def _order(
    user_id: str,
    placed_at: datetime,
    day: str,
    bought: Sequence[Event],
    product: Callable[[str], Product],
    today: datetime,
) -> Order:
    digits = int.from_bytes(sha256(f"{user_id} {day}".encode()).digest()[:8], "big")
    state = _STATES[digits % len(_STATES)]
    has_left = state in {OrderState.SHIPPED, OrderState.DELIVERED, OrderState.RETURN_REQUESTED}
    is_there = has_left and state is not OrderState.SHIPPED
    goods = [product(event.product_id) for event in bought if event.product_id]
    currency = goods[0].currency
    lines = tuple(
        OrderLine(one.product_id, one.titles[one.language], 1, next(iter(one.sizes), ""), Money(one.price, currency))
        for one in goods
        if one.currency == currency
    )
    return Order(
        order_id=f"CA-{digits % 10_000_000:07d}",
        state=state,
        placed_at=placed_at,
        shipped_at=min(placed_at + _SHIPPED_AFTER, today) if has_left else None,
        delivered_at=min(placed_at + _DELIVERED_AFTER, today) if is_there else None,
        country=_COUNTRIES[digits % len(_COUNTRIES)],
        lines=lines,
        total=Money(sum((line.price.amount for line in lines), Decimal(0)), currency),
        is_complete=False,
    )
