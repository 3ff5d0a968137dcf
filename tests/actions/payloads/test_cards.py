"""The payloads of answers against the API's own description and contract.md."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, ValidationError

from actions.api.service import OPENAPI
from actions.payloads.cards import Audience, cost_line
from actions.shop import Shop
from retrieval.filters import Filters
from retrieval.findings import Found, Reason
from retrieval.pricing.landed_cost import Line as CostLine
from tests.actions.chat import Chat
from tests.actions.small_shop import PRODUCTS, TODAY

DESCRIPTION = yaml.safe_load(OPENAPI.read_text(encoding="utf-8"))

CARD = {
    *("product_id", "title", "description", "title_original", "language_original", "brand", "category", "image", "url"),
    *("in_stock", "rating", "n_ratings", "price", "price_original", "landed_cost", "score", "reasons"),
}
"""The keys that contract.md gives a product of a list."""

LIST = {"type", "language", "query_id", "total", "page", "applied", "products"}


def check(payload: Any, name: str) -> None:
    """Raise ValidationError unless `payload` fits the schema of this name in the API's description."""
    Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": DESCRIPTION["components"]}).validate(
        payload
    )


def amounts(value: Any) -> Iterator[Any]:
    """Give every amount and total in a payload."""
    if isinstance(value, dict):
        yield from (value[name] for name in ("amount", "total") if name in value and "page" not in value)
        for part in value.values():
            yield from amounts(part)
    elif isinstance(value, list):
        for part in value:
            yield from amounts(part)


def decimals(currency: str) -> str:
    return {"JPY": r"\d+", "KRW": r"\d+", "EUR": r"\d+\.\d\d", "USD": r"\d+\.\d\d"}[currency]


@pytest.mark.parametrize("name", ["Product", "Products", "LandedCost", "Health", "Problem", "Event"])
def test_schemas_of_the_description_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(DESCRIPTION["components"]["schemas"][name])


def test_schema_refuses_what_lacks_a_key_or_shows_an_amount_as_a_number(shop: Shop) -> None:
    card = shop.payloads.card(shop.catalogue.get("h01"), Audience("en", "EUR", "DE", TODAY), 0.5, ())
    for wrong in ({**card, "price": {"amount": 19.9, "currency": "EUR"}}, {**card, "rating": "4.1"}):
        with pytest.raises(ValidationError):
            check(wrong, "Product")
    for key in CARD:
        with pytest.raises(ValidationError, match=key):
            check({name: value for name, value in card.items() if name != key}, "Product")


def test_description_requires_what_the_contract_promises() -> None:
    schemas = DESCRIPTION["components"]["schemas"]
    assert set(schemas["Product"]["required"]) == CARD
    assert set(schemas["Products"]["required"]) == LIST


@pytest.mark.parametrize("currency", ["EUR", "JPY", "USD", "KRW"])
@pytest.mark.parametrize("country", ["DE", "US", "JP", ""])
def test_every_list_fits_the_description(shop: Shop, currency: str, country: str) -> None:
    chat = Chat(shop, metadata={"country": country, "currency": currency})
    reply = chat.say("action_search", "")
    while reply.payload:
        check(reply.payload, "Products")
        for card in reply.payload["products"]:
            assert re.fullmatch(decimals(currency), card["price"]["amount"])
            if card["landed_cost"]:
                assert re.fullmatch(decimals(currency), card["landed_cost"]["total"])
                assert "lines" not in card["landed_cost"], "in a list the total alone"
        assert all(isinstance(amount, str) for amount in amounts(reply.payload))
        reply = chat.say("action_show_more")


@pytest.mark.parametrize("one", PRODUCTS, ids=lambda one: one.product_id)
def test_every_landed_cost_fits_the_description(shop: Shop, one: Any) -> None:
    for country in ("DE", "GB", "US", "JP", "CH", "BR", "AU"):
        cost = shop.prices.to_door(one, country, "EUR", TODAY)
        if cost is not None:
            payload = shop.payloads.landed_cost(cost, "de", one.product_id)
            check(payload, "LandedCost")
            assert all(amount is None or Decimal(amount) >= 0 for amount in amounts(payload))
            assert payload["complete"] is (None not in amounts(payload))


def test_unknown_is_null_and_never_nought(shop: Shop) -> None:
    bare = shop.catalogue.get("h12")
    card = shop.payloads.card(bare, Audience("en", "EUR", "", TODAY), None, ())
    check(card, "Product")
    assert card["rating"] is None
    assert card["score"] is None
    assert card["landed_cost"] is None
    no_weight = shop.payloads.details(shop.catalogue.get("t01"), Audience("en", "EUR", "US", TODAY))
    assert no_weight["weight_kg"] is None


