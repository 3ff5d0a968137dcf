"""What a conversation shows is kept to learn from, unless the shopper does not want that."""

import math
from datetime import UTC, datetime, timedelta

import pytest

from actions.shop import Shop
from retrieval.ranking import FEATURES
from retrieval.shopper_store import PERSONALISATION
from retrieval.shown_lists import ShownList
from tests.actions.chat import Chat


def kept(shop: Shop) -> list[ShownList]:
    return list(shop.shown.since(datetime.now(UTC) - timedelta(minutes=5)))


@pytest.mark.parametrize(
    ("language", "text"), [("zh-Hans", "茶"), ("ar", "شاي"), ("th", "ชา"), ("tr", "çay"), ("en", "tea")]
)
def test_list_is_kept_as_it_was_shown_with_what_was_known_of_each_product(shop: Shop, language: str, text: str) -> None:
    reply = Chat(shop, language=language).say("action_search", text, category="tea")
    (shown,) = kept(shop)
    assert shown.query_id == reply.payload["query_id"]
    assert list(shown.product_ids[: shown.n_shown]) == reply.product_ids
    assert (shown.kind, shown.weights) == ("search", "by hand")
    assert all(len(known) == len(FEATURES) for known in shown.features)
    match = [known[FEATURES.index("match")] for known in shown.features]
    assert all(0 <= one <= 1 or math.isnan(one) for one in match)


def test_what_is_shown_later_of_a_list_is_noted(shop: Shop, chat: Chat) -> None:
    first = chat.say("action_search", "something", category="headphones")
    if first.payload["total"] <= len(first.product_ids):
        first = chat.say("action_recommend", "what do you recommend")
    more = chat.say("action_show_more")
    shown = kept(shop)[-1]
    assert shown.n_shown == len(first.product_ids) + len(more.product_ids)
    assert list(shown.product_ids[: shown.n_shown]) == [*first.product_ids, *more.product_ids]


def test_list_in_another_order_than_by_relevance_teaches_nothing_and_is_not_kept(shop: Shop, chat: Chat) -> None:
    assert chat.say("action_search", "cheapest tea", category="tea", refinement="cheapest_first").product_ids
    assert kept(shop) == []


def test_who_refuses_personalisation_is_shown_lists_and_none_is_kept(shop: Shop, chat: Chat) -> None:
    shop.store.record_consent("anon:s1", PERSONALISATION, granted=False)
    assert chat.say("action_search", "tea", category="tea").product_ids
    assert kept(shop) == []
