"""Showing lists, a page at a time, to their end."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.gift_state import GIFT, gift_findings
from actions.talk.kept_lists import MOST_KEPT, kept_list
from actions.talk.search_state import SearchState
from actions.wording import values
from actions.wording.texts import Line
from retrieval.asking import IN_CONVERSATION, Answered, Asker
from retrieval.exploration.slots import ranked_first
from retrieval.filters import EXCLUSIONS, UNKNOWN_COSTS, Filters
from retrieval.finder import View
from retrieval.findings import Findings, Found
from retrieval.lists.sorting import Sort

PAGE = 5
"""Products shown at once."""

_LEARNED_FROM = frozenset({"search", "recommend"})
"""Lists that the ranking made, and so can learn from."""

LIST_LENGTH = 60
"""Products of a list that are kept for paging; those after them are searched for when these have been shown."""


def findings_of(state: SearchState, conversation: Conversation, shop: Shop) -> Findings:
    """Return the next stretch of the list that `state` describes, after what was shown of it; its text as it stands."""
    if state.kind == GIFT:
        return gift_findings(state, shop)
    if state.kind not in {"recommend", "similar"}:
        return answered_of(state, conversation, shop, is_literal=True).findings
    user_id, today = shop.user_id(conversation), shop.today()
    profile = shop.profile(user_id)
    view = View(sort=state.sort, shown=state.before, by_door=shop.settings.ranks_by_door)
    if state.kind == "recommend":
        profile = shop.with_stated(profile, conversation.onboarding.stated(conversation.country, conversation.language))
        view = replace(view, explores=not state.before.text)
        return shop.finder.recommend(state.filters, user_id, profile, today, LIST_LENGTH, profile.bought, view)
    return shop.finder.similar(state.about, state.filters, user_id, profile, today, LIST_LENGTH, view)


def answered_of(state: SearchState, conversation: Conversation, shop: Shop, is_literal: bool) -> Answered:
    """Return the answer to a search in words, its spelling put right where that finds better."""
    user_id = shop.user_id(conversation)
    asker = Asker(user_id, shop.profile(user_id), shop.today())
    view = View(sort=state.sort, shown=state.before, by_door=shop.settings.ranks_by_door)
    return shop.asking.ask(
        state.text, state.language, state.filters, asker, LIST_LENGTH, view, is_literal, IN_CONVERSATION
    )


def show_list(
    findings: Findings, state: SearchState, conversation: Conversation, shop: Shop, lines: Sequence[Line]
) -> Answer:
    """Answer with the first page of `findings`, and keep the stretch for the turns to come.

    The list in hand goes into the history.
    """
    audience = shop.audience(conversation)
    items = ranked_first(shop.payloads.offered(findings.items, audience, findings.applied))
    first = items[:PAGE]
    query_id = uuid.uuid4().hex
    page = 1 + state.n_before // PAGE
    payload = shop.payloads.products(first, audience, findings.applied, query_id, findings.total, page)
    kept = replace(
        state,
        query_id=query_id,
        filters=findings.applied,
        ranked=tuple(item.product.product_id for item in items),
        n_shown=len(first),
        total=findings.total,
        is_whole=len(findings.items) < LIST_LENGTH,
        reasons={item.product.product_id: item.reasons for item in items[: 4 * PAGE]},
    )
    seen = kept_list(query_id, shop.user_id(conversation), state.kind, audience.language, items, len(first), shop)
    return Answer(
        lines=(*unsupported_language(conversation, shop), *lines, *_within_total(findings)),
        language=audience.language,
        payload=payload,
        buttons=_buttons(shop, audience.language, kept),
        slots=_in_hand(kept, [item.product.product_id for item in first], conversation),
        shown=seen if state.kind in _LEARNED_FROM and state.sort is Sort.RELEVANCE and first else None,
    )


def show_page_again(past: SearchState, conversation: Conversation, shop: Shop, lines: Sequence[Line]) -> Answer:
    """Answer with the page that `past` ends with, as it is by now; from its beginning where nothing is left of it.

    The list in hand goes into the history, and "show more" goes on behind the page.
    """
    state = replace(past, filters=as_now(past.filters, conversation, shop))
    page = shop.again(state, state.ranked[:PAGE], conversation.country)
    audience = shop.audience(conversation)
    items = shop.payloads.offered(page, audience, state.filters)
    if not items:
        fresh = state.with_filters(state.filters)
        return show_list(findings_of(fresh, conversation, shop), fresh, conversation, shop, lines)
    ids = [item.product.product_id for item in items]
    n_shown = state.n_before + len(ids)
    kept = replace(state, ranked=tuple(ids), n_shown=len(ids), is_whole=n_shown >= state.total)
    number = 1 + state.n_before // PAGE
    return Answer(
        lines=(*unsupported_language(conversation, shop), *lines),
        language=audience.language,
        payload=shop.payloads.products(items, audience, state.filters, state.query_id, state.total, number),
        buttons=_buttons(shop, audience.language, kept),
        slots=_in_hand(kept, ids, conversation),
    )


def _in_hand(state: SearchState, shown: Sequence[str], conversation: Conversation) -> dict[str, Any]:
    """Return the slots that make a list the one in hand, and the one that was a list of the history."""
    former = conversation.history.with_list(conversation.search, conversation.shown, conversation.chosen)
    return {
        **conversation.destination_said(),
        "search_state": state.as_slot(),
        "shown": list(shown),
        "focus": shown[0] if len(shown) == 1 else None,
        "spoken_of": None,
        "currency": conversation.chosen_currency,
        "history": former.as_slot(),
    }


def as_now(filters: Filters, conversation: Conversation, shop: Shop) -> Filters:
    """Return the conditions of an earlier turn under what the shopper has said of country and currency since."""
    fresh = shop.open_filters(conversation)
    currency = filters.currency if filters.has_price else fresh.currency
    return replace(filters, destination=fresh.destination, currency=currency)


def show_more(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "show more": the next page of the list in hand."""
    language = shop.texts.spoken(conversation.language)
    if not conversation.search.kind:
        return Answer((Line("affirm_nothing", {}),), language)
    state, kept = _waiting(conversation, shop)
    audience = shop.audience(conversation)
    waiting = shop.payloads.offered(kept, audience, state.filters)
    items = waiting[:PAGE]
    if not items:
        return Answer((Line("no_more", {}),), language, buttons=_nothing_to_show(shop, language))
    page = 1 + (state.n_before + state.n_shown) // PAGE
    payload = shop.payloads.products(items, audience, state.filters, state.query_id, state.total, page)
    following = tuple(item.product.product_id for item in waiting)
    shown = replace(state, ranked=state.ranked[: state.n_shown] + following, n_shown=state.n_shown + len(items))
    return Answer(
        lines=(Line("more_found", {"n": values.number(len(items))}),),
        language=language,
        payload=payload,
        buttons=_buttons(shop, language, shown),
        slots={"search_state": shown.as_slot(), "shown": list(following[:PAGE])},
        scrolled=None if shown.n_before else (shown.query_id, min(shown.n_shown, MOST_KEPT)),
    )


