from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from actions.shop import Shop
from retrieval.events import Event
from tests.actions.chat import Chat
from tests.actions.conftest import ShopMaker
from tests.actions.small_shop import SECRET

OTHER_SECRET = "not the shop's secret, though as long as that one"


def token(secret: str = SECRET, algorithm: str = "HS256", **claims: Any) -> str:
    """Return an identity token of ann, valid for an hour; a claim of None is left out."""
    made = {"sub": "ann", "exp": datetime.now(UTC) + timedelta(hours=1), **claims}
    return jwt.encode({name: claim for name, claim in made.items() if claim is not None}, secret, algorithm)


def unsigned() -> str:
    return jwt.encode({"sub": "ann", "exp": datetime.now(UTC) + timedelta(hours=1)}, None, "none")


def looked_at_by(shop: Shop, identity_token: Any) -> str:
    """Let somebody with this token look at a product and return under which id that was kept."""
    chat = Chat(shop, metadata={"country": "DE", "identity_token": identity_token}, slots={"shown": ["m01"]})
    assert chat.say("action_select", ordinal=[1]).keys[0] == "selected"
    ((user_id, _),) = shop.store.events_by_shopper()
    return user_id


# --- who the shopper is


def test_valid_token_names_the_shopper(shop: Shop) -> None:
    assert looked_at_by(shop, token()) == "user:ann"


@pytest.mark.parametrize(
    "identity_token",
    [
        token(exp=datetime.now(UTC) - timedelta(seconds=5)),
        token(secret=OTHER_SECRET),
        token(exp=None),
        token(sub=None),
        token(algorithm="HS512", secret=SECRET * 2),
        unsigned(),
        token()[:-3] + "abc",
        token().rsplit(".", 1)[0] + ".",
        "user:ann",
        "",
        "a.b.c",
        "x" * 4000,
        7,
        None,
        {"sub": "ann"},
    ],
    ids=["expired", "wrong secret", "no exp", "no sub", "other algorithm", "alg none", "broken signature",
         "signature cut off", "no token", "empty", "dots", "long", "number", "null", "object"],
)  # fmt: skip
def test_without_a_valid_token_the_shopper_is_anonymous(shop: Shop, identity_token: Any) -> None:
    assert looked_at_by(shop, identity_token) == "anon:s1"


def test_without_a_secret_every_shopper_is_anonymous(make_shop: ShopMaker) -> None:
    assert looked_at_by(make_shop(identity_secret=None), token()) == "anon:s1"


def test_nobody_becomes_a_user_by_the_name_of_their_conversation(shop: Shop) -> None:
    chat = Chat(shop, sender="user:ann", slots={"shown": ["m01"]})
    chat.say("action_select", ordinal=[1])
    assert shop.store.events_of("user:ann") == []
    assert len(shop.store.events_of("anon:user:ann")) == 1


def test_known_shopper_is_known_in_every_conversation(shop: Shop) -> None:
    metadata = {"country": "DE", "identity_token": token()}
    Chat(shop, metadata=metadata, sender="phone", slots={"shown": ["t02"]}).say("action_select", ordinal=[1])
    reply = Chat(shop, metadata=metadata, sender="laptop").say("action_recommend")
    assert reply.keys == ["recommended_from_taste"]


# --- a person takes over


@pytest.mark.parametrize(
    ("action", "intent", "key"),
    [
        ("action_talk_to_human", "talk_to_human", "handoff"),
        ("action_hand_on", "return_order", "handed_on"),
        ("action_hand_on", "ask_size", "handed_on"),
    ],
)
def test_question_is_passed_on_with_what_was_said_so_far(chat: Chat, action: str, intent: str, key: str) -> None:
    chat.say("action_search", "", category="headphones", max_price=60)
    chat.say("action_select", ordinal=[1])
    reply = chat.say(action, "Do they fold? 折りたためますか", intent)
    (waiting,) = chat.shop.handoffs.waiting()
    assert reply.keys == ([key, "handoff_silent"] if key == "handoff" else [key])
    assert reply.payload == {
        "type": "handoff",
        "language": "en",
        "handoff_id": waiting["handoff_id"],
        "intent": intent,
        "question": "Do they fold? 折りたためますか",
        "live": key == "handoff",
    }
    assert str(waiting["handoff_id"]) in reply.text
    assert waiting["question"] == "Do they fold? 折りたためますか"
    assert waiting["user_id"] == "anon:s1"
    assert waiting["summary"]["intent"] == intent
    assert waiting["summary"]["shown"] == chat.slots["shown"]
    assert waiting["summary"]["focus"] == chat.slots["focus"]
    assert waiting["summary"]["search"]["filters"]["max_price"] == "60"


