"""Advice on a cart that costs less to the door when it is sent in several parcels, or bought on another day.

Parting a purchase is advised only where customs are not known to count its parcels together; docs/decisions has why.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from actions.buying.cart_items import CartItem
from actions.buying.cart_parcels import Parcel, parcel_cost, quote_for
from actions.buying.door_prices import EURO, DoorPrices
from actions.payloads.cards import Audience
from actions.wording import values
from actions.wording.texts import Line
from retrieval.pricing.counting import Counting, CountsAs, counting_at
from retrieval.pricing.landed_cost import LandedCost
from retrieval.pricing.money import Money
from retrieval.pricing.rule import Rule
from retrieval.pricing.splitting import Pieces, cheaper_split
from retrieval.pricing.territories import customs_area
from retrieval.pricing.timing import change_ahead
from retrieval.product import Merchant


class AdviceKind(StrEnum):
    """What would save: several parcels, waiting until a day, or being through before it."""

    SPLIT = "split"
    WAIT = "wait"
    SOON = "soon"


@dataclass(frozen=True, slots=True)
class CartAdvice:
    """How what a merchant sends would cost less, by how much, and the rule behind it.

    `until` is the day from which on a rule holds or holds no more, None for a split; `parcels` are those of a split.
    `counting` says how customs count parcels, None where nothing is recorded. `crosses_border` tells whether there are
    customs on the way, `is_less_fees` that fees of unknown amount come on top, the same either way.
    """

    kind: AdviceKind
    merchant: Merchant
    saving: Money
    rule: Rule
    until: date | None = None
    parcels: tuple[tuple[CartItem, ...], ...] = ()
    counting: Counting | None = None
    crosses_border: bool = True
    is_less_fees: bool = False


def advice_on(
    parcels: Sequence[Parcel], audience: Audience, prices: DoorPrices, least: Decimal
) -> tuple[CartAdvice, ...]:
    """Return the advice on each parcel that saves `least` euros or more, what saves most first.

    There is none where more is unknown than fees that are the same either way, and none where a coupon pays for
    carriage: what it would pay for several parcels is the shop's to say.
    """
    minimum = prices.converted(least, EURO, audience.currency)
    found = []
    for parcel in parcels:
        if parcel.cost is not None and not parcel.is_carriage_cut:
            found += [*_split(parcel, audience, prices, minimum), *_timing(parcel, audience, prices, minimum)]
    return tuple(sorted(found, key=lambda one: -one.saving.amount))


def advice_lines(advice: CartAdvice) -> list[Line]:
    """Return the sentences that give an advice, with what it hangs on."""
    merchant = values.merchant(advice.merchant)
    facts = {"merchant": merchant, "price": values.money(advice.saving.rounded().amount, advice.saving.currency)}
    alike = [Line("cart_advice_fees_alike", {})] if advice.is_less_fees else []
    if advice.kind is AdviceKind.SPLIT:
        lines = [Line("cart_advice_split", {**facts, "n": values.number(len(advice.parcels))}), *alike]
        if advice.counting is None:
            return [*lines, Line("cart_advice_split_unsure", {"merchant": merchant})]
        return [*lines, Line("cart_advice_split_orders", {"source": values.plain(advice.counting.source.title)})]
    lines = [
        Line(f"cart_advice_{advice.kind}", facts | ({"date": values.day(advice.until)} if advice.until else {})),
        *alike,
    ]
    return [*lines, Line("cart_advice_customs_day", {})] if advice.crosses_border else lines


def _split(parcel: Parcel, audience: Audience, prices: DoorPrices, least: Decimal) -> list[CartAdvice]:
    counting = counting_at(audience.country)
    if counting is not None and counting.counts_as is CountsAs.ONE:
        return []

    def cost_of(pieces: Pieces) -> LandedCost:
        sent = [row for row, number in enumerate(pieces) if number]
        goods = [replace(parcel.goods[row], quantity=pieces[row]) for row in sent]
        quote = quote_for(_with_pieces(parcel, pieces), parcel.merchant, audience.country)
        return parcel_cost(goods, parcel.merchant, quote, audience, audience.today, prices)

    split = cheaper_split(parcel.goods, cost_of, prices.rules, prices.rates, least)
    if split is None:
        return []
    parts = tuple(_with_pieces(parcel, pieces) for pieces in split.parcels)
    advice = CartAdvice(AdviceKind.SPLIT, parcel.merchant, split.saving, split.rule, parcels=parts)
    return [replace(advice, counting=counting, is_less_fees=split.is_less_fees)]


def _timing(parcel: Parcel, audience: Audience, prices: DoorPrices, least: Decimal) -> list[CartAdvice]:
    if parcel.cost is None:
        return []
    quote = quote_for(parcel.items, parcel.merchant, audience.country)

    def cost_on(day: date) -> LandedCost:
        return parcel_cost(parcel.goods, parcel.merchant, quote, audience, day, prices)

    change = change_ahead(parcel.cost, cost_on, prices.rules, least)
    if change is None:
        return []
    kind = AdviceKind.SOON if change.is_dearer else AdviceKind.WAIT
    is_crossed = customs_area(parcel.cost.origin) != customs_area(parcel.cost.destination)
    advice = CartAdvice(kind, parcel.merchant, change.difference, change.rule, until=change.day)
    return [replace(advice, crosses_border=is_crossed, is_less_fees=change.is_less_fees)]


def _with_pieces(parcel: Parcel, pieces: Pieces) -> tuple[CartItem, ...]:
    return tuple(replace(item, quantity=number) for item, number in zip(parcel.items, pieces, strict=True) if number)
