"""That an AI answers is said at the start, once."""

import pytest

from actions.shop import Shop
from tests.actions.chat import Chat


@pytest.mark.parametrize("language", ["en", "zh-Hans", "ar", "th", "tr"])
def test_first_answer_says_that_an_ai_gives_it_and_later_ones_do_not(shop: Shop, language: str) -> None:
    chat = Chat(shop, language, events=[])
    assert chat.say("action_search", "", category="tea").keys[-1] == "i_am_an_ai"
    assert "i_am_an_ai" not in chat.say("action_search", "", category="mug").keys


def test_greeting_says_it_itself(shop: Shop) -> None:
    reply = Chat(shop, events=[]).say("action_greet")
    assert reply.keys == ["hello"]
    assert "AI" in reply.text


def test_first_message_that_brings_a_person_is_told_too(shop: Shop) -> None:
    reply = Chat(shop, events=[]).say("action_talk_to_human", "a person")
    assert reply.keys == ["handoff", "handoff_silent", "i_am_an_ai"]
