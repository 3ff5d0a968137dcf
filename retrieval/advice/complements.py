"""What goes with a product by what it is for, where purchases do not tell."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from retrieval.advice.data_files import read_mapping
from retrieval.catalogue import Catalogue
from retrieval.filters import Filters
from retrieval.finder import ProductFinder
from retrieval.findings import Found, Reason
from retrieval.product import Product
from retrieval.profile import Profile

_PER_CATEGORY = 6
"""Products of a category that are looked at, on average, for the one that suits best."""

_MOST_CATEGORIES = 12
"""Categories that are looked at: what goes with a product less than a dozen others do is no advice."""


@dataclass(frozen=True, slots=True)
class UsedTogether:
    """Sets of categories that are used together, by name."""

    sets: Mapping[str, tuple[str, ...]]

    @classmethod
    def load(cls, data: Path) -> "UsedTogether":
        """Read the sets from the project's `data` folder; raises CatalogError where that cannot be."""
        found = read_mapping(data / "advice" / "complements.yml")
        return cls({name: tuple(categories) for name, categories in found.items()})

    def with_category(self, category: str) -> tuple[str, ...]:
        """Return the categories used together with one, those most bound to it first.

        Each set counts one over the number of its other categories, as small sets say more.

        >>> UsedTogether({"at four": ("tea", "mug", "kettle"), "cup": ("tea", "mug")}).with_category("tea")
        ('mug', 'kettle')
        """
        strength: dict[str, float] = defaultdict(float)
        for categories in self.sets.values():
            if category in categories and len(categories) > 1:
                for other in categories:
                    if other != category:
                        strength[other] += 1 / (len(categories) - 1)
        return tuple(sorted(strength, key=lambda other: -strength[other]))


class Complements:
    """Finds complements among one catalogue's products; several threads may use one."""

    def __init__(self, catalogue: Catalogue, finder: ProductFinder, together: UsedTogether) -> None:
        self._finder = finder
        self._together = together
        by_department: dict[str, list[str]] = defaultdict(list)
        for category, department in catalogue.categories().items():
            by_department[department].append(category)
        self._by_department = by_department
        self._sold = frozenset(catalogue.categories())

    def categories_for(self, category: str, department: str) -> tuple[str, ...]:
        """Return the categories sold that go with one: those used with it, else the others of its department."""
        used = tuple(one for one in self._together.with_category(category) if one in self._sold)
        others = self._by_department.get(department, ()) if department else ()
        return (used or tuple(one for one in others if one != category))[:_MOST_CATEGORIES]

    def used_for(self, purposes: Sequence[str]) -> tuple[str, ...]:
        """Return the categories sold that are used for the first of these purposes that is known, such as "camping"."""
        sets = (self._together.sets[purpose] for purpose in purposes if purpose in self._together.sets)
        return tuple(category for category in next(sets, ()) if category in self._sold)

    def of(
        self, product: Product, filters: Filters, profile: Profile, today: date, limit: int, user_id: str = ""
    ) -> tuple[Found, ...]:
        """Return what goes with a product under `filters`: the best of each category in turn, never of its own.

        What is made for others than the product is left out. None where nothing is known to go with it.
        """
        suiting = filters if filters.audience else replace(filters, audience=product.audience)
        return self.for_category(product.category, product.department, suiting, profile, today, limit, user_id, product)

    def for_category(
        self,
        category: str,
        department: str,
        filters: Filters,
        profile: Profile,
        today: date,
        limit: int,
        user_id: str = "",
        anchor: Product | None = None,
    ) -> tuple[Found, ...]:
        """Return what goes with a kind of product, as `of` does; `anchor` is the one it is to go with, if any."""
        wanted = filters.categories or self.categories_for(category, department)
        if not wanted:
            return ()
        asked = replace(filters, categories=wanted, departments=())
        seen = frozenset((anchor.product_id,) if anchor else ())
        findings = self._finder.recommend(asked, user_id, profile, today, max(limit, _PER_CATEGORY * len(wanted)), seen)
        if findings.given_up:
            return ()
        goes_with = category or department
        reasons = (Reason("match", {"goes_with": goes_with}),) if goes_with else ()
        by_category: dict[str, list[Found]] = defaultdict(list)
        for item in findings.items:
            by_category[item.product.category].append(item)
        for own in by_category.values():
            own.sort(key=lambda item: -_kinship(item.product, anchor))
        picked = in_turn([by_category[one] for one in wanted if one in by_category], limit)
        return tuple(replace(item, reasons=(*reasons, *item.reasons)) for item in picked)


def in_turn(lists: Sequence[Sequence[Found]], limit: int) -> list[Found]:
    """Return the first of each list, then the second of each, and so on, at most `limit`."""
    longest = max((len(one) for one in lists), default=0)
    taken = [one[place] for place in range(longest) for one in lists if place < len(one)]
    return taken[:limit]


def _kinship(product: Product, anchor: Product | None) -> int:
    """Return how many of occasion, style, brand, seller and colour two products share."""
    if anchor is None:
        return 0
    facts = ("occasion", "style", "sport")
    shared = sum(
        1 for name in facts if name in anchor.attributes and product.attributes.get(name) == anchor.attributes[name]
    )
    shared += product.merchant_id == anchor.merchant_id
    shared += bool(product.brand) and product.brand == anchor.brand
    return shared + bool(set(product.colors) & set(anchor.colors))
