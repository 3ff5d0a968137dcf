"""Fixtures of the action tests."""

from pathlib import Path

import pytest

from actions.shop import Shop
from tests.actions.chat import Chat
from tests.actions.small_shop import build_shop


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """A small shop with an empty database of its own."""
    return build_shop(tmp_path)


@pytest.fixture
def chat(shop: Shop) -> Chat:
    """A conversation in English with a shopper in Germany who pays in euros."""
    return Chat(shop)
