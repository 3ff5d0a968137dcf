from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from retrieval.catalogue import Catalogue
from retrieval.lists.columns import ListColumns
from retrieval.lists.sorting import Sort, sorted_rows
from tests.fakes import HERE, THERE, product

PRODUCTS = [
    product("e", price=Decimal(30), rating=5.0, n_ratings=2, added=date(2026, 3, 1)),
    product("d", price=Decimal(10), rating=4.8, n_ratings=300),
    product("c", price=Decimal(10), added=date(2026, 5, 1)),
    product("b", price=Decimal(50), rating=1.0, n_ratings=300, added=date(2026, 5, 1)),
    product("a", price=Decimal(10), rating=2.0, n_ratings=300, added=date(2025, 1, 1)),
]


@pytest.fixture(scope="module")
def columns() -> ListColumns:
    catalogue = Catalogue.from_products(PRODUCTS, [HERE, THERE], "test")
    return ListColumns.of(catalogue, np.array([float(one.price) for one in PRODUCTS]))


def order(columns: ListColumns, sort: Sort, nearest: str = "") -> str:
    ids = [one.product_id for one in PRODUCTS]
    rows = sorted_rows(np.arange(5), sort, columns, np.array([ids.index(one) for one in nearest], dtype=np.int64))
    return "".join(ids[row] for row in rows)


@pytest.mark.parametrize(
    ("sort", "nearest", "expected"),
    [
        (Sort.PRICE, "", "acdeb"),
        (Sort.PRICE, "dca", "dcaeb"),
        (Sort.PRICE, "d", "daceb"),
        (Sort.PRICE_DOWN, "", "beacd"),
        (Sort.RATING, "", "deabc"),
        (Sort.NEWEST, "", "bcead"),
        (Sort.NEWEST, "cb", "cbead"),
        (Sort.RELEVANCE, "cab", "cabde"),
        (Sort.RELEVANCE, "", "deabc"),
    ],
)
def test_ties_go_by_relevance_then_id_and_the_unknown_comes_last(
    columns: ListColumns, sort: Sort, nearest: str, expected: str
) -> None:
    assert order(columns, sort, nearest) == expected


@pytest.mark.parametrize("sort", list(Sort))
def test_sorting_keeps_every_row_once(columns: ListColumns, sort: Sort) -> None:
    rows = np.random.default_rng(3).permutation(5)
    assert sorted(sorted_rows(rows, sort, columns, np.array([4, 2])).tolist()) == [0, 1, 2, 3, 4]
    assert sorted_rows(rows[:0], sort, columns, rows[:0]).size == 0


def test_order_of_rows_given_does_not_matter(columns: ListColumns) -> None:
    for sort in Sort:
        one, other = (sorted_rows(rows, sort, columns, np.array([3])) for rows in (np.arange(5), np.arange(5)[::-1]))
        assert one.tolist() == other.tolist()
