from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from retrieval.advice.offer_book import OfferBook, OfferKind
from retrieval.errors import CatalogError
from tests.retrieval.advice.small_catalogue import DATA, lexicon, thing

ENTRY: dict[str, Any] = {
    "kind": "percent", "value": 10, "most": "5.00", "currency": "EUR", "budget": "50.00", "from": "2026-01-01",
    "until": "2026-12-31",
}  # fmt: skip


def book(tmp_path: Path, margins: dict[str, Any] | None = None, **changes: Any) -> OfferBook:
    entry = {name: value for name, value in {**ENTRY, **changes}.items() if value is not None}
    path = tmp_path / "offers.yml"
    path.write_text(yaml.safe_dump({"offers": {"TEN": entry}, "margins": margins or {}}), encoding="utf-8")
    return OfferBook.load(path)


def test_demo_offers_can_be_used_and_name_categories_of_the_tree() -> None:
    found = OfferBook.load(DATA / "demo" / "offers.yml")
    assert {offer.kind for offer in found.offers.values()} == set(OfferKind)
    named = {category for offer in found.offers.values() for category in offer.categories}
    assert {*named, *found.margins} - {"default"} <= set(lexicon().words["category"])
    assert all(offer.budget >= offer.most for offer in found.offers.values())


def test_shop_without_a_file_makes_no_offers(tmp_path: Path) -> None:
    assert OfferBook.load(tmp_path / "offers.yml").offers == {}


def test_conditions_are_held(tmp_path: Path) -> None:
    offer = book(tmp_path, countries=["DE"], first_order=True, categories=["tea"]).offers["TEN"]
    assert offer.holds(date(2026, 12, 31), "DE", has_ordered=False)
    assert not offer.holds(date(2027, 1, 1), "DE", has_ordered=False)
    assert not offer.holds(date(2026, 12, 31), "FR", has_ordered=False)
    assert not offer.holds(date(2026, 12, 31), "", has_ordered=False)
    assert not offer.holds(date(2026, 12, 31), "DE", has_ordered=True)
    assert offer.covers(thing("green", "tea", "food"))
    assert not offer.covers(thing("mug", "mug", "kitchen"))


def test_margin_is_the_categorys_else_the_default_else_none(tmp_path: Path) -> None:
    found = book(tmp_path, {"tea": "0.5", "default": 0.2})
    assert found.margin(thing("green", "tea", "food")) == Decimal("0.5")
    assert found.margin(thing("mug", "mug", "kitchen")) == Decimal("0.2")
    assert book(tmp_path).margin(thing("mug", "mug", "kitchen")) == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "gift"}, {"value": 0}, {"value": 101}, {"value": -5}, {"value": "much"}, {"most": None}, {"most": "0"},
        {"currency": "euro"}, {"budget": None}, {"budget": "-1"}, {"from": "soon"}, {"until": None}, {"minimum": -1},
        {"per_shopper": 0}, {"floor": 2}, {"floor": "x"}, {"surprise": 1}, {"value": "NaN"}, {"value": "Infinity"},
    ],
)  # fmt: skip
def test_offer_that_cannot_be_used_is_named(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(CatalogError, match=r"TEN|offers\.yml"):
        book(tmp_path, **changes)


@pytest.mark.parametrize("content", ["[1]", "offers: [1]", "offers: {A: 5}", "offers: {A: {", "margins: {tea: 3}"])
def test_file_of_another_form_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "offers.yml").write_text(content, encoding="utf-8")
    with pytest.raises(CatalogError, match=r"offers\.yml"):
        OfferBook.load(tmp_path / "offers.yml")
