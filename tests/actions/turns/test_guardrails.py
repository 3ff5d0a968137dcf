"""Whatever finds and ranks products: what is sold out, banned or not sent to a shopper stands in no list they get."""

from collections import Counter
from dataclasses import replace

import httpx
import numpy as np
import pytest

from actions.payloads.cards import Payloads
from actions.shop import Shop
from retrieval.filters import FilterColumns
from retrieval.quality.guardrails import GuardRails, HeldBack
from tests.actions.chat import Chat
from tests.actions.serving import serve
from tests.actions.small_shop import PRODUCTS

BANNED = frozenset({"h03", "m01"})
COUNTRIES = ("AT", "JP")


@pytest.fixture
def blind_shop(make_shop, monkeypatch: pytest.MonkeyPatch) -> tuple[Shop, Counter[HeldBack]]:
    """A shop whose filters let everything pass, so that only the guard rails are left."""
    monkeypatch.setattr(FilterColumns, "mask", lambda self, _: np.ones(self._n_products, dtype=bool))
    shop: Shop = make_shop()
    counts: Counter[HeldBack] = Counter()
    rails = GuardRails(
        shop.catalogue.merchants, shop.prices.serves, lambda: BANNED, lambda reason: counts.update([reason])
    )
    return replace(shop, payloads=Payloads(shop.texts, shop.prices, "http://pictures.example", rails)), counts


def offerable(shop: Shop, country: str) -> set[str]:
    return {
        one.product_id
        for one in PRODUCTS
        if one.product_id not in BANNED
        and one.is_in_stock
        and shop.prices.serves(shop.catalogue.merchant_of(one), country)
    }


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_route_of_the_api_lets_one_through(blind_shop, country):
    shop, counts = blind_shop
    allowed = offerable(shop, country)
    routes = [
        "/api/v1/recommendations?limit=50",
        "/api/v1/recommendations?limit=50&in_stock=false",
        "/api/v1/recommendations?limit=50&category=headphones",
        *(f"/api/v1/products/{one}/similar?limit=50" for one in ("h01", "s01", "t01")),
        *(f"/api/v1/products/{one}/bought-together?limit=50" for one in ("h01", "m02")),
        "/api/v1/search?q=headphones&limit=50",
    ]
    with serve(shop) as served:
        for route in routes:
            answer = httpx.get(f"{served.url}{route}&country={country}", timeout=30)
            assert answer.status_code == 200, answer.text
            listed = answer.json()["products"]
            assert {card["product_id"] for card in listed} <= allowed, route
            versions = [card["variants"]["product_ids"] for card in listed if card["variants"]]
            assert {product_id for own in versions for product_id in own} <= allowed, route
    assert counts[HeldBack.BANNED]
    assert counts[HeldBack.OUT_OF_STOCK]
    assert counts[HeldBack.NOT_SENT]


@pytest.mark.parametrize(
    ("language", "country"), [("en", "US"), ("zh-Hans", "JP"), ("ar", "AT"), ("th", "JP"), ("tr", "AT")]
)
def test_no_turn_of_a_conversation_lets_one_through_and_positions_are_those_of_what_is_seen(
    blind_shop, country, language
):
    shop, _ = blind_shop
    chat = Chat(shop, language=language, metadata={"country": country, "currency": "EUR"})
    allowed = offerable(shop, country)
    seen: list[str] = []
    reply = chat.say("action_recommend", "what do you recommend")
    while reply.product_ids:
        assert set(reply.product_ids) <= allowed
        assert chat.slots["shown"][: len(reply.product_ids)] == reply.product_ids
        seen += reply.product_ids
        reply = chat.say("action_show_more")
    assert len(seen) == len(set(seen)) > 0


def test_product_sold_out_since_the_list_was_made_is_not_shown_later(make_shop):
    shop = make_shop()
    chat = Chat(shop, metadata={"country": "DE", "currency": "EUR"})
    first = chat.say("action_search", "headphones", category="headphones")
    gone = chat.slots["search_state"]["ranked"][len(first.product_ids)]
    sold_out = [replace(one, stock=0) if one.product_id == gone else one for one in PRODUCTS]
    chat.shop = make_shop(sold_out)
    assert gone not in chat.say("action_show_more").product_ids


def test_search_that_asks_for_what_is_sold_out_gets_it(make_shop):
    with serve(make_shop()) as served:
        found = httpx.get(f"{served.url}/api/v1/search?q=headphones&in_stock=false&limit=50&country=DE", timeout=30)
        assert "h13" in {card["product_id"] for card in found.json()["products"]}
        found = httpx.get(f"{served.url}/api/v1/recommendations?in_stock=false&limit=50&country=DE", timeout=30)
        assert "h13" not in {card["product_id"] for card in found.json()["products"]}