def _waiting(conversation: Conversation, shop: Shop) -> tuple[SearchState, list[Found]]:
    """Return what is to be shown next, and the state of the list with it.

    Where less than a page waits and the list goes on, its next stretch is searched for among what was not shown yet, so
    that nothing comes twice, whatever the shopper did meanwhile and whatever is on sale by now.
    """
    state = conversation.search
    waiting = shop.again(state, state.ranked[state.n_shown :], conversation.country)
    if state.is_whole or len(waiting) > PAGE:
        return state, waiting
    fresh = shop.open_filters(conversation)
    rest = replace(
        state,
        before=state.before.with_products(state.ranked),
        filters=replace(state.filters, destination=fresh.destination),
    )
    further = findings_of(rest, conversation, shop).items if _can_go_on(state, shop) else ()
    continued = replace(
        state,
        before=state.before.with_products(state.ranked[: state.n_shown]),
        n_before=state.n_before + state.n_shown,
        ranked=(),
        n_shown=0,
        is_whole=len(further) < LIST_LENGTH,
        reasons={item.product.product_id: item.reasons for item in (*waiting, *further)[: 4 * PAGE]},
    )
    return continued, [*waiting, *further]


def _can_go_on(state: SearchState, shop: Shop) -> bool:
    return state.kind != "similar" or state.about in shop.catalogue


