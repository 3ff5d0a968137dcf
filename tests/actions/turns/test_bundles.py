"""Turns about what goes together, on the small shop, where teas and mugs do."""

from decimal import Decimal
from typing import Any

import pytest

from actions.shop import Shop
from tests.actions.chat import Chat, Reply
from tests.actions.small_shop import NOWHERE
from tests.retrieval.advice.shoppers import add_consented, bought


def ask(chat: Chat, text: str = "what goes with it?", **entities: Any) -> Reply:
    return chat.say("action_bundle", text, "bundle_advice", **entities)


@pytest.fixture
def listed(chat: Chat) -> Chat:
    """A conversation in which the teas were shown, and the first was picked."""
    chat.say("action_search", "", category="tea")
    chat.say("action_select", "the first", ordinal=[1])
    return chat


def buy_together(shop: Shop, *product_ids: str) -> None:
    together = [bought(f"b{number}", *product_ids) for number in range(5)]
    alone = [bought(f"o{number}", "p01") for number in range(40)]
    add_consented(shop.store, [event for basket in (*together, *alone) for event in basket])


def test_what_fits_comes_with_the_price_of_all(listed: Chat) -> None:
    reply = ask(listed)
    assert reply.keys[:2] == ["bundle_fits", "bundle_price_with"]
    assert reply.keys[2] in {"bundle_door", "bundle_door_incomplete"}
    payload = reply.payload
    assert payload["product"]["product_id"] == listed.slots["focus"]
    assert [card["category"] for card in payload["products"]] == ["mug"]
    assert payload["bundle"]["product_ids"] == [listed.slots["focus"], *reply.product_ids]
    cards = [payload["product"], *payload["products"]]
    assert Decimal(payload["bundle"]["price"]["amount"]) == sum(Decimal(card["price"]["amount"]) for card in cards)
    assert payload["products"][0]["basis"] == "content"
    assert {reason["kind"] for reason in payload["products"][0]["reasons"]} & {"bought_together"} == set()


def test_what_others_bought_is_said_as_such(listed: Chat) -> None:
    buy_together(listed.shop, listed.slots["focus"], "h01")
    reply = ask(listed, "do others buy something with it?")
    assert reply.keys[0] == "bundle_bought_and_fits"
    assert reply.product_ids[0] == "h01"
    assert reply.payload["products"][0]["basis"] == "purchases"
    assert reply.payload["products"][0]["reasons"][0]["text"] == "Bought together by 5 shoppers"
    assert ask(listed, "headphones with it?", category="headphones").keys[0] == "bundle_bought"


def test_number_or_named_kind_says_which_product_is_meant(chat: Chat) -> None:
    chat.say("action_search", "", category="tea")
    second = chat.slots["shown"][1]
    assert ask(chat, "with number 2", ordinal=[2]).payload["product"]["product_id"] == second
    chat.say("action_search", "", category="mug")
    reply = ask(chat, "tea for this mug?", category=["tea", "mug"])
    assert reply.payload["product"]["category"] == "mug"
    assert [card["category"] for card in reply.payload["products"]] == ["tea"]


def test_budget_bounds_all_of_it(listed: Chat) -> None:
    reply = ask(listed, "a set for at most 40 euros", max_price=40)
    assert Decimal(reply.payload["bundle"]["price"]["amount"]) <= 40
    assert ask(listed, "a set for 1 euro", max_price=1).keys == ["bundle_budget_used"]


def test_kind_without_a_list_is_enough(chat: Chat) -> None:
    reply = ask(chat, "what goes with tea?", category="tea")
    assert reply.keys[0] == "bundle_set"
    assert {card["category"] for card in reply.payload["products"]} == {"mug"}
    assert reply.payload["product"] is None


@pytest.mark.parametrize(
    ("text", "language"),
    [("what do I need for running", "en"), ("跑步需要什么", "zh-Hans"), ("was brauche ich zum Laufen", "de"),
     ("koşu için ne lazım", "tr"), ("ماذا أحتاج للجري", "ar"), ("ต้องใช้อะไรสำหรับวิ่ง", "th")],
)  # fmt: skip
def test_purpose_alone_is_put_together_in_any_language(shop: Shop, text: str, language: str) -> None:
    reply = ask(Chat(shop, language), text)
    assert "bundle_set" in reply.keys
    assert {"running shoes", "t-shirt"} == {card["category"] for card in reply.payload["products"]}


def test_without_a_product_or_a_kind_it_is_asked(chat: Chat) -> None:
    assert ask(chat, "and with that?").keys == ["bundle_with_what"]


def test_number_beyond_the_list_is_not_answered_with_another_product(chat: Chat) -> None:
    chat.say("action_search", "", category="tea")
    assert ask(chat, "with number 99", ordinal=[99]).keys == ["bundle_with_what"]


def test_nothing_that_goes_with_it_is_said(chat: Chat) -> None:
    chat.say("action_search", "", category="perfume")
    assert ask(chat, "which mug goes with it", category="mug", country=NOWHERE).keys == ["bundle_nothing"]


def test_it_stays_what_it_was_and_the_companions_can_be_picked(listed: Chat) -> None:
    focus = listed.slots["focus"]
    reply = ask(listed)
    assert listed.slots["focus"] == focus
    picked = listed.say("action_select", "the first", ordinal=[1])
    assert picked.product_ids == reply.product_ids[:1]


def test_more_and_cheaper_after_a_bundle_do_not_fail(listed: Chat) -> None:
    ask(listed)
    assert listed.say("action_show_more", "more", "show_more").keys == ["no_more"]
    cheaper = listed.say("action_refine", "cheaper", "refine_search", refinement="cheaper")
    assert cheaper.keys


def test_without_a_country_nothing_is_said_of_the_door(shop: Shop) -> None:
    chat = Chat(shop, metadata={})
    chat.say("action_search", "", category="tea")
    reply = ask(chat, "what goes with number 1", ordinal=[1])
    assert reply.keys == ["bundle_fits", "bundle_price_with"]
    assert reply.payload["bundle"]["landed_cost"] is None


@pytest.mark.parametrize(
    ("language", "said"),
    [("de", "Das passt gut zu"), ("fr", "Ceci va bien avec"), ("es", "Esto combina bien con"),
     ("pt", "Isto combina bem com"), ("ja", "一緒に使える商品です"), ("zh-Hans", "这些适合搭配"),
     ("ar", "هذه المنتجات تناسب")],
)  # fmt: skip
def test_bundle_is_spoken_of_in_the_language(shop: Shop, language: str, said: str) -> None:
    chat = Chat(shop, language)
    chat.say("action_search", "", category="tea")
    assert said in ask(chat, "…", ordinal=[1]).text


def test_purpose_counts_before_a_product_spoken_of_earlier(listed: Chat) -> None:
    assert "bundle_set" in ask(listed, "a set for running under 500 euros", max_price=500, currency="EUR").keys
    assert "bundle_fits" in ask(listed, "what goes with the first one for running?", ordinal=[1]).keys
