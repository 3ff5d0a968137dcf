"""Messages that go on from the answer before: "and to Austria?", "what is that in all?", "which would you take?"."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from actions.shop import Shop
from tests.actions.chat import Chat, Reply
from tests.actions.small_shop import build_shop

_SENDERS = count()
SHOWN = ["h01", "h02", "h03", "h04", "h05"]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop that the conversations of this module share."""
    shop = build_shop(tmp_path_factory.mktemp("follow_ups"))
    yield shop
    shop.store.close()


def listed(shop: Shop, language: str = "en") -> Chat:
    """Return a conversation in which five headphones stand in a known order."""
    chat = Chat(shop, language, sender=f"fol{next(_SENDERS)}")
    chat.say("action_search", "headphones", category="headphones")
    chat.slots |= {"shown": list(SHOWN)}
    return chat


@pytest.fixture
def chat(shared: Shop) -> Chat:
    return listed(shared)


def unsure(chat: Chat, action: str, text: str, intent: str, **entities: Any) -> Reply:
    """Say what the bot is not sure to have understood."""
    found = [{"entity": name, "value": value, "start": None, "end": None} for name, value in entities.items()]
    tracker = chat.tracker(text, intent, found)
    tracker["latest_message"]["intent"]["confidence"] = 0.3
    return chat.take(action, tracker)


# --- a country by itself


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "and to Austria?"),
        ("tr", "peki Avusturya?"),
        ("ar", "طيب والنمسا؟"),
        ("th", "แล้วออสเตรียล่ะ"),
        ("zh-Hans", "奥地利呢？"),
    ],
)
@pytest.mark.parametrize(
    ("action", "intent"),
    [
        ("action_set_destination", "set_destination"),
        ("action_hand_on", "ask_restrictions"),
        ("action_out_of_scope", "nlu_fallback"),
    ],
)
def test_country_after_shipping_asks_for_shipping_there(
    shared: Shop, language: str, text: str, action: str, intent: str
) -> None:
    # It was answered with a rule of customs, with "I did not understand", or with the list again.
    chat = listed(shared, language)
    chat.say("action_shipping", "what does shipping the first cost", "ask_shipping", ordinal=[1])
    reply = unsure(chat, action, text, intent, country="AT")
    assert (reply.payload["type"], reply.payload["destination"]) == ("shipping", "AT")
    assert chat.slots["destination"] == "AT"


def test_country_after_the_cart_shows_the_cart_sent_there(chat: Chat) -> None:
    chat.say("action_add_to_cart", "add the first", "add_to_cart", ordinal=[1])
    reply = chat.say("action_set_destination", "and to Austria?", "set_destination", country="AT")
    assert (reply.payload["type"], reply.payload["country"]) == ("cart", "AT")


def test_country_in_a_sentence_of_its_own_means_what_it_says(chat: Chat) -> None:
    chat.say("action_shipping", "what does shipping the first cost", "ask_shipping", ordinal=[1])
    text = "please deliver everything to Austria from now on"
    assert chat.say("action_set_destination", text, "set_destination", country="AT").keys[0] == "destination_set"


def test_country_after_something_else_is_where_to_send(chat: Chat) -> None:
    assert (
        chat.say("action_set_destination", "to Austria", "set_destination", country="AT").keys[0] == "destination_set"
    )


# --- the total


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "what is that in all"),
        ("tr", "toplam ne kadar tuttu"),
        ("ja", "合計いくらになる？"),
        ("ar", "كم المجموع"),
        ("th", "รวมค่าส่งเท่าไหร่"),
    ],
)
def test_total_right_after_the_cart_is_that_of_the_cart(shared: Shop, language: str, text: str) -> None:
    # The cost of one piece of the product last put in was said to be the total.
    chat = listed(shared, language)
    chat.say("action_add_to_cart", "", "add_to_cart", ordinal=[1], quantity="2")
    reply = chat.say("action_landed_cost", text, "ask_landed_cost")
    assert (reply.payload["type"], reply.payload["n_pieces"]) == ("cart", 2)


