"""What every request must pass: size, form, and for writes and shopper data the bearer token."""

import hmac
import json
from http import HTTPStatus
from typing import Any

from sanic import Request

from actions.api.problems import Problem

MAX_BODY = 1024 * 1024
"""Bytes a body of the public API may have. Rasa's own calls carry whole conversations and are not held to it."""


def check_size(request: Request) -> None:
    """Refuse a body over MAX_BODY with 413."""
    declared = request.headers.get("content-length", "0")
    if (declared.isdigit() and int(declared) > MAX_BODY) or len(request.body) > MAX_BODY:
        raise Problem(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The body is larger than {MAX_BODY} bytes: send it in parts."
        )


def check_token(request: Request, token: str | None) -> None:
    """Refuse a request without the shop's bearer token with 401, every one with 403 where no token is set."""
    if token is None:
        raise Problem(
            HTTPStatus.FORBIDDEN, "Writes and shopper data are closed: set CROSSAISLE_API_TOKEN and start again."
        )
    if not hmac.compare_digest((request.token or "").encode(), token.encode()):
        raise Problem(
            HTTPStatus.UNAUTHORIZED, "This needs the header `Authorization: Bearer <token>` with the shop's token."
        )


def json_body(request: Request, is_checked: bool = True) -> Any:
    """Return the body as JSON; 400 where it is none, or holds half a character (a lone surrogate).

    The latter is not looked for without `is_checked`: Rasa's calls are long, and its channels have cleaned the texts.
    """
    try:
        body = json.loads(request.body)
        if is_checked:
            json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise Problem(HTTPStatus.BAD_REQUEST, f"The body is no JSON in UTF-8: {type(error).__name__}.") from error
    return body
