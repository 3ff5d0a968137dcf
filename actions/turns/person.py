"""Turns that a person takes over, and what a shopper may demand of their data."""

from dataclasses import replace

from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.handoff_summary import summary_of
from actions.talk.shop_action import Answerer
from actions.talk.talk_log import n_running
from actions.turns.search import search
from actions.wording import values
from actions.wording.texts import Line

_PATIENCE = 2
"""Answers running that a message was not understood, after which the next one is left to a person."""


def talk_to_human(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "I want a person": pass the conversation on and say so."""
    return taken_over(conversation, shop, "handoff")


def hand_on(conversation: Conversation, shop: Shop) -> Answer:
    """Answer what cannot be done here yet: say so honestly, and pass the question on.

    Where the message names products, and the intent is unsure or nothing has been shown that it could be about, it is
    searched for: that is what was meant more often.
    """
    if conversation.names_products() and not (conversation.is_sure and conversation.shown):
        return search(conversation, shop)
    return handed_over(conversation, shop, "handed_on")


def calming(turn: Answerer) -> Answerer:
    """Make a turn pass the conversation on where the shopper is angry or was not understood again and again."""

    def answer(conversation: Conversation, shop: Shop) -> Answer:
        is_angry = conversation.intent != "feedback_positive" and shop.anger.is_in(conversation.text)
        if is_angry and not conversation.names_products():
            return taken_over(conversation, shop, "handoff_sorry")
        answer = turn(conversation, shop)
        is_lost = answer.lines[0].key == "not_understood"
        if is_lost and n_running(conversation.last, "not_understood") >= _PATIENCE:
            return taken_over(conversation, shop, "handoff_not_understood")
        return answer

    return answer


def delete_my_data(conversation: Conversation, shop: Shop) -> Answer:
    """Erase all that is kept of the shopper, and have the bot delete the conversation."""
    user_id = shop.user_id(conversation)
    n_records = sum(shop.erase(user_id).values())
    language = shop.texts.spoken(conversation.language)
    line = Line("data_deleted", {"n": values.number(n_records)}) if n_records else Line("data_nothing", {})
    forgotten = dict.fromkeys(("search_state", "shown", "focus", "destination", "currency"))
    return Answer((line,), language, slots=forgotten, forgets=True)


def taken_over(conversation: Conversation, shop: Shop, key: str) -> Answer:
    """Pass the whole conversation on to a person, and say so with the text `key`; the assistant is silent from now."""
    answer = handed_over(conversation, shop, key, is_live=True)
    button = shop.texts.button(answer.language, "button_start_over")
    return replace(answer, lines=(*answer.lines, Line("handoff_silent", {})), buttons=(button,))


def handed_over(conversation: Conversation, shop: Shop, key: str, is_live: bool = False) -> Answer:
    """Note a question for a person with what the conversation came to, and say so with the text `key`."""
    language = shop.texts.spoken(conversation.language)
    handoff_id = shop.handoffs.open(
        user_id=shop.user_id(conversation),
        session_id=conversation.sender_id,
        language=conversation.language,
        question=conversation.text,
        summary=summary_of(conversation, shop),
        is_live=is_live,
    )
    payload = {
        "type": "handoff",
        "language": language,
        "handoff_id": handoff_id,
        "intent": conversation.intent,
        "question": conversation.text,
        "live": is_live,
    }
    return Answer((Line(key, {"number": values.plain(str(handoff_id))}),), language, payload)
