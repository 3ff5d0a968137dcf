"""What the shop sells, over a real socket: searches, recommendations, products, their pages, orders and counts."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.actions.conftest import ShopMaker
from tests.actions.payloads.test_cards import check
from tests.actions.serving import Served, assert_problem
from tests.actions.small_shop import PRODUCTS


def test_search_finds_under_conditions(client: httpx.Client) -> None:
    parameters = {"q": "headphones", "language": "en", "category": "headphones", "color": ["red", "blue"],
                  "country": "de", "currency": "jpy", "max_price": "20000", "limit": 3}  # fmt: skip
    answer = client.get("/api/v1/search", params=parameters)
    assert answer.status_code == 200
    check(answer.json(), "Products")
    assert {card["product_id"] for card in answer.json()["products"]} == {"h04", "h06"}
    assert answer.json()["given_up"] == []
    assert answer.json()["applied"] == {
        "category": "headphones", "color": ["red", "blue"], "max_price": 20000, "currency": "JPY", "country": "DE",
    }  # fmt: skip


def test_search_says_what_it_gave_up(client: httpx.Client) -> None:
    answer = client.get(
        "/api/v1/search", params={"q": "mug", "language": "en", "category": "mug", "color": "gold"}
    ).json()
    assert answer["given_up"] == ["colors"]
    assert answer["total"] == 4


def test_sold_out_products_are_found_on_request(client: httpx.Client) -> None:
    parameters = {"q": "Last headphones", "language": "en", "category": "headphones", "limit": 50}
    found = [
        {card["product_id"] for card in client.get("/api/v1/search", params={**parameters, **more}).json()["products"]}
        for more in ({}, {"in_stock": "false"})
    ]
    assert found[1] - found[0] == {"h13"}


def test_language_of_a_search_is_detected(client: httpx.Client) -> None:
    assert client.get("/api/v1/search", params={"q": "煎茶はありますか"}).json()["language"] == "ja"


@pytest.mark.parametrize("product_id", [one.product_id for one in PRODUCTS])
def test_every_product_has_its_page(client: httpx.Client, product_id: str) -> None:
    card = client.get(f"/api/v1/products/{product_id}?country=DE").json()
    check(card, "Product")
    assert card["product_id"] == product_id
    similar = client.get(f"/api/v1/products/{product_id}/similar?country=DE&limit=4").json()
    check(similar, "Products")
    assert product_id not in [one["product_id"] for one in similar["products"]]


def test_product_ids_are_read_as_the_address_means_them(
    another_shop: Served, client: httpx.Client, make_shop: ShopMaker
) -> None:
    named = replace(PRODUCTS[0], product_id="茶 1/2")
    another_shop.shop = make_shop([named, *PRODUCTS[1:]])
    assert client.get("/api/v1/products/" + quote("茶 1/2", safe="")).json()["product_id"] == "茶 1/2"


def test_landed_cost_takes_the_names_of_the_command_line(client: httpx.Client) -> None:
    parameters = {"price": "100", "currency": "EUR", "origin": "CN", "destination": "DE", "hs": "6109.10",
                  "quantity": 1, "shipping": "10", "weight-kg": "0.4", "on": "2026-11-22"}  # fmt: skip
    answer = client.get("/api/v1/landed-cost", params=parameters).json()
    check(answer, "LandedCost")
    amounts = {line["kind"]: line["amount"] for line in answer["lines"]}
    assert amounts["item"] == "100.00"
    assert amounts["shipping"] == "10.00"
    assert answer["as_of"] == "2026-11-22"
    without = client.get("/api/v1/landed-cost", params={**parameters, "shipping": ""}).json()
    assert "shipping" in without["unknown"]


ORDER = {"price": "100", "currency": "EUR", "origin": "CN", "destination": "DE", "hs": "6109.10", "shipping": "10"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"weight-kg": "0"}, "the weight 0 kg is not usable"),
        ({"weight_kg": "NaN"}, "the weight 'NaN' is not a finite number"),
        ({"weight-kg": "-1"}, "the weight -1 kg is not usable"),
        ({"hs": "9999.99"}, "lies in no chapter of the Harmonized System"),
        ({"hs": "77"}, "lies in no chapter"),
        ({"price": "1_000"}, "must be a number such as 79.90"),
        ({"price": "1e400"}, "must lie between 0 and a billion"),
        ({"carrier": "DHL"}, "must be one of post, courier."),
        ({"destination": "PT-30"}, "must be a country's ISO code"),
    ],
)
def test_order_that_cannot_be_is_refused_with_a_reason(client: httpx.Client, wrong: dict[str, str], said: str) -> None:
    """A weight of zero or of no number was passed over, though the command line refuses it."""
    response = client.get("/api/v1/landed-cost", params={**ORDER, **wrong})
    assert (response.status_code, response.headers["content-type"]) == (400, "application/problem+json")
    assert said in response.json()["detail"]


@pytest.mark.parametrize(("written", "code"), [("XI", "XI"), ("uk", "GB"), ("ES-CN", "IC"), ("ax", "AX")])
def test_landed_cost_goes_to_territories_too(client: httpx.Client, written: str, code: str) -> None:
    """Northern Ireland, which the engine knows, was refused for a code that is none."""
    answer = client.get("/api/v1/landed-cost", params={**ORDER, "destination": written, "weight-kg": "0.4"})
    assert answer.json()["destination"] == code


def test_landed_cost_takes_who_buys_and_on_which_terms(client: httpx.Client) -> None:
    """A seller in China pays duty on terms DDP; of a business the tax is not known."""
    order = {"price": "100", "currency": "EUR", "origin": "CN", "destination": "DE", "hs": "6109.10", "shipping": "10"}
    paid = client.get("/api/v1/landed-cost", params={**order, "incoterm": "DDP", "on": "2026-07-01"}).json()
    assert ({line["due"] for line in paid["lines"]}, paid["due_at_door"]) == ({"order"}, "0.00")
    assert "vat" in client.get("/api/v1/landed-cost", params={**order, "buyer": "business"}).json()["unknown"]
    assert client.get("/api/v1/landed-cost", params={**order, "incoterm": "FOB"}).status_code == 400


def test_recommendations_need_no_token_for_nobody_in_particular(client: httpx.Client) -> None:
    answer = client.get("/api/v1/recommendations?country=JP&limit=50")
    check(answer.json(), "Products")
    assert answer.json()["user_id"] is None


def test_pictures_are_served(client: httpx.Client) -> None:
    response = client.get("/pictures/running-shoes.svg")
    assert response.status_code == 200
    assert response.headers["content-type"] == "image/svg+xml"


def test_pictures_come_in_a_colour(client: httpx.Client) -> None:
    red, plain = client.get("/pictures/red/running-shoes.svg"), client.get("/pictures/running-shoes.svg")
    assert (red.status_code, red.headers["content-type"]) == (200, "image/svg+xml")
    assert red.text != plain.text
    assert client.get("/pictures/mauve/running-shoes.svg").status_code == 404
    assert client.get("/pictures/red/nothing.svg").status_code == 404


# --- pages, orders and counts of a search


def found(client: httpx.Client, query: str) -> dict[str, Any]:
    response = client.get(f"/api/v1/search?language=en&{query}")
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


@pytest.mark.parametrize("sort", ["relevance", "price", "-price", "rating", "newest"])
def test_pages_of_a_search_joined_are_its_list(client: httpx.Client, sort: str) -> None:
    query = f"q=headphones&category=headphones&category=tea&sort={sort}"
    whole = found(client, f"{query}&limit=50")
    ids = [card["product_id"] for card in whole["products"]]
    assert len(ids) == len(set(ids)) == whole["total"]
    pages = [found(client, f"{query}&limit=4&page={page}") for page in range(1, len(ids) // 4 + 2)]
    assert [card["product_id"] for page in pages for card in page["products"]] == ids
    assert [page["page"] for page in pages] == list(range(1, len(pages) + 1))
    offset = found(client, f"{query}&limit=4&offset=6")
    assert [card["product_id"] for card in offset["products"]] == ids[6:10]
    assert {page["sort"] for page in pages} == {sort}


def test_page_beyond_the_end_is_empty(client: httpx.Client) -> None:
    body = found(client, "q=tea&category=tea&page=999")
    assert body["products"] == []
    assert body["total"] == 5
    assert body["page"] == 999


def test_sorting_by_price_sorts_in_the_currency_shown(client: httpx.Client) -> None:
    body = found(client, "q=tea&category=tea&sort=price&currency=JPY")
    amounts = [Decimal(card["price"]["amount"]) for card in body["products"]]
    assert amounts == sorted(amounts)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("page=0", "page"), ("page=-1", "page"), ("page=x", "page"), ("limit=51", "limit"), ("limit=0", "limit"),
        ("offset=-1", "offset"), ("page=2&offset=3", "offset"), ("sort=cheapest", "relevance, price, -price"),
        ("facets=colour", "category, department"), ("facets=color,wings", "wings"),
        ("correct=perhaps", "correct"),
    ],
)  # fmt: skip
def test_part_order_or_count_that_there_is_not_is_refused(client: httpx.Client, query: str, named: str) -> None:
    detail = assert_problem(client.get(f"/api/v1/search?q=tea&{query}"), 400)
    assert named in detail


@pytest.mark.parametrize(
    "text", ["a", "的", "the and of", "🎧", "?!", "30 €", "unter 30 Euro", "ى", "x" * 2000, "\u200b"]
)
def test_odd_queries_are_answered(client: httpx.Client, text: str) -> None:
    response = client.get("/api/v1/search", params={"q": text, "facets": "true", "sort": "price"})
    assert response.status_code == 200
    assert response.json()["type"] == "products"


def test_query_too_long_is_refused_with_the_limit(client: httpx.Client) -> None:
    assert "2000" in assert_problem(client.get("/api/v1/search", params={"q": "tea " * 501 + "x"}), 400)
    assert_problem(client.get("/api/v1/search", params={"q": "tea " * 5000}), 413)


def test_price_alone_lists_what_it_allows(client: httpx.Client) -> None:
    body = client.get("/api/v1/search", params={"q": "unter 15 Euro", "limit": 50}).json()
    assert body["applied"]["max_price"] == 15
    assert body["total"] == len(body["products"]) > 3
    assert all(Decimal(card["price"]["amount"]) <= 15 for card in body["products"])


def test_parameters_count_before_the_words(client: httpx.Client) -> None:
    body = found(client, "q=headphones under 30 euros, not black&max_price=60&color=black&category=headphones")
    assert body["applied"]["max_price"] == 60
    assert body["applied"]["color"] == "black"
    assert {"h01", "h03"} <= {card["product_id"] for card in body["products"]}


def test_facets_have_counts_and_labels_in_the_language_asked_for(client: httpx.Client) -> None:
    query = {"q": "Kopfhörer", "language": "de", "category": "headphones", "color": "black", "facets": "true"}
    body = client.get("/api/v1/search", params={**query, "limit": 50}).json()
    facets = body["facets"]
    assert list(facets) == ["category", "department", "brand", "color", "material", "audience", "size", "price",
                            "rating", "in_stock"]  # fmt: skip
    black = next(value for value in facets["color"]["values"] if value["value"] == "black")
    assert black == {"value": "black", "label": "schwarz", "count": body["total"], "selected": True}
    for value in facets["color"]["values"]:
        there = client.get("/api/v1/search", params={**query, "color": value["value"], "facets": "false"}).json()
        assert there["total"] == value["count"]
        assert "facets" not in there
    assert sum(value["count"] for value in facets["price"]["values"]) == body["total"]
    assert facets["category"]["label"] == "Kategorie"
    assert facets["in_stock"]["values"][0]["label"] == "Auf Lager"


def test_some_facets_may_be_asked_for(client: httpx.Client) -> None:
    assert list(found(client, "q=tea&facets=price,color")["facets"]) == ["color", "price"]


@pytest.mark.parametrize("path", ["/api/v1/recommendations", "/api/v1/products/h01/similar"])
def test_other_lists_have_pages_too(client: httpx.Client, path: str) -> None:
    whole = [card["product_id"] for card in client.get(path, params={"limit": 50}).json()["products"]]
    pages = [client.get(path, params={"limit": 5, "page": page}).json()["products"] for page in range(1, 11)]
    assert [card["product_id"] for page in pages for card in page] == whole