def test_cost_in_a_list_names_what_is_unknown(shop: Shop) -> None:
    card = shop.payloads.card(shop.catalogue.get("t01"), Audience("en", "EUR", "US", TODAY), 0.5, ())
    assert card["landed_cost"]["complete"] is False
    assert card["landed_cost"]["unknown"] == ["shipping", "duty", "vat"]


def test_selected_product_and_comparison_hold_whole_cards(shop: Shop) -> None:
    chat = Chat(shop)
    chat.say("action_search", "", category="headphones")
    check(chat.say("action_select", ordinal=[1]).payload, "Products")
    comparison = chat.say("action_compare", ordinal=[1, 2]).payload
    assert set(comparison) == {"type", "language", "products", "rows"}
    for card in comparison["products"]:
        check(card, "Product")
    for row in comparison["rows"]:
        assert set(row) == {"attribute", "label", "values", "best"}
        assert len(row["values"]) == 2
        assert row["best"] in {None, 0, 1}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), {"currency": "EUR", "country": "DE"}),
        (Filters(categories=("tea",)), {"category": "tea", "currency": "EUR", "country": "DE"}),
        (Filters(colors=("red", "blue")), {"color": ["red", "blue"], "currency": "EUR", "country": "DE"}),
        (
            Filters(max_price=Decimal("80.0"), currency="USD"),
            {"max_price": 80, "currency": "USD", "country": "DE"},
        ),
        (Filters(min_price=Decimal("79.90")), {"min_price": 79.9, "currency": "EUR", "country": "DE"}),
        (
            Filters(brands=("Klang",), materials=("wood",), sizes=("M",), departments=("home",), audience="women"),
            {"brand": "Klang", "material": "wood", "size": "M", "department": "home", "audience": "women",
             "currency": "EUR", "country": "DE"},
        ),
    ],
)  # fmt: skip
def test_applied_names_conditions_as_the_contract_does(shop: Shop, filters: Filters, expected: dict[str, Any]) -> None:
    payload = shop.payloads.products((), Audience("en", "EUR", "DE", TODAY), filters, "q", 0, 1)
    assert payload["applied"] == expected


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (Reason("match", {"category": "mug", "color": "red", "brand": "Klang"}), "Matches: mug, red, Klang"),
        (Reason("similar_shoppers", {"n": 1}), "Liked by one shopper with your taste"),
        (Reason("similar_shoppers", {"n": 7}), "Liked by 7 shoppers with your taste"),
        (Reason("your_taste", {"brand": "Klang"}), "Like what you have looked at: Klang"),
        (Reason("your_taste", {"category": "mug", "next": True}), "You may be looking for this next: mug"),
        (Reason("popular", {"rating": 4.5, "n": 1200}), "Rated 4.5 of 5 by 1,200 buyers"),
        (Reason("new"), "New in the shop"),
        (Reason("price_fit"), "In your usual price range"),
    ],
)
def test_reason_is_said_with_its_facts(shop: Shop, reason: Reason, text: str) -> None:
    rated = replace(shop.catalogue.get("m01"), rating=4.5, n_ratings=1200, added=TODAY)
    found = Found(rated, 0.5, (reason,))
    payload = shop.payloads.products((found,), Audience("en", "EUR", "DE", TODAY), Filters(), "q", 1, 1)
    check(payload, "Products")
    assert payload["products"][0]["reasons"] == [{"kind": reason.kind, "text": text}]


def test_picture_is_the_merchants_or_a_drawing_of_the_kind_in_its_colour(shop: Shop) -> None:
    shoes = shop.catalogue.get("s01")
    assert shop.payloads.picture(shoes).endswith(f"/pictures/{shoes.colors[0]}/running-shoes.svg")
    assert shop.payloads.picture(replace(shoes, colors=())).endswith("/pictures/running-shoes.svg")
    assert shop.payloads.picture(replace(shoes, colors=("chartreuse",))).endswith("/pictures/running-shoes.svg")
    for one in PRODUCTS:
        assert shop.payloads.picture(one).startswith("http://127.0.0.1:5055/pictures/")


def test_further_duty_has_a_name_of_its_own() -> None:
    assert cost_line(CostLine("duty", None, is_additional=True)).key == "line_duty_additional"
    assert cost_line(CostLine("duty", Decimal(5))).key == "line_duty"
