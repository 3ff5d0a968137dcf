"""The page's server: static files, and where the page finds the bot."""

import re
import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sanic import Request, Sanic
from sanic.response import BaseHTTPResponse, HTTPResponse
from sanic.response import json as json_response

from actions.settings import Settings

STATIC = Path(__file__).resolve().parent / "static"


def create_app(settings: Settings) -> Sanic[Any, Any]:
    """Return the app: static/ at /, and /config.json. There can be one in a process."""
    app: Sanic[Any, Any] = Sanic("crossaisle-page", configure_logging=False)
    app.config.FALLBACK_ERROR_FORMAT = "text"
    headers = response_headers(settings)

    @app.get("/config.json")
    async def config(_request: Request) -> HTTPResponse:
        """Say where the bot and the shop are, as the shopper's browser reaches them."""
        return json_response({"bot_url": settings.bot_url, "shop_url": settings.public_url})

    async def harden(_request: Request, response: BaseHTTPResponse) -> None:
        response.headers.update(headers)

    app.register_middleware(harden, "response")
    # Each file has a route of its own, so that no path that comes in ever names a file.
    for path in sorted(STATIC.rglob("*.*")):
        address = path.relative_to(STATIC).as_posix()
        app.static(f"/{address}", path, name=re.sub(r"\W", "_", address))
    app.static("/", STATIC / "index.html", name="page")
    return app


def response_headers(settings: Settings) -> dict[str, str]:
    """Return the headers of every response, errors too.

    The page may run its own scripts only, talk to the bot and the shop only, and be framed by `settings.origins` only.
    """
    bot, shop = origin(settings.bot_url), origin(settings.public_url)
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": f"'self' {bot} {shop} https:",
        "connect-src": f"'self' {bot} {bot.replace('http', 'ws', 1)} {shop}",
        "manifest-src": "'self'",
        "frame-ancestors": " ".join(dict.fromkeys(["'self'", *settings.origins])),
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cache-Control": "no-cache",
    }


def origin(url: str) -> str:
    """Return scheme, host and port of an address.

    >>> origin("https://shop.example/bot/")
    'https://shop.example'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; raises OSError naming the address and the remedy where it is taken."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(100)
    except OSError as error:
        listener.close()
        raise OSError(
            f"The page cannot listen on {host}:{port} ({error.strerror}): stop what uses it, or set "
            "CROSSAISLE_PAGE_PORT to a free port."
        ) from error
    return listener
