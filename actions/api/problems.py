"""Errors of the HTTP API as RFC 9457 problem documents."""

import logging
from http import HTTPStatus

from sanic import Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import HTTPResponse, json

from retrieval.errors import PricingError, RetrievalError, StoreError, UnknownProduct

logger = logging.getLogger(__name__)


class Problem(Exception):
    """A request that is answered with a problem document: the HTTP status, and what is wrong and to be done."""

    def __init__(self, status: HTTPStatus, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


def problem_document(status: int, detail: str) -> HTTPResponse:
    """Return a problem document."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return json(body, status=status, content_type="application/problem+json")


def add_problem_handlers(app: Sanic) -> None:  # type: ignore[type-arg] # Sanic's own config and context
    """Answer every error with a problem document that shows nothing of the inside."""

    def on_problem(_: Request, error: Problem) -> HTTPResponse:
        return problem_document(error.status, error.detail)

    def on_unknown_product(_: Request, error: UnknownProduct) -> HTTPResponse:
        return problem_document(HTTPStatus.NOT_FOUND, str(error))

    def on_bad_value(_: Request, error: RetrievalError) -> HTTPResponse:
        return problem_document(HTTPStatus.BAD_REQUEST, str(error))

    def on_failure(_: Request, error: RetrievalError) -> HTTPResponse:
        logger.error("request failed", exc_info=error)
        return problem_document(HTTPStatus.SERVICE_UNAVAILABLE, "The shop cannot answer this right now; try again.")

    def on_http_error(_: Request, error: SanicException) -> HTTPResponse:
        return problem_document(error.status_code, HTTPStatus(error.status_code).description or str(error))

    def on_anything_else(_: Request, error: Exception) -> HTTPResponse:
        logger.error("request failed", exc_info=error)
        return problem_document(HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong inside; it has been logged.")

    app.error_handler.add(Problem, on_problem)
    app.error_handler.add(UnknownProduct, on_unknown_product)
    app.error_handler.add(PricingError, on_bad_value)
    app.error_handler.add(StoreError, on_bad_value)
    app.error_handler.add(RetrievalError, on_failure)
    app.error_handler.add(SanicException, on_http_error)
    app.error_handler.add(Exception, on_anything_else)
