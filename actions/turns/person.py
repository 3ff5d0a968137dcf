"""Turns that a person takes over, and what a shopper may demand of their data."""

from dataclasses import replace

from actions import values
from actions.answer import Answer
from actions.conversation import Conversation
from actions.shop import Shop
from actions.texts import Line
from actions.turns.search import search


def talk_to_human(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "I want a person": note the request and say so."""
    return handed_over(conversation, shop, "handoff")


def hand_on(conversation: Conversation, shop: Shop) -> Answer:
    """Answer what cannot be done here yet: say so honestly, and pass the question on.

    Where the intent is unsure and the message names products, it is searched for: that is what was meant more often.
    """
    if not conversation.is_sure and conversation.names_products():
        return search(conversation, shop)
    return handed_over(conversation, shop, "handed_on")


def feedback(conversation: Conversation, shop: Shop) -> Answer:
    """Keep praise or criticism with the list that it is about."""
    is_praise = conversation.intent == "feedback_positive"
    shop.store.record_feedback(
        user_id=shop.user_id(conversation),
        session_id=conversation.sender_id,
        query_id=conversation.search.query_id or None,
        value=1 if is_praise else -1,
    )
    language = shop.texts.spoken(conversation.language)
    if is_praise:
        return Answer((Line("thanks_for_praise", {}),), language)
    return Answer(
        (Line("thanks_for_criticism", {}),), language, buttons=(shop.texts.button(language, "button_person"),)
    )


def delete_my_data(conversation: Conversation, shop: Shop) -> Answer:
    """Erase all that is kept of the shopper, and have the bot delete the conversation."""
    user_id = shop.user_id(conversation)
    n_records = sum(shop.erase(user_id).values())
    language = shop.texts.spoken(conversation.language)
    line = Line("data_deleted", {"n": values.number(n_records)}) if n_records else Line("data_nothing", {})
    forgotten = dict.fromkeys(("search_state", "shown", "focus", "destination", "currency"))
    return Answer((line,), language, slots=forgotten, forgets=True)


def handed_over(conversation: Conversation, shop: Shop, key: str) -> Answer:
    """Note a question for a person with what the conversation came to, and say so with the text `key`."""
    language = shop.texts.spoken(conversation.language)
    summary = {
        "intent": conversation.intent,
        "language": conversation.language,
        "country": conversation.country,
        "currency": conversation.currency,
        "search": replace(conversation.search, reasons={}).as_slot(),
        "shown": list(conversation.shown),
        "focus": conversation.focus,
    }
    handoff_id = shop.store.open_handoff(
        user_id=shop.user_id(conversation),
        session_id=conversation.sender_id,
        language=conversation.language,
        question=conversation.text,
        summary=summary,
    )
    payload = {
        "type": "handoff",
        "language": language,
        "handoff_id": handoff_id,
        "intent": conversation.intent,
        "question": conversation.text,
    }
    return Answer((Line(key, {"number": values.plain(str(handoff_id))}),), language, payload)
