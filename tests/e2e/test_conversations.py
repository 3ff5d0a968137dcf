"""Conversations over REST with the whole stack running: payloads are checked, not only words."""

import json
import urllib.error
import urllib.request
import uuid
from decimal import Decimal
from typing import Any

import pytest

from tests.e2e.conftest import Stack

pytestmark = pytest.mark.stack

ARABIC, HAN, KANA, THAI = (0x0600, 0x06FF), (0x4E00, 0x9FFF), (0x3040, 0x30FF), (0x0E00, 0x0E7F)


def payload(messages: list[dict[str, Any]], kind: str = "products") -> dict[str, Any]:
    found = [message["custom"] for message in messages if (message.get("custom") or {}).get("type") == kind]
    assert found, f"no payload of the type {kind}: {json.dumps(messages, ensure_ascii=False)[:400]}"
    return dict(found[0])


def text_of(messages: list[dict[str, Any]]) -> str:
    return "\n".join(message["text"] for message in messages if message.get("text"))


def sender() -> str:
    return f"test-{uuid.uuid4().hex}"


@pytest.mark.parametrize(
    ("language", "country", "search", "cheaper", "more_or_second", "door"),
    [
        ("en", "US", "I need headphones", "cheaper please", "the second one", "what does it cost to my door"),
        ("zh-Hans", "CN", "我想买耳机", "便宜一点", "第二个", "这个送到我家要多少钱？"),
        ("ja", "JP", "ヘッドホンを探しています", "もっと安いのは？", "2番目", "家まで全部でいくらかかりますか？"),
        ("de", "DE", "Ich suche Kopfhörer", "günstiger bitte", "die zweite", "Was kostet das bis zu mir nach Hause?"),
        ("fr", "FR", "je cherche un casque audio", "moins cher", "le deuxième", "combien ça coûte livré chez moi ?"),
        ("es", "ES", "busco auriculares", "más barato", "el segundo", "¿cuánto cuesta hasta mi casa?"),
        ("pt", "BR", "procuro fones de ouvido", "mais barato", "o segundo", "quanto custa até a minha casa?"),
        ("ar", "AE", "أبحث عن سماعات رأس", "أرخص", "الثاني", "كم التكلفة حتى باب بيتي؟"),
    ],
)  # fmt: skip
def test_shopper_finds_narrows_picks_and_hears_the_price_to_the_door(
    stack: Stack, language: str, country: str, search: str, cheaper: str, more_or_second: str, door: str
) -> None:
    who = sender()
    client = {"locale": language, "country": country}
    first = payload(stack.say(search, who, **client))
    assert first["language"] == language
    assert first["applied"]["category"] == "headphones"
    assert len(first["products"]) >= 2
    prices = [Decimal(card["price"]["amount"]) for card in first["products"]]
    for card in first["products"]:
        assert card["category"] == "headphones"
        assert card["price"]["currency"] == first["applied"]["currency"]
        assert card["reasons"], "every product of a search says why"
        assert card["landed_cost"] is None or card["landed_cost"]["destination"] == country

    narrowed = payload(stack.say(cheaper, who, **client))
    assert narrowed["applied"]["category"] == "headphones"
    assert max(Decimal(card["price"]["amount"]) for card in narrowed["products"]) < max(prices)

    if len(narrowed["products"]) > 1:
        picked = payload(stack.say(more_or_second, who, **client))["products"][0]
        assert picked["product_id"] == narrowed["products"][1]["product_id"]
        answer = stack.say(door, who, **client)
        cost = payload(answer, "landed_cost")
        assert cost["product_id"] == picked["product_id"]
        assert cost["destination"] == country
        known = [Decimal(line["amount"]) for line in cost["lines"] if line["amount"] is not None]
        assert sum(known) == Decimal(cost["total"])
        assert cost["complete"] is (not cost["unknown"])
        assert {line["kind"] for line in cost["lines"] if line["amount"] is None} == set(cost["unknown"])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("rode hardloopschoenen", "nl"),
        ("czerwone buty do biegania", "pl"),
        ("красные кроссовки для бега", "ru"),
        ("kırmızı koşu ayakkabısı", "tr"),
        ("รองเท้าวิ่งสีแดง", "th"),
        ("giày chạy bộ màu đỏ", "vi"),
        ("빨간 러닝화", "ko"),
    ],
)
def test_search_is_answered_in_the_language_it_is_written_in(stack: Stack, text: str, language: str) -> None:
    found = payload(stack.say(text, sender()))
    assert found["language"] == language
    assert found["applied"]["category"] == "running shoes"
    assert found["applied"].get("color", "red") == "red"


def test_follow_ups_colour_more_and_price(stack: Stack) -> None:
    who = sender()
    stack.say("I am looking for a backpack", who, country="DE")
    blue = payload(stack.say("in blue", who, country="DE"))
    assert blue["applied"]["category"] == "backpack"
    everything = payload(stack.say("show me backpacks under 200 euros", who, country="DE"))
    assert all(Decimal(card["price"]["amount"]) <= 200 for card in everything["products"])
    seen = [card["product_id"] for card in everything["products"]]
    page = 2
    while True:
        messages = stack.say("show more", who, country="DE")
        found = [message["custom"] for message in messages if message.get("custom")]
        if not found:
            break
        assert found[0]["page"] == page
        ids = [card["product_id"] for card in found[0]["products"]]
        assert not set(ids) & set(seen), "a page repeats no product"
        seen += ids
        page += 1
    assert len(seen) == everything["total"]


