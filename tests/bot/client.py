"""A few lines of HTTP for the tests, and a shop that is not there unless asked for."""

import json
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def get(url: str) -> tuple[int, Any]:
    return _send(urllib.request.Request(url))  # noqa: S310 (the tests' own server)


def post(url: str, content: Any, headers: dict[str, str] | None = None) -> tuple[int, Any]:
    """Return status and parsed body; `content` bytes go out as they are."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return _send(urllib.request.Request(url, body, {"Content-Type": "application/json"} | (headers or {})))  # noqa: S310


def _send(request: urllib.request.Request) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, (error.headers.get_content_type(), json.loads(error.read()))


class FakeShop:
    """The shop's server as far as Rasa sees it: says which action was called, and what it was told."""

    def __init__(self, port: int) -> None:
        self.calls: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        shop = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                shop.calls.append(call)
                text = f"{call['next_action']}\n\n{call['tracker']['latest_message']['text']}"
                said = {"text": text, "buttons": [{"title": "More", "payload": "Show more"}]}
                said["custom"] = {"type": "products", "total": 1, "products": [{"product_id": "shoes-001"}]}
                body = json.dumps({"events": shop.events, "responses": [said]}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> "FakeShop":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
