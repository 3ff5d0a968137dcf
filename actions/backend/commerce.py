"""Buying: the shop's carts and orders, wherever they are kept, and what turns about them go by."""

from dataclasses import dataclass

from actions.backend.cart_words import CartWords
from actions.backend.checkout_link import CheckoutLinks
from actions.backend.ports import Carts, Orders
from retrieval.commerce.stored_carts import StoredCarts
from retrieval.commerce.stored_orders import StoredOrders
from retrieval.commerce.withdrawal import Withdrawals
from retrieval.consumer_rights import Rights


@dataclass(frozen=True, slots=True)
class Till:
    """The demo shop's own checkout, which turns a cart of its database into an order of it."""

    carts: StoredCarts
    orders: StoredOrders


@dataclass(frozen=True, slots=True)
class Commerce:
    """What buying needs; without a `till`, carts, orders and the checkout are in a backend of the shop's own."""

    carts: Carts
    orders: Orders
    links: CheckoutLinks
    withdrawals: Withdrawals
    rights: Rights
    words: CartWords
    till: Till | None
