"""Advice over HTTP: what is bought together."""

import asyncio
import uuid
from collections.abc import Callable

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from actions.api.parameters import Parameters
from actions.api.shopping import MAX_RESULTS, audience_of, filters_of
from actions.shop import Shop
from retrieval.profile import Profile


def advice_routes(shop: Callable[[], Shop]) -> Blueprint:
    """Return the routes of /api/v1 that give advice."""
    routes = Blueprint("advice", url_prefix="/api/v1")

    @routes.get("/products/<product_id:str>/bought-together", unquote=True)
    async def bought_together(request: Request, product_id: str) -> HTTPResponse:
        now = shop()
        asked = Parameters(request)
        audience = audience_of(asked, now, asked.text("language", "en"))
        filters, limit = filters_of(asked, audience), asked.whole("limit", 10, 1, MAX_RESULTS)
        found = await asyncio.to_thread(
            now.advice.companions.of, product_id, filters, Profile.empty(), now.today(), limit
        )
        payload = now.payloads.products(found.items, audience, filters, uuid.uuid4().hex, len(found.items), 1)
        for card in payload["products"]:
            companion = found.evidence.get(card["product_id"])
            card["together"] = companion and {
                "n_shoppers": companion.n_shoppers,
                "lift": round(companion.lift, 3),
                "lift_at_least": round(companion.lift_at_least, 3),
            }
        return json({"product_id": product_id, "basis": found.basis, **payload})

    return routes
