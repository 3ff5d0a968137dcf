"""What to buy with a product: what others bought with it, else what goes with it by what it is for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from retrieval.advice.bought_together import Companion, Together
from retrieval.advice.complements import Complements
from retrieval.catalogue import Catalogue
from retrieval.filters import Filters
from retrieval.finder import ProductFinder
from retrieval.findings import Found, Reason
from retrieval.product import Product
from retrieval.profile import Profile

_MOST = 200
"""Companions of a product that are looked at; those after them are bound to it least."""


class Basis(StrEnum):
    """What a list of companions rests on."""

    PURCHASES = "purchases"
    CONTENT = "content"
    NOTHING = "none"


@dataclass(frozen=True, slots=True)
class Companions:
    """Products to buy with one, and what that rests on: all on purchases, or all on what they are for.

    `evidence` has an entry for each item that rests on purchases.
    """

    items: tuple[Found, ...]
    basis: Basis
    evidence: dict[str, Companion]


class CompanionFinder:
    """Finds companions in one catalogue; several threads may use one.

    `may_offer(product, country)` has the last word on what is offered.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        finder: ProductFinder,
        together: Together,
        complements: Complements,
        may_offer: Callable[[Product, str], bool],
    ) -> None:
        self._catalogue = catalogue
        self._finder = finder
        self._together = together
        self._complements = complements
        self._may_offer = may_offer

    def of(
        self, product_id: str, filters: Filters, profile: Profile, today: date, limit: int, user_id: str = ""
    ) -> Companions:
        """Return at most `limit` companions of a product; raises UnknownProduct.

        Only what is in stock and sent to the destination of `filters` is among them, and nothing that is the same thing
        as the product. What others bought comes alone where there is any; nothing else is passed off as bought.
        """
        product = self._catalogue.get(product_id)
        bought, evidence = self.bought_with(product, filters, limit)
        if bought:
            return Companions(bought, Basis.PURCHASES, evidence)
        found = self._complements.of(product, filters, profile, today, limit, user_id)
        return Companions(found, Basis.CONTENT if found else Basis.NOTHING, {})

    def bought_with(
        self, product: Product, filters: Filters, limit: int
    ) -> tuple[tuple[Found, ...], dict[str, Companion]]:
        """Return what others bought with a product, each thing once in its version bought most, and the evidence."""
        hidden = {one.product_id for one in self._finder.variants(product.product_id, Filters(in_stock=False))}
        hidden.add(product.product_id)

        def is_offered(product_id: str) -> bool:
            return product_id not in hidden and self._is_offered(product_id, filters)

        found: list[Found] = []
        evidence: dict[str, Companion] = {}
        for companion in self._together.companions(product.product_id, _MOST, is_offered):
            if companion.product_id in hidden or len(found) == limit:
                continue
            other = self._catalogue.get(companion.product_id)
            variants = self._finder.variants(other.product_id, Filters(destination=filters.destination))
            hidden.update(one.product_id for one in variants)
            reason = Reason("bought_together", {"n": companion.n_shoppers})
            found.append(Found(other, None, (reason,), variants))
            evidence[other.product_id] = companion
        return tuple(found), evidence

    def _is_offered(self, product_id: str, filters: Filters) -> bool:
        """Whether a product is sold, may be offered at the destination, and is of the categories asked for, if any."""
        if product_id not in self._catalogue:
            return False
        product = self._catalogue.get(product_id)
        if filters.categories and product.category not in filters.categories:
            return False
        return self._may_offer(product, filters.destination)
