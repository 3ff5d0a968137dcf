"""Searches for what must not be sent to the shopper's country: why nothing is shown is said instead."""

from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.search_state import SearchState
from actions.turns.restriction_answers import Subject, answer_on, findings_on

_LEAST_SHARE = 0.3
"""The share of a search's letters from which names of such goods are what it is about: "I am looking for …"."""


def barred_search(state: SearchState, conversation: Conversation, shop: Shop) -> Answer | None:
    """Return the answer to a search of which nothing may be sent to the shopper's country; None for any other search.

    That is one for categories of which all that the shop has is prohibited there, or one in whose words nothing but
    goods that are prohibited there is named, whether the shop has them or not.
    """
    if state.kind != "search" or not conversation.country:
        return None
    subject = _of_categories(state, conversation, shop) or _of_words(state, conversation, shop)
    return answer_on(subject, conversation, shop, "restriction_search_barred") if subject else None


def _of_categories(state: SearchState, conversation: Conversation, shop: Shop) -> Subject | None:
    screen, categories = shop.prices.screen, state.filters.categories
    if not categories or not all(screen.bars_all_of(one, conversation.country) for one in categories):
        return None
    kinds = [kind_id for one in categories for kind_id in screen.restrictions.kinds_of_category(one)]
    return Subject(kinds=tuple(dict.fromkeys(kinds)), categories=categories)


def _of_words(state: SearchState, conversation: Conversation, shop: Shop) -> Subject | None:
    restrictions = shop.prices.screen.restrictions
    if state.filters.categories or state.filters.departments or state.filters.brands:
        return None
    named = restrictions.words.kinds_in(state.text, state.language)
    if not named or not all(restrictions.kinds[kind_id].is_plain for kind_id in named):
        return None
    subject = Subject(kinds=named)
    is_barred = any(one.restriction.forbids for one in findings_on(subject, conversation.country, shop))
    is_about_them = restrictions.words.share_in(state.text, state.language) >= _LEAST_SHARE
    return subject if is_barred and is_about_them else None
