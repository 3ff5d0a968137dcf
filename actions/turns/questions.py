"""Questions that wait for an answer: "which one?", "where to?" and "shall I?", taken up by the turn that asked."""

from collections.abc import Mapping
from dataclasses import replace

from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.entities import Entities
from actions.talk.intents import ACTION_OF
from actions.talk.shop_action import Answerer
from actions.talk.size_question import says_size
from actions.turns.references import referred, tells_apart

_WITH_COUNTRY = frozenset({"ask_landed_cost", "ask_shipping", "ask_restrictions"})
"""Intents that may have asked where things are to go."""

_SAYS_WHICH = frozenset({"select_product", "search_product", "refine_search", "affirm", "nlu_fallback", "out_of_scope"})
"""Intents under which an answer to "which one?" comes: "the red one" is a search by itself."""

_OF_SIZES = "ask_size"
_SAYS_SIZE = frozenset({"ask_restrictions", "show_more", "recommend_for_me", "gift_advice"})
"""Further intents that "25 cm" or "my daughter is six" is taken for, where a size or a measure was asked for."""

_ABOUT_NO_ORDER = frozenset({"action_hand_on"})
"""Actions whose question notes something else than an order."""


def taking_up(action: str, turns: Mapping[str, Answerer]) -> Answerer:
    """Make the turn of `action` give way to the one that asked, where the message answers its question.

    Whatever else is said instead is answered as ever, and the question is closed.
    """

    def answer(conversation: Conversation, shop: Shop) -> Answer:
        asked = ACTION_OF.get(conversation.pending.intent, "")
        if not asked:
            return turns[action](conversation, shop)
        if conversation.intent == "affirm" and conversation.pending.about and asked not in _ABOUT_NO_ORDER:
            meant = Entities({"order_id": (conversation.pending.about,)})
            confirmed = replace(conversation, intent=conversation.pending.intent, entities=meant)
            answer = turns[asked](confirmed, shop)
        elif _is_answer(conversation, shop):
            answer = turns[asked](replace(conversation, intent=conversation.pending.intent), shop)
        else:
            answer = turns[action](conversation, shop)
        return answer if "pending" in answer.slots else replace(answer, slots={**answer.slots, "pending": None})

    return answer


def _is_answer(conversation: Conversation, shop: Shop) -> bool:
    entities = conversation.entities
    if conversation.pending.intent == _OF_SIZES and conversation.intent in {*_SAYS_WHICH, *_SAYS_SIZE}:
        return says_size(conversation, shop)
    if conversation.pending.intent in _WITH_COUNTRY and conversation.intent == "set_destination":
        return bool(entities.first("country"))
    says_which = bool(entities.ordinals()) or (tells_apart(conversation) and not entities.first("category"))
    return conversation.intent in _SAYS_WHICH and says_which and bool(referred(conversation, shop).products)
