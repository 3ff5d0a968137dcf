from decimal import Decimal
from pathlib import Path

import pytest

from retrieval.catalogue import Catalogue
from retrieval.catalogue_change import Changes, write_changed
from retrieval.errors import CatalogError
from tests.fakes import HERE, THERE, product

PRESENT = Catalogue.from_products([product(product_id) for product_id in "abcd"], [HERE], "test")
FEED = Catalogue.from_products(
    [product("杯", merchant_id="there"), product("c", price=Decimal(3)), product("a", price=Decimal(4))],
    [HERE, THERE],
    "feed",
)


def changed(folder: Path) -> list[tuple[str, Decimal]]:
    return [(one.product_id, one.price) for one in Catalogue.load(folder)]


def test_feed_replaces_in_place_and_adds_behind_and_the_rest_stays(tmp_path: Path) -> None:
    assert write_changed(tmp_path, PRESENT, FEED, [], "test + feed") == Changes(1, 2, 0, ())
    twenty = Decimal("20.00")
    assert changed(tmp_path) == [("a", 4), ("b", twenty), ("c", 3), ("d", twenty), ("杯", twenty)]
    assert Catalogue.load(tmp_path).merchants == {"here": HERE, "there": THERE}
    assert Catalogue.load(tmp_path).source == "test + feed"


def test_ids_are_taken_away_and_unknown_ones_named(tmp_path: Path) -> None:
    assert write_changed(tmp_path, PRESENT, None, ["d", "b", "zz", "xx"], "test") == Changes(0, 0, 2, ("xx", "zz"))
    assert [product_id for product_id, _ in changed(tmp_path)] == ["a", "c"]


def test_id_that_the_feed_has_too_stays(tmp_path: Path) -> None:
    assert write_changed(tmp_path, PRESENT, FEED, ["a", "b", "杯"], "test") == Changes(1, 2, 1, ("杯",))
    assert [product_id for product_id, _ in changed(tmp_path)] == ["a", "c", "d", "杯"]


def test_same_result_from_files_as_from_memory(tmp_path: Path) -> None:
    PRESENT.save(tmp_path / "present")
    FEED.save(tmp_path / "feed")
    write_changed(tmp_path / "memory", PRESENT, FEED, ["b"], "test")
    opened = [Catalogue.load(tmp_path / name) for name in ("present", "feed")]
    write_changed(tmp_path / "files", *opened, ["b"], "test")
    assert Catalogue.load(tmp_path / "files") == Catalogue.load(tmp_path / "memory")


def test_last_product_cannot_be_taken_away(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="nothing is changed"):
        write_changed(tmp_path, PRESENT, None, list("abcd"), "test")
    assert list(tmp_path.iterdir()) == []
