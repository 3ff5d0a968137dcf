"""A person takes a conversation over: why, with what they are told, and that the assistant is silent until then."""

import asyncio
from dataclasses import replace

import httpx
import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.server import ANSWERERS
from actions.settings import PROJECT
from actions.shop import Shop
from actions.talk.anger import Anger
from actions.talk.shop_action import ShopAction
from tests.actions.api.calls import OURS
from tests.actions.chat import Chat
from tests.actions.serving import Served

ANGER = Anger.load(PROJECT / "data")


def handed_over(shop: Shop, language: str = "en") -> Chat:
    chat = Chat(shop, language)
    chat.say("action_talk_to_human", "a person please")
    return chat


def number(shop: Shop) -> int:
    return int(shop.handoffs.waiting()[-1]["handoff_id"])


# --- why


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "This is ridiculous, you scammers"),
        ("zh-Hans", "你们太过分了我要投诉"),
        ("ar", "هذا احتيال"),
        ("th", "ร้านนี้โกงชัดๆ"),
        ("tr", "Bu tam bir rezalet!"),
        ("de", "Das ist eine FRECHHEIT"),
        ("ja", "最悪の店だな"),
        ("hi", "yeh sab bakwas hai"),
    ],
)
@pytest.mark.parametrize(
    ("action", "intent"), [("action_feedback", "feedback_negative"), ("action_out_of_scope", "out_of_scope")]
)
def test_anger_brings_a_person_and_an_apology(shop: Shop, language: str, text: str, action: str, intent: str) -> None:
    reply = Chat(shop, language).say(action, text, intent)
    assert reply.keys == ["handoff_sorry", "handoff_silent"]
    assert reply.payload["live"]
    assert reply.message["buttons"]


@pytest.mark.parametrize(
    "text", ["skiten", "the idiotic", "a compliment", "stupidity", "crime novel", "รองเท้า", "鞋子", "حذاء"]
)
def test_words_that_only_look_like_anger_are_none(text: str) -> None:
    assert not ANGER.is_in(text)


def test_praise_in_strong_words_is_praise(shop: Shop) -> None:
    assert Chat(shop).say("action_feedback", "fucking great", "feedback_positive").keys == ["thanks_for_praise"]


def test_angry_words_about_goods_are_a_search(shop: Shop) -> None:
    reply = Chat(shop).say("action_out_of_scope", "stupid cheap tea", "nlu_fallback", category="tea")
    assert reply.payload["type"] == "products"


def test_third_message_running_that_is_not_understood_is_left_to_a_person(shop: Shop) -> None:
    chat = Chat(shop)
    said = [chat.say("action_out_of_scope", text, "nlu_fallback").keys[0] for text in ("asdf", "qwer", "yxcv")]
    assert said == ["not_understood", "not_understood", "handoff_not_understood"]


def test_answer_between_begins_the_count_anew(shop: Shop) -> None:
    chat = Chat(shop)
    for _ in range(2):
        chat.say("action_out_of_scope", "asdf", "nlu_fallback")
    chat.say("action_thank")
    assert chat.say("action_out_of_scope", "asdf", "nlu_fallback").keys == ["not_understood"]


def test_what_is_not_the_shops_matter_is_no_reason_however_often(shop: Shop) -> None:
    chat = Chat(shop)
    for _ in range(4):
        assert chat.say("action_out_of_scope", "tell me a joke", "out_of_scope").keys == ["out_of_scope"]


def test_second_criticism_brings_a_person(shop: Shop) -> None:
    chat = Chat(shop)
    assert chat.say("action_feedback", "not good", "feedback_negative").keys == ["thanks_for_criticism"]
    chat.say("action_search", "", category="tea")
    assert chat.say("action_feedback", "still not good", "feedback_negative").keys[0] == "handoff_sorry"


# --- what they are told


def test_person_is_told_in_their_language_and_in_the_shoppers(shop: Shop) -> None:
    chat = Chat(shop, "de", events=[])
    chat.say(
        "action_search",
        "schwarze Kopfhörer bis 60 Euro",
        category="headphones",
        color="black",
        max_price=60,
        currency="EUR",
    )
    chat.say("action_add_to_cart", "die erste in den Warenkorb", ordinal=[1])
    chat.say("action_talk_to_human", "Ich will mit jemandem sprechen")
    summary = shop.handoffs.waiting()[0]["summary"]
    assert set(summary["words"]) == {"en", "de"}
    english = "\n".join(summary["words"]["en"])
    for part in ("German", "Germany", "headphones", "black", "€60.00", "Headphones One"):
        assert part in english
    assert "Kopfhörer Eins" in "\n".join(summary["words"]["de"])
    assert summary["cart"][0]["quantity"] == 1
    assert {one["from"] for one in summary["last"]} == {"shopper", "assistant"}
    assert summary["last"][0]["text"] == "schwarze Kopfhörer bis 60 Euro"


def test_agents_language_is_a_setting(shop: Shop) -> None:
    thai = replace(shop, settings=replace(shop.settings, agent_language="th"))
    Chat(thai, "tr").say("action_talk_to_human", "Bir insanla konuşmak istiyorum")
    assert set(thai.handoffs.waiting()[0]["summary"]["words"]) == {"th", "tr"}


# --- silence


