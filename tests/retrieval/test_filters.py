from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval.catalogue import Catalogue
from retrieval.filters import EXCLUSIONS, RELAXATION_ORDER, FilterColumns, Filters
from retrieval.lexicon import Lexicon
from retrieval.product import Merchant, Product
from tests.conftest import PROJECT
from tests.fakes import HERE, THERE, product

LEXICON = Lexicon.load(PROJECT / "data")

PRODUCTS = [
    product("red shoe", category="shoe", colors=("red",), price=Decimal(50), audience="women", brand="Oku"),
    product("blue shoe", category="shoe", colors=("blue", "white"), price=Decimal(80), audience="men"),
    product("red bag", category="bag", colors=("red",), price=Decimal(20), audience="unisex", stock=0),
    product("yen cup", category="cup", merchant_id="there", language="ja", titles={"ja": "湯のみ"}, price=Decimal(1600),
            currency="JPY", sizes=("M",), materials=("wood",)),
]  # fmt: skip


@pytest.fixture
def columns() -> FilterColumns:
    return columns_of(PRODUCTS)


def columns_of(
    products: Sequence[Product], mentions: Callable[[str, str], NDArray[np.int64]] | None = None
) -> FilterColumns:
    catalogue = Catalogue.from_products(products, [HERE, THERE], "test")

    def convert(amount: Decimal, source: str, target: str) -> Decimal:
        in_euros = amount / 160 if source == "JPY" else amount
        return in_euros * 160 if target == "JPY" else in_euros

    def serves(merchant: Merchant, country: str) -> bool:
        return merchant.merchant_id == "here" or country == "JP"

    prices = np.array([float(convert(one.price, one.currency, "EUR")) for one in products])
    return FilterColumns(catalogue, prices, "EUR", convert, serves, LEXICON, mentions)


def kept(columns: FilterColumns, products: Sequence[Product], filters: Filters) -> list[str]:
    return [products[row].product_id for row in np.flatnonzero(columns.mask(filters))]


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


def barred_columns() -> FilterColumns:
    """Return columns of products of which the blue shoe must not be sent to Germany."""
    rows = {"DE": np.array([1])}
    return FilterColumns(
        Catalogue.from_products(PRODUCTS, [HERE, THERE], "test"),
        np.zeros(len(PRODUCTS)),
        "EUR",
        lambda amount, *_: amount,
        lambda *_: True,
        barred=lambda destination: rows.get(destination, np.array([], dtype=np.int64)),
    )


def test_what_is_barred_from_a_destination_meets_no_filters_with_it() -> None:
    columns = barred_columns()
    assert kept(columns, PRODUCTS, Filters(destination="DE")) == ["red shoe", "yen cup"]
    assert kept(columns, PRODUCTS, Filters(destination="FR")) == ["red shoe", "blue shoe", "yen cup"]
    assert kept(columns, PRODUCTS, Filters()) == ["red shoe", "blue shoe", "yen cup"]


def test_conditions_are_given_up_where_only_what_is_barred_meets_them() -> None:
    assert barred_columns().relaxed(Filters(destination="DE", colors=("blue",)))[2] == ("colors",)


def test_destination_is_never_given_up(columns: FilterColumns) -> None:
    mask, _, given_up = columns.relaxed(Filters(categories=("cup",), destination="DE"))
    assert given_up == ("categories",)
    assert [PRODUCTS[row].product_id for row in np.flatnonzero(mask)] == ["red shoe", "blue shoe"]


NONE = np.empty(0, dtype=np.int64)

MADE = [
    product("suede", materials=("suede",), colors=("navy blue",), sizes=("EU 38", "EU 39")),
    product("organic", materials=("organic cotton",), colors=("black",), sizes=("38",)),
    product("vegan", materials=("vegan leather",), colors=("white", "black"), sizes=("US 38",), brand="Oku"),
    product("unknown", titles={"de": "Etwas", "en": "Something"}, sizes=("XL",)),
]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(materials=("leather",)), ["suede"]),
        (Filters(materials=("cotton",)), ["organic"]),
        (Filters(materials=("vegan leather",)), ["vegan"]),
        (Filters(colors=("blue",)), ["suede"]),
        (Filters(sizes=("EU 38",)), ["suede", "organic"]),
        (Filters(sizes=("38",)), ["suede", "organic", "vegan"]),
        (Filters(sizes=("US 38",)), ["organic", "vegan"]),
        (Filters(sizes=("xl",)), ["unknown"]),
        (Filters(excluded_materials=("leather",)), ["organic", "vegan", "unknown"]),
        (Filters(excluded_materials=("cotton", "leather")), ["vegan", "unknown"]),
        (Filters(excluded_colors=("black",)), ["suede", "unknown"]),
        (Filters(excluded_brands=("OKU",)), ["suede", "organic", "unknown"]),
        (Filters(excluded_categories=("thing",)), []),
        (Filters(excluded_categories=("cup",)), ["suede", "organic", "vegan", "unknown"]),
        (Filters(materials=("cotton",), excluded_colors=("black",)), []),
    ],
)
def test_facts_are_found_by_what_they_are_made_of(filters: Filters, expected: list[str]) -> None:
    assert kept(columns_of(MADE), MADE, filters) == expected


