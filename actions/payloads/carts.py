"""Carts on the wire: contract.md's payload of type `cart`."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from actions.buying.cart_advice import CartAdvice, advice_lines
from actions.buying.cart_costs import CartCosts
from actions.buying.cart_items import CartItem, Problem
from actions.buying.cart_parcels import Parcel
from actions.payloads.bundles import door_figures
from actions.payloads.cards import Audience, Payloads, iso_day
from actions.payloads.offers import offer_card
from actions.shop import Shop
from actions.wording import values
from actions.wording.names import readable
from actions.wording.texts import Line
from retrieval.pricing.money import Money

KINDS = ("shipping", "duty", "vat", "fee")
"""The costs beside goods and discount, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Link:
    """The way to the shop's checkout: an address, and until when it works (ISO 8601)."""

    url: str
    expires_at: str


def cart_payload(costs: CartCosts, audience: Audience, shop: Shop, link: Link | None = None) -> dict[str, Any]:
    """Return the cart: its lines, what they cost together and to the door, and the way to the checkout."""
    say = shop.texts.say
    return {
        "type": "cart",
        "language": audience.language,
        "currency": audience.currency,
        "country": audience.country or None,
        "title": say(audience.language, Line("cart_title", {})),
        "lines": [_line(item, audience, shop) for item in costs.items],
        "n_pieces": sum(item.quantity for item in costs.items),
        "goods": costs.goods.as_wire(),
        "discount": costs.discount.as_wire() if costs.discount.amount else None,
        "offer": offer_card(costs.coupon.offer, shop.texts, audience.language, costs.coupon.grant)
        if costs.coupon
        else None,
        "costs": _costs(costs, audience, shop),
        "total": _total(costs).as_wire(),
        "complete": costs.door is not None and costs.door.complete,
        "landed_cost": None if costs.door is None else door_figures(costs.door),
        "parcels": [_parcel(parcel, audience, shop.payloads) for parcel in costs.parcels],
        "advice": [_advice(one, audience.language, shop) for one in costs.advice],
        "checkout": None
        if link is None
        else {"url": link.url, "expires_at": link.expires_at, "text": say(audience.language, Line("cart_pay", {}))},
    }


def _line(item: CartItem, audience: Audience, shop: Shop) -> dict[str, Any]:
    product, payloads = item.product, shop.payloads
    return {
        "product_id": product.product_id,
        "title": payloads.title(product, audience.language),
        "title_original": product.titles[product.language],
        "language_original": product.language,
        "image": payloads.picture(product),
        "url": product.url,
        "size": item.size or None,
        "quantity": item.quantity,
        "price": shop.prices.price(product, audience.currency).as_wire(),
        "price_original": {"amount": str(product.price), "currency": product.currency},
        "rate_date": iso_day(shop.prices.rate_date(product, audience.currency)),
        "total": item.total(shop.prices, audience.currency).as_wire(),
        "counts": item.counts,
        "problem": item.problem,
        "text": shop.texts.say(audience.language, problem_line(item)) if item.problem else None,
    }


def problem_line(item: CartItem) -> Line:
    """Return the short remark on an item that cannot be bought as it stands."""
    if item.problem is Problem.OVER_STOCK:
        return Line("cart_note_over_stock", {"n": values.number(item.product.stock or 0)})
    if item.problem is Problem.PROHIBITED:
        return Line("cart_note_prohibited", {})
    return Line("cart_note_sold_out" if item.problem is Problem.SOLD_OUT else "cart_note_not_sent", {})


def _costs(costs: CartCosts, audience: Audience, shop: Shop) -> list[dict[str, Any]]:
    """Return all costs by kind. Those that are known add up to the total; a discount is below zero.

    `complete` says whether the whole of a kind is known; where nothing of it is, its amount is null.
    """
    say = shop.texts.say
    rows = [_row("item", costs.goods.amount, True, say(audience.language, Line("cart_goods", {})), audience)]
    if costs.discount.amount and costs.coupon:
        code = {"code": values.plain(costs.coupon.offer.code)}
        rows.append(
            _row(
                "discount", -costs.discount.amount, True, say(audience.language, Line("cart_discount", code)), audience
            )
        )
    for kind in KINDS:
        lines = [line for parcel in costs.parcels if parcel.cost for line in parcel.cost.lines if line.kind == kind]
        known = [line.amount for line in lines if line.amount is not None]
        if lines:
            waived = costs.discount.amount - _off_goods(costs) if kind == "shipping" else Decimal(0)
            amount = sum(known, waived) if known else None
            text = say(audience.language, _named(kind))
            rows.append(_row(kind, amount, len(known) == len(lines), text, audience))
    return rows


def _total(costs: CartCosts) -> Money:
    """Return what all of it costs, as far as it is known: to the door, or without a country the goods alone."""
    if costs.door is not None:
        return costs.door.total
    return Money(costs.goods.amount - costs.discount.amount, costs.goods.currency)


def _off_goods(costs: CartCosts) -> Decimal:
    """Return how much of the discount is missing from the goods' own lines; the rest pays for carriage."""
    lines = [line for parcel in costs.parcels if parcel.cost for line in parcel.cost.lines if line.kind == "item"]
    return costs.goods.amount - sum((line.amount or Decimal(0) for line in lines), Decimal(0))


def _named(kind: str) -> Line:
    return Line("line_vat_unknown" if kind == "vat" else f"line_{kind}", {})


def _row(kind: str, amount: Decimal | None, is_complete: bool, text: str, audience: Audience) -> dict[str, Any]:
    sign = "-" if amount is not None and amount < 0 else ""
    shown = None if amount is None else sign + Money(abs(amount), audience.currency).text()
    return {"kind": kind, "amount": shown, "complete": is_complete, "text": text}


def _parcel(parcel: Parcel, audience: Audience, payloads: Payloads) -> dict[str, Any]:
    return {
        "merchant": readable(parcel.merchant.name, parcel.merchant.latin_name, audience.language),
        "country": parcel.merchant.country,
        "product_ids": _ids(parcel.items),
        "landed_cost": None if parcel.cost is None else payloads.landed_cost(parcel.cost, audience.language),
    }


def _advice(advice: CartAdvice, language: str, shop: Shop) -> dict[str, Any]:
    """Return an advice; its `source` is that of how parcels are counted, else that of the rule."""
    source = advice.counting.source if advice.counting else advice.rule.source
    return {
        "kind": advice.kind,
        "merchant": readable(advice.merchant.name, advice.merchant.latin_name, language),
        "saving": advice.saving.text(),
        "currency": advice.saving.currency,
        "until": None if advice.until is None else advice.until.isoformat(),
        "rule_id": advice.rule.rule_id,
        "parcels": [
            [{"product_id": one.product.product_id, "size": one.size or None, "quantity": one.quantity} for one in part]
            for part in advice.parcels
        ],
        "source": {"title": source.title, "url": source.url or None, "checked_on": source.checked_on.isoformat()},
        "text": shop.texts.say_all(language, advice_lines(advice)),
    }


def _ids(items: Sequence[CartItem]) -> list[str]:
    return list(dict.fromkeys(item.product.product_id for item in items))
