"""A shop's own backend as docs/backend.md describes it: a real HTTP server, in a thread."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

from retrieval.commerce.cart import Cart
from retrieval.commerce.order import Order
from retrieval.commerce.stored_carts import StoredCarts
from retrieval.commerce.stored_orders import StoredOrders
from retrieval.errors import BackendError

TOKEN = "the backend's token"


@dataclass
class ShopBackend:
    """What the server keeps and was asked, and what it is to do wrong next: a status, or a function of the handler."""

    carts: StoredCarts
    orders: StoredOrders
    url: str = ""
    asked: list[str] = field(default_factory=list)
    wrongs: list[Any] = field(default_factory=list)


def cart_json(cart: Cart) -> dict[str, Any]:
    lines = [{"product_id": one.product_id, "size": one.size, "quantity": one.quantity} for one in cart.lines]
    return {"cart_id": cart.cart_id, "lines": lines}


def order_json(order: Order) -> dict[str, Any]:
    moments = {name: getattr(order, name) for name in ("placed_at", "shipped_at", "delivered_at")}
    return {
        "order_id": order.order_id, "state": order.state, "country": order.country, "currency": order.total.currency,
        "total": order.total.text(), "is_complete": order.is_complete, "tracking_url": order.tracking_url,
        **{name: at.isoformat() if at else None for name, at in moments.items()},
        "lines": [
            {"product_id": one.product_id, "title": one.title, "size": one.size, "quantity": one.quantity,
             "price": one.price.text()}
            for one in order.lines
        ],
    }  # fmt: skip


def answer(kept: ShopBackend, method: str, path: list[str], body: dict[str, Any]) -> tuple[int, Any]:
    """Return status and body for a call."""
    match method, path:
        case "GET", ["carts", owner]:
            cart = kept.carts.cart(owner)
            return (200, cart_json(cart)) if cart.cart_id else (404, {})
        case "PUT", ["carts", owner, "lines"]:
            return 200, cart_json(kept.carts.put(owner, body["product_id"], body["quantity"], body["size"]))
        case "DELETE", ["carts", owner]:
            kept.carts.clear(owner)
            return 204, None
        case "PUT", ["carts", owner, "hand-over"]:
            return 200, cart_json(kept.carts.hand_over(body["from"], owner))
        case "GET", ["shoppers", user_id, "orders"]:
            return 200, {"orders": [order_json(one) for one in kept.orders.orders(user_id)]}
        case method, ["shoppers", user_id, "orders", order_id, *what]:
            order = kept.orders.order(user_id, order_id)
            if order is None or what not in ([], ["cancellation"], ["return"]):
                return 404, {}
            change = {"cancellation": kept.orders.cancel, "return": kept.orders.request_return}.get("".join(what))
            return 200, order_json(change(user_id, order_id) if change and method == "PUT" else order)
    return 404, {}


@contextmanager
def serve_backend(carts: StoredCarts, orders: StoredOrders) -> Iterator[ShopBackend]:
    """Serve a backend until the end of the `with` block."""
    kept = ShopBackend(carts, orders)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_call(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("content-length") or 0)) or "{}")
            kept.asked.append(f"{self.command} {self.path}")
            wrong = kept.wrongs.pop(0) if kept.wrongs else None
            if callable(wrong):
                wrong(self)
            elif wrong is not None:
                self.send(wrong, {})
            elif self.headers.get("authorization") != f"Bearer {TOKEN}":
                self.send(401, {})
            else:
                try:
                    self.send(*answer(kept, self.command, [unquote(part) for part in self.path.split("/")[1:]], body))
                except BackendError as error:
                    self.send(409, {"detail": str(error)})

        do_GET = do_PUT = do_DELETE = handle_call  # noqa: N815 the server's names

        def send(self, status: int, found: Any) -> None:
            self.send_raw(status, b"" if found is None else json.dumps(found).encode())

        def send_raw(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def hang_up(handler: Any) -> None:
    """Close the line without an answer."""
    handler.close_connection = True


def dawdle(handler: Any) -> None:
    """Answer too late."""
    time.sleep(0.6)
    handler.send(200, {})
