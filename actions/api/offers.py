"""Offers over HTTP: who would get which, holding one for a shopper, redeeming and releasing it."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from http import HTTPStatus
from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from actions.api.guard import check_token, json_body
from actions.api.parameters import Parameters
from actions.api.problems import Problem
from actions.api.shopping import audience_of
from actions.payloads.offers import grant_figures, offer_card, offer_payload
from actions.shop import Shop
from retrieval.advice.offers import HELD_FOR, MOST_PRODUCTS
from retrieval.events import is_id


def offer_routes(shop: Callable[[], Shop]) -> Blueprint:
    """Return the routes of /api/v1/offers."""
    routes = Blueprint("offers", url_prefix="/api/v1/offers")

    @routes.on_request
    async def only_with_token(request: Request) -> None:
        check_token(request, shop().settings.api_token)

    @routes.get("")
    async def offers(request: Request) -> HTTPResponse:
        """Tell which offers pay for a shopper; none is held by asking."""
        now = shop()
        asked = Parameters(request)
        audience = audience_of(asked, now, asked.text("language", "en"))
        products = [now.catalogue.get(product_id) for product_id in asked.several("product_id")[:MOST_PRODUCTS]]
        found = await asyncio.to_thread(
            now.advice.offers.proposals, asked.text("user_id"), products, audience.country, datetime.now(UTC)
        )
        cards = [
            {
                **offer_card(one.offer, now.texts, audience.language),
                "probability": round(one.uplift.without, 4),
                "probability_with": round(one.uplift.with_coupon, 4),
                "expected_gain": round(one.uplift.gain, 4),
            }
            for one in found
        ]
        return json(offer_payload(cards, audience.language))

    @routes.post("/reserve")
    async def reserve(request: Request) -> HTTPResponse:
        """Hold an offer for a shopper."""
        body, now = _object(request), datetime.now(UTC)
        offers = shop().advice.offers
        found = offers.offer(_text(body, "code"))
        if not found.first <= now.date() <= found.last:
            raise Problem(HTTPStatus.CONFLICT, f"The offer {found.code} holds from {found.first} until {found.last}.")
        grant = await asyncio.to_thread(offers.ledger.reserve, found, _text(body, "user_id"), now, now + HELD_FOR)
        if grant is None:
            raise Problem(HTTPStatus.CONFLICT, f"The offer {found.code} is used up, or this shopper has had it.")
        return json(grant_figures(grant), status=HTTPStatus.CREATED)

    @routes.post("/redeem")
    async def redeem(request: Request) -> HTTPResponse:
        """Note what a held offer has cost."""
        body = _object(request)
        offers = shop().advice.offers
        found = offers.offer(_text(body, "code"))
        amount, number = _amount(body), _number(body)
        grant = await asyncio.to_thread(
            offers.ledger.redeem, found, number, _text(body, "user_id"), amount, datetime.now(UTC)
        )
        return json(grant_figures(grant))

    @routes.post("/release")
    async def release(request: Request) -> HTTPResponse:
        """Give back what a held offer holds."""
        body = _object(request)
        offers = shop().advice.offers
        found = offers.offer(_text(body, "code"))
        await asyncio.to_thread(offers.ledger.release, found, _number(body), _text(body, "user_id"), datetime.now(UTC))
        return json({"released": _number(body)})

    return routes


def _object(request: Request) -> Mapping[str, Any]:
    body = json_body(request)
    if not isinstance(body, Mapping):
        raise Problem(HTTPStatus.BAD_REQUEST, "The body must be an object with user_id, code and so on.")
    return body


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not is_id(value):
        raise Problem(HTTPStatus.BAD_REQUEST, f"{name} is {value!r}; it must be a text of 1 to 200 characters.")
    return value


def _number(body: Mapping[str, Any]) -> int:
    value = body.get("grant_id")
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**31:
        raise Problem(HTTPStatus.BAD_REQUEST, f"grant_id is {value!r}; it must be the number of a grant.")
    return value


def _amount(body: Mapping[str, Any]) -> Decimal:
    value = body.get("amount")
    try:
        amount = Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        amount = None
    if amount is None or not amount.is_finite() or not 0 <= amount <= 10**9:
        raise Problem(
            HTTPStatus.BAD_REQUEST, f"amount is {value!r}; it must be a text such as '4.50', in the offer's currency."
        )
    return amount
