import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from actions import agent_delivery
from actions.server import ANSWERERS
from actions.settings import PROJECT
from actions.shop import Shop
from actions.wording.texts import Texts
from retrieval.lexicon import Lexicon
from tests.actions.chat import Chat, Reply
from tests.actions.small_shop import build_shop

TITLE_LENGTH = 24
LANGUAGES = Texts.load(PROJECT / "actions" / "locales", Lexicon({}, {})).languages

SAID: dict[str, dict[str, Any]] = {
    "action_search": {"category": "headphones", "color": "red", "max_price": 90},
    "action_refine": {"refinement": "cheaper"},
    "action_recommend": {"category": "mug"},
    "action_select": {"ordinal": [1]},
    "action_compare": {"ordinal": [1, 2]},
    "action_similar": {"ordinal": [2]},
    "action_explain": {"ordinal": [1]},
    "action_gift": {"recipient": "mother", "max_price": 90},
    "action_bundle": {"ordinal": [1], "max_price": 200},
    "action_landed_cost": {"ordinal": [2], "country": "US"},
    "action_shipping": {"ordinal": [1]},
    "action_set_currency": {"currency": "JPY"},
    "action_set_destination": {"country": "FR"},
    "action_set_language": {"language": "de"},
}
"""What a shopper may name in each turn; in the others nothing."""


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop that the tests of all languages share."""
    shop = build_shop(tmp_path_factory.mktemp("everywhere"))
    yield shop
    shop.store.close()


# --- plain talk


@pytest.mark.parametrize(
    ("action", "key"),
    [
        ("action_greet", "hello"),
        ("action_help", "help"),
        ("action_goodbye", "goodbye"),
        ("action_thank", "you_are_welcome"),
        ("action_affirm", "affirm_nothing"),
        ("action_deny", "deny"),
    ],
)
def test_talk_is_answered_and_changes_nothing(chat: Chat, action: str, key: str) -> None:
    reply = chat.say(action)
    assert reply.keys == [key]
    assert reply.payload == {}
    assert chat.slots == {}


def test_greeting_says_that_it_is_an_ai(chat: Chat) -> None:
    assert "AI" in chat.say("action_greet").text


def test_yes_is_about_the_list_in_hand(chat: Chat) -> None:
    chat.say("action_search", "", category="tea")
    assert chat.say("action_affirm", "yes").keys == ["affirm_list"]


@pytest.mark.parametrize(
    ("intent", "text", "key"),
    [
        ("out_of_scope", "what is the capital of Mongolia", "out_of_scope"),
        ("nlu_fallback", "asdf", "not_understood"),
        ("out_of_scope", "  ", "not_understood"),
    ],
)
def test_what_is_not_the_shops_matter_is_told_from_what_was_not_understood(
    chat: Chat, intent: str, text: str, key: str
) -> None:
    assert chat.say("action_out_of_scope", text, intent).keys == [key]


@pytest.mark.parametrize("entities", [{"category": "tea"}, {"brand": "茶乃"}, {"department": "kitchen"}])
def test_words_of_the_shop_in_an_unclear_message_are_searched_for(chat: Chat, entities: dict[str, str]) -> None:
    assert chat.say("action_out_of_scope", "tea?", "nlu_fallback", **entities).product_ids


def test_words_of_the_shop_out_of_scope_are_not_searched_for(chat: Chat) -> None:
    assert chat.say("action_out_of_scope", "who invented tea", "out_of_scope", category="tea").keys == ["out_of_scope"]


@pytest.mark.parametrize("action", ["action_greet", "action_help", "action_search", "action_out_of_scope"])
def test_unsupported_language_is_said_in_english(shop: Shop, action: str) -> None:
    reply = Chat(shop, "el").say(action, "γεια", category="tea")
    assert reply.message["language"] == "en"
    assert reply.keys[0] == "language_unsupported"
    assert len(reply.keys) == 2


def test_unsupported_language_is_said_once(shop: Shop) -> None:
    chat = Chat(shop, "el")
    tracker = chat.tracker("γεια", "greet")
    tracker["events"] = [{"event": "bot", "text": "…", "metadata": {"utter_action": "utter_language_unsupported"}}]
    assert chat.take("action_greet", tracker).keys == ["hello"]


# --- every answerer in every language

PAYLOADS = frozenset(
    (
        *("products", "landed_cost", "comparison", "handoff", "offer", "bundle", "cart", "order", "policy"),
        *("price_alert", "size", "restriction", "shipping", "mains"),
    )
)
ANSWERING = sorted(set(ANSWERERS) - {agent_delivery.ACTION})
"""Actions that answer a message."""


def assert_sound(reply: Reply, shop: Shop) -> None:
    """Check what holds of every answer: texts that exist and are filled, a payload that is JSON, short buttons."""
    if not reply.keys:
        assert any(waiting["live"] for waiting in shop.handoffs.waiting())  # a person has the conversation
        return
    message = reply.message
    assert message["language"] in shop.texts.languages
    assert message["response"] == f"utter_{reply.keys[0]}"
    assert "apology" not in reply.keys
    assert reply.text.strip()
    for text in (reply.text, *strings(message["custom"])):
        assert "{" not in text
        assert "}" not in text
    sent = json.dumps(message, allow_nan=False, ensure_ascii=False)
    assert json.loads(sent) == message
    sent.encode()
    for button in message["buttons"]:
        assert set(button) == {"title", "payload"}
        assert 0 < len(re.sub("[\u2066-\u2069\u200e\u200f]", "", button["title"])) <= TITLE_LENGTH
        assert button["payload"].strip()
        assert "{" not in button["title"] + button["payload"]
    if reply.payload:
        assert reply.payload["type"] in PAYLOADS
        assert reply.payload["language"] == message["language"]


def strings(value: Any) -> list[str]:
    """Return every text in a payload."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return [text for part in parts for text in strings(part)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("action", ANSWERING)
