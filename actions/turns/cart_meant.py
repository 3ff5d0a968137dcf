"""Which products, and how many pieces of which size, a message about the cart means."""

from collections.abc import Sequence

from actions.cart_items import CartItem
from actions.conversation import Conversation
from actions.shop import Shop
from retrieval.commerce.cart import MAX_PIECES
from retrieval.product import Product

DESCRIBING = ("category", "color", "brand")
"""The entities by which a product of a list is described."""


def products_meant(conversation: Conversation, shop: Shop) -> list[Product]:
    """Return the products to buy: those numbered, the one described, or the one in question; none where unclear.

    "The blue one" is the blue one of the list shown, or the product in question in blue.
    """
    if conversation.entities.ordinals():
        return _products(conversation.product_ids_named(), shop)
    if not is_described(conversation):
        return _products((conversation.product_in_question(),), shop)
    fitting = [one for one in _products(conversation.shown, shop) if fits(one, conversation)]
    if not fitting and conversation.focus in shop.catalogue:
        variants = shop.finder.variants(conversation.focus, shop.open_filters(conversation))
        fitting = [one for one in variants if fits(one, conversation)]
    if len(fitting) > 1:
        return [one for one in fitting if one.product_id == conversation.focus]
    return fitting


def items_meant(items: Sequence[CartItem], conversation: Conversation) -> list[CartItem]:
    """Return the lines of the cart that a message points at: by their place in it, by kind, or the one in question."""
    places = conversation.entities.ordinals()
    if places:
        rows = [len(items) + place if place < 0 else place - 1 for place in places]
        return [items[row] for row in dict.fromkeys(rows) if 0 <= row < len(items)]
    if is_described(conversation):
        return [item for item in items if fits(item.product, conversation)]
    if len(items) == 1:
        return list(items)
    return [item for item in items if item.product.product_id == conversation.focus]


def is_described(conversation: Conversation) -> bool:
    """Return whether a message says of what kind, colour or brand the product is."""
    return any(conversation.entities.first(name) for name in DESCRIBING)


def fits(product: Product, conversation: Conversation) -> bool:
    """Return whether a product is what a message describes."""
    categories, colors, brands = (conversation.entities.all(name) for name in DESCRIBING)
    is_kind = not categories or product.category in categories
    is_colored = not colors or not set(colors).isdisjoint(product.colors)
    return is_kind and is_colored and (not brands or product.brand.casefold() in {one.casefold() for one in brands})


def quantity_said(conversation: Conversation) -> int | None:
    """Return how many pieces a message names, None where it names none that a cart can hold."""
    said = conversation.entities.first("quantity")
    return int(said) if said.isascii() and said.isdigit() and 1 <= int(said) <= MAX_PIECES else None


def size_said(product: Product, conversation: Conversation) -> str | None:
    """Return the size of a product that a message names, "" where it names none, None where it is not to be had.

    A bare value ("42") is that of any system ("EU 42"); a product in one size only needs no saying.
    """
    said = conversation.entities.first("size").casefold()
    if not said or not product.sizes:
        return product.sizes[0] if len(product.sizes) == 1 else ""
    whole = [size for size in product.sizes if size.casefold() == said]
    bare = [size for size in product.sizes if size.casefold().split()[-1] == said]
    found = whole or bare
    return found[0] if found else None


def _products(product_ids: Sequence[str], shop: Shop) -> list[Product]:
    return [shop.catalogue.get(product_id) for product_id in product_ids if product_id in shop.catalogue]
