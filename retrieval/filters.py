"""Conditions on products, and which rows of a catalogue meet them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.catalogue import Catalogue
from retrieval.product import Merchant

Mask = NDArray[np.bool_]

RELAXATION_ORDER = (
    "colors",
    "materials",
    "audience",
    "brands",
    "sizes",
    "min_price",
    "max_price",
    "categories",
    "departments",
)
"""Which condition is given up first where nothing meets all of them. Stock and destination are never given up."""

_AUDIENCES = {"women": "women", "men": "men", "girls": "kids", "boys": "kids", "kids": "kids"}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a product must be; an empty value asks for nothing.

    Within a field any of the values will do. Prices are in `currency`; `destination` is an ISO 3166-1 alpha-2 code.
    """

    categories: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    colors: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    audience: str = ""
    excluded_categories: tuple[str, ...] = ()
    excluded_brands: tuple[str, ...] = ()
    excluded_colors: tuple[str, ...] = ()
    excluded_materials: tuple[str, ...] = ()
    excluded_words: tuple[str, ...] = ()
    min_price: Decimal | None = None
    max_price: Decimal | None = None
    currency: str = "EUR"
    destination: str = ""
    in_stock: bool = True

    def without(self, name: str) -> "Filters":
        """Return these filters without the condition of this name."""
        empty: Any = None if name.endswith("_price") else "" if name == "audience" else ()
        return replace(self, **{name: empty})

    def asked(self) -> list[str]:
        """Return the names of the conditions that may be given up and are set, the least important first."""
        return [name for name in RELAXATION_ORDER if getattr(self, name) not in ((), "", None)]


class FilterColumns:
    """The columns of a catalogue that filters read, one entry a product row.

    `prices` are in the currency `price_currency`. `serves(merchant, destination)` says whether a merchant sends there.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        prices: NDArray[np.float64],
        price_currency: str,
        convert: Callable[[Decimal, str, str], Decimal],
        serves: Callable[[Merchant, str], bool],
    ) -> None:
        products = catalogue.products
        self._catalogue = catalogue
        self._convert = convert
        self._serves = serves
        self.prices = prices
        self.price_currency = price_currency
        self._words = {
            "categories": _inverted([(product.category,) for product in products]),
            "departments": _inverted([(product.department,) for product in products]),
            "brands": _inverted([(product.brand,) for product in products]),
            "colors": _inverted([product.colors for product in products]),
            "materials": _inverted([product.materials for product in products]),
            "sizes": _inverted([product.sizes for product in products]),
            "audience": _inverted([(product.audience,) for product in products]),
        }
        self._in_stock = np.fromiter((product.is_in_stock for product in products), bool, len(products))
        self._merchants = _inverted([(product.merchant_id,) for product in products])

    def mask(self, filters: Filters) -> Mask:
        """Return which product rows meet every condition, (n_products,) bool."""
        mask = self._in_stock.copy() if filters.in_stock else np.ones(len(self._catalogue), dtype=bool)
        for name in ("categories", "departments", "brands", "colors", "materials", "sizes"):
            values = getattr(filters, name)
            if values:
                mask &= self._any_of(name, values)
        if filters.audience:
            group = _AUDIENCES.get(filters.audience, filters.audience)
            mask &= self._any_of("audience", (filters.audience, group, "unisex", ""))
        mask &= self._price_mask(filters)
        if filters.destination:
            mask &= self._served(filters.destination)
        return mask

    def relaxed(self, filters: Filters) -> tuple[Mask, Filters, tuple[str, ...]]:
        """Return the mask of `filters`, giving up conditions until at least one product is left.

        Gives the mask, the filters that were met and the names of what was given up, in the order of giving up. First
        each single condition is tried, the least important first; then they go one after the other. Where stock and
        destination alone leave nothing, nothing is given up and the mask is all False.
        """
        mask = self.mask(filters)
        if mask.any():
            return mask, filters, ()
        for name in filters.asked():
            looser = filters.without(name)
            mask = self.mask(looser)
            if mask.any():
                return mask, looser, (name,)
        looser = filters
        for given_up, name in enumerate(filters.asked(), start=1):
            looser = looser.without(name)
            mask = self.mask(looser)
            if mask.any():
                return mask, looser, tuple(filters.asked()[:given_up])
        return mask, filters, ()

    def factor_to(self, currency: str) -> float:
        """Return by what to multiply `prices` to have them in another currency."""
        return float(self._convert(Decimal(1), self.price_currency, currency))

    def _any_of(self, name: str, values: Sequence[str]) -> Mask:
        mask = np.zeros(len(self._catalogue), dtype=bool)
        for value in values:
            rows = self._words[name].get(value.casefold())
            if rows is not None:
                mask[rows] = True
        return mask

    def _price_mask(self, filters: Filters) -> Mask:
        mask = np.ones(len(self._catalogue), dtype=bool)
        if filters.max_price is not None:
            mask &= self.prices <= self._amount(filters.max_price, filters.currency)
        if filters.min_price is not None:
            mask &= self.prices >= self._amount(filters.min_price, filters.currency)
        return mask

    def _amount(self, amount: Decimal, currency: str) -> float:
        return float(self._convert(amount, currency, self.price_currency))

    def _served(self, destination: str) -> Mask:
        mask = np.zeros(len(self._catalogue), dtype=bool)
        for merchant_id, rows in self._merchants.items():
            mask[rows] = self._serves(self._catalogue.merchants[merchant_id], destination)
        return mask


def _inverted(values: Sequence[Sequence[str]]) -> dict[str, NDArray[np.intp]]:
    """Return each value, case-folded, with the rows that have it."""
    rows: dict[str, list[int]] = {}
    for row, words in enumerate(values):
        for word in words:
            rows.setdefault(word.casefold(), []).append(row)
    return {word: np.array(places, dtype=np.intp) for word, places in rows.items()}