def test_cost_of_the_only_piece_and_of_what_is_named_is_a_products(chat: Chat) -> None:
    chat.say("action_add_to_cart", "add the first", "add_to_cart", ordinal=[1])
    assert chat.say("action_landed_cost", "to my door?", "ask_landed_cost").payload["type"] == "landed_cost"
    chat.say("action_add_to_cart", "and the second", "add_to_cart", ordinal=[2])
    reply = chat.say("action_landed_cost", "what does the second cost to my door", "ask_landed_cost", ordinal=[2])
    assert reply.payload["product_id"] == "h02"


# --- which one


@pytest.mark.parametrize(
    ("action", "intent"), [("action_recommend", "recommend_for_me"), ("action_explain", "explain_recommendation")]
)
def test_which_one_after_a_comparison_is_answered_with_its_verdict(chat: Chat, action: str, intent: str) -> None:
    # The answer was a list of anything, with the question whom it is for.
    chat.say("action_compare", "compare 1 and 2", "compare_products", ordinal=[1, 2])
    reply = chat.say(action, "which would you take?", intent)
    assert reply.keys == ["verdict_cheapest", "verdict_overall"]
    assert not reply.payload


def test_recommendation_asked_for_later_is_one(chat: Chat) -> None:
    chat.say("action_compare", "compare 1 and 2", "compare_products", ordinal=[1, 2])
    chat.say("action_thank", "thanks", "thank")
    assert chat.say("action_recommend", "recommend me something", "recommend_for_me").payload["type"] == "products"


# --- sizes, gifts and carts


@pytest.mark.parametrize(
    ("language", "text"), [("en", "size L"), ("tr", "L beden"), ("zh-Hans", "L码"), ("th", "ไซส์ L")]
)
def test_size_alone_under_a_list_narrows_it(shared: Shop, language: str, text: str) -> None:
    # It was answered with what L is in other countries.
    chat = Chat(shared, language, sender=f"fol{next(_SENDERS)}")
    chat.say("action_search", "t-shirts", category="t-shirt")
    reply = chat.say("action_hand_on", text, "ask_size", size="L")
    assert reply.product_ids
    assert reply.payload["applied"]["size"] == "L"


def test_size_asked_about_is_no_condition(chat: Chat) -> None:
    chat.say("action_search", "t-shirts", category="t-shirt")
    reply = chat.say("action_hand_on", "what is L in European sizes?", "ask_size", size="L")
    assert reply.payload["type"] == "size"


@pytest.mark.parametrize(
    ("language", "text"), [("tr", "fark etmez"), ("th", "อะไรก็ได้"), ("ar", "أي شيء"), ("zh-Hans", "都行")]
)
def test_unsure_message_without_any_wish_skips_a_question_about_a_gift(shared: Shop, language: str, text: str) -> None:
    # "I do not mind" was taken for a complaint.
    chat = Chat(shared, language, sender=f"fol{next(_SENDERS)}")
    chat.say("action_gift", "", "gift_advice", recipient="mother")
    reply = unsure(chat, "action_feedback", text, "feedback_negative")
    assert reply.payload["type"] == "products"
    assert "gift_price" in reply.keys


def test_kind_that_is_hardly_to_be_taken_out_of_the_cart_is_searched_for(chat: Chat) -> None:
    # "And a mug too" was answered with "there is no such product in your cart".
    chat.say("action_add_to_cart", "add the first", "add_to_cart", ordinal=[1])
    reply = unsure(chat, "action_remove_from_cart", "and a mug too", "remove_from_cart", category="mug")
    assert reply.payload["applied"]["category"] == "mug"


def test_product_is_kept_while_the_country_is_asked_for(chat: Chat) -> None:
    # Once the country was named, the product was forgotten, and the answer told how much of the shop can be sent there.
    chat.metadata = {}
    asked = chat.say("action_shipping", "what does shipping the first cost", "ask_shipping", ordinal=[1])
    assert asked.keys == ["ask_destination"]
    reply = chat.say("action_set_destination", "Austria", "set_destination", country="AT")
    assert (reply.payload["type"], reply.payload["product_id"]) == ("shipping", "h01")
