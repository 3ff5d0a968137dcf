"""What Rasa calls: actions and texts."""

import json
import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionMissingDomainException, ActionNotFoundException
from sanic import Blueprint, Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from actions.api.guard import json_body
from actions.api.problems import Problem, problem_document
from actions.shop import Shop
from actions.wording.texts import Line

logger = logging.getLogger(__name__)

_NEEDS_DOMAIN = 449
_UNSAYABLE = "A line cannot be put into words: its key is unknown, or a value is missing or of a wrong form."


def rasa_routes(executor: ActionExecutor, shop: Callable[[], Shop]) -> Blueprint:
    """Return the routes /webhook and /nlg."""
    routes = Blueprint("rasa")

    @routes.post("/webhook")
    async def webhook(request: Request) -> HTTPResponse:
        """Run an action, as rasa-sdk's own server does."""
        call = json_body(request, is_checked=False)
        _check(call, "next_action", str)
        _check(call, "tracker", dict)
        try:
            result = await executor.run(call)
        except ActionExecutionRejection as error:
            body = {"error": error.message, "action_name": error.action_name}
            return json_response(body, status=HTTPStatus.BAD_REQUEST)
        except ActionNotFoundException as error:
            return problem_document(HTTPStatus.NOT_FOUND, error.message)
        except ActionMissingDomainException as error:
            return json_response({"error": error.message, "action_name": error.action_name}, status=_NEEDS_DOMAIN)
        return json_response(result.model_dump() if result else None)

    @routes.post("/nlg")
    async def nlg(request: Request) -> HTTPResponse:
        """Put the lines of an answer into words of the shopper's language."""
        call = json_body(request, is_checked=False)
        arguments = call.get("arguments") if isinstance(call, dict) else None
        if not isinstance(arguments, dict) or not isinstance(arguments.get("lines"), list):
            raise Problem(HTTPStatus.BAD_REQUEST, "The body is no text call of this shop: it lacks `arguments.lines`.")
        try:
            lines = [Line(line["key"], line["values"]) for line in arguments["lines"]]
            text = shop().texts.say_all(str(arguments.get("language", "")), lines)
        except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
            logger.warning("lines cannot be said: %r", error)
            raise Problem(HTTPStatus.BAD_REQUEST, _UNSAYABLE) from error
        return json_response({"text": text}, dumps=json.dumps)

    return routes


def _check(call: Any, name: str, kind: type) -> None:
    """Refuse what is no action call of Rasa."""
    value = call.get(name) if isinstance(call, dict) else None
    if not isinstance(value, kind) or not value:
        raise Problem(HTTPStatus.BAD_REQUEST, f"The body is no action call of Rasa: it lacks `{name}`.")
