"""Calls to a shop's own backend over HTTP: bearer token, time limits, another try where a call may be repeated."""

import logging
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from retrieval.errors import BackendError

logger = logging.getLogger(__name__)

_MAX_BYTES = 1024 * 1024
_PASSING = frozenset({
    HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT,
})  # fmt: skip
"""Answers that may be others a moment later."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: to connect, for an answer, and before each further try."""

    connect: float = 1.0
    answer: float = 3.0
    pauses: tuple[float, ...] = (0.1, 0.4)


PATIENCE = Patience()


class RestClient:
    """Asks a backend at an address; several threads may use one.

    Every call of the wire may be repeated without changing more, so each is tried three times. Redirects are not
    followed, as they would carry the token elsewhere.
    """

    def __init__(self, address: str, token: str, patience: Patience = PATIENCE) -> None:
        self._pauses = patience.pauses
        self._client = httpx.Client(
            base_url=address.rstrip("/"),
            headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
            timeout=httpx.Timeout(patience.answer, connect=patience.connect),
        )

    def close(self) -> None:
        """Close the connections that wait."""
        self._client.close()

    def call(self, method: str, path: tuple[str, ...], body: dict[str, Any] | None = None) -> dict[str, Any] | None:
        """Return the object that the backend answers with, {} for one without content, None where there is none (404).

        Raises BackendError where it does not answer in time, refuses, or answers what is no JSON object. The message
        holds neither token nor what was asked.
        """
        if not all(part.strip(".") for part in path):
            return None  # a part of dots alone would lead up and elsewhere
        where = f"{method} of the backend's /{path[0]}"
        response = self._answered(method, "/" + "/".join(quote(part, safe="") for part in path), body, where)
        if response.status_code == HTTPStatus.NOT_FOUND:
            return None
        if not response.is_success:
            raise BackendError(f"{where} answered {response.status_code}; see the backend's log and docs/backend.md")
        if response.status_code == HTTPStatus.NO_CONTENT:
            return {}
        try:
            found = response.json() if len(response.content) <= _MAX_BYTES else None
        except ValueError as error:
            raise BackendError(f"{where} answered no JSON; see docs/backend.md for what it has to answer") from error
        if not isinstance(found, dict):
            raise BackendError(f"{where} answered no object of at most {_MAX_BYTES} bytes; see docs/backend.md")
        return found

    def _answered(self, method: str, path: str, body: dict[str, Any] | None, where: str) -> httpx.Response:
        """Return the answer to a call, tried again while the backend may recover."""
        trouble: Exception | None = None
        for pause in (0.0, *self._pauses):
            time.sleep(pause)
            try:
                response = self._client.request(method, path, json=body)
            except httpx.TransportError as error:
                trouble = error
                logger.warning("%s failed: %s", where, type(error).__name__)
                continue
            if response.status_code not in _PASSING:
                return response
            trouble = None
            logger.warning("%s answered %d", where, response.status_code)
        said = type(trouble).__name__ if trouble else f"status {response.status_code}"
        raise BackendError(
            f"{where} failed {1 + len(self._pauses)} times ({said}); check that it runs at CROSSAISLE_BACKEND_URL"
        ) from trouble
