"""A new search: its conditions, what had to be given up, language and currency, and odd ones."""

from typing import Any

import pytest

from actions.shop import Shop
from actions.talk.search_state import SearchState
from retrieval.database import metadata
from tests.actions.chat import Chat
from tests.actions.conftest import ShopMaker
from tests.actions.small_shop import NOWHERE
from tests.actions.turns.shown_lists import IN_EUROPE, every_page

# --- a new search


def test_search_shows_a_first_page_of_what_was_asked_for(chat: Chat) -> None:
    reply = chat.say("action_search", "headphones", category="headphones")
    assert reply.keys == ["found_for"]
    assert len(reply.product_ids) == 5
    assert set(reply.product_ids) <= IN_EUROPE
    assert reply.payload["total"] == len(IN_EUROPE)
    assert reply.payload["page"] == 1
    assert chat.slots["shown"] == reply.product_ids


@pytest.mark.parametrize(
    ("entities", "expected"),
    [
        ({"color": "blue"}, {"h04"}),
        ({"brand": "KLANG"}, {"h03", "h04"}),
        ({"material": "wood"}, {"h05"}),
        ({"max_price": 40}, {"h01", "h02", "h06"}),
        ({"max_price": 20, "currency": "USD"}, set()),
        ({"min_price": 100}, {"h05", "h08"}),
        ({"min_price": 60, "max_price": 80}, {"h04", "h07", "h11"}),
        ({"color": ["blue", "pink"]}, {"h04", "h11"}),
    ],
)
def test_entities_become_conditions(chat: Chat, entities: dict[str, Any], expected: set[str]) -> None:
    reply = chat.say("action_search", "headphones", category="headphones", **entities)
    if expected:
        assert set(every_page(chat, reply)) == expected
        assert reply.payload["total"] == len(expected)
    else:
        assert any(key.startswith("relaxed_") for key in reply.keys)


def test_words_without_a_condition_are_searched_for_by_meaning(chat: Chat) -> None:
    reply = chat.say("action_search", "Green tea of 茶乃")
    assert reply.keys == ["found_closest"]
    assert reply.product_ids[0] == "t01"


def test_price_in_another_currency_is_converted(shop: Shop) -> None:
    chat = Chat(shop)
    reply = chat.say("action_search", "", category="headphones", max_price=12000, currency="JPY")
    assert {"h06", "h07"} <= set(every_page(chat, reply))
    assert reply.payload["applied"]["max_price"] == 12000
    assert reply.payload["applied"]["currency"] == "JPY"


def test_price_in_a_currency_without_a_rate_is_left_out_and_said_so(chat: Chat) -> None:
    """A price in a currency without a rate ended in an apology."""
    reply = chat.say("action_search", "", category="headphones", max_price=5000, currency="KPW")
    assert reply.keys == ["currency_unknown", "found_for"]
    assert reply.payload["total"] == len(IN_EUROPE)
    assert "max_price" not in reply.payload["applied"]


def test_search_for_a_department_shows_all_of_it(chat: Chat) -> None:
    """A department alone was not taken for a condition: only what came close to the words was counted."""
    reply = chat.say("action_search", "something for the kitchen", department="kitchen")
    assert reply.keys == ["found_for"]
    assert set(every_page(chat, reply)) == {"m01", "m02", "m03", "m04"}


def test_department_that_is_not_sold_is_given_up(chat: Chat) -> None:
    reply = chat.say("action_search", "toys", department="toys")
    assert reply.keys == ["relaxed_categories", "found_closest"]
    assert reply.product_ids


def test_country_in_a_search_is_where_it_is_to_go(chat: Chat) -> None:
    """A country named in a search was taken out of the words and then forgotten."""
    reply = chat.say("action_search", "headphones to the US", category="headphones", country="US")
    shown = every_page(chat, reply)
    assert {"h09", "h10"} <= set(shown)
    assert not {"h11", "h12"} & set(shown)
    assert chat.slots["destination"] == "US"
    assert reply.payload["applied"]["country"] == "US"


def test_country_of_origin_is_no_destination(chat: Chat) -> None:
    found = [
        {"entity": "category", "value": "tea", "start": 0, "end": 3},
        {"entity": "country", "role": "origin", "value": "JP", "start": 9, "end": 14},
    ]
    reply = chat.take("action_search", chat.tracker("tea from Japan", "search_product", found))
    assert reply.payload["applied"]["country"] == "DE"
    assert "destination" not in chat.slots
    assert SearchState.from_slot(chat.slots["search_state"]).text == "tea from Japan"


def test_search_without_country_leaves_destination_open(shop: Shop) -> None:
    chat = Chat(shop, metadata={})
    reply = chat.say("action_search", "headphones", category="headphones")
    assert "country" not in reply.payload["applied"]
    assert reply.payload["total"] == len(IN_EUROPE) + 2
    assert all(card["landed_cost"] is None for card in reply.payload["products"])


def test_nothing_can_be_sent_to_a_country_nobody_serves(shop: Shop) -> None:
    reply = Chat(shop, metadata={"country": NOWHERE, "currency": "EUR"}).say(
        "action_search", "tea", category="tea", color="red"
    )
    assert reply.keys == ["found_nothing"]
    assert reply.product_ids == []
    assert reply.payload["total"] == 0


