"""Which products, and how many pieces of which size, a message about the cart means."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from actions.buying.cart_items import CartItem
from actions.shop import Shop
from actions.talk.conversation import Conversation
from actions.talk.entities import Entities
from actions.turns.references import Referred, fits, is_described, referred
from retrieval.commerce.cart import MAX_PIECES, Cart
from retrieval.product import Product

_NUMBER = re.compile(r"\d+")
_DIGITS = 3
"""Digits of a number of pieces or a place; longer ones are something else."""

_PLACE_AND_PIECES = 2
"""Numbers of "change 1 to 3"."""


def products_meant(conversation: Conversation, shop: Shop) -> Referred:
    """Return the products to buy: those of the list shown that a message means, or the product in question.

    A size is one of the product meant, and does not choose among products. "In blue" is the product in question in
    blue where none of the list is.
    """
    asked = _without_size(conversation)
    found = referred(asked, shop)
    if found.products or found.candidates or not is_described(asked) or conversation.focus not in shop.catalogue:
        return found
    variants = shop.finder.variants(conversation.focus, shop.open_filters(conversation))
    return Referred(tuple(one for one in variants if fits(one, asked, shop))[:1], is_described=True)


def items_meant(items: Sequence[CartItem], conversation: Conversation, shop: Shop) -> list[CartItem]:
    """Return the lines of the cart that a message points at: by their place in it, by kind, or the one in question."""
    places = conversation.entities.ordinals()
    if places:
        rows = [len(items) + place if place < 0 else place - 1 for place in places]
        return [items[row] for row in dict.fromkeys(rows) if 0 <= row < len(items)]
    if describes(conversation):
        asked = _without_size(conversation)
        return [item for item in items if fits(item.product, asked, shop) and _is_size(item, conversation)]
    if len(items) == 1:
        return list(items)
    return [item for item in items if item.product.product_id == conversation.focus]


def describes(conversation: Conversation) -> bool:
    """Return whether a message says of what kind, look or size the product is."""
    return is_described(conversation)


def quantity_said(conversation: Conversation) -> int | None:
    """Return how many pieces a message names, None where it names none that a cart can hold."""
    said = conversation.entities.first("quantity")
    return int(said) if said.isascii() and said.isdigit() and 1 <= int(said) <= MAX_PIECES else None


def fewer_said(conversation: Conversation, shop: Shop) -> int | None:
    """Return how many pieces less a message wants, one where it only says "less"; None where it wants none less."""
    is_fewer = shop.commerce.words.mean_fewer(conversation.text, conversation.language)
    return (quantity_said(conversation) or 1) if is_fewer else None


@dataclass(frozen=True, slots=True)
class Setting:
    """How many pieces there are to be, and the message without that number among its places."""

    n_pieces: int
    conversation: Conversation


def setting_of(conversation: Conversation, shop: Shop) -> Setting | None:
    """Return how many pieces there are to be ("make it 3", "change number 1 to 2"), None where nothing says so.

    It is the quantity named, or the only number beside the place in the cart; of two numbers, the second.
    """
    if not shop.commerce.words.mean_setting(conversation.text, conversation.language):
        return None
    said, places = quantity_said(conversation), conversation.entities.ordinals()
    if said is not None:
        return Setting(said, conversation)
    numbers = [int(number) for number in _NUMBER.findall(conversation.text) if len(number) <= _DIGITS]
    beside = [number for number in numbers if number not in places]
    if len(beside) == 1:
        wanted = beside[0]
    elif not beside and len(places) == _PLACE_AND_PIECES:
        wanted = places[1]
        kept = {**conversation.entities.values, "ordinal": ([places[0]],)}
        conversation = replace(conversation, entities=Entities(kept))
    else:
        return None
    return Setting(wanted, conversation) if 0 <= wanted <= MAX_PIECES else None


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


def size_of_more(product: Product, cart: Cart, conversation: Conversation, shop: Shop) -> str:
    """Return the size of which "one more" is one more: the only one of the product in the cart, "" where none is."""
    sizes = [line.size for line in cart.lines if line.product_id == product.product_id]
    is_more = shop.commerce.words.mean_more(conversation.text, conversation.language)
    return sizes[0] if is_more and len(sizes) == 1 else ""


def _is_size(item: CartItem, conversation: Conversation) -> bool:
    return not conversation.entities.first("size") or size_said(item.product, conversation) == item.size


def _without_size(conversation: Conversation) -> Conversation:
    kept = {name: found for name, found in conversation.entities.values.items() if name != "size"}
    return replace(conversation, entities=Entities(kept))
