"""Searching and refining: the turns that make lists."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from actions import values
from actions.answer import Answer
from actions.conversation import Conversation
from actions.gift_state import GIFT
from actions.search_state import SearchState
from actions.shop import Shop
from actions.texts import Line
from actions.turns.lists import answered_of, findings_of, given_up, show_list, sorted_by
from actions.turns.negations import Negations
from retrieval.asking import Answered
from retrieval.events import Event
from retrieval.filters import Filters
from retrieval.findings import Findings
from retrieval.lists.sorting import Sort
from retrieval.pricing.money import smallest_unit
from retrieval.understanding import AUDIENCE_OF_RECIPIENT

SORTS = {
    "cheapest_first": Sort.PRICE,
    "dearest_first": Sort.PRICE_DOWN,
    "better_rated": Sort.RATING,
    "newer": Sort.NEWEST,
}
"""The order that a refinement of the message asks for."""

_QUOTED = re.compile('["“„«「『](.+)["”“»」』]')
"""A message in quotes is searched for as typed."""

_ISOLATES = " \u2068\u2069"
"""What a button's words may stand between in a language that runs from right to left."""

_ENTITY_FIELDS = {
    "category": "categories",
    "department": "departments",
    "brand": "brands",
    "color": "colors",
    "material": "materials",
    "size": "sizes",
}


def search(conversation: Conversation, shop: Shop) -> Answer:
    """Answer a search: a new one, or a refinement where the message only adds conditions to the one in hand."""
    entities = Negations.of(conversation, shop).conversation.entities
    is_refinement = conversation.search.kind and not entities.first("category") and not entities.first("department")
    if is_refinement and conversation.intent == "refine_search":
        return refine(conversation, shop)
    filters = with_entities(shop.open_filters(conversation), conversation, shop)
    text = Negations.of(conversation, shop).conversation.residual_text
    if not text and not conversation.names_products():
        text = conversation.text
    sort = _sort(conversation) or Sort.RELEVANCE
    state = SearchState("search", "", text, conversation.language, filters, sort=sort)
    return run_search(state, conversation, shop)


def is_quoted(text: str) -> bool:
    """Return whether a message is in quotes: then it is searched for as typed.

    >>> is_quoted("“blak shoos”"), is_quoted("「くつ」"), is_quoted('"a" or "b"'), is_quoted("shoes")
    (True, True, False, False)
    """
    return _QUOTED.fullmatch(text.strip()) is not None


