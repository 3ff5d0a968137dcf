"""What waits for a person, for the desk of those who take over: closed without the shop's token."""

import asyncio
import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from actions.agent_delivery import deliver
from actions.api.guard import check_token, json_body
from actions.api.problems import Problem
from actions.shop import Shop
from retrieval.errors import StoreError

logger = logging.getLogger(__name__)

MAX_CHARACTERS = 4_000


def handoff_routes(shop: Callable[[], Shop]) -> Blueprint:
    """Return the routes of /api/v1/handoffs."""
    routes = Blueprint("handoffs", url_prefix="/api/v1/handoffs")

    @routes.on_request
    async def only_with_token(request: Request) -> None:
        check_token(request, shop().settings.api_token)

    @routes.get("/")
    async def waiting(_: Request) -> HTTPResponse:
        return json({"handoffs": await asyncio.to_thread(shop().handoffs.waiting)})

    @routes.get("/<handoff_id:int>")
    async def thread(_: Request, handoff_id: int) -> HTTPResponse:
        return json(await _known(shop().handoffs.thread, handoff_id))

    @routes.post("/<handoff_id:int>/messages")
    async def reply(request: Request, handoff_id: int) -> HTTPResponse:
        """Say something to the shopper: at once where their channel can be written to, else before the next answer."""
        body = json_body(request)
        text: Any = body.get("text") if isinstance(body, dict) else None
        if not isinstance(text, str) or not 0 < len(text.strip()) <= MAX_CHARACTERS:
            raise Problem(HTTPStatus.BAD_REQUEST, f"text is to be a message of 1 to {MAX_CHARACTERS} characters.")
        message_id = await _known(shop().handoffs.reply, handoff_id, text)
        is_said = await deliver(shop(), (await _known(shop().handoffs.thread, handoff_id))["session_id"])
        return json({"message_id": message_id, "said": is_said}, status=HTTPStatus.CREATED)

    @routes.post("/<handoff_id:int>/close")
    async def close(_: Request, handoff_id: int) -> HTTPResponse:
        """Note that a person is done; a conversation goes back to the assistant."""
        session_id = (await _known(shop().handoffs.thread, handoff_id))["session_id"]
        await _known(shop().handoffs.close, handoff_id)
        is_said = await deliver(shop(), session_id)
        return json({"handoff_id": handoff_id, "said": is_said})

    return routes


async def _known(call: Callable[..., Any], handoff_id: int, *given: object) -> Any:
    """Return what a call about a hand-over gives; a number that none has is answered 404."""
    try:
        return await asyncio.to_thread(call, handoff_id, *given)
    except StoreError as error:
        raise Problem(HTTPStatus.NOT_FOUND, str(error)) from error
