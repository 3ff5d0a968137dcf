"""What the catalogue's products cost a shopper: in their currency, and to their door."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from retrieval.advice.parcels import Parcels
from retrieval.errors import PricingError
from retrieval.lists.door_limits import KnownTotal
from retrieval.pricing.consignment import Item
from retrieval.pricing.landed_cost import LandedCost, landed_cost
from retrieval.pricing.money import Money
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.retail import RetailRounding
from retrieval.pricing.rules import Rules
from retrieval.pricing.shipping import may_ship, terms_to
from retrieval.pricing.terms import Incoterm
from retrieval.product import Merchant, Product
from retrieval.restrictions import Screen
from retrieval.shipping import Place, Service, parcel_size, services_to, usual_promise, usual_quote

EURO = "EUR"


@dataclass(frozen=True, slots=True)
class DoorPrices:
    """Prices of products as their merchants send them. A parcel holds one piece unless said otherwise.

    `screen` knows what must not be sent where; without it nothing is known of that.
    """

    rates: ExchangeRates
    rules: Rules
    merchants: Mapping[str, Merchant]
    retail: RetailRounding = field(default_factory=RetailRounding.exact, kw_only=True)
    screen: Screen = field(default_factory=Screen.none)

    def price(self, product: Product, currency: str) -> Money:
        """Return a product's price without tax in `currency`, unrounded; raises PricingError without a rate."""
        return Money(self.converted(product.price, product.currency, currency), currency)

    def shown(self, product: Product, currency: str) -> Money:
        """Return the price to show: what is charged, or where it is converted, what the shop raises that to."""
        price = self.price(product, currency)
        return price if product.currency == currency else self.retail.shown(price)

    def rate_date(self, product: Product, currency: str) -> date | None:
        """Return the day of the rates by which a product's price is shown, None where it is not converted."""
        return None if product.currency == currency else self.rates.latest

    def converted(self, amount: Decimal, source: str, target: str) -> Decimal:
        """Return an amount in another currency at the latest rates."""
        return self.rates.convert(amount, source, target).amount

    def parcels(self) -> Parcels:
        """Return what packs several products by these rates, rules and merchants."""
        return Parcels(self.rates, self.rules, self.merchants)

    def in_euros(self, product: Product) -> Decimal:
        """Return a product's price in euros."""
        return self.converted(product.price, product.currency, EURO)

    def serves(self, merchant: Merchant, destination: str) -> bool:
        """Return whether a merchant sends to a country; a code that is no country is served by nobody."""
        try:
            return may_ship(merchant, destination)
        except PricingError:
            return False

    def bars(self, product: Product, destination: str) -> bool:
        """Return whether the law keeps a product from being sent to a country, as far as is known."""
        return self.screen.bars(product, destination)

    def services(self, product: Product, place: Place, moment: datetime) -> tuple[Service, ...]:
        """Return by which services one piece is sent to a place; none where its merchant does not send there."""
        return services_to(self.merchants[product.merchant_id], place, parcel_size([(product, 1)]), moment)

    def delivery(self, product: Product, destination: str, moment: datetime | None) -> tuple[date, date] | None:
        """Return between which days a product that is sent as usual is at the door; None where that is not known."""
        merchant = self.merchants[product.merchant_id]
        if moment is None or not destination or not self.serves(merchant, destination):
            return None
        found = usual_promise(merchant, destination, moment)
        return None if found is None else (found.earliest, found.latest)

    def to_door(self, product: Product, destination: str, currency: str, on: date) -> LandedCost | None:
        """Return what one piece costs to the door; None without a country, or where it is not sent there."""
        merchant = self.merchants[product.merchant_id]
        if not destination or not self.serves(merchant, destination):
            return None
        item = Item(
            price=Money(product.price, product.currency),
            hs_code=product.hs_code,
            category=product.category,
            audience=product.audience,
            origin=product.origin,
            is_hs_estimated=product.hs_proposal is not None,
        )
        quote = usual_quote(merchant, destination, parcel_size([(product, 1)]))
        return landed_cost(
            [item],
            merchant.country,
            destination,
            on,
            quote,
            self.rules,
            self.rates,
            currency,
            quote.carrier if quote else "",
            incoterm=self.terms(merchant, destination) or Incoterm.DAP,
        )

    def terms(self, merchant: Merchant, destination: str) -> Incoterm | None:
        """Return who pays duty and tax of what a merchant sends to a country; None where it does not say."""
        return terms_to(merchant, destination)

    def known_total(self, product: Product, destination: str, currency: str, on: date) -> KnownTotal | None:
        """Return what is known of one piece's cost to the door, None where nothing is."""
        try:
            cost = self.to_door(product, destination, currency, on)
        except PricingError:  # no rate is published for a currency
            return None
        return None if cost is None else KnownTotal(cost.total.amount, cost.complete)

    def door_total(self, product: Product, destination: str, on: date) -> float | None:
        """Return what one piece costs to the door in euros, None where not all of it is known."""
        try:
            cost = self.to_door(product, destination, EURO, on)
        except PricingError:  # no rate is published for a currency
            return None
        return float(cost.total.amount) if cost is not None and cost.complete else None
