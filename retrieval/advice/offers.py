"""Who gets which offer: by what it adds to the expected margin, within its conditions and its budget."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from math import prod

from retrieval.advice.offer_book import Offer, OfferBook, OfferKind
from retrieval.advice.offer_ledger import Grant, OfferLedger
from retrieval.advice.parcels import Parcels
from retrieval.advice.purchase_stages import PurchaseProbability
from retrieval.advice.uplift import Uplift, uplift_of
from retrieval.collaborative import EventSource
from retrieval.errors import StoreError
from retrieval.pricing.money import Money
from retrieval.pricing.territories import country_codes
from retrieval.product import Product
from retrieval.shipping import parcel_size, usual_quote

HELD_FOR = timedelta(days=3)
"""How long an offer is held for a shopper who was told of it."""

MOST_PRODUCTS = 10
"""Products in question that are weighed."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An offer that pays for this shopper, and what it changes."""

    offer: Offer
    uplift: Uplift


class Offers:
    """Chooses and grants offers; several threads may use one."""

    def __init__(
        self,
        book: OfferBook,
        ledger: OfferLedger,
        chances: PurchaseProbability,
        source: EventSource,
        parcels: Parcels,
    ) -> None:
        self.book = book
        self.ledger = ledger
        self._chances = chances
        self._source = source
        self._parcels = parcels

    def proposals(self, user_id: str, products: Sequence[Product], country: str, now: datetime) -> tuple[Proposal, ...]:
        """Return the offers that pay for a shopper with `products` in question, what adds most margin first.

        Each is valid, meets its conditions, leaves its margin floor, has budget left, and adds to the expected margin:
        a shopper who buys anyway gets none. Without products in question there is nothing to weigh, and none.
        """
        events = self._source.events_of(user_id)
        has_ordered = any(event.type == "purchase" for event in events)
        chances = {
            product.product_id: self._chances.probability(user_id, product.product_id)
            for product in products[:MOST_PRODUCTS]
        }
        found = []
        for offer in self.book.offers.values():
            covered = [product for product in products[:MOST_PRODUCTS] if offer.covers(product)]
            if not covered or not offer.holds(now.date(), country, has_ordered):
                continue
            uplift = self._best(offer, covered, chances, country)
            if uplift is None or uplift.gain <= 0:
                continue
            if self.ledger.n_redeemed(offer, user_id) < offer.per_shopper and self._lasts(offer, now):
                found.append(Proposal(offer, uplift))
        found.sort(key=lambda one: (-one.uplift.gain, one.offer.code))
        return tuple(found)

    def grant(self, user_id: str, products: Sequence[Product], country: str, now: datetime) -> Grant | None:
        """Hold the best offer for a shopper for three days and return the grant; None where none pays or lasts."""
        for proposal in self.proposals(user_id, products, country, now):
            grant = self.ledger.reserve(proposal.offer, user_id, now, now + HELD_FOR)
            if grant is not None:
                return grant
        return None

    def offer(self, code: str) -> Offer:
        """Return the offer of a code; raises StoreError."""
        if code not in self.book.offers:
            raise StoreError(f"there is no offer {code!r}; offers are {', '.join(sorted(self.book.offers)) or 'none'}")
        return self.book.offers[code]

    def _lasts(self, offer: Offer, now: datetime) -> bool:
        return self.ledger.left(offer, now).amount >= offer.most

    def _best(self, offer: Offer, covered: Sequence[Product], chances: dict[str, float], country: str) -> Uplift | None:
        """Return what an offer changes for the likeliest purchase that it covers; None where that leaves no margin.

        The chance is that of buying any of the products covered, each by itself. A purchase below the offer's minimum
        has to grow to it, at the same margin.
        """
        likeliest = max(covered, key=lambda product: chances[product.product_id])
        chance = 1 - prod(1 - chances[product.product_id] for product in covered)
        price = self._amount(Money(likeliest.price, likeliest.currency), offer.currency)
        value = max(price, offer.minimum)
        discount = self._discount(offer, value, likeliest, country)
        margin = value * self.book.margin(likeliest)
        if value <= 0 or discount is None or (margin - discount) / value < offer.floor:
            return None
        return uplift_of(chance, float(value), float(margin), float(discount))

    def _discount(self, offer: Offer, value: Decimal, product: Product, country: str) -> Decimal | None:
        """Return what an offer would cost for goods of a value, in its currency; None where that is not known."""
        if offer.kind is OfferKind.PERCENT:
            return min(value * offer.value / 100, offer.most)
        if offer.kind is OfferKind.AMOUNT:
            return min(offer.value, value)
        merchant = self._parcels.merchants[product.merchant_id]
        quote = usual_quote(merchant, country, parcel_size([(product, 1)])) if country in country_codes() else None
        if quote is None or quote.cost is None:
            return None
        return min(self._amount(quote.cost, offer.currency), offer.most)

    def _amount(self, money: Money, currency: str) -> Decimal:
        return self._parcels.rates.convert(money.amount, money.currency, currency).amount
