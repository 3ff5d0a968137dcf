import json
from decimal import Decimal
from pathlib import Path

import pytest

from retrieval.errors import CatalogError
from retrieval.feeds import FeedMapping, read_feed
from retrieval.lexicon import Lexicon
from tests.conftest import PROJECT
from tests.fakes import HERE, THERE
from tests.retrieval.feeds.conftest import NOW, Read

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
    (product,) = read_feed(feed(tmp_path, GOOD), mapping(), LEXICON)
    assert (product.product_id, product.price, product.currency) == ("1", Decimal("12.50"), "EUR")
    assert (product.category, product.department) == ("smartphone", "electronics")
    assert product.colors == ("red",), "taken from the title where the feed has none"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({**GOOD, "price": "-3"}, "not between 0"),
        ({**GOOD, "price": "0"}, "not between 0"),
        ({**GOOD, "price": "1e99"}, "not between 0"),
        ({**GOOD, "price": "NaN"}, "not between 0"),
        ({**GOOD, "price": "cheap"}, "not a number"),
        ({**GOOD, "price": None}, "not a number"),
        ({**GOOD, "price": {"amount": 3}}, "not a number"),
        ({**GOOD, "name": " \x00 "}, "no title"),
        ({**GOOD, "name": ["a", "list"]}, "no title"),
        ({**GOOD, "id": ""}, "no id"),
        ({**GOOD, "stock": "many"}, "the stock 'many'"),
        ({**GOOD, "added": "yesterday"}, "the date 'yesterday'"),
        (["a", "list"], "not an object"),
        ("{broken", "not JSON"),
    ],
)
@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_bad_row_is_rejected_with_line_and_reason_and_the_rest_imported(
    tmp_path: Path, read: Read, row: object, reason: str, form: str
) -> None:
    rows = [GOOD, row] if row == "{broken" else [GOOD, row, {**GOOD, "id": "2"}]
    given = read(feed(tmp_path, *rows, form=form), mapping(form, stock="stock", added="added"))
    assert given.ids() == ["1", "2"][: len(rows) - 1]
    (reject,) = given.rejects
    assert reject.file == f"feed.{form}"
    assert reject.line == (2 if form == "jsonl" else 3)
    assert reason in reject.reason


@pytest.mark.parametrize("value", ["text", 5, True, None])
@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_row_that_is_no_object_is_rejected(tmp_path: Path, read: Read, value: object, form: str) -> None:
    given = read(feed(tmp_path, GOOD, json.dumps(value), {**GOOD, "id": "2"}, form=form), mapping(form))
    assert given.ids() == ["1", "2"]
    assert [line for line, _ in given.reasons()] == [2 if form == "jsonl" else 3]
    assert "not an object" in given.rejects[0].reason


def test_repeated_id_is_rejected_with_the_line_of_the_first(tmp_path: Path, read: Read) -> None:
    given = read(feed(tmp_path, {**GOOD, "id": "0"}, GOOD, GOOD), mapping())
    assert given.ids() == ["0", "1"]
    assert given.reasons() == [(3, "the id '1' stood in an earlier row already, line 2")]


def test_repeated_id_is_found_in_a_file_of_one_line(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "feed.json"
    path.write_text(json.dumps([GOOD, GOOD]))
    given = read(path, mapping("json"))
    assert (given.ids(), [line for line, _ in given.reasons()]) == (["1"], [1])


def test_repeated_id_in_another_file_of_a_folder_names_it(tmp_path: Path, read: Read) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.jsonl").write_text("\n" + json.dumps(GOOD))
    (tmp_path / "notes.txt").write_text("no feed")
    given = read(tmp_path, mapping())
    assert given.ids() == ["1"]
    assert [(reject.file, reject.line) for reject in given.rejects] == [("b.jsonl", 2)]
    assert "line 2 of a.jsonl" in given.rejects[0].reason


def test_unknown_merchant_is_rejected(tmp_path: Path, read: Read) -> None:
    given = read(feed(tmp_path, GOOD), mapping(merchant_id={"constant": "nobody"}))
    assert "unknown merchant 'nobody'" in given.rejects[0].reason


def test_control_characters_and_half_letters_are_dropped(tmp_path: Path, read: Read) -> None:
    path = feed(tmp_path, '{"id": "1", "name": "a\\u0000\\ud800b", "price": 3}')
    assert read(path, mapping()).products[0].titles == {"de": "ab"}


def test_table_with_a_mapping_is_read_by_it_whatever_it_looks_like(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "feed.csv"
    path.write_text("id,title,name,price,link\n1,Falsch,Richtig,3,x\n")
    assert read(path, mapping("", category={"constant": "Cups"})).products[0].titles == {"de": "Richtig"}


def test_missing_feed_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="no jsonl feed"):
        read_feed(tmp_path / "nothing", mapping(), LEXICON)


def test_rows_are_counted_as_they_are_read(tmp_path: Path) -> None:
    counts: list[int] = []
    list(read_feed(feed(tmp_path, GOOD, "{", GOOD), mapping(), LEXICON, counts.append, NOW))
    assert counts == [1, 2, 3]


def test_language_of_the_mapping_counts_more_than_the_merchants(tmp_path: Path, lexicon: Lexicon) -> None:
    french = FeedMapping("test", "jsonl", {**FIELDS, "titles": "name"}, {"here": HERE}, language="fr")
    (product,) = read_feed(feed(tmp_path, {**GOOD, "name": "Sac rouge"}), french, lexicon)
    assert (product.language, product.titles, product.colors) == ("fr", {"fr": "Sac rouge"}, ("red",))


@pytest.mark.parametrize(
    ("name", "feed_path", "n_products"),
    [
        ("bestbuy", "bestbuy-products/ecommerce.json", 3291),
        ("retail-demo-store", "retail-demo-store/products.jsonl", 2465),
    ],
)
def test_real_feeds_are_read_whole(shared_data: Path, read: Read, name: str, feed_path: str, n_products: int) -> None:
    given = read(shared_data / feed_path, FeedMapping.load(PROJECT / "data" / "mappings" / f"{name}.yml"))
    assert len(given.products) + len(given.rejects) == n_products
    assert len(given.products) >= 0.99 * n_products
    assert sum(bool(product.category) for product in given.products) >= 0.95 * n_products
