"""Turns of the small shop that make claims, each with a shopper of its own."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import jwt

from actions.buying.price_watch import fire_alerts
from actions.shop import Shop
from retrieval.catalogue import Catalogue
from retrieval.commerce.order import Order, OrderLine, OrderState
from retrieval.events import Event
from retrieval.pricing.money import Money
from retrieval.shopper_store import PERSONALISATION
from tests.actions.chat import Chat, Reply
from tests.actions.claims.claim import Turn
from tests.actions.small_shop import SECRET, TODAY
from tests.retrieval.pricing.made_rules import rules_of

SHOWN = {"shown": ["h01", "h07", "h09", "h11", "s06"]}
"""Slots after a list of products of five sellers was shown."""

NOON = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)


def turn(action: str, *before: Callable[[Chat], object], country: str = "DE", currency: str = "EUR", text: str = "",
         intent: str = "", slots: dict[str, Any] | None = None, **entities: Any) -> Turn:  # fmt: skip
    """Return a turn of a shopper who is signed in; what is in `before` happens first."""

    def prepared(shop: Shop) -> Chat:
        name = uuid.uuid4().hex
        token = jwt.encode({"sub": name, "exp": 4_000_000_000}, SECRET, algorithm="HS256")
        metadata = {"country": country, "currency": currency, "identity_token": token}
        chat = Chat(shop, sender=name, metadata=metadata, slots=dict(slots or {}))
        for step in before:
            step(chat)
        return chat

    def taken(chat: Chat) -> Reply:
        return chat.say(action, text, intent, **entities)

    return Turn(action, prepared, taken)


def owner(chat: Chat) -> str:
    """Return under which id the shopper's things are kept."""
    return f"user:{chat.sender}"


def in_cart(*product_ids: str, quantity: int = 1, size: str = "") -> Callable[[Chat], None]:
    """Put products into the shopper's cart."""

    def put(chat: Chat) -> None:
        for product_id in product_ids:
            chat.shop.commerce.carts.put(owner(chat), product_id, quantity, size)

    return put


def with_coupon(code: str) -> Callable[[Chat], None]:
    """Hold a coupon for the shopper."""

    def hold(chat: Chat) -> None:
        offers, now = chat.shop.advice.offers, chat.shop.now()
        offers.ledger.reserve(offers.offer(code), owner(chat), now, now + timedelta(days=3))

    return hold


def did(type_: str, *product_ids: str) -> Callable[[Chat], None]:
    """Let the shopper do something with products."""

    def do(chat: Chat) -> None:
        chat.shop.record(*(Event.now(owner(chat), type_, product_id) for product_id in product_ids))

    return do


def others_bought(n: int, *product_ids: str) -> Callable[[Chat], None]:
    """Let so many other shoppers, who agreed to be learned from, buy products together."""

    def buy(chat: Chat) -> None:
        names = [f"with {product_ids[0]} {number}" for number in range(n)]
        for name in names:
            chat.shop.store.record_consent(name, PERSONALISATION, granted=True)
        chat.shop.record(*(Event.now(name, "purchase", one, session_id=name) for name in names for one in product_ids))

    return buy


def said(action: str, **entities: Any) -> Callable[[Chat], Reply]:
    """Let the shopper take a turn before."""
    return lambda chat: chat.say(action, "", **entities)


def ordered(state: str, days_ago: int = 3, country: str = "DE") -> Callable[[Chat], None]:
    """Keep an order of the shopper that was delivered so many days ago, if it was."""

    def keep(chat: Chat) -> None:
        at, is_there = NOON - timedelta(days=days_ago), state in {"delivered", "return_requested", "returned"}
        order = Order(
            order_id=_order_id(chat),
            state=OrderState(state),
            placed_at=at - timedelta(days=5),
            shipped_at=at - timedelta(days=2) if state == "shipped" or is_there else None,
            delivered_at=at if is_there else None,
            country=country,
            lines=(OrderLine("m01", "Becher Weiß", 2, "", Money(Decimal("25.80"), "EUR")),),
            total=Money(Decimal("36.53"), "EUR"),
            is_complete=True,
            tracking_url="https://parcels.example/1" if state == "shipped" else "",
        )
        assert chat.shop.commerce.till
        chat.shop.commerce.till.orders.keep(owner(chat), order)

    return keep


def order_turn(action: str, state: str, days_ago: int = 3, country: str = "DE") -> Turn:
    """Return a turn about an order that it names."""
    base = turn(action, ordered(state, days_ago, country))

    def taken(chat: Chat) -> Reply:
        return chat.say(action, "my order", order_id=_order_id(chat))

    return Turn(action, base.prepared, taken)


def _order_id(chat: Chat) -> str:
    """Return the number of the shopper's only order."""
    return f"CA-{int(chat.sender, 16) % 10**7:07d}"


def alert_fired(chat: Chat) -> None:
    """Let an alert of the shopper fire: the product costs what it costs now, and the limit lies above it."""
    chat.shop.alerts.add(owner(chat), "h01", Decimal("25.00"), "EUR", "en")
    assert fire_alerts(chat.shop) == 1


def on(day: date) -> Callable[[Chat], None]:
    """Let it be another day."""

    def change(chat: Chat) -> None:
        chat.shop = replace(chat.shop, today=lambda: day)

    return change


def at_price(product_id: str, price: str) -> Callable[[Chat], None]:
    """Give a product another price."""

    def change(chat: Chat) -> None:
        found = [
            replace(one, price=Decimal(price)) if one.product_id == product_id else one for one in chat.shop.catalogue
        ]
        merchants = chat.shop.catalogue.merchants.values()
        chat.shop = replace(chat.shop, catalogue=Catalogue.from_products(found, merchants, "small shop"))

    return change


def as_kettle(product_id: str, **attributes: Any) -> Callable[[Chat], None]:
    """Make a product a kettle, of which the seller states these attributes."""

    def change(chat: Chat) -> None:
        found = [
            replace(one, category="kettle", hs_code="8516.79", attributes=attributes)
            if one.product_id == product_id
            else one
            for one in chat.shop.catalogue
        ]
        merchants = chat.shop.catalogue.merchants.values()
        chat.shop = replace(chat.shop, catalogue=Catalogue.from_products(found, merchants, "small shop"))

    return change


def under_rules(*records: Mapping[str, Any]) -> Callable[[Chat], None]:
    """Let these rules hold, and no others."""

    def change(chat: Chat) -> None:
        chat.shop = replace(chat.shop, prices=replace(chat.shop.prices, rules=rules_of(*records)))

    return change


def anonymous_cart(chat: Chat) -> None:
    """Put something into the cart of the same conversation before the shopper signed in."""
    chat.shop.commerce.carts.put(f"anon:{chat.sender}", "m01", 2)


def at_hour(hour: int, minute: int) -> Callable[[Chat], None]:
    """Let it be a time of day (UTC)."""

    def be(chat: Chat) -> None:
        moment = datetime(TODAY.year, TODAY.month, TODAY.day, hour, minute, tzinfo=UTC)
        chat.shop = replace(chat.shop, clock=lambda: moment)

    return be


def on_monday(chat: Chat) -> None:
    """Let it be the working day after the shop's own day, a Sunday."""
    on(TODAY + timedelta(days=1))(chat)
