"""Turns of plain talk."""

from dataclasses import replace

from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.list_history import PastList
from actions.talk.search_state import SearchState
from actions.turns.lists import show_page_again, unsupported_language
from actions.turns.search import is_quoted, refine, search
from actions.wording.texts import Line

_WANTED = (
    "category", "department", "brand", "color", "material", "size", "audience", "max_price", "min_price", "refinement",
)  # fmt: skip
"""What a "no" may name that is wanted instead."""


def _say(conversation: Conversation, shop: Shop, key: str, *buttons: str) -> Answer:
    language = shop.texts.spoken(conversation.language)
    quick_replies = tuple(shop.texts.button(language, button) for button in buttons)
    return Answer((*unsupported_language(conversation, shop), Line(key, {})), language, buttons=quick_replies)


def greet(conversation: Conversation, shop: Shop) -> Answer:
    """Greet, and say that it is an AI; to somebody who comes back, where they were, with the list as it is by now."""
    if not (conversation.is_opening and conversation.search.kind and conversation.shown):
        return _say(conversation, shop, "hello", "button_recommend", "button_help")
    past = PastList.of(conversation.search, conversation.shown, conversation.chosen)
    fresh = replace(conversation, search=SearchState(), shown=())
    answer = show_page_again(past.state, fresh, shop, [Line("hello_again", {})])
    return replace(answer, buttons=(*answer.buttons, shop.texts.button(answer.language, "button_start_over")))


def help_(conversation: Conversation, shop: Shop) -> Answer:
    """Say what can be asked."""
    return _say(conversation, shop, "help", "button_recommend", "button_person")


def goodbye(conversation: Conversation, shop: Shop) -> Answer:
    """Say goodbye; to somebody who only now comes in, hello: "ciao" is both."""
    return _say(conversation, shop, "goodbye") if conversation.last else greet(conversation, shop)


def thank(conversation: Conversation, shop: Shop) -> Answer:
    """Answer thanks."""
    return _say(conversation, shop, "you_are_welcome", "button_recommend")


def affirm(conversation: Conversation, shop: Shop) -> Answer:
    """Answer a bare "yes": about the list in hand where there is one."""
    return _say(conversation, shop, "affirm_list" if conversation.shown else "affirm_nothing")


def deny(conversation: Conversation, shop: Shop) -> Answer:
    """Answer a bare "no"; one that says what is wanted instead ("no, I meant blue") corrects the list in hand."""
    if any(conversation.entities.first(name) for name in _WANTED):
        return refine(conversation, shop)
    return _say(conversation, shop, "deny", "button_person")


def out_of_scope(conversation: Conversation, shop: Shop) -> Answer:
    """Answer what is not the shop's matter, or was not understood.

    Words of the shop in a message that no intent fits ("跑鞋?") and words in quotes are searched for all the same.
    """
    is_search = conversation.names_products() or is_quoted(conversation.text)
    if conversation.intent == "nlu_fallback" and is_search:
        return search(conversation, shop)
    is_unclear = conversation.intent == "nlu_fallback" or not conversation.text.strip()
    return _say(conversation, shop, "not_understood" if is_unclear else "out_of_scope", "button_help", "button_person")
