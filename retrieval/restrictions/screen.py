"""Which products of a catalogue must not be sent to a destination, made ready once so that no search waits for it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from retrieval.catalogue import Catalogue
from retrieval.product import Product
from retrieval.restrictions.restriction import Transport
from retrieval.restrictions.restrictions import Finding, Restrictions

Rows = NDArray[np.int64]

_REMEMBERED = 512
"""Destinations that are remembered."""


class Screen:
    """Answers for one catalogue what restrictions say, as of the day that `today` gives. Safe for threads.

    Kinds that some restriction forbids are looked for in one pass over the catalogue; a destination's rows are put
    together when it is first asked for.
    """

    def __init__(self, restrictions: Restrictions, catalogue: Catalogue, today: Callable[[], date]) -> None:
        self.restrictions = restrictions
        self._catalogue = catalogue
        self.today = today
        forbidding = [one for one in restrictions.restrictions.values() if one.forbids]
        kinds = tuple(dict.fromkeys(kind_id for one in forbidding for kind_id in one.goods))
        self._suspects: dict[tuple[str, str], list[_Suspect]] = {}
        self._n_of_category: Counter[str] = Counter()
        for row, product in enumerate(catalogue):
            self._n_of_category[product.category] += 1
            suspect = _Suspect(row, product.product_id, product.category)
            for kind_id in restrictions.kinds_of(product, kinds):
                self._suspects.setdefault((kind_id, self._origin(product)), []).append(suspect)
        self._barred = lru_cache(maxsize=_REMEMBERED)(self._barred_on)

    @classmethod
    def none(cls) -> "Screen":
        """Return a screen that knows of no restriction and no product."""
        return cls(Restrictions((), ()), Catalogue.from_products((), (), "nothing"), date.today)

    def rows(self, destination: str) -> Rows:
        """Return the rows of products that must not be sent there, ascending."""
        return self._barred(destination, self.today()).rows

    def bars(self, product: Product, destination: str) -> bool:
        """Tell whether a product must not be sent to a destination ("" bars nothing)."""
        return bool(destination) and product.product_id in self._barred(destination, self.today()).product_ids

    def bars_all_of(self, category: str, destination: str) -> bool:
        """Tell whether the catalogue has a category, and nothing of it may be sent to a destination."""
        n_barred = self._barred(destination, self.today()).n_of_category[category] if destination else 0
        return 0 < n_barred == self._n_of_category[category]

    def findings(self, product: Product, destination: str, transport: Transport = Transport.ANY) -> tuple[Finding, ...]:
        """Return what is known of sending a product from its merchant to a destination today."""
        return self.restrictions.findings(product, self._origin(product), destination, transport, self.today())

    def remarks(self, product: Product, destination: str) -> tuple[Finding, ...]:
        """Return what a card should say of sending a product there: what is confirmed, and not for askers alone."""
        if not destination:
            return ()
        return tuple(
            one
            for one in self.findings(product, destination)
            if one.restriction.is_sure and not one.restriction.is_quiet
        )

    def _origin(self, product: Product) -> str:
        merchant = self._catalogue.merchants.get(product.merchant_id)
        return merchant.country if merchant else ""

    def _barred_on(self, destination: str, on: date) -> "_Barred":
        """Gather what must not be sent to a destination on a day."""
        found: dict[int, _Suspect] = {}
        for (kind_id, origin), suspects in self._suspects.items():
            findings = self.restrictions.findings_of_kinds((kind_id,), origin, destination, Transport.ANY, on)
            if any(one.restriction.forbids for one in findings):
                found.update((suspect.row, suspect) for suspect in suspects)
        return _Barred(
            rows=np.array(sorted(found), dtype=np.int64),
            product_ids=frozenset(suspect.product_id for suspect in found.values()),
            n_of_category=Counter(suspect.category for suspect in found.values()),
        )


@dataclass(frozen=True, slots=True)
class _Suspect:
    """A product of a kind that is forbidden somewhere."""

    row: int
    product_id: str
    category: str


@dataclass(frozen=True, slots=True, eq=False)
class _Barred:
    """What must not be sent to a destination."""

    rows: Rows
    product_ids: frozenset[str]
    n_of_category: Counter[str]
