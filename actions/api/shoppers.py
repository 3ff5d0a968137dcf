"""Events and shoppers' data: closed without the shop's token."""

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from actions.api.guard import check_token, json_body
from actions.api.parameters import Parameters
from actions.api.problems import Problem
from actions.metrics import Metrics
from actions.shop import Shop
from actions.wording.profile_words import profile_payload
from retrieval.events import Event

MAX_EVENTS = 1_000


def shopper_routes(shop: Callable[[], Shop], metrics: Metrics) -> Blueprint:
    """Return the routes of /api/v1 that write, or show what is kept of a shopper."""
    routes = Blueprint("shoppers", url_prefix="/api/v1")

    @routes.on_request
    async def only_with_token(request: Request) -> None:
        check_token(request, shop().settings.api_token)

    @routes.post("/events")
    async def events(request: Request) -> HTTPResponse:
        """Keep one event or a list of them; all are checked before any is kept."""
        body = json_body(request)
        records: list[Any] = body if isinstance(body, list) else [body]
        if len(records) > MAX_EVENTS:
            raise Problem(HTTPStatus.BAD_REQUEST, f"{len(records)} events in one call; at most {MAX_EVENTS} are taken.")
        parsed = [Event.from_record(record) for record in records]
        outcome = await asyncio.to_thread(shop().record, *parsed)
        for name, count in outcome.items():
            metrics.events.labels(outcome=name).inc(count)
        return json({"received": len(parsed), **outcome}, status=HTTPStatus.ACCEPTED)

    @routes.get("/shoppers/<user_id:str>", unquote=True)
    async def export(request: Request, user_id: str) -> HTTPResponse:
        """Return what is kept of a shopper, and in sentences what is gathered from it."""
        language = Parameters(request).text("language", "")
        return json(await asyncio.to_thread(_exported, shop(), user_id, language))

    @routes.delete("/shoppers/<user_id:str>", unquote=True)
    async def erase(_: Request, user_id: str) -> HTTPResponse:
        erased = await asyncio.to_thread(shop().erase, user_id)
        return json({"user_id": user_id, "erased": erased})

    return routes


def _exported(shop: Shop, user_id: str, language: str) -> dict[str, Any]:
    kept = shop.store.export(user_id)
    profile = profile_payload(shop.profile(user_id), kept, language, shop.settings.currency, shop.texts, shop.prices)
    return {**kept, "profile": profile}
