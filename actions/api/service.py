"""Health, figures and the description of the API."""

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

import yaml
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json, raw

from actions.metrics import Metrics
from actions.shop import Shop
from retrieval.errors import RetrievalError
from retrieval.filters import Filters

OPENAPI = Path(__file__).parent / "openapi.yml"


def service_routes(shop: Callable[[], Shop], metrics: Metrics) -> Blueprint:
    """Return the routes /health, /metrics and /api/openapi.json."""
    routes = Blueprint("service")
    description = yaml.safe_load(OPENAPI.read_text(encoding="utf-8"))

    @routes.get("/health")
    async def health(_: Request) -> HTTPResponse:
        """Answer 200 only when a search can be answered; name each part."""
        parts = _parts(shop())
        is_well = all(part["ok"] for part in parts.values())
        status = HTTPStatus.OK if is_well else HTTPStatus.SERVICE_UNAVAILABLE
        return json({"status": "ok" if is_well else "failing", "parts": parts}, status=status)

    @routes.get("/metrics")
    async def figures(_: Request) -> HTTPResponse:
        return raw(generate_latest(metrics.registry), content_type=CONTENT_TYPE_LATEST)

    @routes.get("/api/openapi.json")
    async def openapi(_: Request) -> HTTPResponse:
        return json(description)

    return routes


def _parts(shop: Shop) -> dict[str, dict[str, Any]]:
    parts: dict[str, dict[str, Any]] = {
        "catalogue": {"ok": len(shop.catalogue) > 0, "products": len(shop.catalogue), "source": shop.catalogue.source},
        "texts": {"ok": True, "languages": shop.texts.languages},
        "rates": {"ok": True, "as_of": shop.prices.rates.latest.isoformat()},
    }
    try:
        findings = shop.finder.find(
            "health", "en", Filters(in_stock=False), "anon:health", shop.profile("anon:health"), shop.today(), 1
        )
        parts["search"] = {"ok": bool(findings.items)}
    except RetrievalError as error:
        parts["search"] = {"ok": False, "error": type(error).__name__}
    parts["database"] = {"ok": shop.store.is_reachable()}
    return parts
