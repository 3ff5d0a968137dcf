"""Dialogues of many turns over REST with the whole stack running."""

from typing import Any

import pytest

from tests.e2e.conftest import Stack
from tests.e2e.test_conversations import payload, sender

pytestmark = pytest.mark.stack


def ids(messages: list[dict[str, Any]]) -> list[str]:
    return [card["product_id"] for card in payload(messages)["products"]]


@pytest.mark.parametrize(
    ("language", "country", "search", "colour", "back", "anew"),
    [
        ("en", "US", "I need headphones", "in black", "undo that", "start over"),
        ("de", "DE", "Ich suche Kopfhörer", "in Schwarz", "mach das rückgängig", "nochmal von vorn anfangen"),
        ("zh-Hans", "CN", "我想买耳机", "要黑色的", "回到上一步", "重新开始"),
        ("ar", "AE", "أبحث عن سماعات رأس", "باللون الأسود", "ارجع إلى القائمة السابقة", "ابدأ من جديد"),
        ("th", "TH", "อยากได้หูฟัง", "เอาแบบสีดำ", "กลับไปที่รายการก่อนหน้า", "เริ่มต้นใหม่ทั้งหมด"),
        ("tr", "TR", "kulaklık arıyorum", "siyah olsun", "bir önceki listeye dön", "baştan başla"),
    ],
)
def test_back_shows_the_former_list_and_start_over_none(
    stack: Stack, language: str, country: str, search: str, colour: str, back: str, anew: str
) -> None:
    who, client = sender(), {"locale": language, "country": country}
    first = ids(stack.say(search, who, **client))
    black = payload(stack.say(colour, who, **client))
    assert black["applied"]["category"] == "headphones"
    assert ids(stack.say(back, who, **client)) == first
    answer = stack.say(anew, who, **client)
    assert not any(message.get("custom") for message in answer)
    assert answer[0]["buttons"]


@pytest.mark.parametrize(
    ("language", "country", "text"),
    [
        ("en", "DE", "show me red running shoes and what does the first cost to Japan?"),
        ("de", "DE", "zeig mir rote Laufschuhe, und was kostet der erste nach Japan?"),
        ("zh-Hans", "CN", "给我看红色跑鞋，第一双寄到日本要多少钱？"),
        ("th", "TH", "ขอดูรองเท้าวิ่งสีแดง แล้วคู่แรกส่งไปญี่ปุ่นเท่าไหร่"),
    ],
)
def test_two_requests_of_one_message_are_both_answered(stack: Stack, language: str, country: str, text: str) -> None:
    answer = stack.say(text, sender(), locale=language, country=country)
    listed = payload(answer)
    assert listed["applied"]["category"] == "running shoes"
    second = answer[1]
    assert second["text"], "the second request is answered too"
    if second.get("custom", {}).get("type") == "landed_cost":
        assert second["custom"]["destination"] == "JP"
        assert second["custom"]["product_id"] == listed["products"][0]["product_id"]


def test_product_is_meant_by_its_colour_and_of_two_by_the_price(stack: Stack) -> None:
    who = sender()
    listed = payload(stack.say("I am looking for headphones", who, country="DE"))["products"]
    stack.say("compare 1 and 2", who, country="DE")
    chosen = payload(stack.say("the cheaper one", who, country="DE"))["products"]
    prices = {card["product_id"]: float(card["price"]["amount"]) for card in listed[:2]}
    assert [card["product_id"] for card in chosen] == [min(prices, key=lambda one: prices[one])]
    assert set(ids(stack.say("both", who, country="DE"))) == set(prices)


def test_correction_changes_the_kind_alone(stack: Stack) -> None:
    who = sender()
    stack.say("blue jackets under 200 euros", who, country="DE")
    applied = payload(stack.say("not jackets, t-shirts", who, country="DE"))["applied"]
    assert applied["category"] == "t-shirt"
    assert applied["max_price"] == 200
    assert "color" not in payload(stack.say("any colour", who, country="DE"))["applied"]


def test_gift_is_asked_about_one_question_at_a_time_and_goes_on_after_another_topic(stack: Stack) -> None:
    who = sender()
    first = stack.say("gift ideas please", who, country="DE")
    pressed = next(button["payload"] for button in first[0]["buttons"] if "mother" in button["payload"])
    second = stack.say(pressed, who, country="DE")
    assert payload(second)["products"]
    stack.say("what does the first one cost to my door?", who, country="DE")
    third = stack.say("A gift up to €40", who, country="DE")
    assert payload(third)["applied"]["max_price"] == 40
