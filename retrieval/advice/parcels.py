"""What several products together cost to the door: each merchant sends one parcel."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from retrieval.errors import PricingError
from retrieval.pricing.consignment import Item
from retrieval.pricing.landed_cost import LandedCost, landed_cost
from retrieval.pricing.money import Money
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rules import Rules
from retrieval.pricing.shipping import may_ship
from retrieval.product import Merchant, Product
from retrieval.shipping import parcel_size, usual_quote


@dataclass(frozen=True, slots=True)
class DoorTotal:
    """The cost of several parcels: `unknown` names the kinds of cost left out; days are until all are there."""

    total: Money
    unknown: tuple[str, ...]
    delivery_days: tuple[int, int] | None
    n_parcels: int

    @property
    def complete(self) -> bool:
        """Whether every cost is known."""
        return not self.unknown


def door_total(costs: Sequence[LandedCost], currency: str) -> DoorTotal:
    """Return what parcels cost together, and when the last of them is there."""
    days = [cost.delivery_days for cost in costs if cost.delivery_days is not None]
    latest = (max(low for low, _ in days), max(high for _, high in days)) if len(days) == len(costs) else None
    return DoorTotal(
        total=Money(sum((cost.total.amount for cost in costs), Decimal(0)), currency),
        unknown=tuple(dict.fromkeys(kind for cost in costs for kind in cost.unknown)),
        delivery_days=latest,
        n_parcels=len(costs),
    )


@dataclass(frozen=True, slots=True)
class Parcels:
    """Packs products and says what they cost."""

    rates: ExchangeRates
    rules: Rules
    merchants: Mapping[str, Merchant]

    def price(self, products: Sequence[Product], currency: str) -> Money:
        """Return what products cost together without carriage and tax, each rounded as it is shown."""
        amounts = (self.rates.convert(one.price, one.currency, currency).amount for one in products)
        return Money(sum((Money(amount, currency).rounded().amount for amount in amounts), Decimal(0)), currency)

    def to_door(self, products: Sequence[Product], destination: str, currency: str, on: date) -> DoorTotal | None:
        """Return what products cost to the door; None without a country, without products, or where one is not sent."""
        if not destination or not products:
            return None
        by_merchant: dict[str, list[Product]] = defaultdict(list)
        for product in products:
            by_merchant[product.merchant_id].append(product)
        try:
            are_sent = all(may_ship(self.merchants[merchant_id], destination) for merchant_id in by_merchant)
        except PricingError:  # a code that is no country
            return None
        if not are_sent:
            return None
        costs = [self._parcel(own, destination, currency, on) for own in by_merchant.values()]
        return door_total(costs, currency)

    def _parcel(self, products: Sequence[Product], destination: str, currency: str, on: date) -> LandedCost:
        merchant = self.merchants[products[0].merchant_id]
        quote = usual_quote(merchant, destination, parcel_size((product, 1) for product in products))
        carrier = quote.carrier if quote else ""
        items = [
            Item(
                price=Money(product.price, product.currency),
                hs_code=product.hs_code,
                category=product.category,
                audience=product.audience,
                origin=product.origin,
                is_hs_estimated=product.hs_proposal is not None,
            )
            for product in products
        ]
        return landed_cost(items, merchant.country, destination, on, quote, self.rules, self.rates, currency, carrier)
