"""Getting to know a shopper of whom nothing is known: a list at once, and under it one question at a time.

Each question can be answered by a button, in words, or not at all: whatever is said instead is answered as ever.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.entities import Entities
from actions.talk.onboarding import Onboarding
from actions.talk.shop_action import Answerer
from actions.turns import gifts, products, talk
from actions.turns.negations import Negations
from actions.wording import values
from actions.wording.rounding import rounded
from actions.wording.texts import Line
from retrieval.understanding import AUDIENCE_OF_RECIPIENT

_AUDIENCES = ("women", "men", "kids")
_MOST_KINDS = 4


def recommend(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "what do you recommend"; where nothing is known of the shopper, ask too."""
    heard = _heard(conversation, shop)
    answer = gifts.recommend(replace(conversation, onboarding=heard), shop)
    says_more = any(conversation.entities.first(name) for name in ("audience", "recipient", "occasion"))
    asks_openly = not (conversation.names_products() or says_more)
    if heard.pending or (asks_openly and not heard.asked):
        return _with_question(answer, heard, conversation, shop)
    return answer


def choosing(turn: Answerer) -> Answerer:
    """Make any turn give way where the message is that of a button under the open question, or "for myself"."""

    def answer(conversation: Conversation, shop: Shop) -> Answer:
        chosen = _chosen(conversation, shop)
        if chosen is None:
            return turn(conversation, shop)
        told = replace(conversation, entities=Entities(), residual_text="", onboarding=chosen)
        return _with_question(products.recommend(told, shop), chosen, told, shop)

    return answer


def answering(turn: Answerer) -> Answerer:
    """Make a turn that lists products hear what it says in answer to a question, and put the next one."""

    def answer(conversation: Conversation, shop: Shop) -> Answer:
        heard = _heard(conversation, shop)
        if heard == conversation.onboarding:
            return turn(conversation, shop)
        return _with_question(turn(replace(conversation, onboarding=heard), shop), heard, conversation, shop)

    return answer


def deny(conversation: Conversation, shop: Shop) -> Answer:
    """Answer a bare "no": to a question, that no more are asked."""
    answer = talk.deny(conversation, shop)
    if not conversation.onboarding.pending:
        return answer
    return replace(answer, slots={**answer.slots, "onboarding": conversation.onboarding.asking("").as_slot()})


def _heard(conversation: Conversation, shop: Shop) -> Onboarding:
    """Return what is known once the message was heard; only what is said while a question is open answers one."""
    known = conversation.onboarding
    if not known.pending:
        return known
    entities = Negations.of(conversation, shop).conversation.entities
    audience = entities.first("audience") or AUDIENCE_OF_RECIPIENT.get(entities.first("recipient"), "")
    low, high = entities.amount("min_price"), entities.amount("max_price")
    currency = entities.first("currency") or shop.shown_currency(conversation.currency)
    if (low is not None or high is not None) and shop.prices.rates.knows(currency):
        known = replace(known, min_price=low, max_price=high, currency=currency)
    return replace(
        known,
        audience=audience or known.audience,
        categories=tuple(dict.fromkeys((*known.categories, *entities.all("category")))),
        departments=tuple(dict.fromkeys((*known.departments, *entities.all("department")))),
    )


def _with_question(answer: Answer, heard: Onboarding, conversation: Conversation, shop: Shop) -> Answer:
    """Return an answer with the next question and its buttons, and keep what was heard.

    Nothing is asked where nothing was listed, or once the shopper has done something that says more.
    """
    is_known = shop.profile(shop.user_id(conversation)).n_events > 0
    listed = (answer.payload or {}).get("products")
    question = heard.unanswered() if listed and not is_known else ""
    kept = {**answer.slots, "onboarding": heard.asking(question).as_slot()}
    if not question:
        return replace(answer, slots=kept)
    choices = [one.button for one in _choices(heard, question, answer.language, conversation, shop)]
    return replace(
        answer,
        lines=(*answer.lines, Line(f"onboarding_{question}", {})),
        buttons=(*choices, shop.texts.button(answer.language, "button_skip")),
        slots=kept,
    )


def _chosen(conversation: Conversation, shop: Shop) -> Onboarding | None:
    """Return what is known once a button of the open question was pressed, None where the message is no such button's.

    Its words are known to the letter, so what they mean is not left to be understood again. Nor is it left to that
    whether "for myself" is a no: asked for whom it is, it says so, and nothing else of the shopper.
    """
    known = conversation.onboarding
    if not known.pending:
        return None
    if known.pending == "whom" and shop.advice.recipients.is_oneself(conversation.text):
        return known
    said, language = _letters(conversation.text), shop.texts.spoken(conversation.language)
    choices = _choices(known, known.pending, language, conversation, shop)
    return next((one.known for one in choices if _letters(one.button["payload"]) == said), None)


@dataclass(frozen=True, slots=True)
class _Choice:
    """A quick reply, and what is known of the shopper once they press it."""

    button: dict[str, str]
    known: Onboarding


def _choices(
    known: Onboarding, question: str, language: str, conversation: Conversation, shop: Shop
) -> Iterator[_Choice]:
    """Yield the answers to a question that have a button; other words will do as well."""
    filters, button = shop.open_filters(conversation), shop.texts.button
    if question == "whom":
        for audience in _AUDIENCES:
            facts = {"text": values.word("audience", audience)}
            yield _Choice(button(language, "button_choice", facts), replace(known, audience=audience))
    elif question == "kind":
        for department in shop.finder.departments(filters, _MOST_KINDS):
            facts = {"text": values.word("department", department)}
            yield _Choice(button(language, "button_choice", facts), replace(known, departments=(department,)))
    else:
        currency = shop.shown_currency(conversation.currency)
        bounds = [rounded(bound) for bound in shop.finder.usual_prices(filters, currency)]
        for bound in dict.fromkeys(bounds):
            facts = {"text": values.money(bound, currency)}
            yield _Choice(button(language, "button_up_to", facts), replace(known, max_price=bound, currency=currency))


def _letters(text: str) -> str:
    """Return a text without spaces and marks of direction, which a channel may change."""
    return "".join(letter for letter in text.casefold() if letter.isprintable() and not letter.isspace())
