"""What the conversation asks of the shop's own systems.

Methods raise BackendError where these do not answer or refuse, or StoreError where the demo shop's database fails.
"""

from typing import Protocol

from retrieval.commerce.cart import Cart
from retrieval.commerce.order import Order


class Carts(Protocol):
    """Carts by owner: the id of a shopper, known (`user:…`) or anonymous (`anon:…`). Every call may be repeated."""

    def cart(self, owner: str) -> Cart:
        """Return the cart of an owner, an empty one where there is none."""
        ...

    def put(self, owner: str, product_id: str, quantity: int, size: str = "") -> Cart:
        """Have `quantity` pieces of a product and size in the cart, 0 for none, and return the cart."""
        ...

    def clear(self, owner: str) -> None:
        """Empty a cart."""
        ...

    def hand_over(self, source: str, target: str) -> Cart:
        """Move everything of one owner's cart into another's, adding up pieces, and return that."""
        ...


class Orders(Protocol):
    """Orders by the id of a shopper who has proven who they are; those of others are not there. All may be repeated."""

    def orders(self, user_id: str) -> tuple[Order, ...]:
        """Return a shopper's orders, the latest first and at most MAX_ORDERS."""
        ...

    def order(self, user_id: str, order_id: str) -> Order | None:
        """Return a shopper's order, None where they have none of this number."""
        ...

    def cancel(self, user_id: str, order_id: str) -> Order:
        """Cancel an order that has not left yet; return it as it stands then. Raises BackendError for no such order."""
        ...

    def request_return(self, user_id: str, order_id: str) -> Order:
        """Note that a delivered order is to go back; return it as it stands then. BackendError for no such order."""
        ...
