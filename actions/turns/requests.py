"""Messages that ask for two things: "show me red shoes, and what does the first cost to Japan?"."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.entities import Entities
from actions.talk.gift_talk import GiftTalk
from actions.talk.intents import ACTION_OF
from actions.talk.list_history import ListHistory
from actions.talk.onboarding import Onboarding
from actions.talk.pending import Pending
from actions.talk.search_state import SearchState
from actions.talk.shop_action import Answerer
from actions.turns.negations import Negations

_PRODUCT_WORDS = ("category", "department")
_ABOUT_ONE = frozenset({"select_product", "compare_products", "similar_products", "ask_landed_cost", "ask_shipping"})
"""Intents that are about products of a list, which the message may ask for first."""

_LISTING = frozenset({"search_product", "refine_search", "go_back"})
"""Intents that the first half of such a message is taken for."""

_WITHOUT_NUMBERS = ("ordinal", "reference")
_OF_NUMBERS = ("ordinal", "reference", "country", "currency")

_READ: Mapping[str, tuple[str, Callable[[Any], object]]] = {
    "search_state": ("search", SearchState.from_slot),
    "shown": ("shown", lambda value: tuple(value or ())),
    "focus": ("focus", lambda value: value or ""),
    "spoken_of": ("spoken_of", lambda value: tuple(value or ())),
    "history": ("history", ListHistory.from_slot),
    "onboarding": ("onboarding", Onboarding.from_slot),
    "gift_talk": ("gift_talk", GiftTalk.from_slot),
    "pending": ("pending", Pending.from_slot),
}
"""The field of a conversation that each slot makes, and what reads it."""


def both(action: str, turns: Mapping[str, Answerer]) -> Answerer:
    """Make the turn of `action` answer both requests of a message that has two, the second on the first one's list."""

    def answer(conversation: Conversation, shop: Shop) -> Answer:
        requests = _requests(conversation, shop)
        if not requests:
            return turns[action](conversation, shop)
        first, second = requests
        answer = turns[ACTION_OF[first.intent]](first, shop)
        then = turns[ACTION_OF[second.intent]](_after(answer.slots, second), shop)
        return replace(answer, slots={**answer.slots, **then.slots}, also=then)

    return answer


def _requests(conversation: Conversation, shop: Shop) -> tuple[Conversation, Conversation] | None:
    """Return the conversation as each of two requests sees it, None for a message with one."""
    parts = [part for part in conversation.requests if part.intent in ACTION_OF]
    if len(parts) == 2:
        first, second = (
            replace(
                conversation,
                text=part.text,
                intent=part.intent,
                entities=part.entities,
                residual_text=part.residual_text,
                requests=(),
            )
            for part in parts
        )
        return first, second
    return _of_a_new_list(conversation, shop)


def _of_a_new_list(conversation: Conversation, shop: Shop) -> tuple[Conversation, Conversation] | None:
    """Part a message that names a kind of product and numbers of its list, where that list is not the one shown.

    What is asked of the numbers is what the message is about; of a search, what a country in it means is the cost.
    """
    entities = Negations.of(conversation, shop).conversation.entities
    kinds = [*entities.all("category"), *entities.all("department")]
    is_about = conversation.intent in {*_ABOUT_ONE, *_LISTING}
    if not (is_about and kinds and entities.ordinals()) or _is_of_list_shown(conversation, kinds, shop):
        return None
    asked = conversation.intent
    if asked in _LISTING:
        several = len(set(entities.ordinals())) > 1
        asked = "ask_landed_cost" if entities.first("country") else "compare_products" if several else "select_product"
    first = replace(
        conversation,
        intent="search_product",
        entities=Entities({name: one for name, one in entities.values.items() if name not in _WITHOUT_NUMBERS}),
        residual_text="",
    )
    numbers = Entities({name: one for name, one in entities.values.items() if name in _OF_NUMBERS})
    return first, replace(conversation, intent=asked, entities=numbers, residual_text="")


def _is_of_list_shown(conversation: Conversation, kinds: list[str], shop: Shop) -> bool:
    shown = [shop.catalogue.get(one) for one in conversation.shown if one in shop.catalogue]
    return any(product.category in kinds or product.department in kinds for product in shown)


def _after(slots: Mapping[str, Any], conversation: Conversation) -> Conversation:
    """Return the conversation as it is once `slots` were set."""
    changes: dict[str, Any] = {field: read(slots[name]) for name, (field, read) in _READ.items() if name in slots}
    if slots.get("language"):
        changes["language"] = slots["language"]
    chosen = {name: slots[name] or "" for name in ("destination", "currency", "language") if name in slots}
    now = replace(conversation, **changes, chosen=replace(conversation.chosen, **chosen))
    country = conversation.entities.first("country") or slots.get("destination") or now.country
    currency = conversation.entities.first("currency") or slots.get("currency") or now.currency
    return replace(now, country=country, currency=currency)
