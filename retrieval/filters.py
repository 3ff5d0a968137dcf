"""Conditions on products, and which rows of a catalogue meet them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.catalogue import Catalogue
from retrieval.lexicon import Lexicon
from retrieval.lists.door_limits import DoorLimits
from retrieval.product import Merchant, Product
from retrieval.word_rows import WordRows, bare_size, readers_of

Mask = NDArray[np.bool_]

RELAXATION_ORDER = (
    "colors",
    "materials",
    "audience",
    "brands",
    "sizes",
    "min_price",
    "max_price",
    "max_total",
    "categories",
    "departments",
    "excluded_words",
    "excluded_brands",
    "excluded_colors",
    "excluded_materials",
    "excluded_categories",
)
"""Which condition is given up first where nothing meets all of them. Stock and destination are never given up."""

EXCLUSIONS = tuple(name for name in RELAXATION_ORDER if name.startswith("excluded_"))
"""Conditions that are given up only where nothing is left once all others are, and then all of them are said."""

UNKNOWN_COSTS = "unknown_costs"
"""What is given up of a limit for the cost to the door before anything else: that all of that cost is known."""

FACTS = ("categories", "departments", "brands", "colors", "materials", "sizes")
"""Conditions that any of several values meets."""

_ROUNDED = 1.01
"""No cost to the door lies further below the price than this, whatever was rounded on the way."""

_AUDIENCES = {"women": "women", "men": "men", "girls": "kids", "boys": "kids", "kids": "kids"}


def _nothing_barred(destination: str) -> NDArray[np.int64]:
    del destination
    return np.array([], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a product must be; an empty value asks for nothing.

    Within a field any of the values will do, and of an excluded one none. `excluded_words` are words of which a
    product's texts must not speak, unless to deny them: English values of the lexicon's substances, or words as typed.
    Prices are in `currency`; `destination` is an ISO 3166-1 alpha-2 code. `max_total` is the most that one piece may
    cost to the door, all of which must be known unless it `may_lack_costs`; without a destination it bounds the price.
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
    max_total: Decimal | None = None
    may_lack_costs: bool = False
    currency: str = "EUR"
    destination: str = ""
    in_stock: bool = True

    @property
    def has_price(self) -> bool:
        """Whether they bound what a product costs."""
        return any(bound is not None for bound in (self.min_price, self.max_price, self.max_total))

    def without(self, name: str) -> "Filters":
        """Return these filters without the condition of this name."""
        empty: Any = None if name.endswith(("_price", "_total")) else "" if name == "audience" else ()
        return replace(self, **{name: empty})

    def asked(self) -> list[str]:
        """Return the names of the conditions that may be given up and are set, the least important first."""
        return [name for name in RELAXATION_ORDER if getattr(self, name) not in ((), "", None)]


class FilterColumns:
    """The columns of a catalogue that filters read, one entry a product row, made in one pass over its products.

    `prices` are in the currency `price_currency`. `serves(merchant, destination)` says whether a merchant sends there.
    With `lexicon`, a material or colour is found by the value it stands for (suede is leather). `mentions(kind, value)`
    gives the rows of products whose texts speak of a `material`, `color` or other `word` without denying it; without it
    no text is read, and `excluded_words` rule nothing out. Products whose ids `banned` gives meet no filters, and rows
    that `barred(destination)` gives meet none with that destination. Without `door_limits` nothing is known of costs to
    the door, and a limit for these bounds the price.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        prices: NDArray[np.float64],
        price_currency: str,
        convert: Callable[[Decimal, str, str], Decimal],
        serves: Callable[[Merchant, str], bool],
        lexicon: Lexicon | None = None,
        mentions: Callable[[str, str], NDArray[np.int64]] | None = None,
        banned: Callable[[], frozenset[str]] = frozenset,
        barred: Callable[[str], NDArray[np.int64]] = _nothing_barred,
        door_limits: DoorLimits | None = None,
    ) -> None:
        self._door_limits = door_limits
        self._n_products = len(catalogue)
        self._merchants = list(catalogue.merchants.values())
        self._convert = convert
        self._serves = serves
        self._mentions = mentions
        self._banned = banned
        self._barred = barred
        self._row_of = catalogue.rows
        self.prices = prices
        self.price_currency = price_currency
        self._words = {name: WordRows() for name in ("categories", "departments", "brands", "audience", "merchants")}
        self._words["colors"] = WordRows(readers_of(_synonyms(lexicon, "color")))
        self._words["materials"] = WordRows(readers_of(_synonyms(lexicon, "material")))
        self._words["sizes"] = WordRows(bare_size)
        self._in_stock = np.zeros(self._n_products, dtype=bool)
        self._is_silent = {name: np.zeros(self._n_products, dtype=bool) for name in ("colors", "materials")}
        numbers = {merchant.merchant_id: str(number) for number, merchant in enumerate(self._merchants)}
        self._departments_of: dict[str, dict[str, None]] = {}
        for row, product in enumerate(catalogue):
            self._in_stock[row] = product.is_in_stock
            if product.category and product.department:
                self._departments_of.setdefault(product.category.casefold(), {})[product.department] = None
            self._words["merchants"].add(row, (numbers[product.merchant_id],))
            for name, words in _facts(product):
                self._words[name].add(row, words)
            for name, is_silent in self._is_silent.items():
                is_silent[row] = not getattr(product, name)

    def mask(self, filters: Filters) -> Mask:
        """Return which product rows meet every condition, (n_products,) bool."""
        mask = self._in_stock.copy() if filters.in_stock else np.ones(self._n_products, dtype=bool)
        for name in FACTS:
            values = getattr(filters, name)
            if values:
                mask &= self.any_of(name, values)
        if filters.audience:
            mask &= self.for_audience(filters.audience)
        mask &= self._price_mask(filters)
        if filters.destination:
            mask &= self._served(filters.destination)
            mask[self._barred(filters.destination)] = False
        self._rule_out(filters, mask)
        mask[[self._row_of[product_id] for product_id in self._banned() if product_id in self._row_of]] = False
        return mask if filters.max_total is None else self._within_total(filters, filters.max_total, mask)

    def uncertain(self, filters: Filters) -> Mask:
        """Return which rows meet every condition but that all of their cost to the door is known, (n_products,)."""
        if filters.max_total is None or filters.may_lack_costs:
            return np.zeros(self._n_products, dtype=bool)
        return self.mask(replace(filters, may_lack_costs=True)) & ~self.mask(filters)

    def any_of(self, name: str, values: Sequence[str]) -> Mask:
        """Return which products have one of `values` in the field `name` of FACTS, (n_products,) bool."""
        exactly: list[str] = []
        if name == "sizes":
            exactly = [bare for value in values for bare in bare_size(value.casefold())]
        mask = np.zeros(self._n_products, dtype=bool)
        mask[self._words[name].any_of(values, exactly)] = True
        return mask

    def for_audience(self, audience: str) -> Mask:
        """Return which products are made for these people or for nobody in particular, (n_products,) bool."""
        return self.any_of("audience", (audience, _AUDIENCES.get(audience, audience), "unisex", ""))

    def relaxed(self, filters: Filters) -> tuple[Mask, Filters, tuple[str, ...]]:
        """Return the mask of `filters`, giving up conditions until at least one product is left.

        Gives the mask, the filters that were met and the names of what was given up, in the order of giving up. First
        each single condition is tried, the least important first; then they go one after the other. Whoever asks for
        boots gets other shoes before anything else. Where stock and destination alone leave nothing, nothing is given
        up and the mask is all False. That all of a cost to the door is known is given up before any condition.
        """
        mask = self.mask(filters)
        if mask.any():
            return mask, filters, ()
        if filters.max_total is not None and not filters.may_lack_costs:
            return self._relaxed_in_costs(filters)
        asked = [name for name in filters.asked() if name not in EXCLUSIONS]
        for name in asked:
            for looser in self._without(filters, name):
                mask = self.mask(looser)
                if mask.any():
                    return mask, looser, (name,)
        left, given_up = filters, []
        for name in (*asked, *(name for name in filters.asked() if name in EXCLUSIONS)):
            given_up.append(name)
            for looser in self._without(left, name):
                mask = self.mask(looser)
                if mask.any():
                    return mask, looser, tuple(given_up)
            left = left.without(name)
        return mask, filters, ()

    def _without(self, filters: Filters, name: str) -> Iterator[Filters]:
        """Yield `filters` without a condition; without kinds, first under the departments that these are of."""
        if name == "categories" and not filters.departments:
            found = (self._departments_of.get(one.casefold(), ()) for one in filters.categories)
            if departments := tuple(dict.fromkeys(one for named in found for one in named)):
                yield replace(filters, categories=(), departments=departments)
        yield filters.without(name)

    def _relaxed_in_costs(self, filters: Filters) -> tuple[Mask, Filters, tuple[str, ...]]:
        """Give up what `relaxed` does, and that costs are known only where nothing is left of which they are."""
        mask, applied, given_up = self.relaxed(replace(filters, may_lack_costs=True))
        if applied.max_total is None or not mask.any():
            return mask, replace(applied, may_lack_costs=False), given_up
        certain = self.mask(replace(applied, may_lack_costs=False))
        if certain.any():
            return certain, replace(applied, may_lack_costs=False), given_up
        return mask, applied, (UNKNOWN_COSTS, *given_up)

    def factor_to(self, currency: str) -> float:
        """Return by what to multiply `prices` to have them in another currency."""
        return float(self._convert(Decimal(1), self.price_currency, currency))

    def _rule_out(self, filters: Filters, mask: Mask) -> None:
        """Take out of `mask` what is excluded: by its facts and, where it lists none of that kind, by its texts."""
        for name in ("categories", "brands", "colors", "materials"):
            values = getattr(filters, f"excluded_{name}")
            if values:
                mask[self._words[name].any_of(values)] = False
            if self._mentions and name in self._is_silent:
                for value in values:
                    rows = self._mentions(name.removesuffix("s"), value)
                    mask[rows[self._is_silent[name][rows]]] = False
        for word in filters.excluded_words:
            if self._mentions:
                mask[self._mentions("word", word)] = False

    def _price_mask(self, filters: Filters) -> Mask:
        mask = np.ones(self._n_products, dtype=bool)
        if filters.max_price is not None:
            mask &= self.prices <= self._amount(filters.max_price, filters.currency)
        if filters.min_price is not None:
            mask &= self.prices >= self._amount(filters.min_price, filters.currency)
        return mask

    def _within_total(self, filters: Filters, limit: Decimal, mask: Mask) -> Mask:
        """Return `mask` without what costs more than `limit` to the door, or may do so unless that is allowed."""
        amount = self._amount(limit, filters.currency)
        if not filters.destination or self._door_limits is None:
            return mask & (self.prices <= amount)
        rows = np.flatnonzero(mask & (self.prices <= amount * _ROUNDED))
        rows = rows[np.argsort(self.prices[rows], kind="stable")]
        fits, may_fit = self._door_limits.within(rows, limit, filters.currency, filters.destination)
        left = np.zeros(self._n_products, dtype=bool)
        left[rows[fits | may_fit if filters.may_lack_costs else fits]] = True
        return left

    def _amount(self, amount: Decimal, currency: str) -> float:
        return float(self._convert(amount, currency, self.price_currency))

    def _served(self, destination: str) -> Mask:
        serving = [str(n) for n, merchant in enumerate(self._merchants) if self._serves(merchant, destination)]
        return self.any_of("merchants", serving)


def _facts(product: Product) -> Iterator[tuple[str, Sequence[str]]]:
    yield "categories", (product.category,)
    yield "departments", (product.department,)
    yield "brands", (product.brand,)
    yield "audience", (product.audience,)
    yield "colors", product.colors
    yield "materials", product.materials
    yield "sizes", product.sizes


def _synonyms(lexicon: Lexicon | None, kind: str) -> dict[str, str]:
    """Return the English words of a kind with the value that each stands for."""
    words = lexicon.words.get(kind, {}) if lexicon else {}
    return {word: value for value, names in words.items() for word in names.get("en", ())}
