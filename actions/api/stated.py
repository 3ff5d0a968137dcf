"""What a request says of a shopper's interests."""

from http import HTTPStatus

from actions.api.parameters import Parameters
from actions.api.problems import Problem
from actions.shop import Shop
from actions.talk.interests import interests_of
from retrieval.profile import Stated


def stated_of(asked: Parameters, shop: Shop) -> Stated:
    """Return the interests, for whom, and where the shopper lives and speaks; raises Problem 400 for one not sold.

    `interests` are categories and departments of the shop by their English names, repeated or with commas between.
    """
    named = interests_of(asked.several("interests"), shop)
    if named.complaint:
        raise Problem(HTTPStatus.BAD_REQUEST, f"interests: {named.complaint}")
    return Stated(
        categories=named.categories,
        departments=named.departments,
        audience=asked.text("audience", ""),
        country=asked.country("country"),
        language=asked.text("language", ""),
    )
