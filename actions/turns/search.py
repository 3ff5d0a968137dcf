"""Searching, refining and paging: the turns that show lists."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from actions import values
from actions.answer import Answer
from actions.conversation import Conversation
from actions.search_state import SearchState
from actions.shop import Shop
from actions.texts import Line
from retrieval.events import Event
from retrieval.filters import Filters
from retrieval.findings import Findings
from retrieval.pricing.money import smallest_unit

PAGE = 5
"""Products shown at once."""

LIST_LENGTH = 60
"""Products of a list that are kept for paging."""

AUDIENCE_OF_RECIPIENT = {
    **dict.fromkeys(("mother", "wife", "girlfriend", "grandmother", "sister"), "women"),
    **dict.fromkeys(("father", "husband", "boyfriend", "grandfather", "brother"), "men"),
    **dict.fromkeys(("daughter", "son", "baby", "child"), "kids"),
}
"""For whom a product is made, by for whom it is looked for; products made for nobody in particular suit all."""

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
    entities = conversation.entities
    is_refinement = conversation.search.kind and not entities.first("category") and not entities.first("department")
    if is_refinement and conversation.intent == "refine_search":
        return refine(conversation, shop)
    filters = with_entities(shop.open_filters(conversation), conversation, shop)
    text = conversation.residual_text or conversation.text
    state = SearchState("search", "", text, conversation.language, filters)
    return run_search(state, conversation, shop)


def refine(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "cheaper", "in blue", "under 50": the list in hand under further conditions.

    Recommendations stay such under a condition; further words make a search of them.
    """
    state, entities = conversation.search, conversation.entities
    if not state.kind or entities.first("category") or entities.first("department"):
        return search(replace(conversation, search=SearchState()), shop)
    current = _current(state.filters, conversation, shop)
    filters = with_entities(current, conversation, shop)
    is_recommendation = state.kind == "recommend"
    if filters == current and not entities.first("refinement"):
        words = ("" if is_recommendation else state.text, conversation.residual_text)
        state = replace(state, kind="search", text=" ".join(words).strip())
    elif not is_recommendation:
        state = replace(state, kind="search")
    if "cheaper" in entities.all("refinement"):
        return _cheaper(state, filters, conversation, shop)
    if "more_expensive" in entities.all("refinement"):
        currency = shop.shown_currency(conversation.currency)
        above = _shown_prices(conversation, shop)[-1] + smallest_unit(currency)
        filters = replace(filters, min_price=above, max_price=None, currency=currency)
    return run_search(state.with_filters(filters), conversation, shop)


