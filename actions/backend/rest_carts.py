"""Carts in a shop's own backend."""

from typing import Any

from actions.backend.rest_client import RestClient
from actions.backend.rest_wire import cart_of
from retrieval.commerce.cart import NO_CART, Cart, CartLine
from retrieval.errors import BackendError


class RestCarts:
    """Asks the backend for carts, by the wire of docs/backend.md. Raises BackendError where it does not answer."""

    def __init__(self, client: RestClient) -> None:
        self._client = client

    def cart(self, owner: str) -> Cart:
        """Return the cart of an owner, an empty one where there is none."""
        found = self._client.call("GET", ("carts", owner))
        return NO_CART if found is None else cart_of(found)

    def put(self, owner: str, product_id: str, quantity: int, size: str = "") -> Cart:
        """Have `quantity` pieces of a product and size in the cart, 0 for none, and return the cart."""
        if quantity:
            CartLine(product_id, quantity, size)
        body = {"product_id": product_id, "size": size, "quantity": quantity}
        return self._changed(("carts", owner, "lines"), body)

    def clear(self, owner: str) -> None:
        """Empty a cart."""
        self._client.call("DELETE", ("carts", owner))

    def hand_over(self, source: str, target: str) -> Cart:
        """Move everything of one owner's cart into another's, adding up pieces, and return that."""
        return self._changed(("carts", target, "hand-over"), {"from": source})

    def _changed(self, path: tuple[str, ...], body: dict[str, Any]) -> Cart:
        found = self._client.call("PUT", path, body)
        if found is None:
            raise BackendError("the backend does not know how to change carts; see docs/backend.md")
        return cart_of(found)
