"""The questions under gift ideas: one at a time, answered by a button, in words, or not at all."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from actions.shop import Shop
from tests.actions.chat import Chat, Reply
from tests.actions.small_shop import build_shop

_SENDERS = count()
QUESTIONS = {"gift_for_whom", "gift_occasion", "gift_price"}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop that the conversations of this module share."""
    shop = build_shop(tmp_path_factory.mktemp("gift_questions"))
    yield shop
    shop.store.close()


@pytest.fixture
def chat(shared: Shop) -> Chat:
    return Chat(shared, sender=f"gift{next(_SENDERS)}")


def gift(chat: Chat, text: str = "gift ideas", **entities: Any) -> Reply:
    return chat.say("action_gift", text, "gift_advice", **entities)


def asked(reply: Reply) -> list[str]:
    return [key for key in reply.keys if key in QUESTIONS]


def test_whom_occasion_and_budget_are_asked_one_at_a_time_under_ideas(chat: Chat) -> None:
    first = gift(chat)
    second = chat.say("action_search", "my mother", "search_product", recipient="mother")
    third = chat.say("action_out_of_scope", "her birthday", "nlu_fallback", occasion="birthday")
    last = chat.say("action_refine", "at most 15", "refine_search", max_price=15)
    assert [asked(one) for one in (first, second, third, last)] == [
        ["gift_for_whom"],
        ["gift_occasion"],
        ["gift_price"],
        [],
    ]
    assert all(one.product_ids for one in (first, second, third, last))
    assert "mother, birthday" in last.text
    assert last.payload["applied"]["max_price"] == 15


@pytest.mark.parametrize("language", ["en", "de", "zh-Hans", "ar", "th", "tr"])
def test_each_question_has_short_buttons_and_one_to_skip_it(shared: Shop, language: str) -> None:
    chat = Chat(shared, language, sender=f"gift-{language}")
    reply = gift(chat)
    for _ in range(3):
        titles = [button["title"] for button in reply.message["buttons"]]
        assert asked(reply)
        assert len(titles) >= 3
        assert all(0 < len(title) <= 24 for title in titles)
        reply = gift(chat, reply.message["buttons"][-1]["payload"])
    assert not asked(reply)
    assert reply.product_ids


def test_what_is_told_at_once_is_not_asked(chat: Chat) -> None:
    reply = gift(chat, recipient="father", occasion="birthday", max_price=60)
    assert not asked(reply)


@pytest.mark.parametrize(
    ("action", "intent", "entities"),
    [("action_deny", "deny", {}), ("action_refine", "refine_search", {"refinement": "any_price"})],
)
def test_question_is_skipped_in_words(chat: Chat, action: str, intent: str, entities: dict[str, Any]) -> None:
    assert asked(gift(chat, recipient="mother")) == ["gift_occasion"]
    reply = chat.say(action, "no matter", intent, **entities)
    assert asked(reply) == ["gift_price"]
    assert chat.slots["search_state"]["text"] == "gift ideas" or action == "action_refine"


@pytest.mark.parametrize("action", ["action_greet", "action_affirm", "action_recommend"])
def test_answer_counts_whatever_the_message_is_taken_for(chat: Chat, action: str) -> None:
    """ "My mother" was taken for a greeting."""
    gift(chat)
    assert "mother" in chat.say(action, "my mother", recipient="mother").text


def test_each_question_is_asked_once(chat: Chat) -> None:
    assert asked(gift(chat)) == ["gift_for_whom"]
    assert asked(gift(chat, "something nice")) == ["gift_occasion"]
    assert asked(gift(chat, "something nicer")) == ["gift_price"]
    assert asked(gift(chat, "something else")) == []


def test_change_of_topic_is_answered_and_the_gift_goes_on_afterwards(chat: Chat) -> None:
    gift(chat, "gift ideas for my mother", recipient="mother")
    assert chat.say("action_landed_cost", "the first to my door", "ask_landed_cost", ordinal=[1]).payload["type"] == (
        "landed_cost"
    )
    reply = chat.say("action_search", "for her birthday", "search_product", occasion="birthday")
    assert "mother, birthday" in reply.text
    assert asked(reply) == ["gift_price"]


def test_search_in_the_middle_is_a_search_and_the_gift_comes_back(chat: Chat) -> None:
    gift(chat, "gift ideas for my mother", recipient="mother")
    search = chat.say("action_search", "headphones", "search_product", category="headphones")
    assert search.payload["applied"]["category"] == "headphones"
    assert not asked(search)
    chat.say("action_go_back", "back", "go_back")
    reply = chat.say("action_out_of_scope", "birthday", "nlu_fallback", occasion="birthday")
    assert "mother, birthday" in reply.text


def test_gift_ideas_asked_for_again_are_those_just_before(chat: Chat) -> None:
    """ "Back to the gift ideas" began anew and asked for whom once more."""
    gift(chat, "gift ideas for my mother", recipient="mother")
    chat.say("action_search", "headphones", "search_product", category="headphones")
    assert "mother" in gift(chat, "back to the gift ideas").text


def test_price_in_another_list_is_no_answer_about_a_gift(chat: Chat) -> None:
    gift(chat, recipient="mother")
    chat.say("action_search", "headphones", "search_product", category="headphones")
    reply = chat.say("action_refine", "under 60", "refine_search", max_price=60)
    assert reply.payload["applied"]["category"] == "headphones"


def test_number_of_the_list_is_no_answer_either(chat: Chat) -> None:
    ideas = gift(chat, recipient="mother")
    assert chat.say("action_select", "the first", "select_product", ordinal=[1]).product_ids == ideas.product_ids[:1]


@pytest.mark.parametrize("value", [None, 3, "x", [], {}, {"asked": 3}, {"asked": ["x"], "pending": "x"}])
def test_slot_of_another_form_counts_as_nothing_asked(chat: Chat, value: Any) -> None:
    chat.slots["gift_talk"] = value
    assert asked(gift(chat)) == ["gift_for_whom"]
