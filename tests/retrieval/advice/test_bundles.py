from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from retrieval.advice.bought_together import BoughtTogether
from retrieval.advice.bundles import Bundle, Bundles
from retrieval.advice.companions import Basis, CompanionFinder
from retrieval.advice.complements import Complements, UsedTogether
from retrieval.advice.parcels import Parcels
from retrieval.errors import UnknownProduct
from retrieval.filters import Filters
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rules import Rules
from retrieval.product import Product
from retrieval.profile import Profile
from tests.fakes import HERE, THERE
from tests.retrieval.advice.shoppers import Events, bought
from tests.retrieval.advice.small_catalogue import DATA, lexicon, searching, thing

TODAY = date(2026, 11, 22)
SETS = UsedTogether({"tea": ("pot", "tea", "mug", "cake"), "desk": ("lamp", "pen")})
PARCELS = Parcels(ExchangeRates.load(), Rules.load(), {one.merchant_id: one for one in (HERE, THERE)})


def item(product_id: str, category: str, price: int, **fields: Any) -> Product:
    return thing(product_id, category, "kitchen", price, weight_kg=0.4, hs_code="6912.00", origin="DE", **fields)


PRODUCTS = (
    item("pot", "pot", 30),
    item("assam", "tea", 10, n_ratings=90, rating=4.9),
    item("sencha", "tea", 8),
    item("mug", "mug", 12),
    item("second pot", "pot", 20),
    item("sold-out cake", "cake", 5, stock=0),
    item("lamp", "lamp", 40),
)


def bundles(products: tuple[Product, ...] = PRODUCTS, events: Events | None = None) -> Bundles:
    parts = searching(products)
    complements = Complements(parts.catalogue, parts.finder, SETS)
    together = BoughtTogether.from_store(events or Events())

    def may_offer(product: Product, country: str) -> bool:
        return product.is_in_stock and country not in PARCELS.merchants[product.merchant_id].excludes

    companions = CompanionFinder(parts.catalogue, parts.finder, together, complements, may_offer)
    return Bundles(parts.catalogue, companions, complements, PARCELS)


def around(made: Bundles, product_id: str = "pot", limit: int = 6, **filters: Any) -> Bundle:
    return made.around(product_id, Filters(**filters), Profile.empty(), TODAY, limit)


def ids(bundle: Bundle) -> list[str]:
    return [one.product.product_id for one in bundle.items]


def buyers_of(*product_ids: str, n: int = 5) -> Events:
    events = [event for number in range(n) for event in bought(f"u{number}", *product_ids)]
    return Events([*events, *(event for number in range(60) for event in bought(f"o{number}", "mug"))])


def test_bundle_has_one_of_a_kind_and_the_sum_of_its_prices() -> None:
    found = around(bundles())
    assert ids(found) == ["pot", "assam", "mug"]
    assert found.price.as_wire() == {"amount": "52.00", "currency": "EUR"}
    assert found.door is None
    assert found.basis == {"assam": Basis.CONTENT, "mug": Basis.CONTENT}


def test_what_others_bought_comes_first() -> None:
    found = around(bundles(events=buyers_of("pot", "lamp")))
    assert ids(found) == ["pot", "lamp", "assam", "mug"]
    assert found.basis["lamp"] is Basis.PURCHASES
    assert found.items[1].reasons[0].kind == "bought_together"
    assert found.items[2].reasons[0].facts == {"goes_with": "pot"}


def test_bought_product_is_taken_before_one_that_only_fits() -> None:
    assert "sencha" in ids(around(bundles(events=buyers_of("pot", "sencha"))))


@pytest.mark.parametrize(
    ("budget", "names"),
    [(52, ["pot", "assam", "mug"]), (50, ["pot", "assam"]), (39, ["pot", "sencha"]), (37, ["pot"]), (1, ["pot"])],
)
def test_budget_bounds_the_whole(budget: int, names: list[str]) -> None:
    found = around(bundles(), max_price=Decimal(budget))
    assert ids(found) == names
    assert found.price.amount <= budget or names == ["pot"]


def test_limit_counts_the_product_itself() -> None:
    assert ids(around(bundles(), limit=2)) == ["pot", "assam"]


def test_total_to_the_door_is_that_of_one_parcel_a_merchant() -> None:
    found = around(bundles(), destination="DE")
    assert found.door is not None
    # goods 52, carriage 10 and 2 for the second kilogram begun, 19 % VAT on both
    assert (found.door.total.as_wire()["amount"], found.door.n_parcels) == ("76.16", 1)
    assert (found.door.complete, found.door.delivery_days) == (True, (5, 9))


def test_product_of_the_same_parcel_is_taken_where_another_costs_more_to_bring() -> None:
    kin: dict[str, Any] = {"colors": ("white",), "brand": "Kin"}
    japanese = item("genmaicha", "tea", 1500, merchant_id="there", currency="JPY", **kin)
    products = (item("pot", "pot", 30, **kin), japanese, item("assam", "tea", 10))
    parts = bundles(products)
    assert ids(around(parts)) == ["pot", "genmaicha"]
    assert ids(around(parts, destination="JP")) == ["pot", "assam"]


def test_unknown_weight_leaves_the_total_incomplete() -> None:
    found = around(bundles((item("pot", "pot", 30), thing("assam", "tea", "kitchen", 10))), destination="DE")
    assert found.door is not None
    assert found.door.unknown == ("shipping", "vat")
    assert not found.door.complete


@pytest.mark.parametrize("destination", ["RU", "ZZ", "Atlantis"])
def test_nothing_to_the_door_where_nothing_is_sent(destination: str) -> None:
    assert PARCELS.to_door(PRODUCTS[:2], destination, "EUR", TODAY) is None
    assert PARCELS.to_door((), "DE", "EUR", TODAY) is None


def test_price_is_in_the_currency_asked_for() -> None:
    found = around(bundles(), currency="JPY")
    assert found.price.currency == "JPY"
    assert found.price.amount == sum(PARCELS.price([one.product], "JPY").amount for one in found.items)


def test_category_without_a_product_gets_what_goes_with_it() -> None:
    found = bundles().for_category("tea", "kitchen", Filters(), Profile.empty(), TODAY)
    assert ids(found) == ["pot", "mug"] or ids(found) == ["second pot", "mug"]
    assert set(found.basis) == set(ids(found))


def test_wanted_category_alone_is_taken() -> None:
    assert ids(around(bundles(), categories=("mug",))) == ["pot", "mug"]


def test_product_without_anything_that_goes_with_it_is_a_bundle_of_one() -> None:
    assert ids(around(bundles((item("lamp", "lamp", 40),)), "lamp")) == ["lamp"]


def test_unknown_product_is_an_error() -> None:
    with pytest.raises(UnknownProduct):
        around(bundles(), "nothing")


def test_shipped_sets_name_categories_of_the_tree() -> None:
    sets = UsedTogether.load(DATA).sets
    assert {category for own in sets.values() for category in own} == set(lexicon().words["category"])
