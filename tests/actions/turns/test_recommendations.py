"""What is recommended, to newcomers and by taste."""

from typing import Any

import pytest

from actions.shop import Shop
from retrieval.events import Event
from tests.actions.chat import Chat
from tests.retrieval.advice.shoppers import add_consented


def test_newcomer_is_recommended_what_can_be_sent_there_with_variety(chat: Chat) -> None:
    reply = chat.say("action_recommend", "what do you recommend")
    assert reply.keys == ["recommended", "onboarding_whom"]
    categories = [card["category"] for card in reply.payload["products"]]
    assert len(reply.product_ids) == 5
    assert max(categories.count(category) for category in categories) <= 2
    assert not {"h09", "h10", "s05", "h13"} & set(reply.product_ids)


@pytest.mark.parametrize(
    ("entities", "expected"),
    [
        ({"category": "mug"}, {"m01", "m02", "m03", "m04"}),
        ({"category": "headphones", "color": "white"}, {"h02", "h08"}),
        ({"max_price": 8.2}, {"m04"}),
    ],
)
def test_recommendations_keep_to_what_was_asked_for(chat: Chat, entities: dict[str, Any], expected: set[str]) -> None:
    """A recommendation "under 11 euros" kept to the category alone and forgot price, colour and brand."""
    reply = chat.say("action_recommend", "recommend me something", **entities)
    assert set(reply.product_ids) <= expected
    assert reply.payload["total"] == len(expected)


def test_recommendation_says_what_it_had_to_give_up(chat: Chat) -> None:
    """A kind that is not sold was given up without a word."""
    reply = chat.say("action_recommend", "recommend me a drone", category="drone")
    assert reply.keys == ["relaxed_categories", "recommended"]


def test_what_a_shopper_does_changes_the_next_recommendation(chat: Chat) -> None:
    before = chat.say("action_recommend")
    chat.slots["shown"] = ["t02", "t03"]
    for ordinal in ([1], [2], [1]):
        chat.say("action_select", "", ordinal=ordinal)
    after = chat.say("action_recommend")
    assert before.keys == ["recommended", "onboarding_whom"]
    assert after.keys == ["recommended_from_taste"]
    assert after.payload["products"][0]["category"] == "tea"
    assert after.product_ids != before.product_ids
    assert "your_taste" in {reason["kind"] for reason in after.payload["products"][0]["reasons"]}


def test_what_shoppers_alike_like_is_recommended_with_its_reason(chat: Chat) -> None:
    shop = chat.shop
    for number in range(6):
        bought = [Event.now(f"user:{number}", "purchase", one, session_id="s") for one in ("m01", "m02", "p01")]
        add_consented(shop.store, bought)
    shop.record(*(Event.now("anon:s1", "purchase", one, session_id="s1") for one in ("m01", "m02")))
    reply = chat.say("action_recommend")
    (card,) = [card for card in reply.payload["products"] if card["product_id"] == "p01"]
    assert {"kind": "similar_shoppers", "text": "Liked by 6 shoppers with your taste"} in card["reasons"]


def test_bought_products_are_not_recommended_again(chat: Chat) -> None:
    chat.shop.record(*(Event.now("anon:s1", "purchase", f"m0{number}") for number in (1, 2, 3)))
    reply = chat.say("action_recommend", category="mug")
    assert reply.product_ids == ["m04"]


def test_shoppers_do_not_share_their_taste(shop: Shop) -> None:
    mine, theirs = Chat(shop, sender="me"), Chat(shop, sender="you")
    before = theirs.say("action_recommend").product_ids
    mine.slots["shown"] = ["t02"]
    mine.say("action_select", ordinal=[1])
    assert theirs.say("action_recommend").product_ids == before


def test_recommendations_can_be_narrowed_and_stay_recommendations(chat: Chat) -> None:
    """Once narrowed, the question "what do you recommend" was searched for as if it described a product."""
    chat.slots["shown"] = ["t02", "t03"]
    chat.say("action_select", ordinal=[1])
    first = chat.say("action_recommend", "what do you recommend")
    cheaper = chat.say("action_refine", "cheaper", refinement="cheaper")
    assert cheaper.keys == ["recommended"]
    highest = max(float(card["price"]["amount"]) for card in cheaper.payload["products"])
    assert highest < max(float(card["price"]["amount"]) for card in first.payload["products"])
    chat.say("action_recommend", "what do you recommend")
    assert chat.say("action_refine", "in white", color="white").keys[-1] == "found"


def test_further_words_make_a_search_of_recommendations(chat: Chat) -> None:
    chat.say("action_recommend", "what do you recommend")
    assert chat.say("action_refine", "Green tea of 茶乃").product_ids[0] == "t01"