def test_texts_tell_of_products_without_such_facts_alone() -> None:
    """Of a product that lists its materials, the list counts: its text may speak of what goes well with it."""
    columns = columns_of(MADE, lambda kind, value: np.array([1, 3]) if (kind, value) == ("material", "wool") else NONE)
    assert kept(columns, MADE, Filters(excluded_materials=("wool",))) == ["suede", "organic", "vegan"]


def test_excluded_word_takes_out_what_speaks_of_it() -> None:
    columns = columns_of(MADE, lambda kind, value: np.array([0, 2]) if (kind, value) == ("word", "sugar") else NONE)
    assert kept(columns, MADE, Filters(excluded_words=("sugar", "salt"))) == ["organic", "unknown"]


def test_words_rule_nothing_out_where_no_text_is_read() -> None:
    assert len(kept(columns_of(MADE), MADE, Filters(excluded_words=("sugar",)))) == len(MADE)


def test_other_kinds_of_the_department_come_before_anything_else() -> None:
    # "Boots, black, not leather": all boots are of leather, and the answer was black soap and socks.
    boots = replace(MADE[0], product_id="boots", category="boots", department="shoes", colors=("black",),
                    materials=("leather",))  # fmt: skip
    sneakers = replace(boots, product_id="sneakers", category="sneakers", materials=("cotton",))
    soap = replace(boots, product_id="soap", category="soap", department="beauty", materials=())
    filters = Filters(categories=("Boots",), colors=("black",), excluded_materials=("leather",))
    mask, applied, given_up = columns_of([boots, sneakers, soap]).relaxed(filters)
    assert np.flatnonzero(mask).tolist() == [1]
    assert (given_up, applied.categories, applied.departments) == (("categories",), (), ("shoes",))


def test_exclusion_is_given_up_after_everything_else(columns: FilterColumns) -> None:
    filters = Filters(categories=("cup",), colors=("green",), excluded_colors=("red",), excluded_categories=("cup",))
    mask, applied, given_up = columns.relaxed(filters)
    assert given_up == ("colors", "categories")
    assert applied == Filters(departments=("things",), excluded_colors=("red",), excluded_categories=("cup",))
    assert [PRODUCTS[row].product_id for row in np.flatnonzero(mask)] == ["blue shoe"]


def test_exclusions_that_leave_nothing_are_given_up_and_named(columns: FilterColumns) -> None:
    filters = Filters(colors=("green",), excluded_categories=("shoe", "cup"), excluded_brands=("oku",))
    mask, applied, given_up = columns.relaxed(filters)
    assert given_up == ("colors", "excluded_brands", "excluded_categories")
    assert applied == Filters()
    assert mask.sum() == 3


def test_every_exclusion_comes_last_in_the_order_of_giving_up() -> None:
    assert RELAXATION_ORDER[-len(EXCLUSIONS) :] == EXCLUSIONS
    assert {name for name in Filters.__dataclass_fields__ if name.startswith("excluded")} == set(EXCLUSIONS)


def test_columns_tell_which_products_meet_a_wish(columns: FilterColumns) -> None:
    assert columns.any_of("colors", ("white",)).tolist() == [False, True, False, False]
    assert columns.for_audience("women").tolist() == [True, False, True, True]


def test_merchants_whose_ids_differ_in_case_alone_are_two() -> None:
    upper = Merchant("HERE", "Dort", "JP", "ja", "JPY")
    catalogue = Catalogue.from_products([product("a"), product("b", merchant_id="HERE")], [HERE, upper], "test")
    columns = FilterColumns(
        catalogue, np.ones(2), "EUR", lambda amount, *_: amount, lambda merchant, _: merchant.merchant_id == "HERE"
    )
    assert columns.mask(Filters(destination="JP")).tolist() == [False, True]
