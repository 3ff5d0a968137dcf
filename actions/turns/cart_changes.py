"""Turns that put something into the cart or take it out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from actions.buying.cart_items import CartItem, Problem, cart_items, problem_of
from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.pending import Pending
from actions.turns.cart import changed, own_cart, show_cart, title_of
from actions.turns.cart_meant import (
    describes,
    fewer_said,
    items_meant,
    products_meant,
    quantity_said,
    setting_of,
    size_of_more,
    size_said,
)
from actions.turns.mains import warning_lines
from actions.turns.references import ask_which
from actions.turns.search import search
from actions.wording import values
from actions.wording.texts import Line
from retrieval.commerce.cart import MAX_LINES, MAX_PIECES, Cart
from retrieval.events import Event
from retrieval.product import Product

_MOST_SIZES = 6
"""Sizes that are offered as buttons."""


def add(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "add two of the second one": what can be had goes in, and what keeps the rest out is said.

    What names products that are not in the list shown ("I want to buy headphones") is searched for.
    """
    setting = setting_of(conversation, shop)
    found = products_meant(setting.conversation if setting else conversation, shop)
    products = found.products
    if quantity_said(conversation) and fewer_said(conversation, shop) and _holds_any(conversation, shop):
        return remove(conversation, shop)
    if not products:
        is_search = conversation.names_products() and not conversation.entities.ordinals() and not found.candidates
        if is_search:
            return search(conversation, shop)
        return ask_which(conversation, shop, "cart_add_what", found.candidates)
    cart, lines = own_cart(conversation, shop)
    held = {one.product_id for one in products if cart.holds(one.product_id)}
    if setting is not None and held:
        items = cart_items(cart, shop.catalogue, shop.prices, conversation.country)
        meant = [item for item in items if item.product.product_id in held]
        return _set(setting.n_pieces, meant, cart, lines, conversation, shop)
    done: list[Event] = []
    for product in products:
        adding = _added(product, cart, conversation, shop)
        cart = adding.cart
        lines += adding.lines
        if adding.n_pieces and product.product_id not in held:
            lines += warning_lines(product, conversation.country, shop.texts.spoken(conversation.language), shop)
        if adding.n_pieces:
            done.append(_event("cart", product, adding.n_pieces, conversation, shop))
    if not cart.lines:
        button = shop.texts.button(shop.texts.spoken(conversation.language), "button_similar")
        slots = {**conversation.destination_said(), "focus": products[0].product_id}
        return Answer(tuple(lines), shop.texts.spoken(conversation.language), buttons=(button,), slots=slots)
    answer = changed(cart, lines, conversation, shop)
    sizes = _sizes(products, cart, answer.language, shop)
    slots = {**answer.slots, "focus": products[-1].product_id}
    return replace(answer, buttons=(*sizes, *answer.buttons), slots=slots, done=tuple(done))


