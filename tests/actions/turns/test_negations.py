"""What a message rules out stays out, in the turn and in those after it."""

from typing import Any

import pytest

from actions.shop import Shop
from tests.actions.chat import Chat
from tests.actions.conftest import ShopMaker
from tests.actions.small_shop import PRODUCTS

BLACK = {one.product_id for one in PRODUCTS if "black" in one.colors}


@pytest.mark.parametrize(
    ("language", "text", "entities"),
    [
        ("en", "headphones, but not black", {"category": "headphones", "color": "black"}),
        ("de", "Kopfhörer, aber nicht in Schwarz", {"category": "headphones", "color": "black"}),
        ("fr", "un casque mais pas noir", {"category": "headphones", "color": "black"}),
        ("es", "auriculares que no sean negros", {"category": "headphones", "color": "black"}),
        ("zh-Hans", "耳机，不要黑色的", {"category": "headphones", "color": "black"}),
        ("ar", "سماعات ولكن ليس باللون الأسود", {"category": "headphones", "color": "black"}),
        ("th", "หูฟัง ไม่เอาสีดำ", {"category": "headphones", "color": "black"}),
        ("tr", "kulaklık, siyah olmasın", {"category": "headphones", "color": "black"}),
    ],
)
def test_search_shows_nothing_that_the_message_rules_out(
    shop: Shop, language: str, text: str, entities: dict[str, Any]
) -> None:
    reply = Chat(shop, language).say("action_search", text, **entities)
    assert reply.payload["applied"]["excluded"] == {"colors": ["black"]}
    assert "color" not in reply.payload["applied"]
    assert reply.product_ids
    assert not BLACK.intersection(reply.product_ids)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "but not in black"),
        ("de", "aber bitte nicht schwarz"),
        ("zh-Hans", "不要黑色"),
        ("ar", "مش أسود"),
        ("th", "ไม่เอาสีดำ"),
        ("tr", "siyah olmasın"),
        ("ja", "黒以外で"),
    ],
)
def test_exclusion_refines_the_list_in_hand_and_stays(shop: Shop, language: str, text: str) -> None:
    chat = Chat(shop, language)
    chat.say("action_search", "headphones", category="headphones")
    refined = chat.say("action_refine", text, color="black")
    assert refined.payload["applied"]["category"] == "headphones"
    assert not BLACK.intersection(refined.product_ids)
    cheap = chat.say("action_refine", "", max_price=60)
    assert cheap.payload["applied"]["excluded"] == {"colors": ["black"]}
    assert cheap.product_ids
    assert not BLACK.intersection(cheap.product_ids)


def test_what_is_asked_for_later_is_ruled_out_no_more(chat: Chat) -> None:
    chat.say("action_search", "headphones, not black", category="headphones", color="black")
    reply = chat.say("action_refine", "in black after all", color="black")
    assert reply.payload["applied"]["color"] == "black"
    assert "excluded" not in reply.payload["applied"]
    assert set(reply.product_ids) <= BLACK


def test_excluded_kind_does_not_begin_a_search_for_it(chat: Chat) -> None:
    chat.say("action_search", "something from Klang", brand="Klang")
    reply = chat.say("action_refine", "but no headphones", category="headphones")
    assert reply.payload["applied"]["excluded"] == {"categories": ["headphones"]}
    assert reply.product_ids == ["m01"]


def test_earlier_colour_stays_when_another_is_ruled_out(chat: Chat) -> None:
    chat.say("action_search", "blue or black headphones", category="headphones", color=["blue", "black"])
    reply = chat.say("action_refine", "not black", color="black")
    assert reply.payload["applied"]["color"] == "blue"


@pytest.mark.parametrize(
    ("language", "text"), [("en", "tea without sugar"), ("zh-Hans", "不含糖的茶"), ("tr", "şekersiz çay")]
)
def test_product_that_speaks_of_what_it_shall_not_have_is_left_out(
    make_shop: ShopMaker, language: str, text: str
) -> None:
    tea = next(one for one in PRODUCTS if one.product_id == "t02")
    texts = (
        {"en": "Sweet tea with cane sugar"},
        {"en": "Tea without any sugar"},
        {"de": "Zuckerfreier Tee", "en": "Tea"},
    )
    fields = [{name: getattr(tea, name) for name in tea.__dataclass_fields__} for _ in texts]
    products = [
        type(tea)(
            **{**own, "product_id": f"x{place}", "language": next(iter(titles)), "titles": titles, "descriptions": {}}
        )
        for place, (own, titles) in enumerate(zip(fields, texts, strict=True))
    ]
    reply = Chat(make_shop(products), language).say("action_search", text, category="tea")
    assert sorted(reply.product_ids) == ["x1", "x2"]


def test_exclusion_that_leaves_nothing_is_given_up_last_and_said(make_shop: ShopMaker) -> None:
    only_black = [one for one in PRODUCTS if one.product_id in {"h01", "h03"}]
    reply = Chat(make_shop(only_black)).say(
        "action_search", "headphones under 30 but not black", category="headphones", color="black", max_price=30
    )
    assert "relaxed_exclusions" in reply.keys
    assert set(reply.product_ids) == {"h01", "h03"}
