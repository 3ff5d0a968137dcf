"""Putting together what buying needs, by the settings."""

from actions.backend.cart_words import CartWords
from actions.backend.checkout_link import CheckoutLinks
from actions.backend.commerce import Commerce, Till
from actions.backend.rest_carts import RestCarts
from actions.backend.rest_client import RestClient
from actions.backend.rest_orders import RestOrders
from actions.settings import PROJECT, Settings
from retrieval.commerce.stored_carts import StoredCarts
from retrieval.commerce.stored_orders import StoredOrders
from retrieval.commerce.withdrawal import Withdrawals
from retrieval.consumer_rights import read_rights


def build_commerce(settings: Settings, carts: StoredCarts, orders: StoredOrders) -> Commerce:
    """Return carts and orders: those of the shop's own backend where one is set, else those given."""
    own = RestClient(settings.backend_url, settings.backend_token or "") if settings.backend_url else None
    return Commerce(
        carts=RestCarts(own) if own else carts,
        orders=RestOrders(own) if own else orders,
        links=CheckoutLinks(settings.checkout_url, settings.checkout_secret),
        withdrawals=Withdrawals.load(),
        rights=read_rights(),
        words=CartWords.load(PROJECT / "data"),
        till=None if own else Till(carts, orders),
    )
