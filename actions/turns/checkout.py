"""The turn that leads to the shop's checkout."""

import uuid
from datetime import UTC, datetime

from actions.backend.checkout_link import LASTS, Checkout
from actions.payloads.carts import Link, cart_payload
from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.turns.cart import costs_of, own_cart, show_cart, title_of
from actions.turns.person import handed_over
from actions.turns.rights import law_payload, withdrawal_line
from actions.wording import values
from actions.wording.texts import Line


def checkout(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "I want to pay": a link to the shop's checkout that shows the cart, works for half an hour and is signed.

    What cannot be bought as it stands has to leave the cart first. Nothing is bought in the talk itself.
    """
    cart, lines = own_cart(conversation, shop)
    costs = costs_of(cart, conversation, shop)
    if not cart.lines:
        return show_cart(cart, lines, conversation, shop)
    amiss = [item for item in costs.items if item.problem]
    if amiss:
        titles = [title_of(item, conversation, shop) for item in amiss]
        lines.append(Line("checkout_amiss", {"what": values.listing(titles), "n": values.number(len(amiss))}))
        return show_cart(cart, lines, conversation, shop)
    audience = shop.audience(conversation)
    expires_at = datetime.now(UTC) + LASTS
    link = shop.commerce.links.link(
        Checkout(cart.cart_id, uuid.uuid4().hex, audience.language, audience.currency, audience.country, expires_at)
    )
    if not link:
        return handed_over(conversation, shop, "checkout_closed")
    answer = show_cart(cart, lines, conversation, shop)
    minutes = values.number(LASTS.total_seconds() // 60)
    payload = cart_payload(costs, audience, shop, Link(link, expires_at.isoformat(timespec="seconds")))
    rule = shop.commerce.withdrawals.of(audience.country, audience.today)
    law = (withdrawal_line(rule, audience.country),) if rule else ()
    return Answer(
        lines=(*answer.lines, *law, Line("checkout_link", {"link": values.plain(link), "n": minutes})),
        language=answer.language,
        payload={**payload, "law": law_payload(audience.country, shop)},
        buttons=() if audience.country else answer.buttons,
        slots=answer.slots,
    )