@pytest.mark.parametrize("language", ["en", "zh-Hans", "ar", "th", "tr"])
def test_assistant_is_silent_and_what_the_shopper_writes_reaches_the_person(shop: Shop, language: str) -> None:
    chat = handed_over(shop, language)
    assert chat.say("action_search", "Tee", category="tea").keys == []
    assert chat.say("action_thank", "谢谢 شكرا").keys == []
    thread = shop.handoffs.thread(number(shop))
    assert [(one["author"], one["text"]) for one in thread["messages"]] == [
        ("shopper", "Tee"),
        ("shopper", "谢谢 شكرا"),
    ]


def test_channel_is_told_of_the_silence(shop: Shop) -> None:
    # Without any message the channel took the shop to have failed, and apologised to whoever waits for a person.
    tracker, dispatcher = Tracker.from_dict(handed_over(shop).tracker("Hello?", "greet")), CollectingDispatcher()
    running = ShopAction("action_greet", ANSWERERS["action_greet"], lambda: shop, shop.metrics)
    asyncio.run(running.run(dispatcher, tracker, {}))
    (message,) = dispatcher.messages
    assert (message["custom"], message["text"], message["response"]) == ({"type": "silence"}, None, None)


def test_question_that_was_only_noted_silences_nothing(shop: Shop) -> None:
    chat = Chat(shop)
    chat.say("action_hand_on", "does it fit", "ask_size")
    assert chat.say("action_thank").keys == ["you_are_welcome"]


def test_others_are_answered_meanwhile(shop: Shop) -> None:
    handed_over(shop)
    assert Chat(shop, sender="s2").say("action_thank").keys == ["you_are_welcome"]


def test_what_the_person_answers_is_said_once(shop: Shop) -> None:
    chat = handed_over(shop)
    shop.handoffs.reply(number(shop), "It folds.")
    reply = chat.say("action_thank", "are you there?")
    assert reply.text == "It folds."
    assert reply.payload == {"type": "agent", "language": "en", "live": True}
    assert chat.say("action_thank").keys == []


def test_last_words_of_the_person_are_marked_as_theirs_and_as_the_last(shop: Shop) -> None:
    chat = handed_over(shop)
    shop.handoffs.reply(number(shop), "Goodbye.")
    shop.handoffs.close(number(shop))
    reply = chat.say("action_thank")
    assert reply.keys == ["agent_says", "assistant_back", "you_are_welcome"]
    assert reply.payload == {"type": "agent", "language": "en", "live": False}


def test_after_the_person_the_assistant_answers_again_and_says_so(shop: Shop) -> None:
    chat = handed_over(shop)
    shop.handoffs.close(number(shop))
    reply = chat.say("action_thank")
    assert reply.keys == ["assistant_back", "you_are_welcome"]
    assert not reply.payload
    assert chat.say("action_thank").keys == ["you_are_welcome"]


def test_shopper_may_go_on_with_the_assistant(shop: Shop) -> None:
    chat = handed_over(shop)
    assert chat.say("action_start_over", "start over", "start_over").keys == ["started_over"]
    assert chat.say("action_thank").keys == ["you_are_welcome"]
    assert shop.handoffs.waiting() == []


def test_shopper_may_have_everything_deleted_meanwhile(shop: Shop) -> None:
    chat = handed_over(shop)
    assert chat.say("action_delete_my_data", "delete my data", "delete_my_data").keys == ["data_deleted"]
    assert shop.handoffs.waiting() == []
    assert chat.say("action_thank").keys == ["you_are_welcome"]


# --- the desk


def test_desk_reads_answers_and_gives_back(client: httpx.Client, served: Served) -> None:
    chat = handed_over(served.shop)
    one = number(served.shop)
    (listed,) = [
        waiting for waiting in client.get("/api/v1/handoffs", headers=OURS).json()["handoffs"] if waiting["live"]
    ]
    assert listed["handoff_id"] == one
    said = client.post(f"/api/v1/handoffs/{one}/messages", headers=OURS, json={"text": "Hello, Ann here."})
    assert said.status_code == 201
    assert said.json()["said"] is False  # no Rasa runs here: it waits for the shopper's next message
    assert client.get(f"/api/v1/handoffs/{one}", headers=OURS).json()["messages"][0]["text"] == "Hello, Ann here."
    assert chat.say("action_thank", "hi").text == "Hello, Ann here."
    assert client.post(f"/api/v1/handoffs/{one}/close", headers=OURS).status_code == 200
    assert chat.say("action_thank").keys == ["assistant_back", "you_are_welcome"]


def test_number_that_nothing_has_is_not_found(client: httpx.Client) -> None:
    assert client.get("/api/v1/handoffs/999999", headers=OURS).status_code == 404
    assert client.post("/api/v1/handoffs/999999/close", headers=OURS).status_code == 404
    assert client.post("/api/v1/handoffs/999999/messages", headers=OURS, json={"text": "x"}).status_code == 404


@pytest.mark.parametrize("body", [[], {}, {"text": " "}, {"text": 5}, {"text": "x" * 4_001}])
def test_message_that_is_none_is_refused(client: httpx.Client, body: object) -> None:
    assert client.post("/api/v1/handoffs/1/messages", headers=OURS, json=body).status_code == 400


@pytest.mark.parametrize(
    ("method", "path"), [("GET", ""), ("GET", "/1"), ("POST", "/1/messages"), ("POST", "/1/close")]
)
def test_desk_is_closed_without_the_token(client: httpx.Client, method: str, path: str) -> None:
    assert client.request(method, f"/api/v1/handoffs{path}", json={"text": "x"}).status_code == 401
