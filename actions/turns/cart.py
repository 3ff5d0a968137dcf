"""Turns about the cart: what goes in, what comes out, how many, and what it all costs."""

from collections.abc import Sequence

from actions.buying.cart_advice import advice_lines
from actions.buying.cart_costs import CartCosts, Coupon, costs_for
from actions.buying.cart_items import CartItem
from actions.identity import ANONYMOUS, is_known
from actions.payloads.carts import cart_payload
from actions.payloads.offers import condition_lines
from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.shop_action import Answerer
from actions.turns.door import ask_country
from actions.wording import values
from actions.wording.texts import Line
from retrieval.advice.coupon import Unmet
from retrieval.commerce.cart import Cart

_MOST_ADVICE = 2
"""How much advice on saving is said; the payload has all."""


def view(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "show my cart": its lines, what they cost together and to the door."""
    cart, lines = own_cart(conversation, shop)
    return show_cart(cart, lines, conversation, shop)


def costing(turn: Answerer, view_cart: Answerer) -> Answerer:
    """Make a turn about a product's cost to the door answer for the cart where the message speaks of that."""

    def answer(conversation: Conversation, shop: Shop) -> Answer:
        is_about_cart = shop.commerce.words.mean_cart(conversation.text, conversation.language)
        if is_about_cart and not (conversation.names_products() or conversation.entities.ordinals()):
            return view_cart(conversation, shop)
        return turn(conversation, shop)

    return answer


def own_cart(conversation: Conversation, shop: Shop) -> tuple[Cart, list[Line]]:
    """Return the shopper's cart, and what is to be said of it first.

    Once a shopper has proven who they are, what they put in before is theirs. Products that are sold no more are taken
    out.
    """
    user_id, carts, lines = shop.user_id(conversation), shop.commerce.carts, []
    cart = carts.cart(user_id)
    anonymous = ANONYMOUS + conversation.sender_id
    if is_known(user_id) and (former := carts.cart(anonymous)).lines:
        cart = carts.hand_over(anonymous, user_id)
        lines.append(Line("cart_taken_over", {"n": values.number(former.n_pieces)}))
    gone = [line for line in cart.lines if line.product_id not in shop.catalogue]
    for line in gone:
        cart = carts.put(user_id, line.product_id, 0, line.size)
    if gone:
        lines.append(Line("cart_gone", {"n": values.number(len(gone))}))
    return cart, lines


def costs_of(cart: Cart, conversation: Conversation, shop: Shop) -> CartCosts:
    """Return what a cart costs this shopper."""
    return costs_for(cart, shop.user_id(conversation), shop.audience(conversation), shop)


def show_cart(cart: Cart, lines: Sequence[Line], conversation: Conversation, shop: Shop) -> Answer:
    """Answer with the whole cart after `lines`; positions in the turns to come are those of the cart."""
    audience = shop.audience(conversation)
    costs = costs_of(cart, conversation, shop)
    if not cart.lines:
        button = shop.texts.button(audience.language, "button_recommend")
        empty, slots = (*lines, Line("cart_empty", {})), conversation.destination_said()
        return Answer(empty, audience.language, cart_payload(costs, audience, shop), (button,), slots)
    said = [*lines, *_contents(costs), *_coupon(costs.coupon, costs), *_door(costs, audience.country)]
    said += [line for one in costs.advice[:_MOST_ADVICE] for line in advice_lines(one)]
    buttons = [shop.texts.button(audience.language, "button_checkout")]
    if not audience.country:
        asked = ask_country(shop, audience.language)
        said, buttons = [*said, *asked.lines], [dict(button) for button in asked.buttons]
    return Answer(
        lines=tuple(said),
        language=audience.language,
        payload=cart_payload(costs, audience, shop),
        buttons=tuple(buttons),
        slots={**conversation.destination_said(), "shown": [item.product.product_id for item in costs.items]},
    )


def changed(cart: Cart, lines: Sequence[Line], conversation: Conversation, shop: Shop) -> Answer:
    """Answer with what has changed, and how much lies in the cart now; the list in hand stays the one shown."""
    audience, costs = shop.audience(conversation), costs_of(cart, conversation, shop)
    said = [*lines, *_contents(costs), *_coupon(costs.coupon, costs)]
    buttons = [shop.texts.button(audience.language, key) for key in ("button_cart", "button_checkout")]
    payload = cart_payload(costs, audience, shop)
    return Answer(tuple(said), audience.language, payload, tuple(buttons), conversation.destination_said())


def title_of(item: CartItem, conversation: Conversation, shop: Shop) -> values.Value:
    """Return an item's title in the shopper's language."""
    return values.plain(shop.payloads.title(item.product, shop.texts.spoken(conversation.language)))


def _contents(costs: CartCosts) -> list[Line]:
    """Say how many pieces can be bought and what they cost, and what cannot."""
    n_pieces = sum(item.quantity for item in costs.items if item.counts)
    price = values.money(costs.goods.amount, costs.goods.currency)
    lines = [Line("cart_contents", {"n": values.number(n_pieces), "price": price})] if n_pieces else []
    n_left_out = sum(not item.counts for item in costs.items)
    if n_left_out:
        lines.append(Line("cart_left_out", {"n": values.number(n_left_out)}))
    return lines


def _coupon(coupon: Coupon | None, costs: CartCosts) -> list[Line]:
    """Say what a coupon takes off, or which of its conditions is not met."""
    if coupon is None or not any(item.counts for item in costs.items):
        return []
    code = {"code": values.plain(coupon.offer.code)}
    if isinstance(coupon.taken, Unmet):
        return [Line("cart_coupon_unmet", code), *condition_lines(coupon.offer, coupon.taken)]
    price = values.money(costs.discount.amount, costs.discount.currency)
    return [Line("cart_coupon", {**code, "price": price})]


def _door(costs: CartCosts, country: str) -> list[Line]:
    if costs.door is None:
        return []
    facts = {
        "total": values.money(costs.door.total.rounded().amount, costs.door.total.currency),
        "country": values.country(country),
        "n": values.number(costs.door.n_parcels),
    }
    if costs.door.complete:
        return [Line("bundle_door", facts)]
    unknown = values.listing([values.phrase(f"unknown_{kind}") for kind in costs.door.unknown])
    return [Line("bundle_door_incomplete", {**facts, "unknown": unknown})]
