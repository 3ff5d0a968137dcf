"""A shopper's cart and orders over HTTP, for those who help them."""

import asyncio
from collections.abc import Callable
from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from actions.api.guard import check_token
from actions.api.parameters import Parameters
from actions.api.shopping import audience_of
from actions.buying.cart_costs import costs_for
from actions.payloads.cards import Audience
from actions.payloads.carts import cart_payload
from actions.payloads.orders import order_payload
from actions.shop import Shop


def buying_routes(shop: Callable[[], Shop]) -> Blueprint:
    """Return the routes of /api/v1/shoppers/{user_id} that show what a shopper buys."""
    routes = Blueprint("buying", url_prefix="/api/v1/shoppers")

    @routes.on_request
    async def only_with_token(request: Request) -> None:
        check_token(request, shop().settings.api_token)

    @routes.get("/<user_id:str>/cart", unquote=True)
    async def cart(request: Request, user_id: str) -> HTTPResponse:
        """Return a cart as the conversation shows it."""
        now, asked = shop(), Parameters(request)
        audience = audience_of(asked, now, asked.text("language", "en"))
        return json(await asyncio.to_thread(_cart, now, user_id, audience))

    @routes.get("/<user_id:str>/orders", unquote=True)
    async def orders(request: Request, user_id: str) -> HTTPResponse:
        """Return a shopper's orders, the latest first."""
        now, asked = shop(), Parameters(request)
        audience = audience_of(asked, now, asked.text("language", "en"))
        found = await asyncio.to_thread(now.commerce.orders.orders, user_id)
        return json(order_payload(found, audience, now))

    return routes


def _cart(shop: Shop, user_id: str, audience: Audience) -> dict[str, Any]:
    return cart_payload(costs_for(shop.commerce.carts.cart(user_id), user_id, audience, shop), audience, shop)
