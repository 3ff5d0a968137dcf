"""A real Rasa server with the trained model: the public channels, the parse, and a shop that is not there."""

import json
import sqlite3
import threading
import uuid

import pytest

from bot.channels.apologies import Apologies
from tests.bot.client import FakeShop, get, post

pytestmark = pytest.mark.model


def say(bot, text, sender=None, **metadata):
    body = {"sender": sender or uuid.uuid4().hex, "message": text, "metadata": metadata}
    return post(f"{bot.url}/webhooks/rest/webhook", body)


@pytest.fixture
def shop(bot):
    with FakeShop(bot.shop_port) as running:
        yield running


@pytest.mark.usefixtures("shop")
def test_a_message_comes_in_one_piece(bot):
    status, messages = say(bot, "red running shoes")
    assert status == 200
    assert [sorted(message) for message in messages] == [["buttons", "custom", "recipient_id", "text"]]
    assert messages[0]["text"] == "action_search\n\nred running shoes"
    assert messages[0]["custom"]["products"] == [{"product_id": "shoes-001"}]


def test_the_shop_is_told_language_entities_and_metadata(bot, shop):
    say(bot, "rote Schuhe unter 80 €", locale="de-AT", country="AT", role="admin")
    latest = shop.calls[0]["tracker"]["latest_message"]
    assert latest["metadata"] == {"locale": "de-AT", "country": "AT"}
    assert "domain" in shop.calls[0]
    assert {e["entity"]: e["value"] for e in latest["entities"]}["max_price"] == 80
    said = [e for e in shop.calls[0]["tracker"]["events"] if e["event"] == "user"][-1]
    assert said["parse_data"]["language"]["code"] == "de"


@pytest.mark.parametrize("text", ["/restart", "/greet", '/set_destination{"country": "DE"}', " /deny", "\u200b/affirm"])
def test_a_slash_is_no_command(bot, shop, text):
    say(bot, text)
    latest = shop.calls[0]["tracker"]["latest_message"]
    assert not latest["text"].startswith("/")
    assert all(entity["extractor"] == "EntityExtractor" for entity in latest["entities"])


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    "text", ["", "   ", None, "...", "\x00\x01", "👍" * 500, "word " * 2000, "鞋" * 10_000, "ﷺ" * 100]
)
def test_strange_texts_are_answered(bot, text):
    status, messages = say(bot, text)
    assert status == 200
    assert len(messages) == 1


@pytest.mark.usefixtures("shop")
def test_a_missing_text_is_answered_as_not_understood(bot):
    status, messages = post(f"{bot.url}/webhooks/rest/webhook", {"sender": uuid.uuid4().hex})
    assert (status, messages[0]["text"].split("\n")[0]) == (200, "action_out_of_scope")


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"x"', b"null", b"\xff\xfe", b"[" * 100_000, b'{"sender": 1}', b'{"sender": "s", "message": 1}',
     b'{"sender": "s", "message": ["a"]}', b'{"sender": "s", "message": "a", "metadata": "x"}'],
)  # fmt: skip
def test_what_is_malformed_gets_a_problem_document(bot, body):
    status, (media_type, document) = post(f"{bot.url}/webhooks/rest/webhook", body)
    assert (status, media_type) == (400, "application/problem+json")
    assert document["status"] == 400
    assert "Traceback" not in json.dumps(document)


def test_a_body_over_a_mebibyte_is_refused(bot):
    body = json.dumps({"sender": "s", "message": "x" * (1 << 20)}).encode()
    status, (media_type, _) = post(f"{bot.url}/webhooks/rest/webhook", body)
    assert (status, media_type) == (413, "application/problem+json")


def test_those_without_a_name_do_not_share_a_conversation(bot, shop):
    for _ in range(2):
        post(f"{bot.url}/webhooks/rest/webhook", {"message": "hello"})
    assert len({call["sender_id"] for call in shop.calls}) == 2


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ich suche rote Schuhe", "de"),
        ("红色跑鞋", "zh-Hans"),
        ("أريد حذاء", "ar"),
        ("dobrý den, hledám červené boty", "en"),
    ],
)
def test_without_the_shop_the_bot_says_so_in_the_shoppers_language(bot, settings, text, language):
    apologies = Apologies.load(settings.bot)
    status, messages = say(bot, text)
    assert (status, [message["text"] for message in messages]) == (200, [apologies.texts[language]])


def test_the_bot_recovers_when_the_shop_is_back(bot, settings):
    sender = uuid.uuid4().hex
    assert say(bot, "red shoes", sender)[1][0]["text"] == Apologies.load(settings.bot).texts["en"]
    with FakeShop(bot.shop_port):
        assert say(bot, "blue shoes", sender)[1][0]["text"].startswith("action_search")


@pytest.mark.usefixtures("shop")
def test_turns_of_one_shopper_do_not_mix(bot):
    sender, answers = uuid.uuid4().hex, {}
    texts = [f"red shoes under {20 + number} euros" for number in range(6)]
    threads = [threading.Thread(target=lambda t=text: answers.update({t: say(bot, t, sender)[1]})) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(len(answers[text]) == 1 and answers[text][0]["text"].endswith(text) for text in texts)


def test_a_restart_event_of_the_shop_erases_the_conversation(bot, shop):
    sender = uuid.uuid4().hex
    say(bot, "red shoes for my wife", sender, identity_token="aa.bb.cc")
    shop.events = [{"event": "restart"}]
    say(bot, "delete my data", sender)
    shop.events = []
    with sqlite3.connect(bot.tracker_db) as database:
        rows = " ".join(row[0] for row in database.execute("select data from events where sender_id = ?", (sender,)))
    database.close()
    assert "wife" not in rows
    assert "aa.bb.cc" not in rows


def test_the_parse_has_what_the_contract_names(bot):
    _, parse = post(f"{bot.url}/model/parse", {"text": "blue headphones between 20 and 50 € to Japan"})
    assert parse["intent"]["name"] == "search_product"
    assert set(parse["language"]) == {"code", "confidence", "source"}
    assert {e["entity"]: e["value"] for e in parse["entities"]} == {
        "color": "blue", "category": "headphones", "min_price": 20, "max_price": 50, "currency": "EUR", "country": "JP",
    }  # fmt: skip


def test_the_channels_tell_that_they_are_there(bot):
    assert get(f"{bot.url}/webhooks/rest/") == get(f"{bot.url}/webhooks/socketio/") == (200, {"status": "ok"})
