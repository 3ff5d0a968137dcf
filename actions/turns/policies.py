"""Turns about the shop's own rules: quoted from its documents with the source, or passed on to a person."""

from collections.abc import Mapping

from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.shop_action import Answerer
from actions.turns.person import handed_over
from actions.turns.rights import law_lines, law_payload
from actions.turns.search import search
from actions.wording import values
from actions.wording.texts import Line
from retrieval.policies import Quote

_RIGHTS_INTENT = "ask_return_policy"
_TOPICS: Mapping[str, tuple[str, ...]] = {_RIGHTS_INTENT: ("returns", "warranty"), "ask_payment": ("payment",)}
"""The documents that an intent is about, by the first part of their names."""


def policy(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "can I send it back?" or "how can I pay?" with what the shop's documents say, word for word.

    Where they say nothing of it, a person is asked; where the intent is unsure and products are named, it is a search.
    """
    if not conversation.is_sure and conversation.names_products():
        return search(conversation, shop)
    quotes = _quotes(conversation, shop, _TOPICS.get(conversation.intent, ()))
    if not quotes:
        return handed_over(conversation, shop, "handed_on")
    answer = _quoted(quotes, conversation, shop)
    return _with_law(answer, conversation, shop) if conversation.intent == _RIGHTS_INTENT else answer


def quoting(turn: Answerer) -> Answerer:
    """Make a turn for what no intent fits ask the shop's documents first."""

    def answer(conversation: Conversation, shop: Shop) -> Answer:
        quotes = () if conversation.names_products() else _quotes(conversation, shop, ())
        if not quotes:
            return turn(conversation, shop)
        answer = _quoted(quotes, conversation, shop)
        is_on_rights = quotes[0].passage.topic in _TOPICS[_RIGHTS_INTENT]
        return _with_law(answer, conversation, shop) if is_on_rights else answer

    return answer


def _quotes(conversation: Conversation, shop: Shop, topics: tuple[str, ...]) -> tuple[Quote, ...]:
    """Return what answers the message in the language spoken, else in the one that the message is in.

    One that is known to be about the shop's rules may ask two things at once.
    """
    ask = shop.policies.ask_each if topics else shop.policies.ask
    languages = dict.fromkeys((conversation.language, conversation.said_in or conversation.language))
    found = (ask(conversation.text, language, topics) for language in languages)
    return next((quotes for quotes in found if quotes), ())


def _quoted(quotes: tuple[Quote, ...], conversation: Conversation, shop: Shop) -> Answer:
    """Answer with passages as they are written, and say where they stand and, if it is another, in which language.

    The heading goes with its text: a bare "No." would answer whatever was asked. A document that two passages in turn
    are of is named once.
    """
    language = shop.texts.spoken(conversation.language)
    lines: list[Line] = []
    named = ""
    for quote in quotes:
        if quote.passage.source != named:
            lines.append(_source_line(quote, language))
            named = quote.passage.source
        said = {"heading": values.plain(quote.passage.heading), "text": values.plain(quote.passage.text)}
        lines.append(Line("policy_text", said))
        if quote.passage.url:
            lines.append(Line("policy_link", {"link": values.plain(quote.passage.url)}))
    payload = {"type": "policy", "language": language, "quotes": [_as_payload(quote) for quote in quotes]}
    return Answer(tuple(lines), language, payload, (shop.texts.button(language, "button_person"),))


def _source_line(quote: Quote, language: str) -> Line:
    source = {"title": values.plain(quote.passage.title)}
    if quote.passage.language.split("-")[0] == language.split("-")[0]:
        return Line("policy_from", source)
    return Line("policy_from_in", {**source, "language": values.language_name(quote.passage.language)})


def _with_law(answer: Answer, conversation: Conversation, shop: Shop) -> Answer:
    """Add what the law of the country of delivery says of sending back and of faults, as far as it is known."""
    if not conversation.country or answer.payload is None:
        return answer
    law = law_payload(conversation.country, shop)
    topics = {quote["topic"] for quote in answer.payload["quotes"]}
    lines = (*answer.lines, *law_lines(conversation.country, shop, topics))
    payload = answer.payload if law is None else {**answer.payload, "law": law}
    return Answer(lines, answer.language, payload, answer.buttons)


def _as_payload(quote: Quote) -> dict[str, str]:
    passage = quote.passage
    return {
        "topic": passage.topic,
        "title": passage.title,
        "heading": passage.heading,
        "text": passage.text,
        "language": passage.language,
        "source": passage.source,
        "url": passage.url,
    }
