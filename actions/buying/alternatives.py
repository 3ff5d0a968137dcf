"""Another seller's offer that costs less to the door: of the same product, or of one that compares with it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from actions.buying.door_prices import EURO
from actions.payloads.cards import Audience
from actions.shop import Shop
from actions.wording import values
from actions.wording.names import readable
from actions.wording.texts import Line
from retrieval.errors import PricingError
from retrieval.findings import Found
from retrieval.lists.duplicates import MAX_PRICE_RATIO
from retrieval.pricing.landed_cost import LandedCost
from retrieval.pricing.money import Money
from retrieval.product import Product
from retrieval.profile import Profile

_MOST_COMPARED = 10
"""So many of the products most like one are near enough to stand in for it."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A product that costs `saving` less to the door; `is_same` tells that it is the same thing from another seller."""

    product: Product
    cost: LandedCost
    saving: Money
    is_same: bool


def cheaper_elsewhere(product: Product, cost: LandedCost, audience: Audience, shop: Shop) -> Alternative | None:
    """Return what costs least to the door instead of `product`, which costs `cost`; None where nothing does.

    The same thing from another seller comes before what compares with it from another country. Only totals that are
    wholly known are compared, so what is priced or sent in a currency without a rate is left out; what saves less than
    the shop's least saving is none.
    """
    if not cost.complete:
        return None
    same = _cheapest(_same(product, audience, shop), cost, audience, shop, is_same=True)
    return same or _cheapest(_comparable(product, audience, shop), cost, audience, shop, is_same=False)


def alternative_line(alternative: Alternative, audience: Audience, shop: Shop) -> Line:
    """Return the sentence that names an alternative and what it saves."""
    product, total = alternative.product, alternative.cost.total
    merchant = shop.catalogue.merchant_of(product)
    facts = {
        "title": values.plain(shop.payloads.title(product, audience.language)),
        "merchant": values.merchant(merchant),
        "country": values.country(merchant.country),
        "price": values.money(alternative.saving.amount, alternative.saving.currency),
        "total": values.money(total.amount, total.currency),
    }
    return Line("cheaper_same" if alternative.is_same else "cheaper_comparable", facts)


def alternative_payload(alternative: Alternative, audience: Audience, shop: Shop) -> dict[str, Any]:
    """Return an alternative as it goes with a landed cost."""
    product, merchant = alternative.product, shop.catalogue.merchant_of(alternative.product)
    return {
        "product_id": product.product_id,
        "title": shop.payloads.title(product, audience.language),
        "merchant": readable(merchant.name, merchant.latin_name, audience.language),
        "origin": merchant.country,
        "same_product": alternative.is_same,
        "total": alternative.cost.total.text(),
        "saving": alternative.saving.text(),
        "currency": alternative.saving.currency,
    }


def _same(product: Product, audience: Audience, shop: Shop) -> Iterator[Product]:
    """Yield the same thing in the same colours from other sellers."""
    filters = shop.filters_for(audience.currency, audience.country)
    for one in shop.finder.variants(product.product_id, filters):
        if one.merchant_id != product.merchant_id and set(one.colors) == set(product.colors):
            yield one


def _comparable(product: Product, audience: Audience, shop: Shop) -> Iterator[Product]:
    """Yield what is most like a product, made for the same people, at a price near to it, and sent from elsewhere."""
    filters = shop.filters_for(audience.currency, audience.country)
    alike = shop.finder.similar(product.product_id, filters, "", Profile.empty(), audience.today, _MOST_COMPARED)
    price, origin = shop.prices.in_euros(product), shop.catalogue.merchant_of(product).country
    for one in alike.items:
        found = one.product
        is_same_kind = found.category == product.category and found.audience == product.audience
        if not is_same_kind or shop.catalogue.merchant_of(found).country == origin:
            continue
        try:
            is_near = price <= shop.prices.in_euros(found) * Decimal(MAX_PRICE_RATIO)
        except PricingError:  # no rate is published for its currency
            continue
        if is_near:
            yield found


def _cheapest(
    products: Iterable[Product], cost: LandedCost, audience: Audience, shop: Shop, is_same: bool
) -> Alternative | None:
    """Return the one of `products` that may be offered and costs least, where that saves enough."""
    filters = shop.filters_for(audience.currency, audience.country)
    offered = shop.payloads.offered([Found(one, None, ()) for one in products], audience, filters)
    least = shop.prices.converted(Decimal(str(shop.settings.least_saving)), EURO, audience.currency)
    found = []
    for one in offered:
        try:
            total = shop.prices.to_door(one.product, audience.country, audience.currency, audience.today)
        except PricingError:  # no rate is published for a currency
            continue
        if total is not None and total.complete and cost.total.amount - total.total.amount >= least:
            saving = Money(cost.total.amount - total.total.amount, audience.currency)
            found.append(Alternative(one.product, total, saving, is_same))
    return min(found, key=lambda one: one.cost.total.amount, default=None)