# --- what had to be given up


@pytest.mark.parametrize(
    ("entities", "said", "kept"),
    [
        ({"color": "gold"}, "relaxed_colors", {}),
        ({"material": "glass"}, "relaxed_materials", {}),
        ({"brand": "Twang"}, "relaxed_brands", {}),
        ({"size": "EU 60"}, "relaxed_sizes", {}),
        ({"min_price": 9000}, "relaxed_min_price", {}),
        ({"max_price": 1}, "relaxed_max_price", {}),
        ({"color": "gold", "max_price": 70}, "relaxed_colors", {"max_price": 70}),
    ],
)
def test_condition_that_nothing_meets_is_given_up_and_named(
    chat: Chat, entities: dict[str, Any], said: str, kept: dict[str, Any]
) -> None:
    reply = chat.say("action_search", "", category="headphones", **entities)
    assert reply.keys == [said, "found"]
    assert set(reply.product_ids) <= IN_EUROPE
    assert reply.payload["applied"] == {"category": "headphones", "currency": "EUR", "country": "DE", **kept}


def test_audience_is_given_up_before_brand(chat: Chat) -> None:
    reply = chat.say("action_search", "", category="running shoes", brand="Lauf", audience="kids")
    assert reply.keys == ["relaxed_audience", "found"]
    assert set(reply.product_ids) == {"s01", "s02"}


def test_each_condition_given_up_is_named(chat: Chat) -> None:
    reply = chat.say("action_search", "", category="mug", color="red", max_price=1)
    assert reply.keys == ["relaxed_colors", "relaxed_max_price", "found"]


def test_giving_up_is_counted(chat: Chat) -> None:
    chat.say("action_search", "", category="mug", color="red")
    assert chat.shop.metrics.registry.get_sample_value("crossaisle_relaxed_searches_total") == 1


# --- language and currency


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Green tea"), ("ja", "煎茶"), ("pt-BR", "Chá 茶乃"), ("zh-CN", "茶乃 茶")],
)
def test_titles_are_in_the_shoppers_language(shop: Shop, language: str, title: str) -> None:
    reply = Chat(shop, language).say("action_search", "", brand="茶乃", category="tea", color="green")
    (card,) = reply.payload["products"]
    assert card["title"] == title
    assert card["title_original"] == "煎茶"


def test_language_that_is_not_spoken_is_answered_in_english_and_searched_in(shop: Shop) -> None:
    reply = Chat(shop, "el").say("action_search", "ακουστικά", category="headphones")
    assert reply.message["language"] == "en"
    assert reply.keys == ["language_unsupported", "found_for"]
    assert "Greek" in reply.text
    assert set(reply.product_ids) <= IN_EUROPE
    assert len(reply.product_ids) == 5


def test_unknown_currency_of_the_client_is_said_and_prices_are_the_shops(shop: Shop) -> None:
    chat = Chat(shop, metadata={"country": "DE", "currency": "KPW"})
    reply = chat.say("action_search", "", category="headphones")
    assert reply.keys == ["currency_unknown", "found_for"]
    assert {card["price"]["currency"] for card in reply.payload["products"]} == {"EUR"}


@pytest.mark.parametrize("currency", ["JPY", "USD", "CHF", "KRW"])
def test_prices_are_in_the_shoppers_currency_and_the_merchants(shop: Shop, currency: str) -> None:
    reply = Chat(shop, metadata={"country": "DE", "currency": currency}).say("action_search", "", category="tea")
    for card in reply.payload["products"]:
        one = shop.catalogue.get(card["product_id"])
        assert card["price"]["currency"] == currency
        assert card["price_original"] == {"amount": str(one.price), "currency": one.currency}
        assert card["landed_cost"]["currency"] == currency


# --- odd ones


@pytest.mark.parametrize("sender", ["x" * 5000, "a\nb", " ", "s\0s", "🦊"])
def test_sender_of_any_form_is_answered(shop: Shop, sender: str) -> None:
    """A sender's id too long for an event made every search end in an apology."""
    assert Chat(shop, sender=sender).say("action_search", "", category="tea").keys == ["found_for"]


@pytest.mark.parametrize("text", ["", " ", "🎧", "x" * 10_000, "سماعات", "\0", "'; drop table events; --"])
def test_text_of_any_form_is_answered(chat: Chat, text: str) -> None:
    assert "apology" not in chat.say("action_search", text).keys


def test_empty_catalogue_finds_nothing(make_shop: ShopMaker) -> None:
    chat = Chat(make_shop([]))
    assert chat.say("action_search", "tea", category="tea").keys == ["found_nothing"]
    assert chat.say("action_recommend").keys == ["found_nothing"]


def test_failure_of_the_database_is_an_apology_and_is_counted(chat: Chat) -> None:
    metadata.drop_all(chat.shop.store._engine)
    assert chat.say("action_search", "tea").keys == ["apology"]
    figures = chat.shop.metrics.registry
    assert figures.get_sample_value("crossaisle_failed_turns_total", {"action": "action_search"}) == 1
