"""The questions under a list of gift ideas: for whom, for what, at what price; one at a time, each skippable."""

from collections.abc import Iterator
from dataclasses import replace

from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.gift_state import GIFT
from actions.talk.gift_talk import GiftTalk
from actions.wording import values
from actions.wording.reason_lines import phrase_key
from actions.wording.rounding import rounded
from actions.wording.texts import Line
from retrieval.advice.gifts import GiftWish
from retrieval.filters import Filters

_RECIPIENTS = ("mother", "father", "friend", "child")
_OCCASIONS = ("birthday", "anniversary", "wedding")
_MOST_OCCASIONS = 3
_LINES = {"whom": "gift_for_whom", "occasion": "gift_occasion", "price": "gift_price"}

TITLE_LENGTH = 24
"""Characters that a button's title may have; some occasions have longer names."""


def with_question(answer: Answer, wish: GiftWish, filters: Filters, conversation: Conversation, shop: Shop) -> Answer:
    """Return ideas with the next question under them and what can be answered by a button."""
    talk = conversation.gift_talk if conversation.search.kind == GIFT else GiftTalk()
    known = {
        "whom": bool(wish.recipient or wish.audience or wish.age is not None),
        "occasion": bool(wish.occasion),
        "price": filters.has_price,
    }
    has_ideas = bool((answer.payload or {}).get("products"))
    question = talk.next_question(known) if has_ideas else ""
    slots = {**answer.slots, "gift_talk": talk.asking(question).as_slot()}
    if not question:
        return replace(answer, slots=slots)
    choices = [*_choices(question, wish, filters, answer.language, conversation, shop)]
    short = [button for button in choices if len(button["title"]) <= TITLE_LENGTH]
    buttons = (*short, shop.texts.button(answer.language, "button_gift_skip"))
    return replace(answer, lines=(*answer.lines, Line(_LINES[question], {})), buttons=buttons, slots=slots)


def _choices(
    question: str, wish: GiftWish, filters: Filters, language: str, conversation: Conversation, shop: Shop
) -> Iterator[dict[str, str]]:
    """Yield the answers that have a button; other words will do as well."""
    button = shop.texts.button
    if question == "price":
        currency = shop.shown_currency(conversation.currency)
        bounds = (rounded(bound) for bound in shop.finder.usual_prices(filters, currency))
        for bound in dict.fromkeys(bounds):
            yield button(language, "button_gift_up_to", {"text": values.money(bound, currency)})
        return
    kind, named = (
        ("recipient", _RECIPIENTS) if question == "whom" else ("occasion", _occasions(wish, conversation, shop))
    )
    for one in named:
        yield button(language, "button_gift_for", {"text": values.phrase(phrase_key(kind, one))})


def _occasions(wish: GiftWish, conversation: Conversation, shop: Shop) -> tuple[str, ...]:
    """Return the occasions to choose from: the recipient's that is near, and those that anybody has at any time."""
    near = shop.advice.occasions.next_to_give(conversation.country, shop.today(), wish.recipient)
    first = (near.occasion_id,) if near else ()
    return tuple(dict.fromkeys((*first, *_OCCASIONS)))[:_MOST_OCCASIONS]
