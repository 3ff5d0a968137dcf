"""Messages that go on from the answer before: "and to Austria?", "what is that in all?", "which would you take?"."""

from collections.abc import Mapping
from dataclasses import replace

from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.gift_state import GIFT
from actions.talk.intents import ACTION_OF
from actions.talk.shop_action import Answerer
from actions.turns.products import pick_again
from actions.turns.references import is_described

_SHORT = 24
"""Characters up to which a message is taken for the rest of the question before it."""

_SHORT_SIZE = 12
"""Characters of a message that is a size and nothing else: "size 10", "größe 42,5", "37号"."""

_COUNTRY_MATTERS = {
    "landed_cost": "ask_landed_cost",
    "shipping": "ask_shipping",
    "restriction": "ask_restrictions",
    "cart": "view_cart",
}
"""What a country alone asks for again, by how the keys of the answer before begin."""

_ON_A_COUNTRY = frozenset({"set_destination", "ask_shipping", "ask_restrictions", "nlu_fallback", "out_of_scope"})
"""Intents that a country and little else is taken for; all but the first only where they are unsure."""

_WHICH_ONE = frozenset({"recommend_for_me", "explain_recommendation"})
"""Intents that "which of them would you take?" is taken for."""

_NO_WISH = frozenset({"feedback_negative", "feedback_positive", "nlu_fallback", "out_of_scope", "help"})
"""Intents that "I do not mind" is taken for, unsurely, where it skips a question."""

_LISTED = ("ordinal", "category", "department", "brand", "color", "recipient", "occasion", "max_price", "min_price")


def going_on(action: str, turns: Mapping[str, Answerer]) -> Answerer:
    """Make the turn of `action` give way where its message goes on from the answer before it."""

    def answer(conversation: Conversation, shop: Shop) -> Answer:
        meant = _meant(conversation, shop)
        if not meant:
            repeated = _which_one(conversation, shop)
            return repeated or turns[action](conversation, shop)
        return turns[ACTION_OF[meant]](replace(conversation, intent=meant), shop)

    return answer


def _meant(conversation: Conversation, shop: Shop) -> str:
    """Return the intent that a message has after the answer before it, "" where that is its own."""
    if conversation.pending.intent:
        return ""
    if conversation.intent == "remove_from_cart" and not conversation.is_sure and conversation.names_products():
        return "search_product"
    if conversation.intent == "ask_size" and _is_size_alone(conversation):
        return "refine_search"
    if conversation.gift_talk.pending and conversation.search.kind == GIFT:
        is_skipped = conversation.intent in _NO_WISH and not conversation.is_sure and not _names(conversation)
        return "gift_advice" if is_skipped else ""
    about = _about(conversation)
    if _is_country_alone(conversation):
        return next((intent for begin, intent in _COUNTRY_MATTERS.items() if about.startswith(begin)), "")
    is_total = conversation.intent == "ask_landed_cost" and about.startswith("cart")
    if is_total and not (_names(conversation) or is_described(conversation) or conversation.entities.first("country")):
        return "view_cart" if shop.commerce.carts.cart(shop.user_id(conversation)).n_pieces > 1 else ""
    return ""


def _which_one(conversation: Conversation, shop: Shop) -> Answer | None:
    """Answer "which would you take?" and "why?" after a comparison with what it came to."""
    if conversation.intent not in _WHICH_ONE or conversation.entities.values:
        return None
    return pick_again(conversation, shop) if _about(conversation).startswith(("compared", "list_is_shorter")) else None


def _about(conversation: Conversation) -> str:
    """Return the key of the line that opened the assistant's last answer."""
    last = conversation.last[-1] if conversation.last else None
    return "" if last is None or last.is_shopper else last.about


def _is_country_alone(conversation: Conversation) -> bool:
    entities = conversation.entities
    if not entities.first("country") or _names(conversation) or len(conversation.text) > _SHORT:
        return False
    is_meant = conversation.intent == "set_destination" or not conversation.is_sure
    return conversation.intent in _ON_A_COUNTRY and is_meant


def _is_size_alone(conversation: Conversation) -> bool:
    is_of_list = conversation.search.kind and not conversation.focus and not _names(conversation)
    return bool(is_of_list and conversation.entities.first("size") and len(conversation.text) <= _SHORT_SIZE)


def _names(conversation: Conversation) -> bool:
    return any(conversation.entities.first(name) for name in _LISTED)
