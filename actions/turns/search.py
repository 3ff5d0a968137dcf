"""Searching and refining: the turns that make lists."""

import re
from dataclasses import replace
from decimal import Decimal

from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.gift_state import GIFT
from actions.talk.search_state import MOST_TEXT, SearchState
from actions.turns.barred_search import barred_search
from actions.turns.conditions import Conditions, conditions_of, without_old_prices, without_taken_back
from actions.turns.lists import answered_of, as_now, findings_of, given_up, is_sorted, show_list, sorted_by
from actions.turns.negations import Negations
from actions.wording import values
from actions.wording.texts import Line
from retrieval.asking import Answered
from retrieval.events import Event
from retrieval.filters import Filters
from retrieval.findings import Findings
from retrieval.lists.sorting import Sort
from retrieval.pricing.money import smallest_unit
from retrieval.understanding import without_kinds

SORTS = {
    "cheapest_first": Sort.PRICE,
    "dearest_first": Sort.PRICE_DOWN,
    "better_rated": Sort.RATING,
    "newer": Sort.NEWEST,
}
"""The order that a refinement of the message asks for."""

_QUOTED = re.compile('["“„«「『](.+)["”“»」』]')
"""A message in quotes is searched for as typed."""

_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")

_ISOLATES = " \u2068\u2069"
"""What a button's words may stand between in a language that runs from right to left."""

_SHORT_REST = 2
"""Words beside the conditions that a message may have to count as an ellipsis: "and in black?"."""

_SHORT_REST_UNSPACED = 4
"""The same in characters, for scripts that put no spaces between words."""

_ATTRIBUTES = ("color", "material", "brand", "size", "max_price", "min_price", "audience", "refinement")
"""What a message that is an ellipsis may name: conditions on what was asked for before."""


def search(conversation: Conversation, shop: Shop) -> Answer:
    """Answer a search: a new one, or a refinement where the message only adds conditions to the one in hand."""
    entities = Negations.of(conversation, shop).conversation.entities
    is_addition = conversation.search.kind and not entities.first("category") and not entities.first("department")
    if is_addition and (conversation.intent == "refine_search" or _is_ellipsis(conversation, shop)):
        return refine(conversation, shop)
    is_renamed = entities.first("category") and _rules_out_the_kind(conversation, shop)
    if conversation.search.kind and (is_renamed or "instead" in entities.all("refinement")):
        return refine(replace(conversation, intent="refine_search"), shop)
    conditions = conditions_of(shop.open_filters(conversation), conversation, shop)
    text = Negations.of(conversation, shop).conversation.residual_text
    if not text and not conversation.names_products():
        text = conversation.text
    sort = _sort(conversation) or Sort.RELEVANCE
    state = SearchState("search", "", text, conversation.language, conditions.filters, sort=sort)
    return noticed(conditions, run_search(state, conversation, shop))


def noticed(conditions: Conditions, answer: Answer) -> Answer:
    """Return an answer that opens with what is to be said of the conditions."""
    return replace(answer, lines=(*conditions.notices, *answer.lines)) if conditions.notices else answer


def _is_ellipsis(conversation: Conversation, shop: Shop) -> bool:
    """Return whether a message names conditions and next to nothing else, such as "and in black?"."""
    if not any(conversation.entities.first(name) for name in _ATTRIBUTES) or is_quoted(conversation.text):
        return False
    kinds = ("color", "material", "brand", "audience")
    rest = without_kinds(conversation.residual_text, conversation.language, shop.asking.vocabulary, kinds)
    words = _WORD.findall(rest)
    is_spaced = all(one.isascii() or not _UNSPACED.search(one) for one in words)
    return len(words) <= _SHORT_REST if is_spaced else len("".join(words)) <= _SHORT_REST_UNSPACED


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
    if not state.kind:
        return search(conversation, shop)
    current = replace(as_now(state.filters, conversation, shop), may_lack_costs=False)
    names_kind = entities.first("category") or entities.first("department")
    if names_kind and not is_correction(conversation, shop):
        return search(conversation, shop)
    conditions = conditions_of(current, conversation, shop)
    filters = conditions.filters
    text = without_taken_back(state.text, state.language, conversation, shop)
    if names_kind:
        text = without_kinds(text, state.language, shop.asking.vocabulary, ("category", "department"))
        filters = replace(filters, excluded_categories=())
    state = replace(state, text=text)
    is_recommendation = state.kind in {"recommend", GIFT} and not names_kind
    is_in_words = filters == current and not set(entities.all("refinement")) - {"instead"}
    if is_in_words:
        words = ("" if is_recommendation else state.text, conversation.residual_text)
        state = replace(state, kind="search", text=" ".join(dict.fromkeys(words)).strip()[-MOST_TEXT:])
    elif not is_recommendation:
        state = replace(state, kind="search")
    state = replace(state, sort=_sort(conversation) or state.sort)
    if "cheaper" in entities.all("refinement"):
        return _cheaper(state, filters, conversation, shop)
    if "more_expensive" in entities.all("refinement"):
        currency = shop.shown_currency(conversation.currency)
        above = _shown_prices(conversation, shop)[-1] + smallest_unit(currency)
        filters = replace(filters, min_price=above, max_price=None, max_total=None, currency=currency)
    elif not names_kind:
        conditions = without_old_prices(conditions, conversation, shop)
        filters = conditions.filters
    found = noticed(conditions, run_search(state.with_filters(filters), conversation, shop))
    return _by_words_alone(found) if is_in_words else found


def _by_words_alone(answer: Answer) -> Answer:
    """Return an answer that does not say that so many products are as asked for: no condition made them so."""
    closest = Line("found_closest", {})
    lines = (closest if line.key in {"found", "found_for"} else line for line in answer.lines)
    return replace(answer, lines=tuple(lines))


def is_correction(conversation: Conversation, shop: Shop) -> bool:
    """Return whether a message puts another kind in the place of the one in hand: "not jackets, trousers".

    Then all other conditions stay; a kind that is merely named begins a search of its own.
    """
    if "instead" in conversation.entities.all("refinement") or conversation.intent == "deny":
        return True
    return _rules_out_the_kind(conversation, shop)


def _rules_out_the_kind(conversation: Conversation, shop: Shop) -> bool:
    """Return whether a message rules out the kind of the list in hand."""
    excluded = Negations.of(conversation, shop).excluded.excluded_categories
    return not set(excluded).isdisjoint(conversation.search.filters.categories)


def run_search(state: SearchState, conversation: Conversation, shop: Shop) -> Answer:
    """Search for `state` and answer with its first page; words are put right where that finds better.

    Where all that it asks for must not be sent to the shopper's country, the answer says so instead.
    """
    barred = barred_search(state, conversation, shop)
    if barred is not None:
        return barred
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
    elif is_sorted(state.sort, findings.items):
        lines.append(sorted_by(state.sort, findings.is_by_door))
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


def _sort(conversation: Conversation) -> Sort | None:
    """Return the order that the message asks for, None where it asks for none."""
    return next((SORTS[word] for word in conversation.entities.all("refinement") if word in SORTS), None)


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
    """Say that a currency has no rate: once, and whenever the message names it."""
    wanted, shown = conversation.currency, shop.shown_currency(conversation.currency)
    is_said = "currency_unknown" in conversation.said and not conversation.entities.first("currency")
    if not wanted or wanted == shown or is_said:
        return ()
    return (
        Line(
            "currency_unknown",
            {"currency": values.currency_name(wanted), "shown_currency": values.currency_name(shown)},
        ),
    )
