"""The parcels that a cart is sent in: each merchant's own, with its carriage and its cost to the door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from actions.buying.cart_items import CartItem
from actions.buying.door_prices import DoorPrices
from actions.payloads.cards import Audience
from retrieval.errors import PricingError
from retrieval.pricing.consignment import Item
from retrieval.pricing.landed_cost import LandedCost, landed_cost
from retrieval.pricing.money import Money
from retrieval.pricing.shipping import Quote
from retrieval.pricing.terms import Incoterm
from retrieval.product import Merchant
from retrieval.shipping import ParcelSize, parcel_size, usual_quote


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one merchant sends, and its cost to the door after the coupon; None without a country.

    `goods` are the items as they are priced, in the order of `items`. `is_carriage_cut` tells whether a coupon pays for
    some of the carriage.
    """

    merchant: Merchant
    items: tuple[CartItem, ...]
    goods: tuple[Item, ...]
    cost: LandedCost | None
    is_carriage_cut: bool = False


def quote_for(items: Sequence[CartItem], merchant: Merchant, country: str) -> Quote | None:
    """Return the carriage of a parcel, of unknown cost where a product has no weight; None without a country."""
    if not country:
        return None
    try:
        return usual_quote(merchant, country, parcel_size((item.product, item.quantity) for item in items))
    except PricingError:  # heavier than any parcel
        return usual_quote(merchant, country, ParcelSize(None, None))


def goods_of(item: CartItem, share_off: Decimal) -> Item:
    """Return an item as it is priced, with a share taken off its price."""
    product = item.product
    return Item(
        price=Money(product.price * (1 - share_off), product.currency),
        quantity=item.quantity,
        hs_code=product.hs_code,
        category=product.category,
        audience=product.audience,
        origin=product.origin,
        is_hs_estimated=product.hs_proposal is not None,
    )


def parcel_cost(
    goods: Sequence[Item], merchant: Merchant, quote: Quote | None, audience: Audience, on: date, prices: DoorPrices
) -> LandedCost:
    """Return what goods sent together on a day cost an audience to the door."""
    return landed_cost(
        goods,
        merchant.country,
        audience.country,
        on,
        quote,
        prices.rules,
        prices.rates,
        audience.currency,
        quote.carrier if quote else "",
        incoterm=prices.terms(merchant, audience.country) or Incoterm.DAP,
    )
