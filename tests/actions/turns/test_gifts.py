"""Turns about gifts, on the small shop: its mugs and teas are for anybody, a pair of shoes each for women and men."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from actions.shop import Shop
from tests.actions.chat import Chat, Reply
from tests.actions.conftest import ShopMaker
from tests.actions.small_shop import PRODUCTS


def gift(chat: Chat, text: str = "", **entities: Any) -> Reply:
    return chat.say("action_gift", text, "gift_advice", **entities)


def products(reply: Reply, chat: Chat) -> list[Any]:
    return [chat.shop.catalogue.get(product_id) for product_id in reply.product_ids]


def test_gift_gets_ideas_for_whom_it_is_with_reasons(chat: Chat) -> None:
    reply = gift(chat, "a birthday present for my mother", recipient="mother", occasion="birthday")
    assert reply.keys == ["gifts_for", "gift_price"]
    assert "mother, birthday" in reply.text
    assert reply.payload["type"] == "products"
    assert all(product.audience in {"women", "unisex", ""} for product in products(reply, chat))
    reasons = [reason["text"] for card in reply.payload["products"] for reason in card["reasons"]]
    assert "Matches: mother, birthday" in reasons


@pytest.mark.parametrize(
    ("language", "opening"),
    [
        ("en", "Gift ideas (mother, Christmas):"),
        ("de", "Geschenkideen (Mutter, Weihnachten):"),
        ("fr", "Idées de cadeaux (mère, Noël) :"),
        ("es", "Ideas para regalar (madre, Navidad):"),
        ("pt", "Ideias de presente (mãe, Natal):"),
        ("ja", "ギフトのご提案です（お母さん、クリスマス）。"),
        ("zh-Hans", "礼物推荐（妈妈、圣诞节）："),
        ("th", "ไอเดียของขวัญ (คุณแม่ วันคริสต์มาส):"),
        ("tr", "Hediye fikirleri (anne, Noel):"),
        ("el", "Gift ideas (mother, Christmas):"),
    ],
)
def test_gift_is_answered_in_the_language(shop: Shop, language: str, opening: str) -> None:
    chat = Chat(shop, language)
    text = gift(chat, "…", recipient="mother", occasion="christmas").text.replace("\N{NO-BREAK SPACE}", " ")
    assert opening in text.replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_gift_is_answered_in_arabic(shop: Shop) -> None:
    text = gift(Chat(shop, "ar"), "هدية لأمي", recipient="mother", occasion="christmas").text
    assert "أفكار للهدايا" in text
    assert "الكريسماس" in text


def test_without_a_recipient_it_is_asked_and_ideas_come_all_the_same(chat: Chat) -> None:
    reply = gift(chat, "gift ideas", occasion="birthday")
    assert reply.keys == ["gifts_for", "gift_for_whom"]
    assert reply.product_ids


def test_occasion_that_is_near_is_named_with_a_button(chat: Chat) -> None:
    reply = gift(chat, "a gift for dad", recipient="father")
    assert reply.keys == ["gifts_for", "occasion_near", "gift_occasion"]
    assert "Christmas, December 25, 2026" in reply.text
    button = reply.message["buttons"][0]
    assert (button["title"], button["payload"]) == ("For Christmas", "A gift for Christmas")


def test_no_occasion_is_named_where_none_is_near_or_no_country_known(make_shop: ShopMaker) -> None:
    summer = make_shop(PRODUCTS, date(2026, 8, 1))
    assert gift(Chat(summer), "", recipient="father").keys == ["gifts_for", "gift_occasion"]
    nowhere = Chat(make_shop(), metadata={})
    assert gift(nowhere, "", recipient="father").keys == ["gifts_for", "gift_occasion"]


def test_what_was_said_before_goes_on_counting(chat: Chat) -> None:
    gift(chat, "a gift for my father under 50", recipient="father", max_price=50)
    reply = gift(chat, "it is for christmas", occasion="christmas")
    assert "father, Christmas" in reply.text
    assert all(chat.shop.prices.price(one, "EUR").amount <= 50 for one in products(reply, chat))


def test_another_recipient_starts_anew_but_for_the_occasion(chat: Chat) -> None:
    gift(chat, "a christmas gift for my 10 year old son", recipient="son", occasion="christmas")
    reply = gift(chat, "and for my mother", recipient="mother")
    assert "mother, Christmas" in reply.text
    assert reply.product_ids


def test_refinement_that_says_more_keeps_the_list_one_of_gifts(chat: Chat) -> None:
    gift(chat, "a gift for my mother", recipient="mother")
    reply = chat.say("action_refine", "for her birthday", "refine_search", occasion="birthday")
    assert "mother, birthday" in reply.text
    reply = chat.say("action_refine", "at most 15", "refine_search", max_price=15)
    assert reply.product_ids
    assert all(chat.shop.prices.price(one, "EUR").amount <= 15 for one in products(reply, chat))
    assert chat.slots["search_state"]["kind"] == "gift"


def test_cheaper_and_sorting_work_on_gifts(chat: Chat) -> None:
    first = gift(chat, "a gift for my mother", recipient="mother", occasion="birthday")
    dearest = max(chat.shop.prices.in_euros(one) for one in products(first, chat))
    reply = chat.say("action_refine", "cheaper", "refine_search", refinement="cheaper")
    assert max(chat.shop.prices.in_euros(one) for one in products(reply, chat)) < dearest
    reply = chat.say("action_refine", "cheapest first", "refine_search", refinement="cheapest_first")
    prices = [chat.shop.prices.in_euros(one) for one in products(reply, chat)]
    assert reply.keys == ["sorted_price"]
    assert prices == sorted(prices)
    assert all(one.audience in {"women", "unisex", ""} for one in products(reply, chat))


def test_more_shows_the_next_ideas(chat: Chat) -> None:
    first = gift(chat, "", recipient="mother", occasion="birthday")
    more = chat.say("action_show_more", "more", "show_more")
    assert more.product_ids
    assert not set(more.product_ids) & set(first.product_ids)


def test_category_makes_another_search_of_it(chat: Chat) -> None:
    gift(chat, "", recipient="mother")
    reply = chat.say("action_refine", "show me mugs", "refine_search", category="mug")
    assert reply.keys == ["found_for"]


def test_budget_that_nothing_meets_is_said(chat: Chat) -> None:
    reply = gift(chat, "for mum under 1 euro", recipient="mother", occasion="birthday", max_price=1)
    assert reply.keys == ["relaxed_max_price", "gifts_for"]
    assert reply.product_ids


def test_no_gift_is_said_honestly(chat: Chat) -> None:
    reply = gift(chat, "for my baby", recipient="baby", occasion="birthday")
    assert reply.keys == ["gift_nothing"]
    assert reply.product_ids == []


def test_age_in_the_message_counts(make_shop: ShopMaker) -> None:
    mug = next(product for product in PRODUCTS if product.product_id == "m01")
    toys = [
        replace(mug, product_id=f"toy{age}", category="plush toy", department="toys", audience="kids",
                titles={"de": f"Bär {age}", "en": f"Bear {age}"}, attributes={"min_age": age}, price=Decimal(age + 9))
        for age in (1, 4, 9)
    ]  # fmt: skip
    chat = Chat(make_shop((*PRODUCTS, *toys)))
    found = gift(chat, "a present for a 5 year old girl", audience="girls", occasion="birthday").product_ids
    assert set(found) == {"toy1", "toy4"}


@pytest.mark.parametrize("about", ["", "{", "[]", '{"recipient": 5}', '{"nothing": 1}', "null"])
def test_kept_wish_of_another_form_is_no_failure(chat: Chat, about: str) -> None:
    gift(chat, "", recipient="mother")
    chat.slots["search_state"] = {**chat.slots["search_state"], "about": about}
    assert gift(chat, "", recipient="father").product_ids
    assert chat.say("action_show_more", "more", "show_more").keys


@pytest.mark.parametrize(
    "entities", [{"recipient": "robot"}, {"occasion": "doomsday"}, {"recipient": ["mother", "dog"]}]
)
def test_unknown_words_are_passed_over(chat: Chat, entities: dict[str, Any]) -> None:
    assert gift(chat, "\0 🎁", **entities).product_ids


# --- recommendations for an occasion


def test_recommendation_for_an_occasion_is_what_suits_it(chat: Chat) -> None:
    reply = chat.say("action_recommend", "what do you recommend for Eid?", "recommend_for_me", occasion="eid")
    assert reply.keys == ["recommended_for"]
    assert "Eid al-Fitr" in reply.text
    assert {one.category for one in products(reply, chat)} <= {"tea", "perfume"}
    assert "alcohol" in reply.payload["applied"]["excluded"]["words"]


def test_recommendation_for_somebody_is_a_gift(chat: Chat) -> None:
    reply = chat.say("action_recommend", "for my mother's birthday?", recipient="mother", occasion="birthday")
    assert reply.keys[0] == "gifts_for"


def test_recommendation_without_an_occasion_is_one_of_taste(chat: Chat) -> None:
    assert chat.say("action_recommend", "", "recommend_for_me").keys[0] == "recommended"
    assert chat.say("action_recommend", "", occasion="doomsday").keys[0] == "recommended"
