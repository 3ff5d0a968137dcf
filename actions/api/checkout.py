"""The demo shop's checkout: the page that a checkout link opens, and the order that it places."""

import asyncio
from collections.abc import Callable
from http import HTTPStatus

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, html

from actions.buying.checkout_page import cart_page, message_page
from actions.buying.ordering import basket_of, place_order
from actions.payloads.carts import cart_payload
from actions.shop import Shop
from actions.wording import values
from actions.wording.texts import FALLBACK, Line
from retrieval.errors import BackendError

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""The address holds the key to a cart, so it is neither kept nor passed on, and nothing runs on the page."""


def checkout_routes(shop: Callable[[], Shop]) -> Blueprint:
    """Return the routes of /checkout."""
    routes = Blueprint("checkout", url_prefix="/checkout")

    @routes.get("/<token:str>")
    async def show(_: Request, token: str) -> HTTPResponse:
        """Show the cart of a link, with the button that orders it."""
        return await asyncio.to_thread(_shown, shop(), token)

    @routes.post("/<token:str>")
    async def order(request: Request, token: str) -> HTTPResponse:
        """Place the order of a link's cart as it was looked at; sent twice, it is one order."""
        seen = str(request.form.get("seen") or "") if request.form else ""
        return await asyncio.to_thread(_ordered, shop(), token, seen)

    return routes


def _shown(shop: Shop, token: str) -> HTTPResponse:
    try:
        checkout = shop.commerce.links.read(token)
    except BackendError:
        return _said(shop, FALLBACK, Line("checkout_expired", {}), HTTPStatus.GONE)
    till = shop.commerce.till
    if till is None:
        return _said(shop, checkout.language, Line("checkout_elsewhere", {}), HTTPStatus.NOT_FOUND)
    basket = basket_of(checkout, till, shop)
    if not basket.costs.items:
        return _said(shop, checkout.language, Line("cart_empty", {}), HTTPStatus.OK)
    payload = cart_payload(basket.costs, basket.audience, shop)
    seen = basket.seen if basket.is_orderable else ""
    return html(cart_page(payload, seen, shop.texts), headers=HEADERS)


def _ordered(shop: Shop, token: str, seen: str) -> HTTPResponse:
    try:
        checkout = shop.commerce.links.read(token)
    except BackendError:
        return _said(shop, FALLBACK, Line("checkout_expired", {}), HTTPStatus.GONE)
    till = shop.commerce.till
    if till is None:
        return _said(shop, checkout.language, Line("checkout_elsewhere", {}), HTTPStatus.NOT_FOUND)
    done = till.orders.of_checkout(checkout.checkout_id)
    if done is None:
        basket = basket_of(checkout, till, shop)
        if not basket.is_orderable or basket.seen != seen:
            return _shown(shop, token)
        done = place_order(checkout, basket, till, shop)
    line = Line("checkout_done", {"number": values.plain(done.order_id)})
    return _said(shop, checkout.language, line, HTTPStatus.CREATED)


def _said(shop: Shop, language: str, line: Line, status: HTTPStatus) -> HTTPResponse:
    return html(message_page(language, line, shop.texts), status=status, headers=HEADERS)
