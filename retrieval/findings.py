"""What a search for products gives: a part of a list, how long it is, and why each product is in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from retrieval.filters import Filters
from retrieval.lists.facets import Facet
from retrieval.product import Product


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a product is in a list: a kind of contract.md's reasons, and the facts that its sentence names."""

    kind: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """A product of a list, its score in 0..1 and why it is there, the strongest reason first.

    The score is None where a list is shown again, as it was kept without scores. `variants` are the products that are
    the same thing in another colour or size or from another merchant, itself among them; empty where there is none.
    `features` are what the ranking knew of it, in the order of `ranking.FEATURES`, nan where nothing. `propensity` is
    the chance with which exploration put the product where it is, None where ranking did.
    """

    product: Product
    score: float | None
    reasons: tuple[Reason, ...]
    variants: tuple[Product, ...] = ()
    features: tuple[float, ...] = ()
    propensity: float | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """A part of a list in its order.

    `total` counts the whole list, products that are the same thing once. `applied` are the filters met, `given_up` the
    conditions that had to be given up. `is_closest` says that nothing but nearness in meaning made the list, and `best`
    is the relevance of the nearest product, nan where nothing was searched for. `is_by_door` says that the list is
    sorted by costs to the door, where prices were asked for. `n_uncertain` products were left out for not all of their
    cost to the door is known, so that they may be above the limit for it.
    """

    items: tuple[Found, ...]
    total: int
    applied: Filters
    given_up: tuple[str, ...]
    is_closest: bool = False
    facets: tuple[Facet, ...] = ()
    best: float = float("nan")
    is_by_door: bool = False
    n_uncertain: int = 0

    @property
    def is_narrowed(self) -> bool:
        """Whether conditions made the list; otherwise it is what comes closest in meaning."""
        return narrows(self.applied)


def narrows(filters: Filters) -> bool:
    """Return whether filters say what kind of product is meant; a price alone, or for whom it is, does not."""
    return any((filters.categories, filters.departments, filters.brands, filters.colors, filters.materials))
