"""What a cart costs: its goods, what a coupon takes off, and each merchant's parcel to the door."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from actions.buying.cart_advice import CartAdvice, advice_on
from actions.buying.cart_items import CartItem, cart_items, sum_of
from actions.buying.cart_parcels import Parcel, goods_of, parcel_cost, quote_for
from actions.buying.door_prices import DoorPrices
from actions.payloads.cards import Audience
from actions.shop import Shop
from retrieval.advice.coupon import Purchase, Unmet, taken_off
from retrieval.advice.offer_book import Offer, OfferKind
from retrieval.advice.offer_ledger import Grant
from retrieval.advice.parcels import DoorTotal, door_total
from retrieval.commerce.cart import Cart
from retrieval.pricing.landed_cost import LandedCost
from retrieval.pricing.money import Money
from retrieval.pricing.shipping import Quote


@dataclass(frozen=True, slots=True)
class Coupon:
    """A coupon that the shopper holds: what it takes off, in its own currency, or which condition is not met."""

    offer: Offer
    grant: Grant
    taken: Decimal | Unmet

    @property
    def amount(self) -> Decimal:
        """What it takes off, 0 where a condition is not met."""
        return Decimal(0) if isinstance(self.taken, Unmet) else self.taken


@dataclass(frozen=True, slots=True)
class CartCosts:
    """`goods` and `discount` are in the shopper's currency; `door` is the sum of all parcels after the discount.

    What cannot be had is in none of them. `coupon` is the one that takes most off, or else one held but not met.
    `advice` says how some of it would cost less, what saves most first.
    """

    items: tuple[CartItem, ...]
    goods: Money
    discount: Money
    coupon: Coupon | None
    parcels: tuple[Parcel, ...]
    door: DoorTotal | None
    advice: tuple[CartAdvice, ...] = ()


def costs_for(cart: Cart, owner: str, audience: Audience, shop: Shop) -> CartCosts:
    """Return what an owner's cart costs an audience, with the best coupon that the owner holds."""
    offers = shop.advice.offers
    items = cart_items(cart, shop.catalogue, shop.prices, audience.country)
    grants = offers.ledger.held(offers.book.offers, owner, shop.now()) if items else ()
    held = [(offers.book.offers[grant.code], grant) for grant in grants]
    has_ordered = bool(held) and any(event.type == "purchase" for event in shop.store.events_of(owner))
    costs = cart_costs(items, audience, shop.prices, held, has_ordered)
    least = Decimal(str(shop.settings.least_saving))
    return replace(costs, advice=advice_on(costs.parcels, audience, shop.prices, least))


def cart_costs(
    items: tuple[CartItem, ...],
    audience: Audience,
    prices: DoorPrices,
    held: Sequence[tuple[Offer, Grant]] = (),
    has_ordered: bool = False,
) -> CartCosts:
    """Return what the items that can be had cost together, with the best of the coupons `held`."""
    by_merchant: dict[str, list[CartItem]] = defaultdict(list)
    for item in items:
        if item.counts:
            by_merchant[item.product.merchant_id].append(item)
    quotes = {
        merchant_id: quote_for(own, prices.merchants[merchant_id], audience.country)
        for merchant_id, own in by_merchant.items()
    }
    coupons = [
        Coupon(offer, grant, taken_off(offer, _purchase(offer, by_merchant, quotes, audience, prices, has_ordered)))
        for offer, grant in held
    ]
    coupon = max(
        coupons, key=lambda one: prices.converted(one.amount, one.offer.currency, audience.currency), default=None
    )
    goods = sum_of(items, prices, audience.currency)
    parcels = _parcels(by_merchant, quotes, coupon, audience, prices)
    costs = [parcel.cost for parcel in parcels if parcel.cost is not None]
    door = door_total(costs, audience.currency) if costs else None
    return CartCosts(items, goods, _discount(goods, coupon, costs, audience, prices), coupon, parcels, door)


def _purchase(
    offer: Offer,
    by_merchant: Mapping[str, Sequence[CartItem]],
    quotes: Mapping[str, Quote | None],
    audience: Audience,
    prices: DoorPrices,
    has_ordered: bool,
) -> Purchase:
    """Return what of a cart a coupon is about, in the coupon's currency."""
    covered, carriage = Decimal(0), Decimal(0)
    is_known = True
    for merchant_id, own in by_merchant.items():
        values = [
            prices.price(item.product, offer.currency).amount * item.quantity
            for item in own
            if offer.covers(item.product)
        ]
        covered += sum(values, Decimal(0))
        quote = quotes[merchant_id]
        if values and (quote is None or quote.cost is None):
            is_known = False
        elif values and quote and quote.cost:
            carriage += prices.converted(quote.cost.amount, quote.cost.currency, offer.currency)
    return Purchase(covered, carriage if is_known else None, audience.country, audience.today, has_ordered)


def _parcels(
    by_merchant: Mapping[str, Sequence[CartItem]],
    quotes: Mapping[str, Quote | None],
    coupon: Coupon | None,
    audience: Audience,
    prices: DoorPrices,
) -> tuple[Parcel, ...]:
    left = coupon.amount if coupon and coupon.offer.kind is OfferKind.SHIPPING else Decimal(0)
    share = _share_off(coupon, by_merchant, prices)
    parcels = []
    for merchant_id, own in by_merchant.items():
        merchant, quote = prices.merchants[merchant_id], quotes[merchant_id]
        is_covered = coupon is not None and any(coupon.offer.covers(item.product) for item in own)
        is_carriage_cut = bool(is_covered and left and quote and quote.cost)
        if coupon and is_carriage_cut and quote and quote.cost:
            carriage = prices.converted(quote.cost.amount, quote.cost.currency, coupon.offer.currency)
            paid = min(left, carriage)
            left -= paid
            kept = quote.cost.amount * (1 - paid / carriage) if carriage else quote.cost.amount
            quote = replace(quote, cost=Money(kept, quote.cost.currency))
        goods = tuple(
            goods_of(item, share if coupon and coupon.offer.covers(item.product) else Decimal(0)) for item in own
        )
        cost = None
        if audience.country:
            cost = parcel_cost(goods, merchant, quote, audience, audience.today, prices)
        parcels.append(Parcel(merchant, tuple(own), goods, cost, is_carriage_cut))
    return tuple(parcels)


def _share_off(coupon: Coupon | None, by_merchant: Mapping[str, Sequence[CartItem]], prices: DoorPrices) -> Decimal:
    """Return which share of the price of the goods that it covers a coupon takes off."""
    if coupon is None or coupon.offer.kind is OfferKind.SHIPPING or not coupon.amount:
        return Decimal(0)
    covered = sum(
        prices.price(item.product, coupon.offer.currency).amount * item.quantity
        for own in by_merchant.values()
        for item in own
        if coupon.offer.covers(item.product)
    )
    return coupon.amount / covered


def _discount(
    goods: Money, coupon: Coupon | None, costs: Sequence[LandedCost], audience: Audience, prices: DoorPrices
) -> Money:
    """Return what a coupon takes off in the shopper's currency: what is missing from the goods' rounded lines."""
    if coupon is None or not coupon.amount:
        return Money(Decimal(0), audience.currency)
    if coupon.offer.kind is OfferKind.SHIPPING or not costs:
        return Money(
            prices.converted(coupon.amount, coupon.offer.currency, audience.currency), goods.currency
        ).rounded()
    left = sum(line.amount or Decimal(0) for cost in costs for line in cost.lines if line.kind == "item")
    return Money(goods.amount - left, goods.currency)
