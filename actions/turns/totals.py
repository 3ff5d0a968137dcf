"""Limits for all that is paid, taken for questions about costs: "at most 100 euros, shipping and customs included"."""

from dataclasses import replace

from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.shop_action import Answerer
from actions.turns.search import search

_POINTS = ("ordinal", "reference")
"""What says that a message is about products that were shown."""

_KINDS = ("category", "department", "brand")


def searching(turn: Answerer) -> Answerer:
    """Make a turn about costs give way to a search where its message bounds what is paid in all, and names no product.

    "Headphones, shipping and tax included, under 100" has more words for costs than for headphones.
    """

    def answer(conversation: Conversation, shop: Shop) -> Answer:
        entities = conversation.entities
        if not entities.first("max_total") or any(entities.first(name) for name in _POINTS):
            return turn(conversation, shop)
        is_addition = conversation.search.kind and not any(entities.first(name) for name in _KINDS)
        return search(replace(conversation, intent="refine_search" if is_addition else "search_product"), shop)

    return answer
