"""A shopper's cart: which products, of which size, and how many."""

from dataclasses import dataclass

from retrieval.errors import BackendError
from retrieval.events import check_id

MAX_PIECES = 99
"""Pieces of one product that a cart may hold."""

MAX_LINES = 50
"""Products that a cart may hold."""


@dataclass(frozen=True, slots=True)
class CartLine:
    """`quantity` pieces of a product; `size` is as the product lists it, "" where none was chosen.

    >>> CartLine("cup", 0)
    Traceback (most recent call last):
    retrieval.errors.BackendError: a cart has 0 pieces of 'cup'; it may have 1 to 99
    """

    product_id: str
    quantity: int
    size: str = ""

    def __post_init__(self) -> None:
        check_id("product_id", self.product_id)
        if not 1 <= self.quantity <= MAX_PIECES:
            raise BackendError(
                f"a cart has {self.quantity} pieces of {self.product_id!r}; it may have 1 to {MAX_PIECES}"
            )


@dataclass(frozen=True, slots=True)
class Cart:
    """The lines of a cart, the one added first in front; each product and size stands once.

    `cart_id` names it to the shop's checkout and tells nothing of the shopper; "" while nothing was ever put in.
    """

    cart_id: str
    lines: tuple[CartLine, ...]

    @property
    def n_pieces(self) -> int:
        """How many pieces lie in it."""
        return sum(line.quantity for line in self.lines)

    def holds(self, product_id: str) -> bool:
        """Return whether a product lies in it, in whatever size."""
        return any(line.product_id == product_id for line in self.lines)

    def quantity(self, product_id: str, size: str = "") -> int:
        """Return how many pieces of a product and size lie in it."""
        return next((line.quantity for line in self.lines if (line.product_id, line.size) == (product_id, size)), 0)


NO_CART = Cart("", ())
