from decimal import Decimal

import numpy as np
import pytest

from retrieval.catalogue import Catalogue
from retrieval.filters import FilterColumns, Filters
from tests.fakes import HERE, THERE, product

PRODUCTS = [
    product("red shoe", category="shoe", colors=("red",), price=Decimal(50), audience="women", brand="Oku"),
    product("blue shoe", category="shoe", colors=("blue", "white"), price=Decimal(80), audience="men"),
    product("red bag", category="bag", colors=("red",), price=Decimal(20), audience="unisex", stock=0),
    product("yen cup", category="cup", merchant_id="there", language="ja", titles={"ja": "湯のみ"}, price=Decimal(1600),
            currency="JPY", sizes=("M",), materials=("wood",)),
]  # fmt: skip


@pytest.fixture
def columns() -> FilterColumns:
    catalogue = Catalogue.from_products(PRODUCTS, [HERE, THERE], "test")

    def convert(amount: Decimal, source: str, target: str) -> Decimal:
        in_euros = amount / 160 if source == "JPY" else amount
        return in_euros * 160 if target == "JPY" else in_euros

    prices = np.array([float(convert(one.price, one.currency, "EUR")) for one in PRODUCTS])
    return FilterColumns(
        catalogue, prices, "EUR", convert, lambda merchant, country: merchant.merchant_id == "here" or country == "JP"
    )


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ["red shoe", "blue shoe", "yen cup"]),
        (Filters(in_stock=False), ["red shoe", "blue shoe", "red bag", "yen cup"]),
        (Filters(categories=("shoe",)), ["red shoe", "blue shoe"]),
        (Filters(categories=("SHOE", "cup")), ["red shoe", "blue shoe", "yen cup"]),
        (Filters(colors=("white",)), ["blue shoe"]),
        (Filters(colors=("white", "red")), ["red shoe", "blue shoe"]),
        (Filters(brands=("oku",)), ["red shoe"]),
        (Filters(max_price=Decimal(50)), ["red shoe", "yen cup"]),
        (Filters(min_price=Decimal("50.01")), ["blue shoe"]),
        (Filters(max_price=Decimal(1600), currency="JPY"), ["yen cup"]),
        (Filters(min_price=Decimal(90), max_price=Decimal(10)), []),
        (Filters(destination="DE"), ["red shoe", "blue shoe"]),
        (Filters(destination="JP"), ["red shoe", "blue shoe", "yen cup"]),
        (Filters(audience="women"), ["red shoe", "yen cup"]),
        (Filters(sizes=("m",)), ["yen cup"]),
        (Filters(materials=("wood",), departments=("things",)), ["yen cup"]),
        (Filters(categories=("unheard of",)), []),
    ],
)
def test_mask_keeps_what_meets_every_condition(columns: FilterColumns, filters: Filters, expected: list[str]) -> None:
    assert [PRODUCTS[row].product_id for row in np.flatnonzero(columns.mask(filters))] == expected


def test_met_filters_are_not_relaxed(columns: FilterColumns) -> None:
    filters = Filters(categories=("shoe",), colors=("red",))
    mask, applied, given_up = columns.relaxed(filters)
    assert (applied, given_up, int(mask.sum())) == (filters, (), 1)


def test_least_important_condition_is_given_up_first(columns: FilterColumns) -> None:
    mask, applied, given_up = columns.relaxed(Filters(categories=("shoe",), colors=("green",), max_price=Decimal(60)))
    assert given_up == ("colors",)
    assert applied == Filters(categories=("shoe",), max_price=Decimal(60))
    assert [PRODUCTS[row].product_id for row in np.flatnonzero(mask)] == ["red shoe"]


def test_single_condition_is_given_up_before_two(columns: FilterColumns) -> None:
    _, applied, given_up = columns.relaxed(Filters(categories=("shoe",), colors=("red",), max_price=Decimal(10)))
    assert given_up == ("max_price",)
    assert applied.colors == ("red",)


def test_several_conditions_are_given_up_in_order(columns: FilterColumns) -> None:
    _, applied, given_up = columns.relaxed(Filters(categories=("cup",), colors=("green",), max_price=Decimal(1)))
    assert given_up == ("colors", "max_price")
    assert applied.categories == ("cup",)


def test_destination_is_never_given_up(columns: FilterColumns) -> None:
    mask, _, given_up = columns.relaxed(Filters(categories=("cup",), destination="DE"))
    assert given_up == ("categories",)
    assert [PRODUCTS[row].product_id for row in np.flatnonzero(mask)] == ["red shoe", "blue shoe"]
