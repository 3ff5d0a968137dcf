"""Fixtures of the action tests."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from actions.shop import Shop
from tests.actions.chat import Chat
from tests.actions.serving import Served, serve
from tests.actions.small_shop import build_shop

ShopMaker = Callable[..., Shop]


@pytest.fixture
def make_shop(tmp_path: Path) -> Iterator[ShopMaker]:
    """A function that builds a small shop like `build_shop`, each with an empty database, closed after the test."""
    built: list[Shop] = []

    def make(*given: object, **changes: object) -> Shop:
        built.append(build_shop(tmp_path / str(len(built)), *given, **changes))  # type: ignore[arg-type]
        return built[-1]

    yield make
    for one in built:
        one.store.close()


@pytest.fixture
def shop(make_shop: ShopMaker) -> Shop:
    """A small shop."""
    return make_shop()


@pytest.fixture
def chat(shop: Shop) -> Chat:
    """A conversation in English with a shopper in Germany who pays in euros."""
    return Chat(shop)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The small shop, served for all tests of this module."""
    shop = build_shop(tmp_path_factory.mktemp("served"))
    with serve(shop) as served:
        yield served
    shop.store.close()


@pytest.fixture
def client(served: Served) -> Iterator[httpx.Client]:
    """A client of the shop without a token."""
    with httpx.Client(base_url=served.url, timeout=30) as client:
        yield client


@pytest.fixture
def another_shop(served: Served) -> Iterator[Served]:
    """The server, given back its own shop after the test."""
    own = served.shop
    yield served
    served.shop = own
