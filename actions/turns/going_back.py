"""Going back: to what was shown before, to an earlier list, or to the beginning."""

from dataclasses import replace

from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.list_history import ListHistory, PastList
from actions.talk.search_state import SearchState
from actions.turns import search
from actions.turns.lists import PAGE, show_page_again
from actions.wording import values
from actions.wording.texts import Line
from retrieval.filters import Filters

_NAMED = {
    "category": "categories",
    "department": "departments",
    "brand": "brands",
    "color": "colors",
    "material": "materials",
}
"""The condition by which a list is called, by the entity that names it."""


def go_back(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "back", "undo that": the list before; or "the jackets again", "the first list": that one.

    A change of currency, country or language that showed the same list again is taken back like any other step.
    """
    if any(conversation.entities.first(name) for name in _NAMED):
        return _list_named(conversation, shop)
    if conversation.entities.ordinals():
        return _list_numbered(conversation, shop)
    page = _page_before(conversation)
    if page is not None:
        return show_page_again(page, _without_search(conversation), shop, [Line("page_before", {})])
    if not conversation.history.lists:
        return _nothing_before(conversation, shop)
    return _undone(conversation, shop)


def start_over(conversation: Conversation, shop: Shop) -> Answer:
    """Answer "start again": no list is in hand any more, what was chosen for the whole conversation stays.

    Where the message says what to look for instead, that is searched for.
    """
    former = conversation.history.with_list(conversation.search, conversation.shown, conversation.chosen)
    cleared = {
        **dict.fromkeys(("search_state", "shown", "focus", "spoken_of", "gift_talk", "onboarding")),
        "history": former.as_slot(),
    }
    fresh = replace(_without_search(conversation), history=former, focus="")
    if conversation.names_products():
        answer = search.search(fresh, shop)
        return replace(answer, slots={**cleared, **answer.slots})
    language = shop.texts.spoken(conversation.language)
    buttons = [shop.texts.button(language, "button_recommend")]
    buttons += [shop.texts.button(language, "button_back")] if former.lists else []
    return Answer((Line("started_over", {}),), language, buttons=tuple(buttons), slots=cleared)


def _undone(conversation: Conversation, shop: Shop) -> Answer:
    """Return to the latest list of the history, which leaves it."""
    lists = conversation.history.lists
    past = lists[-1]
    fresh = replace(_without_search(conversation), history=conversation.history.up_to(len(lists) - 1))
    slots: dict[str, str | None] = {}
    if past.is_same_list(conversation.search) and past.chosen != conversation.chosen:
        fresh = fresh.under(past.chosen)
        chosen = past.chosen
        slots = {name: getattr(chosen, name) or None for name in ("language", "destination", "currency")}
    answer = show_page_again(past.state, fresh, shop, [_line(past.state)])
    return replace(answer, slots={**answer.slots, **slots})


def _list_named(conversation: Conversation, shop: Shop) -> Answer:
    """Return to the latest list that goes by what the message names; without one, search for it."""
    if _goes_by(conversation.search.filters, conversation) and conversation.search.kind:
        return _shown_again(
            PastList.of(conversation.search, conversation.shown, conversation.chosen), conversation, shop
        )
    place = _latest(conversation.history, conversation)
    if place is None:
        return search.search(conversation, shop)
    return _shown_again(conversation.history.lists[place], conversation, shop)


def _list_numbered(conversation: Conversation, shop: Shop) -> Answer:
    """Return to a list by its place in the conversation, as far as that is kept; -1 is the one before this one."""
    lists, number = conversation.history.lists, conversation.entities.ordinals()[0]
    place = len(lists) + number if number < 0 else number - 1
    if not 0 <= place < len(lists):
        return _nothing_before(conversation, shop)
    return _shown_again(lists[place], conversation, shop)


def _shown_again(past: PastList, conversation: Conversation, shop: Shop) -> Answer:
    """Show a list again while the one in hand goes into the history."""
    is_in_hand = past.is_same_list(conversation.search)
    fresh = _without_search(conversation) if is_in_hand else conversation
    return show_page_again(past.state, fresh, shop, [_line(past.state)])


def _page_before(conversation: Conversation) -> SearchState | None:
    """Return the list in hand as it was a page earlier, None where its first page is shown."""
    state = conversation.search
    begin = state.n_shown - len(conversation.shown)
    if begin <= 0 or state.ranked[begin : state.n_shown] != conversation.shown:
        return None
    first = max(begin - PAGE, 0)
    before = state.before.with_products(state.ranked[:first])
    page = state.ranked[first:begin]
    return replace(state, ranked=page, n_shown=len(page), n_before=state.n_before + first, before=before)


def _goes_by(filters: Filters, conversation: Conversation) -> bool:
    """Return whether a list has all conditions that the message names."""
    return all(
        {one.casefold() for one in conversation.entities.all(name)}
        <= {one.casefold() for one in getattr(filters, field)}
        for name, field in _NAMED.items()
    )


def _latest(history: ListHistory, conversation: Conversation) -> int | None:
    places = range(len(history.lists) - 1, -1, -1)
    return next((one for one in places if _goes_by(history.lists[one].state.filters, conversation)), None)


def _nothing_before(conversation: Conversation, shop: Shop) -> Answer:
    """Say that there is no earlier list, and show the one in hand where there is one."""
    line = Line("no_earlier_list", {})
    if conversation.search.kind and conversation.shown:
        past = PastList.of(conversation.search, conversation.shown, conversation.chosen)
        return show_page_again(past.state, _without_search(conversation), shop, [line])
    language = shop.texts.spoken(conversation.language)
    return Answer((line,), language, buttons=(shop.texts.button(language, "button_recommend"),))


def _without_search(conversation: Conversation) -> Conversation:
    """Return the conversation with no list in hand, so that none goes into the history."""
    return replace(conversation, search=SearchState(), shown=())


def _line(state: SearchState) -> Line:
    kinds = [values.word("category", one) for one in state.filters.categories]
    kinds = kinds or [values.word("department", one) for one in state.filters.departments]
    return Line("list_again_of", {"what": values.listing(kinds)}) if kinds else Line("list_again", {})
