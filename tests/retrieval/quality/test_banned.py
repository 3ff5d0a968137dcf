import logging
from pathlib import Path

import numpy as np
import pytest

from retrieval.catalogue import Catalogue
from retrieval.errors import CatalogError
from retrieval.filters import FilterColumns, Filters
from retrieval.quality.banned import BannedProducts
from tests.fakes import HERE, product


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "banned.txt"


def test_without_a_file_nothing_is_banned():
    assert BannedProducts(None)() == frozenset()


def test_ids_are_read_in_any_script_without_remarks(path):
    path.write_text("p1 # recalled\n\n# all of last year\n商品-7\nمنتج\nสินค้า\n  ürün\ncolor#3\n", encoding="utf-8")
    assert BannedProducts(path)() == {"p1", "商品-7", "منتج", "สินค้า", "ürün", "color#3"}


def test_missing_file_is_told_at_the_start(path):
    with pytest.raises(CatalogError, match=r"banned\.txt cannot be read"):
        BannedProducts(path)


def test_change_counts_at_once_and_the_same_list_is_the_same_object(path):
    path.write_text("p1")
    banned = BannedProducts(path, check_seconds=0)
    assert banned() is banned()
    path.write_text("p1\np2")
    assert banned() == {"p1", "p2"}
    path.write_text("")
    assert banned() == frozenset()


def test_file_that_goes_missing_or_breaks_lifts_no_ban(path, caplog):
    path.write_text("p1")
    banned = BannedProducts(path, check_seconds=0)
    with caplog.at_level(logging.ERROR):
        path.unlink()
        assert banned() == {"p1"}
        path.write_bytes(b"\xff\xfe\xff")
        assert banned() == {"p1"}
    assert "cannot be read" in caplog.text


def test_banned_product_meets_no_filters_from_the_moment_it_is_banned(path):
    path.write_text("")
    catalogue = Catalogue.from_products([product("p1"), product("p2")], [HERE], "test")
    columns = FilterColumns(
        catalogue, np.array([1.0, 1.0]), "EUR", lambda amount, *_: amount, lambda *_: True,
        banned=BannedProducts(path, check_seconds=0),
    )  # fmt: skip
    assert columns.mask(Filters()).tolist() == [True, True]
    path.write_text("p1\nunheard of")
    assert columns.mask(Filters()).tolist() == [False, True]
    assert columns.relaxed(Filters(categories=("thing",)))[0].tolist() == [False, True]
