"""What tests read of the lists that turns show."""

from decimal import Decimal

from tests.actions.chat import Chat, Reply
from tests.actions.small_shop import HEADPHONES

IN_EUROPE = {one.product_id for one in HEADPHONES if one.merchant_id != "prairie" and one.is_in_stock}
"""The headphones that can be sent to Germany now."""


def amounts(reply: Reply) -> list[Decimal]:
    return [Decimal(card["price"]["amount"]) for card in reply.payload["products"]]


def every_page(chat: Chat, first: Reply) -> list[str]:
    """Ask for more until there is no more, and return the ids in the order shown."""
    shown = list(first.product_ids)
    for _ in range(30):
        reply = chat.say("action_show_more")
        if not reply.payload:
            assert reply.keys == ["no_more"]
            return shown
        shown += reply.product_ids
    raise AssertionError("the list does not end")


def shown(chat: Chat) -> list[str]:
    ids: list[str] = chat.slots["shown"]
    return ids