def show_more(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "show more": the next page of the list in hand."""
    state = conversation.search
    language = shop.texts.spoken(conversation.language)
    waiting = shop.again(state, state.ranked[state.n_shown :], conversation.country)
    items = waiting[:PAGE]
    if not state.kind:
        return Answer((Line("affirm_nothing", {}),), language)
    if not items:
        return Answer((Line("no_more", {}),), language, buttons=_buttons(shop, language, 0))
    audience = shop.audience(conversation)
    page = 1 + state.n_shown // PAGE
    payload = shop.payloads.products(items, audience, state.filters, state.query_id, state.total, page)
    following = tuple(item.product.product_id for item in waiting)
    shown = replace(state, ranked=state.ranked[: state.n_shown] + following, n_shown=state.n_shown + len(items))
    return Answer(
        lines=(Line("more_found", {"n": values.number(len(items))}),),
        language=language,
        payload=payload,
        buttons=_buttons(shop, language, len(items), has_more=len(waiting) > PAGE),
        slots={"search_state": shown.as_slot(), "shown": list(following[:PAGE])},
    )


def run_search(state: SearchState, conversation: Conversation, shop: Shop, opening: Sequence[Line] = ()) -> Answer:
    """Search for `state` and answer with its first page; `opening` lines come before the list's own."""
    findings = _findings(state, conversation, shop)
    lines = [*opening, *_currency_notice(conversation, shop), *given_up(findings, shop)]
    filters = state.filters
    kinds = [values.word("category", category) for category in filters.categories]
    kinds = kinds or [values.word("department", department) for department in filters.departments]
    if not findings.items:
        lines.append(Line("found_nothing", {}))
    elif not findings.is_narrowed:
        lines.append(Line("recommended" if state.kind == "recommend" else "found_closest", {}))
    elif kinds and not findings.given_up:
        lines.append(Line("found_for", {"n": values.number(findings.total), "what": values.listing(kinds)}))
    else:
        lines.append(Line("found", {"n": values.number(findings.total)}))
    done = Event.now(shop.user_id(conversation), "search", session_id=conversation.sender_id)
    return replace(show_list(findings, state, conversation, shop, lines), done=(done,))


def _findings(state: SearchState, conversation: Conversation, shop: Shop) -> Findings:
    """Return what meets the conditions of `state`: recommended to the shopper, or nearest to what was said."""
    user_id, today = shop.user_id(conversation), shop.today()
    profile = shop.profile(user_id)
    if state.kind == "recommend":
        return shop.finder.recommend(state.filters, user_id, profile, today, LIST_LENGTH, profile.bought)
    return shop.finder.find(state.text, state.language, state.filters, user_id, profile, today, LIST_LENGTH)


def given_up(findings: Findings, shop: Shop) -> list[Line]:
    """Return what to say of conditions that had to be given up, and count it."""
    if findings.given_up:
        shop.metrics.relaxed_searches.inc()
    names = ["categories" if name == "departments" else name for name in findings.given_up]
    return [Line(f"relaxed_{name}", {}) for name in dict.fromkeys(names)]


def show_list(
    findings: Findings, state: SearchState, conversation: Conversation, shop: Shop, lines: Sequence[Line]
) -> Answer:
    """Answer with the first page of `findings`, and keep the whole list for the turns to come."""
    audience = shop.audience(conversation)
    first = findings.items[:PAGE]
    query_id = uuid.uuid4().hex
    payload = shop.payloads.products(first, audience, findings.applied, query_id, findings.total, 1)
    kept = replace(
        state,
        query_id=query_id,
        filters=findings.applied,
        ranked=tuple(item.product.product_id for item in findings.items),
        n_shown=len(first),
        total=findings.total,
        reasons={item.product.product_id: item.reasons for item in findings.items[: 4 * PAGE]},
    )
    shown = [item.product.product_id for item in first]
    return Answer(
        lines=(*unsupported_language(conversation, shop), *lines),
        language=audience.language,
        payload=payload,
        buttons=_buttons(shop, audience.language, len(first), has_more=len(findings.items) > PAGE),
        slots={
            **conversation.destination_said(),
            "search_state": kept.as_slot(),
            "shown": shown,
            "focus": shown[0] if len(shown) == 1 else None,
            "currency": conversation.chosen_currency,
        },
    )


def unsupported_language(conversation: Conversation, shop: Shop) -> tuple[Line, ...]:
    """Return the notice that the shopper's language cannot be spoken yet, where that is so and was not said before."""
    if shop.texts.speaks(conversation.language) or "language_unsupported" in conversation.said:
        return ()
    return (Line("language_unsupported", {"language": values.language_name(conversation.language)}),)


def with_entities(filters: Filters, conversation: Conversation, shop: Shop) -> Filters:
    """Return `filters` with what the message asks for in their place.

    A price without a currency is in the one that prices are shown in; in one without a rate it asks for nothing.
    """
    entities = conversation.entities
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
    return replace(filters, **changes)


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
    found = [(cheaper, _findings(cheaper, conversation, shop)) for cheaper in below]
    for may_give_up in (False, True):
        for cheaper, findings in found:
            is_cheaper = findings.items and "max_price" not in findings.given_up
            if is_cheaper and (may_give_up or not findings.given_up):
                return run_search(cheaper, conversation, shop)
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


def _buttons(shop: Shop, language: str, n_shown: int, has_more: bool = False) -> tuple[dict[str, str], ...]:
    if not n_shown:
        return (shop.texts.button(language, "button_recommend"), shop.texts.button(language, "button_person"))
    keys = ["button_more"] if has_more else []
    keys += ["button_cheaper"] + (["button_compare"] if n_shown > 1 else [])
    buttons = [shop.texts.button(language, key) for key in keys]
    buttons.append(shop.texts.button(language, "button_door_cost", {"n": values.number(1)}))
    return tuple(buttons)