def test_every_turn_is_answered_in_every_language(everywhere: Shop, action: str, language: str) -> None:
    without = Chat(everywhere, language, sender=f"{language}-without")
    assert_sound(without.say(action), everywhere)
    assert_sound(without.say(action, "?", **SAID.get(action, {})), everywhere)
    listed = Chat(everywhere, language, sender=f"{language}-with")
    assert_sound(listed.say("action_search", "", category="headphones"), everywhere)
    assert_sound(listed.say(action, "?", **SAID.get(action, {})), everywhere)
    assert_sound(listed.say(action), everywhere)
    json.dumps(listed.slots, allow_nan=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notice_is_said_in_every_language(everywhere: Shop, language: str) -> None:
    chat = Chat(everywhere, language, {"country": "DE", "currency": "KPW"})
    turns: list[tuple[str, dict[str, Any]]] = [
        ("action_search", {"category": "mug", "color": "red", "max_price": 1}),
        ("action_search", {"category": "running shoes", "brand": "Nobody", "audience": "kids"}),
        ("action_search", {"category": "perfume", "size": "XS", "material": "cork"}),
        ("action_search", {"category": "drone"}),
        ("action_refine", {"refinement": "more_expensive"}),
        ("action_show_more", {}),
        ("action_select", {"ordinal": [99]}),
        ("action_set_currency", {"currency": "KPW"}),
        ("action_set_currency", {}),
        ("action_set_language", {"language": "el"}),
        ("action_landed_cost", {"ordinal": [1], "country": "KP"}),
        ("action_shipping", {"country": "US"}),
    ]
    for action, entities in turns:
        assert_sound(chat.say(action, "", **entities), everywhere)


@pytest.mark.parametrize("language", ["el", "xx", "", "zh", "zh-TW", "pt-BR", "en-GB", "no such language", "☃"])
def test_language_code_of_any_form_is_answered(everywhere: Shop, language: str) -> None:
    chat = Chat(everywhere, language)
    for action in ANSWERING:
        assert_sound(chat.say(action, "?", **SAID.get(action, {})), everywhere)
        chat.slots.pop("language", None)
