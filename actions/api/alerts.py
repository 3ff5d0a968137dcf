"""Price alerts that have fired, for whoever writes to shoppers: closed without the shop's token."""

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from actions.api.guard import check_token, json_body
from actions.api.problems import Problem
from actions.buying.price_watch import alert_payload
from actions.shop import Shop


def alert_routes(shop: Callable[[], Shop]) -> Blueprint:
    """Return the routes of /api/v1/price-alerts."""
    routes = Blueprint("price-alerts", url_prefix="/api/v1/price-alerts")

    @routes.on_request
    async def only_with_token(request: Request) -> None:
        check_token(request, shop().settings.api_token)

    @routes.get("/")
    async def fired(_: Request) -> HTTPResponse:
        found = await asyncio.to_thread(shop().alerts.untold)
        alerts = [{**alert_payload(alert), "user_id": alert.user_id, "language": alert.language} for alert in found]
        return json({"alerts": alerts})

    @routes.post("/told")
    async def told(request: Request) -> HTTPResponse:
        body = json_body(request)
        alert_ids: Any = body.get("alert_ids") if isinstance(body, dict) else None
        if not isinstance(alert_ids, list) or not all(type(one) is int for one in alert_ids):
            raise Problem(HTTPStatus.BAD_REQUEST, f"alert_ids is {alert_ids!r}; give a list of the alerts' numbers.")
        return json({"told": await asyncio.to_thread(shop().alerts.note_told, alert_ids)})

    return routes
