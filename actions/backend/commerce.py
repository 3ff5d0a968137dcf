"""Buying: the shop's carts, wherever they are kept, and the words that speak of a whole cart."""

from dataclasses import dataclass

from actions.backend.cart_words import CartWords
from actions.backend.ports import Carts


@dataclass(frozen=True, slots=True)
class Commerce:
    """What turns about buying need; `is_elsewhere` where carts and orders are in a backend of the shop's own."""

    carts: Carts
    words: CartWords
    is_elsewhere: bool = False
