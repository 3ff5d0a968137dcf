"""Fixtures of the tests of the cart."""

import uuid
from collections.abc import Iterator

import pytest

from actions.shop import Shop
from tests.actions.chat import Chat
from tests.actions.small_shop import build_shop


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """One small shop for all tests of this module."""
    built = build_shop(tmp_path_factory.mktemp("shop"))
    yield built
    built.store.close()


@pytest.fixture
def chat(shop: Shop) -> Chat:
    """A conversation of its own for each test."""
    return Chat(shop, sender=uuid.uuid4().hex)


@pytest.fixture
def at_mugs(chat: Chat) -> Chat:
    """A conversation in which three mugs were shown; that of tian comes last."""
    chat.slots["shown"] = ["m01", "m02", "m04"]
    return chat
