"""Bundles: a product and what to buy with it, one of a kind, within a budget, and what it all costs."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from retrieval.advice.companions import Basis, CompanionFinder
from retrieval.advice.complements import Complements
from retrieval.advice.parcels import DoorTotal, Parcels
from retrieval.catalogue import Catalogue
from retrieval.filters import Filters
from retrieval.findings import Found
from retrieval.pricing.money import Money
from retrieval.product import Product
from retrieval.profile import Profile

MOST_PRODUCTS = 6
_LOOKED_AT = 60
_CHOICE = 3
"""Products of a category, the best, among which the one is taken that costs least beyond its price to bring along."""

_STEPS, _LEAST_PRICE = 20, Decimal("0.01")
"""Costs of bringing along that differ by less than a twentieth of the price count as equal."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Products to buy together, the one it is made for first where there is one.

    `price` is their sum without carriage and tax, `door` all of it to the door, None where no country is known or one
    of them is not sent there. `basis` says of each what it rests on, by id; the first rests on nothing.
    """

    items: tuple[Found, ...]
    price: Money
    door: DoorTotal | None
    basis: dict[str, Basis]


class Bundles:
    """Makes bundles of one catalogue's products; several threads may use one."""

    def __init__(
        self, catalogue: Catalogue, companions: CompanionFinder, complements: Complements, parcels: Parcels
    ) -> None:
        self._catalogue = catalogue
        self._companions = companions
        self._complements = complements
        self._parcels = parcels

    def around(
        self,
        product_id: str,
        filters: Filters,
        profile: Profile,
        today: date,
        limit: int = MOST_PRODUCTS,
        user_id: str = "",
    ) -> Bundle:
        """Return a bundle of a product and at most `limit` - 1 others; raises UnknownProduct.

        What others bought with it comes first, then what goes with it. No two are of one category, all are in stock and
        sent to the destination of `filters`, whose highest price bounds the whole: where the product alone costs more,
        or nothing else fits in, the bundle is the product alone. Of about equal products, those are taken that cost the
        least beyond their price to bring along, such as one more of the same parcel.
        """
        product = self._catalogue.get(product_id)
        open_filters = replace(filters, min_price=None, max_price=None, max_total=None)
        bought, _ = self._companions.bought_with(product, open_filters, _LOOKED_AT)
        fitting = self._complements.of(product, open_filters, profile, today, _LOOKED_AT, user_id)
        basis = {item.product.product_id: Basis.CONTENT for item in fitting}
        basis |= {item.product.product_id: Basis.PURCHASES for item in bought}
        anchor = Found(product, None, ())
        return self._filled([anchor], (*bought, *fitting), filters, today, limit, basis)

    def for_category(
        self,
        category: str,
        department: str,
        filters: Filters,
        profile: Profile,
        today: date,
        limit: int = MOST_PRODUCTS,
        user_id: str = "",
    ) -> Bundle:
        """Return a bundle of what goes with a kind of product, the best of that kind among it, as `around` does."""
        open_filters = replace(filters, min_price=None, max_price=None, max_total=None)
        fitting = self._complements.for_category(
            category, department, open_filters, profile, today, _LOOKED_AT, user_id
        )
        basis = {item.product.product_id: Basis.CONTENT for item in fitting}
        return self._filled([], fitting, filters, today, limit, basis)

    def _filled(
        self,
        start: Sequence[Found],
        candidates: Sequence[Found],
        filters: Filters,
        today: date,
        limit: int,
        basis: dict[str, Basis],
    ) -> Bundle:
        by_category: dict[str, list[Found]] = defaultdict(list)
        for item in candidates:
            by_category[item.product.category].append(item)
        taken = list(start)
        for item in start:
            by_category.pop(item.product.category, None)
        for own in by_category.values():
            if len(taken) >= limit:
                break
            within = [item for item in own if self._is_within(taken, item, filters, today)]
            if within:
                best = basis[within[0].product.product_id]
                fitting = [item for item in within if basis[item.product.product_id] is best][:_CHOICE]
                taken.append(min(fitting, key=lambda item: self._overhead(taken, item, filters, today)))
        products = [item.product for item in taken]
        kept = {product.product_id: basis[product.product_id] for product in products if product.product_id in basis}
        return Bundle(
            tuple(taken),
            self._parcels.price(products, filters.currency),
            self._parcels.to_door(products, filters.destination, filters.currency, today),
            kept,
        )

    def _is_within(self, taken: Sequence[Found], item: Found, filters: Filters, today: date) -> bool:
        """Whether a product fits into the budget beside those taken, as far as all costs are known."""
        if not filters.has_price:
            return True
        products: list[Product] = [*(one.product for one in taken), item.product]
        price = self._parcels.price(products, filters.currency).amount
        if filters.max_price is not None and price > filters.max_price:
            return False
        if filters.max_total is None:
            return True
        door = self._parcels.to_door(products, filters.destination, filters.currency, today)
        return (price if door is None else door.total.amount) <= filters.max_total

    def _overhead(self, taken: Sequence[Found], item: Found, filters: Filters, today: date) -> tuple[int, int]:
        """Return what bringing a product along costs beyond its price, in twentieths of it, what is not known last."""
        products = [one.product for one in taken]
        after = self._parcels.to_door([*products, item.product], filters.destination, filters.currency, today)
        if after is None:
            return 0, 0
        before = self._parcels.to_door(products, filters.destination, filters.currency, today)
        price = self._parcels.price([item.product], filters.currency).amount
        added = after.total.amount - (before.total.amount if before else Decimal(0)) - price
        n_unknown = len(after.unknown) - (len(before.unknown) if before else 0)
        return n_unknown, round(_STEPS * added / max(price, _LEAST_PRICE))
