"""Offers over HTTP: who would get which, holding, redeeming and releasing."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from actions.shop import Shop
from tests.actions.payloads.test_cards import check
from tests.actions.serving import serve
from tests.actions.small_shop import API_TOKEN

ANN = {"user_id": "user:ann", "code": "TEA20"}


@pytest.fixture
def client(shop: Shop) -> Iterator[httpx.Client]:
    """A client with the shop's token."""
    ours = {"Authorization": f"Bearer {API_TOKEN}"}
    with serve(shop) as served, httpx.Client(base_url=f"{served.url}/api/v1", headers=ours, timeout=30) as client:
        yield client


def test_offers_of_a_shopper_come_with_what_they_change_and_hold_nothing(client: httpx.Client) -> None:
    asked = {"user_id": "user:ann", "product_id": ["t02", "m01"], "country": "DE", "language": "de"}
    for _ in range(4):
        found = client.get("/offers", params=asked).json()
    check(found, "Offers")
    assert {one["code"] for one in found["offers"]} == {"TEA20", "HELLO3"}
    for one in found["offers"]:
        assert 0 < one["probability"] < one["probability_with"] < 1
        assert one["expected_gain"] > 0
        assert one["grant"] is None
    assert "Rabatt" in found["offers"][0]["text"]
    assert client.get("/offers", params={"user_id": "user:ann"}).json()["offers"] == []


def test_offer_is_held_redeemed_once_and_then_had(client: httpx.Client) -> None:
    response = client.post("/offers/reserve", json=ANN)
    assert response.status_code == 201
    grant = response.json()
    check(grant, "Grant")
    done = client.post("/offers/redeem", json={**ANN, "grant_id": grant["grant_id"], "amount": "2.50"})
    assert done.json() == {**grant, "redeemed": True}
    again = client.post("/offers/redeem", json={**ANN, "grant_id": grant["grant_id"], "amount": "2.50"})
    assert again.status_code == 400
    assert "redeemed already" in again.json()["detail"]
    assert client.post("/offers/reserve", json=ANN).status_code == 409


def test_released_offer_can_be_held_again(client: httpx.Client) -> None:
    first = client.post("/offers/reserve", json=ANN).json()["grant_id"]
    assert client.post("/offers/release", json={**ANN, "grant_id": first}).json() == {"released": first}
    assert client.post("/offers/reserve", json=ANN).json()["grant_id"] != first


def test_budget_that_does_not_last_is_a_conflict(client: httpx.Client) -> None:
    held = [client.post("/offers/reserve", json={**ANN, "user_id": f"u{number}"}).status_code for number in range(4)]
    assert held == [201, 201, 409, 409]


def test_offer_that_holds_no_longer_is_a_conflict(client: httpx.Client) -> None:
    assert client.post("/offers/reserve", json={**ANN, "code": "OLD"}).status_code == 409


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("reserve", []), ("reserve", {}), ("reserve", {**ANN, "code": "NOPE"}), ("reserve", {**ANN, "user_id": ""}),
        ("redeem", {**ANN, "grant_id": 1}), ("redeem", {**ANN, "grant_id": 0, "amount": "1"}),
        ("redeem", {**ANN, "grant_id": 99, "amount": "1"}), ("redeem", {**ANN, "grant_id": True, "amount": "1"}),
        ("redeem", {**ANN, "grant_id": 1, "amount": 1.5}), ("redeem", {**ANN, "grant_id": 1, "amount": "NaN"}),
        ("redeem", {**ANN, "grant_id": 1, "amount": "much"}), ("release", {**ANN, "grant_id": "1"}),
        ("release", {**ANN, "grant_id": 2**40}),
    ],
)  # fmt: skip
def test_bad_bodies_are_problems(client: httpx.Client, path: str, body: Any) -> None:
    response = client.post(f"/offers/{path}", json=body)
    assert response.status_code == 400
    check(response.json(), "Problem")


def test_without_the_token_nothing_is_told_or_held(client: httpx.Client) -> None:
    stranger = {"Authorization": "Bearer no"}
    assert client.get("/offers", params={"user_id": "user:ann"}, headers=stranger).status_code == 401
    for path in ("reserve", "redeem", "release"):
        assert client.post(f"/offers/{path}", json=ANN, headers=stranger).status_code == 401
    assert client.get("/offers").status_code == 400
