"""Lists by rising price, for a shopper whose country is known: by the cost to the door, where that is wholly known."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from actions.assembly import filter_columns
from actions.shop import Shop
from retrieval.asking import WordedSearch
from retrieval.finder import ProductFinder
from retrieval.lists.door_totals import DoorTotals
from retrieval.product import Product
from tests.actions.chat import Chat, Reply
from tests.actions.small_shop import HEADPHONES, build_shop
from tests.fakes import fused_search

_OF = {product.product_id: product for product in HEADPHONES}
FROM_FRANCE = replace(_OF["h11"], price=Decimal("78.00"))


def shop_with(folder: Path, products: Sequence[Product]) -> Shop:
    """Return a small shop whose lists know the costs to the door."""
    shop = build_shop(folder, products)
    columns = filter_columns(shop.catalogue, shop.prices, shop.asking.vocabulary)
    doors = DoorTotals(shop.catalogue.products, shop.prices.door_total)
    finder = ProductFinder(
        shop.catalogue, fused_search(shop.catalogue, columns), columns, shop.collaborative, variety=0.0, doors=doors
    )
    return replace(shop, finder=finder, asking=WordedSearch(finder, shop.asking.vocabulary))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Headphones at home and from France: 78.00 there is cheaper than 79.90, but not with 8.50 for 4.90 carriage."""
    built = shop_with(tmp_path_factory.mktemp("shop"), (_OF["h01"], _OF["h04"], FROM_FRANCE))
    yield built
    built.store.close()


def cheapest_first(chat: Chat) -> Reply:
    chat.say("action_search", "headphones", category="headphones")
    return chat.say("action_refine", "cheapest first", refinement="cheapest_first")


def test_cheapest_first_goes_by_the_cost_to_the_door_and_says_so(shop: Shop) -> None:
    """By hand: (79.90 + 4.90) · 1.19 = 100.91 from home, (78.00 + 8.50) · 1.19 = 102.94 from France."""
    reply = cheapest_first(Chat(shop))
    assert reply.keys[0] == "sorted_price_door"
    assert "cheapest to your door first" in reply.text
    assert reply.product_ids == ["h01", "h04", "h11"]
    totals = [card["landed_cost"]["total"] for card in reply.payload["products"]]
    assert totals[1:] == ["100.91", "102.94"]


def test_without_a_country_it_goes_by_price(shop: Shop) -> None:
    reply = cheapest_first(Chat(shop, metadata={"currency": "EUR"}))
    assert reply.keys[0] == "sorted_price"
    assert reply.product_ids == ["h01", "h11", "h04"]


def test_setting_keeps_lists_by_price(shop: Shop) -> None:
    plain = replace(shop, settings=replace(shop.settings, ranks_by_door=False))
    reply = cheapest_first(Chat(plain))
    assert reply.keys[0] == "sorted_price"
    assert reply.product_ids == ["h01", "h11", "h04"]


def test_one_incomplete_total_among_those_shown_keeps_the_list_by_price(tmp_path: Path) -> None:
    """A parcel from Japan to Germany has a fee that is not known, so its total is no total."""
    mixed = shop_with(tmp_path, (_OF["h04"], FROM_FRANCE, _OF["h06"]))
    reply = cheapest_first(Chat(mixed))
    assert reply.keys[0] == "sorted_price"
    assert reply.product_ids == ["h06", "h11", "h04"]
    mixed.store.close()


@pytest.mark.parametrize("language", ["zh-Hans", "ar", "th", "tr"])
def test_order_is_said_in_every_script(shop: Shop, language: str) -> None:
    reply = cheapest_first(Chat(shop, language=language))
    assert reply.keys[0] == "sorted_price_door"
    assert "{" not in reply.text
