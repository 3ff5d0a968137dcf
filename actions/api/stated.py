"""What a request says of a shopper's interests."""

from http import HTTPStatus

from actions.api.parameters import Parameters
from actions.api.problems import Problem
from actions.shop import Shop
from retrieval.filters import Filters
from retrieval.profile import Stated

_ALL = 10_000


def stated_of(asked: Parameters, shop: Shop) -> Stated:
    """Return the interests, for whom, and where the shopper lives and speaks; raises Problem 400 for one not sold.

    `interests` are categories and departments of the shop by their English names, repeated or with commas between.
    """
    parts = [part.strip().casefold() for value in asked.several("interests") for part in value.split(",")]
    named = [part for part in parts if part]
    categories = {one.casefold(): one for one in shop.catalogue.categories()} if named else {}
    found = shop.finder.departments(Filters(in_stock=False), _ALL) if named else ()
    departments = {one.casefold(): one for one in found}
    for one in named:
        if one not in categories and one not in departments:
            known = ", ".join(sorted(departments.values())) or "none, as nothing has a department"
            detail = f"interests has {one!r}; name categories of the shop, or departments: {known}."
            raise Problem(HTTPStatus.BAD_REQUEST, detail)
    return Stated(
        categories=tuple(categories[one] for one in named if one in categories),
        departments=tuple(departments[one] for one in named if one in departments and one not in categories),
        audience=asked.text("audience", ""),
        country=asked.country("country"),
        language=asked.text("language", ""),
    )