@pytest.mark.parametrize(
    ("confidence", "shown", "entities", "key"),
    [
        (0.3, ["t01"], [{"entity": "category", "value": "tea"}], "found_for"),
        (0.3, [], [], "handed_on"),
        (0.9, ["t01"], [{"entity": "category", "value": "tea"}], "handed_on"),
        (0.9, [], [{"entity": "category", "value": "tea"}], "found_for"),
    ],
)
def test_question_that_names_products_is_searched_for_where_it_is_unsure_or_about_nothing_shown(
    chat: Chat, confidence: float, shown: list[str], entities: list[dict[str, str]], key: str
) -> None:
    chat.slots["shown"] = shown
    tracker = chat.tracker("tea in the size of a bag", "ask_size", entities)
    tracker["latest_message"]["intent"]["confidence"] = confidence
    assert chat.take("action_hand_on", tracker).keys == [key]


@pytest.mark.parametrize("text", ["", "\0", "x" * 50_000, "🦊 'quoted' \"twice\""])
def test_question_of_any_form_is_passed_on(chat: Chat, text: str) -> None:
    assert chat.say("action_talk_to_human", text).keys == ["handoff", "handoff_silent"]
    assert len(chat.shop.handoffs.waiting()) == 1


# --- feedback


@pytest.mark.parametrize(
    ("intent", "value", "key"),
    [("feedback_positive", 1, "thanks_for_praise"), ("feedback_negative", -1, "thanks_for_criticism")],
)
def test_feedback_is_kept_with_the_list_it_is_about(chat: Chat, intent: str, value: int, key: str) -> None:
    query_id = chat.say("action_search", "", category="tea").payload["query_id"]
    assert chat.say("action_feedback", "well", intent).keys == [key]
    (kept,) = chat.shop.store.export("anon:s1")["feedback"]
    assert (kept["value"], kept["query_id"], kept["session_id"]) == (value, query_id, "s1")


def test_feedback_without_a_list_is_kept_too(chat: Chat) -> None:
    """Praise before anything was searched for ended in an apology."""
    assert chat.say("action_feedback", "great", "feedback_positive").keys == ["thanks_for_praise"]
    (kept,) = chat.shop.store.export("anon:s1")["feedback"]
    assert kept["query_id"] is None


# --- erasing


def test_erasing_leaves_nothing_of_the_shopper_and_all_of_others(chat: Chat) -> None:
    shop = chat.shop
    shop.record(Event.now("user:else", "purchase", "m01"))
    chat.say("action_search", "", category="tea")
    chat.say("action_select", ordinal=[1])
    chat.say("action_feedback", "good", "feedback_positive")
    chat.say("action_talk_to_human", "help me")
    chat.say("action_thank", "hello?")
    chat.slots["currency"] = "CHF"
    reply = chat.say("action_delete_my_data", "forget me", "delete_my_data")
    assert reply.keys == ["data_deleted"]
    left = shop.store.export("anon:s1")
    assert [name for name, kept in left.items() if kept and name != "user_id"] == []
    assert shop.handoffs.waiting() == []
    assert len(shop.store.events_of("user:else")) == 1
    assert [value for name, value in chat.slots.items() if value] == []


def test_erased_taste_no_longer_counts(chat: Chat) -> None:
    before = chat.say("action_recommend").product_ids
    chat.slots["shown"] = ["t02", "t03"]
    chat.say("action_select", ordinal=[1])
    assert chat.say("action_recommend").product_ids != before
    chat.say("action_delete_my_data")
    reply = chat.say("action_recommend")
    assert reply.keys == ["recommended"]
    assert reply.product_ids == before


def test_nothing_to_erase_is_said_so(chat: Chat) -> None:
    assert chat.say("action_delete_my_data").keys == ["data_nothing"]


def test_anonymous_shopper_cannot_erase_a_known_one(shop: Shop) -> None:
    shop.record(Event.now("user:ann", "purchase", "m01"))
    Chat(shop, sender="ann", metadata={"identity_token": token(secret=OTHER_SECRET)}).say("action_delete_my_data")
    assert len(shop.store.events_of("user:ann")) == 1
