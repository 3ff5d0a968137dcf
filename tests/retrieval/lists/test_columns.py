from datetime import date

import numpy as np
import pytest

from retrieval.catalogue import Catalogue
from retrieval.lists.columns import ListColumns, Words
from tests.fakes import HERE, THERE, product


def test_words_are_numbered_row_by_row() -> None:
    words = Words.of([("Nike",), (), ("adidas", "NIKE", ""), ("Puma",)])
    assert words.values == ("Nike", "adidas", "Puma")
    rows = np.array([2, 1, 3, 0])
    assert words.first(rows).tolist() == [1, -1, 2, 0]
    places, codes = words.entries(rows)
    assert places.tolist() == [0, 0, 2, 3]
    assert codes.tolist() == [1, 0, 2, 0]


def test_mean_figure_is_over_a_rows_values() -> None:
    words = Words.of([("a", "b"), (), ("b",)])
    assert words.mean(np.array([0, 1, 2]), np.array([0.2, 0.9])).tolist() == pytest.approx([0.55, 0.0, 0.9])


def test_words_without_a_value_lack_it_in_every_row() -> None:
    words = Words.of([("ชา", "Unisex"), ("unisex",), (), ("كوب",)]).without("UNISEX")
    assert words.counts(np.arange(4)).tolist() == [1, 0, 0, 1]
    assert words.first(np.arange(4)).tolist() == [0, -1, -1, 2]
    assert words.without("none of them") is words


def test_no_row_has_no_entries() -> None:
    words = Words.of([])
    none = np.array([], dtype=np.int64)
    assert words.first(none).size == words.entries(none)[1].size == words.mean(none, np.array([])).size == 0


def test_columns_hold_what_products_say() -> None:
    products = [
        product("b", rating=4.0, n_ratings=20, added=date(2026, 1, 2), colors=("red", "blue"), stock=0),
        product("a"),
    ]
    catalogue = Catalogue.from_products(products, [HERE, THERE], "test")
    columns = ListColumns.of(catalogue, np.array([20.0, 20.0]))
    assert columns.id_places.tolist() == [1, 0]
    assert columns.ratings[0] == 3.9
    assert columns.days[0] == date(2026, 1, 2).toordinal()
    assert np.isnan([columns.ratings[1], columns.stars[1], columns.days[1], columns.popularity[1]]).all()
    assert columns.in_stock.tolist() == [False, True]
    assert columns.words["color"].values == ("red", "blue")
