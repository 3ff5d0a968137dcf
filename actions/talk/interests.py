"""Interests that somebody names: categories and departments of the shop."""

from collections.abc import Iterable
from dataclasses import dataclass

from actions.shop import Shop
from retrieval.filters import Filters

_ALL = 10_000


@dataclass(frozen=True, slots=True)
class Interests:
    """Categories and departments as the shop writes them; `complaint` says what of the names it does not sell."""

    categories: tuple[str, ...]
    departments: tuple[str, ...]
    complaint: str = ""


def interests_of(texts: Iterable[str], shop: Shop) -> Interests:
    """Read English names of categories and departments in any case, several in a text with commas between."""
    named = [part.strip().casefold() for text in texts for part in text.split(",") if part.strip()]
    if not named:
        return Interests((), ())
    categories = {one.casefold(): one for one in shop.catalogue.categories()}
    departments = {one.casefold(): one for one in shop.finder.departments(Filters(in_stock=False), _ALL)}
    unknown = next((one for one in named if one not in categories and one not in departments), "")
    known = ", ".join(sorted(departments.values())) or "none, as nothing has a department"
    return Interests(
        tuple(categories[one] for one in named if one in categories),
        tuple(departments[one] for one in named if one in departments and one not in categories),
        f"{unknown!r} is not sold; name categories of the shop, or departments: {known}." if unknown else "",
    )
