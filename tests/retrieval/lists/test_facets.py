import numpy as np
import pytest

from retrieval.catalogue import Catalogue
from retrieval.lists.columns import ListColumns
from retrieval.lists.duplicates import Groups
from retrieval.lists.facets import MOST_VALUES, flag_count, nice_bounds, price_bands, word_counts
from tests.fakes import HERE, THERE, product

PRODUCTS = [
    product("a", brand="Nova", colors=("red", "blue"), rating=4.5, n_ratings=3),
    product("b", brand="NOVA", colors=("red",), rating=3.9, n_ratings=3, stock=0),
    product("c", brand="Acme", colors=("red",), rating=4.0, n_ratings=1),
    product("d", brand="", colors=()),
]
ROWS = np.arange(4)
ONE_THING = Groups.from_column(np.array([0, 0, 2, 3]))


@pytest.fixture(scope="module")
def columns() -> ListColumns:
    return ListColumns.of(Catalogue.from_products(PRODUCTS, [HERE, THERE], "test"), np.array([10.0, 20, 30, 40]))


def test_values_are_counted_the_most_frequent_first(columns: ListColumns) -> None:
    facet = word_counts("color", ROWS, columns, Groups.none(4))
    assert [(count.value, count.count) for count in facet.counts] == [("red", 3), ("blue", 1)]
    brands = word_counts("brand", ROWS, columns, Groups.none(4))
    assert [(count.value, count.count) for count in brands.counts] == [("Nova", 2), ("Acme", 1)]


def test_what_is_one_thing_counts_once_for_each_value(columns: ListColumns) -> None:
    facet = word_counts("color", ROWS, columns, ONE_THING)
    assert [(count.value, count.count) for count in facet.counts] == [("red", 2), ("blue", 1)]


def test_only_the_rows_of_the_list_are_counted(columns: ListColumns) -> None:
    assert word_counts("color", np.array([3]), columns, ONE_THING).counts == ()
    assert word_counts("material", ROWS, columns, ONE_THING).counts == ()


def test_a_facet_names_a_bounded_number_of_values() -> None:
    products = [product(f"p{number:03}", brand=f"Brand {number:03}") for number in range(200)]
    columns = ListColumns.of(Catalogue.from_products(products, [HERE, THERE], "test"), np.ones(200))
    assert len(word_counts("brand", np.arange(200), columns, Groups.none(200)).counts) == MOST_VALUES


def test_good_ratings_and_stock_are_counted(columns: ListColumns) -> None:
    assert [count.count for count in flag_count("rating", ROWS, columns, Groups.none(4)).counts] == [2]
    assert [count.count for count in flag_count("in_stock", ROWS, columns, Groups.none(4)).counts] == [3]
    assert flag_count("rating", np.array([3]), columns, Groups.none(4)).counts == ()


def test_price_bands_hold_every_product_once_and_have_round_bounds() -> None:
    rng = np.random.default_rng(1)
    prices = np.exp(rng.normal(3, 1, 500))
    products = [product(f"p{number:03}") for number in range(500)]
    columns = ListColumns.of(Catalogue.from_products(products, [HERE, THERE], "test"), prices)
    bands = price_bands(np.arange(500), columns, Groups.none(500), 160.0).counts
    assert sum(band.count for band in bands) == 500
    assert [band.low for band in bands[1:]] == [band.high for band in bands[:-1]]
    assert bands[0].low is None
    assert bands[-1].high is None
    assert all(str(band.high).lstrip("0.").rstrip("0.") in {"1", "2", "2.5", "25", "5"} for band in bands[:-1])
    for band in bands:
        is_in = (prices * 160 >= (band.low or 0)) & (prices * 160 < (band.high or np.inf))
        assert int(is_in.sum()) == band.count


@pytest.mark.parametrize("prices", [[], [5.0], [5.0, 5.0, 5.0], [np.nan]])
def test_prices_that_are_all_the_same_make_no_bands(prices: list[float]) -> None:
    assert nice_bounds(np.array(prices)) == []
