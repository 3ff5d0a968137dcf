"""Turns about what shoppers think of answers: praise, criticism, and why."""

from collections.abc import Mapping
from datetime import UTC, datetime

from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.shop_action import Answerer
from actions.turns.person import taken_over
from actions.wording.texts import Line
from retrieval.feedback_store import DislikeReason, Opinion

_LATELY = 8
"""Messages, of both sides, within which a second criticism is one too many."""

_BUTTONS: Mapping[DislikeReason, str] = {
    DislikeReason.PRICE: "button_dislike_price",
    DislikeReason.NOT_MEANT: "button_dislike_not_meant",
    DislikeReason.QUALITY: "button_dislike_quality",
    DislikeReason.UNCLEAR: "button_dislike_unclear",
}


def feedback(conversation: Conversation, shop: Shop) -> Answer:
    """Keep praise or criticism with the list that it is about, and the versions of the models that made it.

    Criticism is asked for its reason, which may be left out; the second one lately brings a person.
    """
    is_praise = conversation.intent == "feedback_positive"
    language = shop.texts.spoken(conversation.language)
    opinion = Opinion(
        user_id=shop.user_id(conversation),
        session_id=conversation.sender_id,
        query_id=conversation.search.query_id or None,
        value=1 if is_praise else -1,
        at=datetime.now(UTC),
        kind=conversation.search.kind,
        language=language,
        models=shop.versions(),
    )
    shop.feedback.record(opinion)
    if is_praise:
        return Answer((Line("thanks_for_praise", {}),), language)
    if any(said.about == "feedback_negative" for said in conversation.last[-_LATELY:] if said.is_shopper):
        return taken_over(conversation, shop, "handoff_sorry")
    names = [*_BUTTONS.values(), "button_person"] if conversation.search.kind else ["button_person"]
    buttons = tuple(shop.texts.button(language, name) for name in names)
    return Answer((Line("thanks_for_criticism", {}),), language, buttons=buttons)


def hearing_reasons(turn: Answerer) -> Answerer:
    """Make a turn keep the reason where the message is the one of a button under a criticism's answer.

    Who finds things too dear is shown cheaper ones, as the button's words ask for; the others are asked to go on.
    """

    def answer(conversation: Conversation, shop: Shop) -> Answer:
        reason = _reason(conversation, shop)
        if reason is None:
            return turn(conversation, shop)
        shop.feedback.give_reason(conversation.sender_id, reason)
        if reason is DislikeReason.PRICE:
            return turn(conversation, shop)
        language = shop.texts.spoken(conversation.language)
        return Answer((Line("reason_noted", {}),), language, buttons=(shop.texts.button(language, "button_person"),))

    return answer


def _reason(conversation: Conversation, shop: Shop) -> DislikeReason | None:
    bot = [said for said in conversation.last if not said.is_shopper]
    if not bot or bot[-1].about != "thanks_for_criticism":
        return None
    said = conversation.text.strip().casefold()
    language = shop.texts.spoken(conversation.language)
    payloads = {reason: shop.texts.button(language, name)["payload"] for reason, name in _BUTTONS.items()}
    return next((reason for reason, payload in payloads.items() if payload.casefold() == said), None)
