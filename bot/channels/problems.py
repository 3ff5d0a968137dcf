"""Problem documents (RFC 9457) for requests that cannot be served."""

import json
from http import HTTPStatus
from typing import Any

MEDIA_TYPE = "application/problem+json"


def problem(status: HTTPStatus, detail: str) -> dict[str, Any]:
    """Return the document: type, title, status, and `detail` for the client's developer."""
    return {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail}


def problem_body(status: HTTPStatus, detail: str) -> bytes:
    """Return the document as a response's body."""
    return json.dumps(problem(status, detail), ensure_ascii=False).encode()