def change(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "make it 3" and "change the first to 2": the lines meant then have so many pieces, or all in stock.

    Positions are those of the cart.
    """
    cart, lines = own_cart(conversation, shop)
    items = cart_items(cart, shop.catalogue, shop.prices, conversation.country)
    setting = setting_of(conversation, shop)
    meant = items_meant(items, setting.conversation, shop) if setting else []
    if setting is None or not meant:
        return _asked(cart, lines, items, conversation, shop)
    return _set(setting.n_pieces, meant, cart, lines, conversation, shop)


def _set(
    n_pieces: int,
    meant: Sequence[CartItem],
    cart: Cart,
    lines: list[Line],
    conversation: Conversation,
    shop: Shop,
) -> Answer:
    """Have so many pieces of each line meant, or as many as are in stock, and show the cart."""
    done = []
    for item in meant:
        others = sum(line.quantity for line in cart.lines if line.product_id == item.product.product_id) - item.quantity
        stock = MAX_PIECES if item.product.stock is None else item.product.stock - others
        left = min(n_pieces, max(stock, 0))
        cart = shop.commerce.carts.put(shop.user_id(conversation), item.product.product_id, left, item.size)
        counted = {"title": title_of(item, conversation, shop), "n": values.number(left)}
        lines.append(Line("cart_quantity", counted) if left else Line("cart_removed", {"title": counted["title"]}))
        if left < n_pieces:
            lines.append(Line("cart_over_stock", counted))
        if left != item.quantity:
            kind = "cart" if left > item.quantity else "remove"
            done.append(_event(kind, item.product, abs(left - item.quantity), conversation, shop))
    return replace(show_cart(cart, lines, conversation, shop), done=tuple(done))


def remove(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "take the second out", "two less of the mugs" and "empty the cart"; positions are those of the cart."""
    cart, lines = own_cart(conversation, shop)
    items = cart_items(cart, shop.catalogue, shop.prices, conversation.country)
    if not items:
        return show_cart(cart, lines, conversation, shop)
    if setting_of(conversation, shop) is not None:
        return change(conversation, shop)
    meant = items_meant(items, conversation, shop)
    if _means_everything(conversation, shop):
        shop.commerce.carts.clear(shop.user_id(conversation))
        done = [_event("remove", item.product, item.quantity, conversation, shop) for item in items]
        emptied = shop.commerce.carts.cart(shop.user_id(conversation))
        answer = show_cart(emptied, [*lines, Line("cart_emptied", {})], conversation, shop)
        return replace(answer, lines=answer.lines[:-1], done=tuple(done))
    if not meant:
        return _asked(cart, lines, items, conversation, shop)
    done = []
    for item in meant:
        less = quantity_said(conversation) or fewer_said(conversation, shop)
        left = max(item.quantity - less, 0) if less else 0
        cart = shop.commerce.carts.put(shop.user_id(conversation), item.product.product_id, left, item.size)
        title = title_of(item, conversation, shop)
        counted = {"title": title, "n": values.number(left)}
        lines.append(Line("cart_quantity", counted) if left else Line("cart_removed", {"title": title}))
        done.append(_event("remove", item.product, item.quantity - left, conversation, shop))
    return replace(show_cart(cart, lines, conversation, shop), done=tuple(done))


@dataclass(frozen=True, slots=True)
class _Adding:
    """The cart after an attempt to put something in, how many pieces are new in it, and what is to be said."""

    cart: Cart
    n_pieces: int
    lines: tuple[Line, ...]


def _added(product: Product, cart: Cart, conversation: Conversation, shop: Shop) -> _Adding:
    title = {"title": values.plain(shop.payloads.title(product, shop.texts.spoken(conversation.language)))}
    sizes = {"sizes": values.listing([values.plain(size) for size in product.sizes])}
    problem = problem_of(product, 0, shop.catalogue, shop.prices, conversation.country)
    if problem is not None:
        return _Adding(cart, 0, (_refusal(problem, product, title, conversation, shop),))
    size = size_said(product, conversation)
    if size is None:
        return _Adding(cart, 0, (Line("cart_size_unavailable", {**title, **sizes}),))
    size = size or size_of_more(product, cart, conversation, shop)
    unsized = cart.quantity(product.product_id) if size else 0
    said = quantity_said(conversation)
    wanted = said or (0 if unsized else 1)
    held = cart.quantity(product.product_id, size)
    others = sum(line.quantity for line in cart.lines if line.product_id == product.product_id) - held - unsized
    most = MAX_PIECES if product.stock is None else min(MAX_PIECES, product.stock - others)
    quantity = min(held + unsized + wanted, most)
    is_short = quantity < held + unsized + wanted
    key = "cart_over_stock" if product.stock is not None and most < MAX_PIECES else "cart_over_most"
    limit = [Line(key, {**title, "n": values.number(most + others)})] if is_short else []
    if quantity <= held:
        return _Adding(cart, 0, tuple(limit))
    if not (held or unsized) and len(cart.lines) >= MAX_LINES:
        return _Adding(cart, 0, (Line("cart_full", {"n": values.number(MAX_LINES)}),))
    owner, carts = shop.user_id(conversation), shop.commerce.carts
    if unsized:
        carts.put(owner, product.product_id, 0)
    cart = carts.put(owner, product.product_id, quantity, size)
    n_new = quantity - held - unsized
    is_sized = bool(unsized) and n_new <= 0
    chosen = {**title, "size": values.plain(size)}
    line = (
        Line("cart_sized", chosen) if is_sized else Line("cart_added", {**title, "n": values.number(quantity - held)})
    )
    is_open = len(product.sizes) > 1 and not size
    opened = [Line("cart_size_open", {**title, **sizes})] if is_open else []
    return _Adding(cart, max(n_new, 0), (line, *limit, *opened))


def _refusal(
    problem: Problem, product: Product, title: dict[str, values.Value], conversation: Conversation, shop: Shop
) -> Line:
    """Return the sentence on why a product cannot be put in."""
    if problem is Problem.SOLD_OUT:
        return Line("cart_sold_out", title)
    if problem is Problem.PROHIBITED:
        return Line("cart_prohibited", {**title, "country": values.country(conversation.country)})
    merchant = values.merchant(shop.catalogue.merchant_of(product))
    return Line(
        "landed_cost_unserved", {**title, "merchant": merchant, "country": values.country(conversation.country)}
    )


def _sizes(products: Sequence[Product], cart: Cart, language: str, shop: Shop) -> tuple[dict[str, str], ...]:
    """Return a button for each size of the only product that was put in without one."""
    unsized = {line.product_id for line in cart.lines if not line.size}
    (first, *others) = products
    if others or first.product_id not in unsized or len(first.sizes) < 2:
        return ()
    return tuple(
        shop.texts.button(language, "button_cart_size", {"size": values.plain(size)})
        for size in first.sizes[:_MOST_SIZES]
    )


def _holds_any(conversation: Conversation, shop: Shop) -> bool:
    return bool(shop.commerce.carts.cart(shop.user_id(conversation)).lines)


def _means_everything(conversation: Conversation, shop: Shop) -> bool:
    if conversation.entities.ordinals() or describes(conversation):
        return False
    return shop.commerce.words.mean_everything(conversation.text, conversation.language)


def _asked(
    cart: Cart, lines: Sequence[Line], items: Sequence[CartItem], conversation: Conversation, shop: Shop
) -> Answer:
    """Show the cart and ask which line is meant; the answer is taken up by the turn that asks."""
    answer = show_cart(cart, [*lines, _which_item(items, conversation)], conversation, shop)
    return replace(answer, slots={**answer.slots, "pending": Pending(conversation.intent).as_slot()})


def _which_item(items: Sequence[CartItem], conversation: Conversation) -> Line:
    """Ask which line of the cart is meant, or say that it has no such one."""
    if conversation.entities.ordinals() or describes(conversation):
        return Line("cart_not_in", {})
    return Line("cart_remove_what", {"n": values.number(len(items))})


def _event(kind: str, product: Product, n_pieces: int, conversation: Conversation, shop: Shop) -> Event:
    user_id = shop.user_id(conversation)
    return Event.now(user_id, kind, product.product_id, float(n_pieces), conversation.sender_id)
