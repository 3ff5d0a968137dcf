"""Fixtures of the tests of turns."""

import pytest

from tests.actions.chat import Chat


@pytest.fixture
def listed(chat: Chat) -> Chat:
    """A conversation in which five headphones were shown."""
    chat.say("action_search", "headphones", category="headphones")
    return chat
