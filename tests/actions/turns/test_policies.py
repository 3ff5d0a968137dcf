"""The shop's rules in the talk: quoted with their source, never made up."""

from dataclasses import replace

import pytest

from actions.shop import Shop
from retrieval.policies import PolicySearch
from tests.actions.chat import Chat
from tests.fakes import FakeEncoder

LONG, PAY = "How long can I return something?", "How can I pay?"


def test_rule_is_quoted_word_for_word_with_its_source(shop: Shop) -> None:
    reply = Chat(shop).say("action_policy", PAY, "ask_payment")
    assert reply.keys == ["policy_from", "policy_text", "policy_link"]
    assert reply.text == f"From “Payment”:\n{PAY}\nBy card.\nTo read on: https://shop.example/payment"
    assert reply.payload["type"] == "policy"
    (quote,) = reply.payload["quotes"]
    assert (quote["topic"], quote["heading"], quote["source"]) == ("payment", PAY, "payment.en.md")


def test_document_in_another_language_is_said_to_be_in_it(shop: Shop) -> None:
    reply = Chat(shop, "tr").say("action_policy", PAY, "ask_payment")
    assert reply.keys[0] == "policy_from_in"
    assert "İngilizce" in reply.text
    assert "By card." in reply.text


def test_document_in_the_shoppers_language_is_quoted(shop: Shop) -> None:
    reply = Chat(shop, "de").say("action_policy", "Wie lange kann ich zurückgeben?", "ask_return_policy")
    assert reply.payload["quotes"][0]["source"] == "returns.de.md"


def test_question_in_another_language_than_the_one_chosen_is_answered_from_documents_in_it(shop: Shop) -> None:
    # Asked in Vietnamese after "speak English", the shop had no answer, and passed the question on to a person.
    chat = Chat(shop, "de", slots={"language": "th"})
    reply = chat.say("action_policy", "Wie lange kann ich zurückgeben?", "ask_return_policy")
    assert reply.payload["quotes"][0]["source"] == "returns.de.md"
    assert reply.message["language"] == "th"


def test_law_of_the_country_stands_beside_the_shops_own_rule(shop: Shop) -> None:
    reply = Chat(shop).say("action_policy", LONG, "ask_return_policy")
    assert reply.keys[:3] == ["policy_from", "policy_text", "policy_law"]
    assert "14 days" in reply.text
    assert reply.payload["law"]["source"]["title"]


def test_law_that_is_not_known_is_not_spoken_of(shop: Shop) -> None:
    reply = Chat(shop, metadata={}).say("action_policy", LONG, "ask_return_policy")
    assert reply.keys == ["policy_from", "policy_text"]


def test_claim_goes_with_the_document_that_backs_it(shop: Shop) -> None:
    bare = replace(shop, policies=PolicySearch.of((), {"fake": FakeEncoder()}))
    reply = Chat(bare).say("action_policy", PAY, "ask_payment")
    assert reply.keys == ["handed_on"]
    assert reply.payload["type"] == "handoff"
    assert "card" not in reply.text


@pytest.mark.parametrize("intent", ["out_of_scope", "nlu_fallback"])
def test_question_that_no_intent_fits_is_answered_where_a_document_does(shop: Shop, intent: str) -> None:
    assert Chat(shop).say("action_out_of_scope", PAY, intent).payload["type"] == "policy"
    assert not Chat(shop).say("action_out_of_scope", "tell me a joke", intent).payload


def test_unsure_intent_with_products_named_is_a_search(shop: Shop) -> None:
    chat = Chat(shop)
    tracker = chat.tracker("tea", "ask_payment", [{"entity": "category", "value": "tea", "start": 0, "end": 3}])
    tracker["latest_message"]["intent"]["confidence"] = 0.2
    assert chat.take("action_policy", tracker).payload["type"] == "products"
