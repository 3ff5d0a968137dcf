"""Advice over HTTP: what is bought together, gifts, and what comes next."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from actions.shop import Shop
from retrieval.filters import Filters
from retrieval.profile import Profile
from tests.actions.conftest import ShopMaker
from tests.actions.payloads.test_cards import check
from tests.actions.serving import serve
from tests.actions.small_shop import API_TOKEN, PRODUCTS
from tests.retrieval.advice.shoppers import add_consented, bought

Ask = Any


@pytest.fixture
def ask(shop: Shop) -> Iterator[Ask]:
    """A function that asks the served shop for a path with parameters and returns the response."""
    with serve(shop) as served, httpx.Client(base_url=served.url, timeout=30) as client:

        def get(path: str, **parameters: Any) -> httpx.Response:
            return client.get(f"/api/v1/{path}", params=parameters)

        yield get


def buy(shop: Shop, n: int, *product_ids: str) -> None:
    """Let `n` shoppers buy products together, and many others something else."""
    together = [bought(f"{'-'.join(product_ids)}-{number}", *product_ids) for number in range(n)]
    alone = [bought(f"other-{number}", "p01") for number in range(40)]
    add_consented(shop.store, [event for basket in (*together, *alone) for event in basket])


# --- bought together


def test_what_others_bought_comes_with_the_evidence(shop: Shop, ask: Ask) -> None:
    buy(shop, 4, "t01", "m01")
    found = ask("products/t01/bought-together", country="DE", language="fr").json()
    check(found, "BoughtTogether")
    assert (found["product_id"], found["basis"], found["total"]) == ("t01", "purchases", 1)
    (card,) = found["products"]
    assert card["product_id"] == "m01"
    assert card["together"]["n_shoppers"] == 4
    assert 1 < card["together"]["lift_at_least"] <= card["together"]["lift"]
    assert card["reasons"] == [{"kind": "bought_together", "text": "Acheté ensemble par 4 clients"}]


def test_without_purchases_complements_say_that_they_are_none(ask: Ask) -> None:
    found = ask("products/t01/bought-together", country="DE").json()
    check(found, "BoughtTogether")
    assert found["basis"] == "content"
    assert {card["category"] for card in found["products"]} == {"mug"}
    assert all(card["together"] is None for card in found["products"])
    kinds = {reason["kind"] for card in found["products"] for reason in card["reasons"]}
    assert "bought_together" not in kinds
    assert found["products"][0]["reasons"][0] == {"kind": "match", "text": "Goes with: tea"}


def test_product_that_nothing_goes_with_gets_nothing(ask: Ask) -> None:
    found = ask("products/p01/bought-together", country="DE", category="tea").json()
    assert found["basis"] in {"content", "none"}
    assert ask("products/h01/bought-together", country="KP").json()["basis"] == "none"


@pytest.mark.parametrize(
    ("companion", "parameters"),
    [
        ("h13", {}),  # sold out
        ("h09", {"country": "DE"}),  # sent to America alone
        ("m04", {"country": "KP"}),
        ("gone", {}),  # no longer sold
        ("m01", {"category": "headphones"}),
    ],
)
def test_what_cannot_be_offered_is_not_named(shop: Shop, ask: Ask, companion: str, parameters: dict[str, str]) -> None:
    buy(shop, 4, "t01", companion)
    found = ask("products/t01/bought-together", **parameters).json()
    assert companion not in {card["product_id"] for card in found["products"]}


def test_limit_is_kept(shop: Shop, ask: Ask) -> None:
    for other in ("m01", "m02", "m03", "t02"):
        buy(shop, 4, "t01", other)
    assert len(ask("products/t01/bought-together", limit=2).json()["products"]) == 2


def test_unknown_product_is_a_problem(ask: Ask) -> None:
    response = ask("products/nothing/bought-together")
    assert response.status_code == 404
    check(response.json(), "Problem")


@pytest.mark.parametrize("parameters", [{"limit": 0}, {"limit": 51}, {"country": "Atlantis"}, {"currency": "KPW"}])
def test_bad_parameters_are_named(ask: Ask, parameters: dict[str, Any]) -> None:
    response = ask("products/t01/bought-together", **parameters)
    assert response.status_code == 400
    assert next(iter(parameters)) in response.json()["detail"]


def test_erased_shopper_no_longer_counts(shop: Shop, ask: Ask) -> None:
    buy(shop, 3, "t01", "m01")
    assert ask("products/t01/bought-together").json()["basis"] == "purchases"
    shop.erase("t01-m01-0")
    assert ask("products/t01/bought-together").json()["basis"] == "content"


def test_same_thing_in_another_colour_is_no_companion(make_shop: ShopMaker) -> None:
    white = next(product for product in PRODUCTS if product.product_id == "c01")
    titles = {"en": "Black t-shirt", "de": "T-Shirt Schwarz"}
    black = replace(white, product_id="c09", colors=("black",), titles=titles, descriptions={})
    shop = make_shop((replace(white, descriptions={}), black, *PRODUCTS[:3]))
    assert {one.product_id for one in shop.finder.variants("c01", Filters())} == {"c01", "c09"}
    buy(shop, 4, "c01", "c09")
    buy(shop, 4, "c01", "h01")
    found = shop.advice.companions.of("c01", Filters(), Profile.empty(), shop.today(), 10)
    assert [item.product.product_id for item in found.items] == ["h01"]


# --- bundles


def test_bundle_has_a_price_and_a_total_to_the_door(ask: Ask) -> None:
    found = ask("bundles", product_id="t02", country="DE", currency="EUR", language="de").json()
    check(found, "Bundle")
    assert found["product"]["product_id"] == "t02"
    assert found["bundle"]["product_ids"] == ["t02", *(card["product_id"] for card in found["products"])]
    assert found["bundle"]["landed_cost"]["currency"] == "EUR"
    assert float(found["bundle"]["landed_cost"]["total"]) > float(found["bundle"]["price"]["amount"])


def test_bundle_keeps_to_the_budget_and_the_limit(ask: Ask) -> None:
    assert ask("bundles", product_id="t02", max_price="12").json()["products"] == []
    assert len(ask("bundles", product_id="h01", limit=2).json()["products"]) <= 1
    assert ask("bundles", product_id="t02").json()["bundle"]["landed_cost"] is None


@pytest.mark.parametrize(
    ("parameters", "status"),
    [({}, 400), ({"product_id": "nothing"}, 404), ({"product_id": "t02", "limit": 7}, 400)],
)
def test_bundle_of_nothing_is_a_problem(ask: Ask, parameters: dict[str, Any], status: int) -> None:
    assert ask("bundles", **parameters).status_code == status


# --- gifts


def test_gifts_come_with_what_they_were_made_for(ask: Ask) -> None:
    found = ask("gifts", recipient="mother", occasion="christmas", country="DE", language="de", max_price=40).json()
    check(found, "Gifts")
    assert (found["recipient"], found["occasion"], found["age"], found["given_up"]) == ("mother", "christmas", None, [])
    assert found["products"][0]["reasons"][0]["text"].startswith("Passt zu Ihrer Suche: Mutter")
    assert all(float(card["price"]["amount"]) <= 40 for card in found["products"])


def test_gift_by_words_reads_the_age_and_the_language(ask: Ask) -> None:
    found = ask("gifts", q="一份给5岁孩子的礼物", recipient="child", country="CN").json()
    check(found, "Gifts")
    assert (found["age"], found["language"], found["products"]) == (5, "zh-Hans", [])


@pytest.mark.parametrize(
    "parameters",
    [{"recipient": "robot"}, {"occasion": "doomsday"}, {"age": 121}, {"age": "old"}, {"audience": "cats"},
     {"limit": 41}, {"max_price": "cheap"}],
)  # fmt: skip
def test_bad_wishes_are_named(ask: Ask, parameters: dict[str, Any]) -> None:
    response = ask("gifts", **parameters)
    assert response.status_code == 400
    assert next(iter(parameters)) in response.json()["detail"]


# --- occasions


def test_occasions_of_a_country_are_named_in_the_language(ask: Ask) -> None:
    found = ask("occasions", country="DE", on="2026-11-22", within=40, language="fr").json()
    check(found, "Occasions")
    assert [one["label"] for one in found["occasions"]] == ["automne", "Black Friday", "Noël", "Nouvel An"]
    assert found["occasions"][2]["date"] == "2026-12-25"
    assert found["occasions"][2]["days"] == 33
    assert set(found["occasions"][2]["categories"]) <= {"tea", "perfume"}


def test_public_holiday_that_is_no_occasion_has_its_own_name(ask: Ask) -> None:
    found = ask("occasions", country="JP", on="2026-04-25", within=5, language="ja").json()
    assert found["occasions"][-1]["label"] == found["occasions"][-1]["holiday"] == "昭和の日"
    assert found["occasions"][-1]["kind"] == "holiday"


def test_without_a_country_nothing_is_known(ask: Ask) -> None:
    assert ask("occasions").json()["occasions"] == []


def test_birthday_comes_with_consent_alone(shop: Shop) -> None:
    shop.store.set_shopper("user:ann", country="DE", attributes={"birthday": "1990-12-01"})
    with serve(shop) as served:
        url, ours = f"{served.url}/api/v1/occasions", {"Authorization": f"Bearer {API_TOKEN}"}

        def kinds() -> set[str]:
            found = httpx.get(url, params={"user_id": "user:ann"}, headers=ours, timeout=30).json()
            check(found, "Occasions")
            assert found["country"] == "DE"
            return {one["kind"] for one in found["occasions"]}

        assert "birthday" not in kinds()
        shop.store.record_consent("user:ann", "birthday", granted=True)
        assert "birthday" in kinds()
        shop.store.record_consent("user:ann", "birthday", granted=False)
        assert "birthday" not in kinds()
        assert httpx.get(url, params={"user_id": "user:ann"}, timeout=30).status_code == 401


@pytest.mark.parametrize("parameters", [{"within": 367}, {"within": -1}, {"on": "tomorrow"}, {"country": "Atlantis"}])
def test_bad_questions_about_occasions_are_named(ask: Ask, parameters: dict[str, Any]) -> None:
    response = ask("occasions", **parameters)
    assert response.status_code == 400
    assert next(iter(parameters)) in response.json()["detail"]