def refine(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "cheaper", "in blue", "under 50", "newest first": the list in hand under further conditions, or sorted.

    Recommendations and gift ideas stay such under a condition; further words make a search of them.
    """
    state, entities = conversation.search, Negations.of(conversation, shop).conversation.entities
    if not state.kind or entities.first("category") or entities.first("department"):
        return search(replace(conversation, search=SearchState()), shop)
    current = _current(state.filters, conversation, shop)
    filters = with_entities(current, conversation, shop)
    is_recommendation = state.kind in {"recommend", GIFT}
    if filters == current and not entities.first("refinement"):
        words = ("" if is_recommendation else state.text, conversation.residual_text)
        state = replace(state, kind="search", text=" ".join(words).strip())
    elif not is_recommendation:
        state = replace(state, kind="search")
    state = replace(state, sort=_sort(conversation) or state.sort)
    if "cheaper" in entities.all("refinement"):
        return _cheaper(state, filters, conversation, shop)
    if "more_expensive" in entities.all("refinement"):
        currency = shop.shown_currency(conversation.currency)
        above = _shown_prices(conversation, shop)[-1] + smallest_unit(currency)
        filters = replace(filters, min_price=above, max_price=None, currency=currency)
    return run_search(state.with_filters(filters), conversation, shop)


def run_search(state: SearchState, conversation: Conversation, shop: Shop) -> Answer:
    """Search for `state` and answer with its first page; words are put right where that finds better."""
    if state.kind != "search":
        return _answer(findings_of(state, conversation, shop), state, conversation, shop)
    quoted = _QUOTED.fullmatch(state.text.strip())
    asked = replace(state, text=quoted[1].strip(_ISOLATES)) if quoted else state
    answered = answered_of(asked, conversation, shop, is_literal=quoted is not None)
    answer = _answer(answered.findings, replace(asked, text=answered.text), conversation, shop)
    return _with_spelling(answer, answered, conversation, shop)


def _with_spelling(answer: Answer, answered: Answered, conversation: Conversation, shop: Shop) -> Answer:
    """Return an answer that says what was put right or may have been meant, with a button for the other."""
    language = shop.texts.spoken(conversation.language)
    if answered.corrected_from:
        facts = {"original": values.plain(answered.corrected_from), "text": values.plain(answered.text)}
        button = shop.texts.button(language, "button_as_typed", {"text": facts["original"]})
        return replace(answer, lines=(Line("corrected", facts), *answer.lines), buttons=(*answer.buttons, button))
    if answered.did_you_mean:
        facts = {"text": values.plain(answered.did_you_mean)}
        button = shop.texts.button(language, "button_did_you_mean", facts)
        return replace(answer, lines=(*answer.lines, Line("did_you_mean", facts)), buttons=(*answer.buttons, button))
    return answer


def _answer(findings: Findings, state: SearchState, conversation: Conversation, shop: Shop) -> Answer:
    lines = [*_currency_notice(conversation, shop), *given_up(findings, shop)]
    filters = state.filters
    kinds = [values.word("category", category) for category in filters.categories]
    kinds = kinds or [values.word("department", department) for department in filters.departments]
    if not findings.items:
        lines.append(Line("found_nothing", {}))
    elif state.sort is not Sort.RELEVANCE:
        lines.append(sorted_by(state.sort))
    elif state.kind == "recommend" and not findings.is_narrowed:
        lines.append(Line("recommended", {}))
    elif state.kind == GIFT:
        lines.append(Line("gifts", {}))
    elif findings.is_closest:
        lines.append(Line("found_closest", {}))
    elif kinds and not findings.given_up:
        lines.append(Line("found_for", {"n": values.number(findings.total), "what": values.listing(kinds)}))
    else:
        lines.append(Line("found", {"n": values.number(findings.total)}))
    done = Event.now(shop.user_id(conversation), "search", session_id=conversation.sender_id)
    return replace(show_list(findings, state, conversation, shop, lines), done=(done,))


def with_entities(filters: Filters, conversation: Conversation, shop: Shop) -> Filters:
    """Return `filters` with what the message asks for in their place.

    A price without a currency is in the one that prices are shown in; in one without a rate it asks for nothing.
    """
    negations = Negations.of(conversation, shop)
    entities = negations.conversation.entities
    changes: dict[str, Any] = {
        field: entities.all(name) for name, field in _ENTITY_FIELDS.items() if entities.all(name)
    }
    if "category" in entities.values:
        changes["departments"] = ()
    audience = entities.first("audience") or AUDIENCE_OF_RECIPIENT.get(entities.first("recipient"), "")
    if audience:
        changes["audience"] = audience
    low, high = entities.amount("min_price"), entities.amount("max_price")
    if low is not None or high is not None:
        currency = entities.first("currency") or shop.shown_currency(conversation.currency)
        if shop.prices.rates.knows(currency):
            changes |= {"min_price": low, "max_price": high, "currency": currency}
    return negations.applied_to(replace(filters, **changes))


def _sort(conversation: Conversation) -> Sort | None:
    """Return the order that the message asks for, None where it asks for none."""
    return next((SORTS[word] for word in conversation.entities.all("refinement") if word in SORTS), None)


def _current(filters: Filters, conversation: Conversation, shop: Shop) -> Filters:
    """Return the conditions of an earlier turn under what the shopper has said of country and currency since."""
    fresh = shop.open_filters(conversation)
    has_price = filters.min_price is not None or filters.max_price is not None
    return replace(filters, destination=fresh.destination, currency=filters.currency if has_price else fresh.currency)


def _shown_prices(conversation: Conversation, shop: Shop) -> list[Decimal]:
    currency = shop.shown_currency(conversation.currency)
    shown = [shop.catalogue.get(product_id) for product_id in conversation.shown if product_id in shop.catalogue]
    return sorted(shop.prices.price(product, currency).rounded().amount for product in shown) or [Decimal(0)]


def _cheaper(state: SearchState, filters: Filters, conversation: Conversation, shop: Shop) -> Answer:
    """Show what costs less than anything shown; where there is none, less than the middle of it; else say so.

    What meets every other condition comes before what is cheaper only in another colour or of another make.
    """
    prices = _shown_prices(conversation, shop)
    currency = shop.shown_currency(conversation.currency)
    limits = dict.fromkeys((prices[0], prices[len(prices) // 2]))
    below = [
        state.with_filters(replace(filters, max_price=_just_below(limit, currency), min_price=None, currency=currency))
        for limit in limits
    ]
    found = [(cheaper, findings_of(cheaper, conversation, shop)) for cheaper in below]
    for may_give_up in (False, True):
        for cheaper, findings in found:
            is_cheaper = findings.items and "max_price" not in findings.given_up
            if is_cheaper and (may_give_up or not findings.given_up):
                return _answer(findings, cheaper, conversation, shop)
    return Answer((Line("nothing_cheaper", {}),), shop.texts.spoken(conversation.language))


def _just_below(price: Decimal, currency: str) -> Decimal:
    """Return the amount before a rounded price: a cent less in euros, a yen less in yen."""
    return max(price - smallest_unit(currency), Decimal(0))


def _currency_notice(conversation: Conversation, shop: Shop) -> tuple[Line, ...]:
    wanted, shown = conversation.currency, shop.shown_currency(conversation.currency)
    if not wanted or wanted == shown:
        return ()
    return (
        Line(
            "currency_unknown",
            {"currency": values.currency_name(wanted), "shown_currency": values.currency_name(shown)},
        ),
    )
