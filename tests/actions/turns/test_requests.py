"""Messages that ask for two things: both are answered, the second on the list that the first one made."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
import yaml

from actions.settings import PROJECT
from actions.shop import Shop
from actions.talk.intents import ACTION_OF
from tests.actions.chat import Chat
from tests.actions.small_shop import build_shop

_SENDERS = count()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop that the conversations of this module share."""
    shop = build_shop(tmp_path_factory.mktemp("requests"))
    yield shop
    shop.store.close()


@pytest.fixture
def chat(shared: Shop) -> Chat:
    return Chat(shared, sender=f"two{next(_SENDERS)}")


def part(text: str, intent: str, **entities: Any) -> dict[str, Any]:
    found = [{"entity": name, "value": value, "start": None, "end": None} for name, value in entities.items()]
    return {"text": text, "intent": intent, "entities": found}


def test_actions_are_those_of_the_rules() -> None:
    rules = yaml.safe_load((PROJECT / "bot" / "data" / "rules.yml").read_text(encoding="utf-8"))["rules"]
    named = {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in rules}
    assert {intent: named[intent] for intent in ACTION_OF} == ACTION_OF


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "show me red shoes and what does the first cost to Japan?"),
        ("de", "zeig mir rote Laufschuhe, und was kostet der erste nach Japan?"),
        ("zh-Hans", "给我看红色跑鞋，第一双寄到日本要多少钱？"),
        ("ar", "أرني أحذية جري حمراء وكم يكلف الأول إلى اليابان؟"),
        ("th", "ขอดูรองเท้าวิ่งสีแดง แล้วคู่แรกส่งไปญี่ปุ่นเท่าไหร่"),
        ("tr", "kırmızı koşu ayakkabısı göster, ilki Japonya'ya kaça mal olur?"),
    ],
)
@pytest.mark.parametrize("intent", ["search_product", "ask_landed_cost", "go_back"])
def test_search_and_the_cost_of_its_first_are_both_answered(
    shared: Shop, language: str, text: str, intent: str
) -> None:
    chat = Chat(shared, language, sender=f"two{next(_SENDERS)}")
    action = ACTION_OF[intent]
    reply = chat.say(action, text, intent, category="running shoes", color="red", ordinal=[1], country="JP")
    assert reply.payload["applied"]["category"] == "running shoes"
    assert reply.payload["applied"]["color"] == "red"
    assert reply.also is not None
    assert reply.also.payload["type"] == "landed_cost"
    assert reply.also.payload["destination"] == "JP"
    assert reply.also.payload["product_id"] == reply.product_ids[0]
    assert chat.slots["focus"] == reply.product_ids[0]
    assert chat.slots["shown"] == reply.product_ids


def test_number_in_a_question_about_the_list_shown_points_into_that(chat: Chat) -> None:
    shown = chat.say("action_search", "", category="running shoes").product_ids
    reply = chat.say("action_landed_cost", "the second shoes", "ask_landed_cost", category="running shoes", ordinal=[2])
    assert reply.also is None
    assert reply.payload["product_id"] == shown[1]


def test_search_and_a_comparison_of_its_first_two(chat: Chat) -> None:
    reply = chat.say(
        "action_compare", "show teas and compare 1 and 2", "compare_products", category="tea", ordinal=[1, 2]
    )
    assert reply.payload["applied"]["category"] == "tea"
    assert reply.also is not None
    assert [card["product_id"] for card in reply.also.payload["products"]] == reply.product_ids[:2]


def test_parts_that_the_bot_found_are_answered_one_after_the_other(chat: Chat) -> None:
    tracker = chat.tracker("tea, and prices in yen please", "search_product")
    tracker["latest_message"]["requests"] = [
        part("tea", "search_product", category="tea"),
        part("prices in yen please", "set_currency", currency="JPY"),
    ]
    reply = chat.take("action_search", tracker)
    assert reply.payload["applied"]["category"] == "tea"
    assert reply.also is not None
    assert reply.also.keys[0] == "currency_set"
    assert {card["price"]["currency"] for card in reply.also.payload["products"]} == {"JPY"}
    assert chat.slots["currency"] == "JPY"


def test_question_of_the_second_part_waits_for_its_answer(chat: Chat) -> None:
    chat.metadata = {}
    tracker = chat.tracker("headphones, what is number 1 to my door?", "search_product")
    tracker["latest_message"]["requests"] = [
        part("headphones", "search_product", category="headphones"),
        part("what is number 1 to my door?", "ask_landed_cost", ordinal=[1]),
    ]
    reply = chat.take("action_search", tracker)
    assert reply.also is not None
    assert reply.also.keys == ["ask_destination"]
    answered = chat.say("action_set_destination", "Germany", "set_destination", country="DE")
    assert answered.payload["product_id"] == reply.product_ids[0]


@pytest.mark.parametrize("requests", [None, [], [part("x", "greet"), part("tea", "search_product", category="tea")]])
def test_parts_that_cannot_be_answered_apart_are_one_request(chat: Chat, requests: Any) -> None:
    tracker = chat.tracker("hi, tea", "search_product", part("", "", category="tea")["entities"])
    tracker["latest_message"]["requests"] = requests
    assert chat.take("action_search", tracker).also is None
