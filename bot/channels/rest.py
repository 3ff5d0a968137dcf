"""REST: Rasa's wire, for anyone on the internet."""

import json
from http import HTTPStatus
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.answers import OnNewMessage, answered, wire_message
from bot.channels.cleaning import MAX_BODY, MAX_SENDER, clean_metadata, clean_text


class BadRequest(Exception):
    """A request that cannot be read: what is wrong with it, and its HTTP status."""

    def __init__(self, detail: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(detail)
        self.status = status


class CollectedAnswers(CollectingOutputChannel):
    """Collects the answers of a turn."""

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep an answer as one message."""
        self.messages.append({"recipient_id": recipient_id, **wire_message(message)})


class PublicRest(InputChannel):
    """`POST /webhooks/rest/webhook` as contract.md and Rasa have it, with everything strangers send made safe first."""

    @classmethod
    def name(cls) -> str:
        """Return the name that is part of the address."""
        return "rest"

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """Return the routes."""
        routes = Blueprint("public_rest")

        @routes.get("/")
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            try:
                sender, text, metadata = read_turn(request.body)
            except BadRequest as error:
                return problem(error)
            answers = CollectedAnswers()
            message = UserMessage(text, answers, sender, input_channel=self.name(), metadata=metadata)
            await answered(on_new_message, message, lambda: not answers.messages)
            return response.json(answers.messages)

        return routes


def read_turn(body: bytes) -> tuple[str, str, dict[str, str]]:
    """Return sender, cleaned text and cleaned metadata of a request; raises BadRequest saying what is wrong."""
    if len(body) > MAX_BODY:
        raise BadRequest(f"The body has more than {MAX_BODY} bytes.", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadRequest("The body is no JSON in UTF-8.") from error
    if not isinstance(content, dict):
        raise BadRequest("The body must be an object with `sender` and `message`.")
    sender, text = content.get("sender"), content.get("message")
    if not isinstance(sender, str) or not 0 < len(sender) <= MAX_SENDER or not sender.isprintable():
        raise BadRequest(f"`sender` must be printable text of 1 to {MAX_SENDER} characters.")
    if text is not None and not isinstance(text, str):
        raise BadRequest("`message` must be text.")
    return sender, clean_text(text or ""), clean_metadata(content.get("metadata"))


def problem(error: BadRequest) -> HTTPResponse:
    """Return a problem document (RFC 9457)."""
    body = {"type": "about:blank", "title": error.status.phrase, "status": error.status.value, "detail": str(error)}
    return response.json(body, status=error.status.value, content_type="application/problem+json")
