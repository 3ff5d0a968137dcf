"""What may be sent where, over HTTP."""

from typing import Any

import httpx
import pytest

from tests.actions.payloads.test_cards import check


def product(client: httpx.Client, product_id: str, **parameters: str) -> dict[str, Any]:
    response = client.get(f"/api/v1/products/{product_id}", params=parameters)
    response.raise_for_status()
    found: dict[str, Any] = response.json()
    check(found, "Product")
    return found


def test_a_product_comes_with_what_is_known_of_sending_it(client: httpx.Client) -> None:
    found = product(client, "t02", country="US")
    restriction = found["restriction"]
    check(restriction, "Restriction")
    assert restriction["verdict"] == "needs_papers"
    assert restriction["origin"] == "CN"
    assert [one["rule_id"] for one in restriction["findings"]] == ["us-food"]
    assert restriction["findings"][0]["source"]["url"].startswith("https://it.usembassy.gov/")
    assert [one["rule_id"] for one in found["remarks"]] == ["us-food"]


def test_what_no_record_covers_is_unknown(client: httpx.Client) -> None:
    restriction = product(client, "m01", country="JP")["restriction"]
    assert (restriction["verdict"], restriction["findings"]) == ("unknown", [])


def test_without_a_country_nothing_is_said(client: httpx.Client) -> None:
    found = product(client, "t02")
    assert (found["restriction"], found["remarks"]) == (None, [])


@pytest.mark.parametrize(
    ("language", "label"), [("zh-Hans", "食品"), ("ar", "أغذية"), ("th", "อาหาร"), ("tr", "gıda"), ("el", "food")]
)
def test_goods_are_named_in_the_language_asked_for(client: httpx.Client, language: str, label: str) -> None:
    restriction = product(client, "t02", country="US", language=language)["restriction"]
    assert restriction["findings"][0]["goods_label"] == label