def is_sorted(sort: Sort, items: Sequence[Found]) -> bool:
    """Return whether a list is in the order asked for: where nothing is rated, or dated, nothing is best or newest."""
    if sort is Sort.RATING:
        return any(item.product.rating is not None for item in items)
    if sort is Sort.NEWEST:
        return any(item.product.added is not None for item in items)
    return sort is not Sort.RELEVANCE


def sorted_by(sort: Sort, is_by_door: bool = False) -> Line:
    """Return the line that says in which order a list is."""
    if is_by_door:
        return Line("sorted_price_door", {})
    names = {Sort.PRICE: "price", Sort.PRICE_DOWN: "price_down", Sort.RATING: "rating", Sort.NEWEST: "newest"}
    return Line(f"sorted_{names[sort]}", {})


def given_up(findings: Findings, shop: Shop) -> list[Line]:
    """Return what to say of conditions that had to be given up, and count it."""
    if findings.given_up:
        shop.metrics.relaxed_searches.inc()
    said = {"departments": "categories", **dict.fromkeys(EXCLUSIONS, "exclusions")}
    names = [said.get(name, name) for name in findings.given_up]
    return [Line(f"relaxed_{name}", {}) for name in dict.fromkeys(names)]


def _within_total(findings: Findings) -> list[Line]:
    """Return what to say of a limit for the cost to the door: that it is kept, or what it hangs on."""
    filters = findings.applied
    if filters.max_total is None:
        return []
    limit = values.money(filters.max_total, filters.currency)
    if not filters.destination:
        return [Line("total_needs_country", {"price": limit})]
    is_kept = bool(findings.items) and {"max_total", UNKNOWN_COSTS}.isdisjoint(findings.given_up)
    facts = {"price": limit, "country": values.country(filters.destination)}
    lines = [Line("total_within", facts)] if is_kept and not filters.may_lack_costs else []
    left_out = [Line("total_left_out", {"n": values.number(findings.n_uncertain)})] if findings.n_uncertain else []
    return [*lines, *left_out]


def unsupported_language(conversation: Conversation, shop: Shop) -> tuple[Line, ...]:
    """Return the notice that the shopper's language cannot be spoken yet, where that is so and was not said before."""
    if shop.texts.speaks(conversation.language) or "language_unsupported" in conversation.said:
        return ()
    return (Line("language_unsupported", {"language": values.language_name(conversation.language)}),)


def _buttons(shop: Shop, language: str, state: SearchState) -> tuple[dict[str, str], ...]:
    """Return the quick replies under the page of a list that ends with the product `n_shown`."""
    n_listed = len(state.ranked)
    if not n_listed:
        return _nothing_to_show(shop, language)
    has_more = n_listed > state.n_shown or not state.is_whole
    keys = ["button_more"] if has_more else []
    keys += ["button_cheaper"]
    if has_more and state.sort is Sort.RELEVANCE and state.n_before + state.n_shown <= PAGE:
        keys += ["button_best_rated"]
    keys += ["button_compare"] if min(n_listed, state.n_shown) > 1 else []
    buttons = [shop.texts.button(language, key) for key in keys]
    buttons.append(shop.texts.button(language, "button_door_cost", {"n": values.number(1)}))
    return tuple(buttons)


def _nothing_to_show(shop: Shop, language: str) -> tuple[dict[str, str], ...]:
    return (shop.texts.button(language, "button_recommend"), shop.texts.button(language, "button_person"))
