"""REST for the public: Rasa's wire at /webhooks/rest/webhook, without its trust in what is sent."""

import json
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.apologies import Apologies
from bot.channels.checks import check_once
from bot.channels.problems import MEDIA_TYPE, problem_body
from bot.channels.sanitise import BadInput, clean_metadata, clean_sender, clean_text
from bot.channels.turns import Turns
from bot.settings import Settings

LARGEST_BODY = 1 << 20
"""Bytes; larger requests are refused unread."""


class BodyTooLarge(Exception):
    """A request's body exceeds `LARGEST_BODY`."""


class ShopRest(InputChannel):
    """`POST webhook` with `{"sender", "message", "metadata"}` answers with the list of the turn's messages."""

    @classmethod
    def name(cls) -> str:
        """Return the channel's name, which is also its path."""
        return "rest"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes."""
        check_once()
        routes = Blueprint("shop_rest", __name__)
        turns = Turns(self.name(), Apologies.load(Settings.from_environment().bot))

        @routes.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:  # noqa: ARG001 (Sanic passes it)
            return response.json({"status": "ok"})

        @routes.route("/webhook", methods=["POST"], stream=True)
        async def receive(request: Request) -> HTTPResponse:
            try:
                sender, text, metadata = parse_body(await read_body(request))
            except BodyTooLarge:
                return _problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The body exceeds {LARGEST_BODY} bytes.")
            except BadInput as error:
                return _problem(HTTPStatus.BAD_REQUEST, str(error))
            messages: list[dict[str, Any]] = []

            async def collect(message: dict[str, Any]) -> None:
                messages.append(message)

            await turns.run(on_new_message, request.app.ctx.agent, sender, text, metadata, collect)
            if request.args.get("stream", "").lower() == "true":
                lines = "".join(json.dumps(message, ensure_ascii=False) + "\n" for message in messages)
                return response.text(lines, content_type="text/event-stream")
            return response.json(messages, dumps=_dumps)

        return routes


def parse_body(body: bytes) -> tuple[str, str, dict[str, str]]:
    """Return sender, text and metadata of a request's body. Raises `BadInput` where it is malformed."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadInput("The body is not JSON.") from error
    if not isinstance(content, dict):
        raise BadInput("The body must be a JSON object.")
    return (
        clean_sender(content.get("sender")),
        clean_text(content.get("message")),
        clean_metadata(content.get("metadata")),
    )


async def read_body(request: Request) -> bytes:
    """Return the request's body. Raises `BodyTooLarge` without reading on where it is more than `LARGEST_BODY`."""
    announced = request.headers.get("content-length", "0")
    if not announced.isdigit() or int(announced) > LARGEST_BODY:
        raise BodyTooLarge
    chunks: list[bytes] = []
    n_bytes = 0
    async for chunk in request.stream:
        n_bytes += len(chunk)
        if n_bytes > LARGEST_BODY:
            raise BodyTooLarge
        chunks.append(chunk)
    return b"".join(chunks)


def _problem(status: HTTPStatus, detail: str) -> HTTPResponse:
    return response.raw(problem_body(status, detail), status=status.value, content_type=MEDIA_TYPE)


def _dumps(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False)