def test_new_event_counts_at_the_next_recommendation(stack: Stack) -> None:
    who = sender()
    before = payload(stack.say("what do you recommend for me?", who))
    stack.say("I am looking for a teapot", who)
    stack.say("the first one", who)
    after = payload(stack.say("what do you recommend for me?", who))
    assert any(reason["kind"] == "your_taste" for card in after["products"] for reason in card["reasons"])
    assert not any(reason["kind"] == "your_taste" for card in before["products"] for reason in card["reasons"])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I want to talk to a person", "en"),
        ("ich möchte mit einem Menschen sprechen", "de"),
        ("我要找人工客服", "zh-Hans"),
        ("أريد التحدث إلى شخص", "ar"),
    ],
)
def test_wish_for_a_person_reaches_the_desk(stack: Stack, text: str, language: str) -> None:
    handed = payload(stack.say(text, sender(), locale=language), "handoff")
    assert handed["question"] == text
    request = urllib.request.Request(
        f"{stack.shop_url}/api/v1/handoffs", headers={"Authorization": "Bearer token-of-the-tests"}
    )
    with urllib.request.urlopen(request, timeout=20) as reply:
        waiting = json.load(reply)["handoffs"]
    assert any(one["question"] == text and one["language"] == language for one in waiting), "nothing is lost"


BAD = {
    "empty": "",
    "spaces": "  \n\t ",
    "long": "headphones " * 910,
    "emoji": "🎧🎧🔥",
    "controls": "head\x00pho\x07nes\x1b[31m",
    "surrogate": "headphones \ud83d",
    "mixed scripts": "нужны 耳机 مع bass für Sport",
    "intent": '/search_product{"category": "headphones"}',
    "restart": "/restart",
    "html": "<img src=x onerror=alert(1)><b>headphones</b>",
    "sql": "'; DROP TABLE shoppers; --",
    "ligatures": "\ufdfa" * 200,
    "right to left override": "\u202eheadphones\u202c",
    "absurd price": "headphones under 99999999999999999999 euros",
    "negative price": "headphones under -5 euros",
    "template": "{category} ${jndi:ldap://x} %s {{7*7}}",
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_text_gets_a_polite_answer_and_the_next_turn_works(stack: Stack, name: str) -> None:
    who = sender()
    answer = text_of(stack.say(BAD[name], who, country="DE"))
    assert answer
    assert "Traceback" not in answer
    assert "49" not in answer or name != "template"
    assert payload(stack.say("I am looking for headphones", who, country="DE"))["products"]


@pytest.mark.parametrize(
    "metadata",
    [
        {"country": "XX", "currency": "DOGE", "locale": "☃"},
        {"country": "DE", "currency": "XAU"},
        {"currency": "VND", "country": "VN"},
        {"identity_token": "not.a.token"},
    ],
)
def test_unknown_country_or_currency_is_no_obstacle(stack: Stack, metadata: dict[str, str]) -> None:
    assert payload(stack.say("I am looking for headphones", sender(), **metadata))["products"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"sender": 7, "message": "hi"}',
        b'{"sender": "s", "message": ["hi"]}',
        b"\xff\xfe{",
    ],
)
def test_malformed_request_is_refused_with_a_problem_document(stack: Stack, body: bytes) -> None:
    request = urllib.request.Request(
        f"{stack.bot_url}/webhooks/rest/webhook", body, {"Content-Type": "application/json"}
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=30)
    assert refused.value.code == 400
    assert refused.value.headers["Content-Type"].startswith("application/problem+json")
    assert set(json.load(refused.value)) >= {"type", "title", "status", "detail"}


def test_shop_down_is_said_in_the_shoppers_language_and_heals_by_itself(stack: Stack) -> None:
    who = sender()
    assert payload(stack.say("Ich suche Kopfhörer", who, locale="de", country="DE"))["products"]
    stack.stop("shop")
    try:
        german = text_of(stack.say("Ich suche Kopfhörer", who, locale="de", country="DE"))
        arabic = text_of(stack.say("أبحث عن سماعات رأس", sender(), locale="ar"))
    finally:
        stack.start("shop")
    assert german
    assert "sorry" not in german.lower()
    assert any(ARABIC[0] <= ord(letter) <= ARABIC[1] for letter in arabic)
    assert payload(stack.say("Ich suche Kopfhörer", who, locale="de", country="DE"))["products"]


def test_conversation_goes_on_after_rasa_restarts(stack: Stack) -> None:
    who = sender()
    listed = payload(stack.say("I am looking for headphones", who, country="DE"))
    stack.stop("bot")
    stack.start("bot")
    picked = payload(stack.say("the second one", who, country="DE"))["products"][0]
    assert picked["product_id"] == listed["products"][1]["product_id"]


def test_nothing_is_left_of_a_shopper_who_wants_to_be_forgotten(stack: Stack) -> None:
    who = sender()
    payload(stack.say("I am looking for a teapot", who, country="DE"))
    stack.say("the first one", who, country="DE")
    assert text_of(stack.say("delete all my data please", who, country="DE"))
    with urllib.request.urlopen(f"{stack.bot_url}/conversations/{who}/tracker", timeout=20) as reply:
        assert "teapot" not in reply.read().decode()
    request = urllib.request.Request(
        f"{stack.shop_url}/api/v1/shoppers/anon:{who}", headers={"Authorization": "Bearer token-of-the-tests"}
    )
    with urllib.request.urlopen(request, timeout=20) as reply:
        kept = json.load(reply)
    assert not kept["events"]
    assert payload(stack.say("I am looking for headphones", who, country="DE"))["products"]
