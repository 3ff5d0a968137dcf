import json
from decimal import Decimal
from pathlib import Path

import pytest

from retrieval.errors import CatalogError
from retrieval.feed_mapping import FeedMapping
from retrieval.feeds import read_feed
from retrieval.lexicon import Lexicon
from tests.conftest import PROJECT
from tests.fakes import HERE, THERE

LEXICON = Lexicon(
    {"category": {"smartphone": {"en": ("smartphone", "cell phones")}}, "color": {"red": {"de": ("rot", "rote")}}},
    {"smartphone": "electronics"},
)
FIELDS = {
    "product_id": "id",
    "merchant_id": {"constant": "here"},
    "titles": {"de": "name"},
    "price": "price",
    "category": {"field": "path", "item": -1},
}


def mapping(form: str = "jsonl", **fields: object) -> FeedMapping:
    return FeedMapping("test", form, {**FIELDS, **fields}, {"here": HERE, "there": THERE})


def feed(tmp_path: Path, *rows: object, form: str = "jsonl") -> Path:
    path = tmp_path / f"feed.{form}"
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("[\n" + ",\n".join(lines) + "\n]" if form == "json" else "\n".join(lines), encoding="utf-8")
    return path


GOOD = {"id": "1", "name": "Rote Tasche", "price": "12.50", "path": ["Shop", "Cell Phones"]}


def test_row_becomes_a_product(tmp_path: Path) -> None:
    read = read_feed(feed(tmp_path, GOOD), mapping(), LEXICON)
    (product,) = read.products
    assert (product.product_id, product.price, product.currency) == ("1", Decimal("12.50"), "EUR")
    assert (product.category, product.department) == ("smartphone", "electronics")
    assert product.colors == ("red",), "taken from the title where the feed has none"
    assert not read.rejects


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({**GOOD, "price": "-3"}, "not between 0"),
        ({**GOOD, "price": "0"}, "not between 0"),
        ({**GOOD, "price": "1e99"}, "not between 0"),
        ({**GOOD, "price": "NaN"}, "not between 0"),
        ({**GOOD, "price": "cheap"}, "not a number"),
        ({**GOOD, "price": None}, "not a number"),
        ({**GOOD, "name": " \x00 "}, "no title"),
        ({**GOOD, "id": ""}, "no id"),
        (["a", "list"], "not an object"),
        ("{broken", "not JSON"),
    ],
)
@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_bad_row_is_rejected_with_line_and_reason_and_the_rest_imported(
    tmp_path: Path, row: object, reason: str, form: str
) -> None:
    rows = [GOOD, row] if row == "{broken" else [GOOD, row, {**GOOD, "id": "2"}]
    read = read_feed(feed(tmp_path, *rows, form=form), mapping(form), LEXICON)
    assert [product.product_id for product in read.products] == ["1", "2"][: len(rows) - 1]
    (reject,) = read.rejects
    assert reject.line == (2 if form == "jsonl" else 3)
    assert reason in reject.reason


def test_repeated_id_is_rejected(tmp_path: Path) -> None:
    read = read_feed(feed(tmp_path, GOOD, GOOD), mapping(), LEXICON)
    assert len(read.products) == 1
    assert "earlier row" in read.rejects[0].reason


def test_unknown_merchant_is_rejected(tmp_path: Path) -> None:
    read = read_feed(feed(tmp_path, GOOD), mapping(merchant_id={"constant": "nobody"}), LEXICON)
    assert "unknown merchant 'nobody'" in read.rejects[0].reason


def test_control_characters_and_half_letters_are_dropped(tmp_path: Path) -> None:
    path = feed(tmp_path, '{"id": "1", "name": "a\\u0000\\ud800b", "price": 3}')
    assert read_feed(path, mapping(), LEXICON).products[0].titles == {"de": "ab"}


def test_feed_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(GOOD).encode())
    assert len(read_feed(path, mapping(), LEXICON).products) == 1


def test_feed_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_bytes(json.dumps(GOOD).encode("utf-16"))
    with pytest.raises(CatalogError, match="UTF-8"):
        read_feed(path, mapping(), LEXICON)


def test_missing_feed_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="no jsonl feed"):
        read_feed(tmp_path / "nothing", mapping(), LEXICON)


def test_mapping_without_merchants_is_named(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yml"
    path.write_text("source: x\nformat: json\nfields: {}\n")
    with pytest.raises(CatalogError, match="merchants"):
        FeedMapping.load(path)


@pytest.mark.parametrize(
    ("name", "feed_path", "n_products"),
    [
        ("bestbuy", "bestbuy-products/ecommerce.json", 3291),
        ("retail-demo-store", "retail-demo-store/products.jsonl", 2465),
    ],
)
def test_real_feeds_are_read_whole(shared_data: Path, name: str, feed_path: str, n_products: int) -> None:
    fields = FeedMapping.load(PROJECT / "data" / "mappings" / f"{name}.yml")
    read = read_feed(shared_data / feed_path, fields, Lexicon.load(PROJECT / "data"))
    assert len(read.products) + len(read.rejects) == n_products
    assert len(read.products) >= 0.99 * n_products
    assert sum(bool(product.category) for product in read.products) >= 0.95 * n_products
