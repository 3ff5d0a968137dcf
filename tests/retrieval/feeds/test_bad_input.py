"""What feeds should not hold: each as a real file, each with its line and reason, and nothing lost in silence."""

import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.errors import CatalogError
from retrieval.feeds import FeedMapping, read_feed
from retrieval.feeds.rows import MAX_ROW
from retrieval.lexicon import Lexicon
from tests.fakes import HERE
from tests.retrieval.feeds.conftest import NOW, Given, Read, merchant

LONG = 100_000_000
LONG_MEMORY = 60_000_000
"""Bytes that may be held while a line of LONG is passed over."""

FIELDS = {"product_id": "id", "merchant_id": {"constant": "here"}, "titles": {"de": "name"}, "price": "price"}
SHOP = {"here": HERE}


def mapping(form: str, **options: str) -> FeedMapping:
    return FeedMapping("test", form, FIELDS, SHOP, **options)


def table(*rows: str) -> str:
    return "\n".join(["id,name,price", *rows]) + "\n"


def rss(*items: str) -> str:
    return (
        '<?xml version="1.0"?>\n<rss xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n'
        + "\n".join(items)
        + "\n</channel>\n</rss>\n"
    )


def item(product_id: str, title: str = "Tasche", price: str = "3 EUR") -> str:
    return f"<item><g:id>{product_id}</g:id><title>{title}</title><g:price>{price}</g:price></item>"


GOOGLE = merchant("DE", "de", "EUR", "google-xml")


@pytest.fixture
def give(tmp_path: Path, read: Read) -> Callable[[str | bytes, FeedMapping], Given]:
    def call(content: str | bytes, fields: FeedMapping) -> Given:
        path = tmp_path / "feed"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read(path, fields)

    return call


@pytest.mark.parametrize("title", ["Tüte für Äpfel", "黑色茶杯", "حقيبة سوداء", "กระเป๋าสีดำ", "Şık çanta"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "google-xml"])
def test_encoding_of_unicode_is_found_out(give, title: str, encoding: str, form: str) -> None:
    row = {"id": "1", "name": title, "price": "3"}
    content = {
        "csv": table(f"1,{title},3"),
        "json": json.dumps([row], ensure_ascii=False),
        "jsonl": json.dumps(row, ensure_ascii=False),
        "google-xml": rss(item("1", title)),
    }[form]
    given = give(content.encode(encoding), GOOGLE if form == "google-xml" else mapping(form))
    assert [product.titles["de"] for product in given.products] == [title]


def test_table_in_latin_1_is_refused_with_its_line_and_what_it_may_be(give) -> None:
    content = table("1,Tasche,3", "2,Tüte für Äpfel,4").encode("latin-1")
    with pytest.raises(CatalogError, match=r"feed is not UTF-8: line 3 holds the byte 0xFC.*`encoding: \w+`"):
        give(content, mapping("csv"))


@pytest.mark.parametrize(
    ("title", "encoding"),
    [
        ("Tüte für Äpfel", "cp1252"),
        ("黑色茶杯", "gb18030"),
        ("กระเป๋า", "tis-620"),
        ("حقيبة", "cp1256"),
        ("Şık", "cp1254"),
    ],
)
def test_encoding_named_in_the_mapping_is_used(give, title: str, encoding: str) -> None:
    given = give(table(f"1,{title},3").encode(encoding), mapping("csv", encoding=encoding))
    assert given.products[0].titles["de"] == title


def test_encoding_that_a_feed_of_xml_declares_is_used(give) -> None:
    content = rss(item("1", "Tüte")).replace('"1.0"?>', '"1.0" encoding="ISO-8859-1"?>').encode("latin-1")
    assert give(content, GOOGLE).products[0].titles["de"] == "Tüte"


@pytest.mark.parametrize("encoding", ["klingon", "base64"])
def test_unknown_encoding_is_named(give, encoding: str) -> None:
    with pytest.raises(CatalogError, match=encoding):
        give(table("1,Tasche,3"), mapping("csv", encoding=encoding))


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "google-xml"])
def test_broken_letter_costs_its_row_alone(give, form: str) -> None:
    rows = [{"id": str(place), "name": f"Tüte {place}", "price": "3"} for place in (1, 2, 3)]
    content = {
        "csv": table(*(",".join(row.values()) for row in rows)),
        "json": "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "]",
        "jsonl": "\n".join(json.dumps(row, ensure_ascii=False) for row in rows),
        "google-xml": rss(*(item(row["id"], row["name"]) for row in rows)),
    }[form]
    broken = content.encode().replace("Tüte 2".encode(), b"T\xfcte 2")
    given = give(broken, GOOGLE if form == "google-xml" else mapping(form))
    assert given.ids() == ["1", "3"]
    (reject,) = given.rejects
    assert reject.line == {"csv": 3, "json": 3, "jsonl": 2, "google-xml": 5}[form]
    assert "UTF-8" in reject.reason or "not well formed" in reject.reason


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "google-xml"])
def test_zero_bytes_are_dropped(give, form: str) -> None:
    row = {"id": "1", "name": "Ta\0sche", "price": "3"}
    content = {
        "csv": table("1,Ta\0sche,3"),
        "json": f'[{{"id": "1", "name": "{row["name"]}", "price": "3"}}]',
        "jsonl": f'{{"id": "1", "name": "{row["name"]}", "price": "3"}}',
        "google-xml": rss(item("1", "Ta\0sche")),
    }[form]
    given = give(content, GOOGLE if form == "google-xml" else mapping(form))
    assert [product.titles["de"] for product in given.products] == ["Tasche"]


@pytest.mark.parametrize(
    ("header", "fields", "lacking"),
    [
        ("id,name", mapping("csv"), "lacks the columns 'price'; it has 'id', 'name'"),
        ("a;b", mapping("csv"), "lacks the columns 'id', 'name', 'price'; it has 'a', 'b'"),
        ("id\ttitle\tlink", merchant("DE", "de", "EUR", "google-tsv"), "lacks the columns 'price'"),
        ("Title,Vendor", merchant("DE", "de", "EUR", "shopify-csv"), "lacks the columns 'handle', 'variant price'"),
        ("", mapping("csv"), "no line with the names of columns"),
    ],
)
def test_missing_columns_are_named_together_before_anything_is_read(
    tmp_path: Path, lexicon: Lexicon, header: str, fields: FeedMapping, lacking: str
) -> None:
    (tmp_path / "a.csv").write_text("id,name,price,title,handle,vendor,variant price\n1,Tasche,3\n")
    (tmp_path / "b.csv").write_text(header + "\n1,2,3\n" if header else "")
    with pytest.raises(CatalogError, match=lacking) as raised:
        read_feed(tmp_path, fields, lexicon)
    assert "b.csv" in str(raised.value)


def test_rows_of_a_table_are_counted_by_physical_lines(give) -> None:
    given = give(table('1,"Tasche\nund\nTüte",3', "2,Hut,teuer", "", "3,Schal,4,5,6", "4,Mütze,5"), mapping("csv"))
    assert given.ids() == ["1", "4"]
    assert [line for line, _ in given.reasons()] == [5, 7]
    assert "5 cells" in given.rejects[1].reason


def test_quote_that_is_never_closed_does_not_take_the_rest_with_it(give) -> None:
    given = give(table("1,Tasche,3", '2,"Hut,4', "3,Schal,5", '4,"Mütze" blau,6', "5,Tuch,7"), mapping("csv"))
    assert given.ids() == ["1", "3", "5"]
    assert [line for line, _ in given.reasons()] == [3, 5]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_ends_of_lines_of_all_systems_are_known(give, newline: str) -> None:
    content = table("1,Tasche,3", "2,Hut,x", "3,Schal,4").replace("\n", newline)
    given = give(content, mapping("csv"))
    assert (given.ids(), [line for line, _ in given.reasons()]) == (["1", "3"], [3])


def test_line_separator_inside_of_text_ends_no_line(give) -> None:
    rows = [{"id": "1", "name": "a\u2028b", "price": 3}, {"id": "2", "name": "c", "price": "x"}]
    given = give("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), mapping("jsonl"))
    assert (given.ids(), [line for line, _ in given.reasons()]) == (["1"], [2])


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "google-xml"])
def test_line_of_a_hundred_megabytes_is_passed_over_in_little_memory(
    tmp_path: Path, lexicon: Lexicon, form: str
) -> None:
    good = '{"id": %d, "name": "a", "price": 1}'
    xml = rss(item("1")).partition("</channel>")[0] + "<item><title>"
    before, after = {
        "csv": (table("1,Tasche,3") + '2,"', '",4\n3,Hut,5\n'),
        "json": (f'[\n{good % 1},\n{{"name": "', f'"}},\n{good % 3}]'),
        "jsonl": (f'{good % 1}\n{{"name": "', f'"}}\n{good % 3}\n'),
        "google-xml": (xml, f"</title></item>\n{item('3')}\n</channel></rss>"),
    }[form]
    path = tmp_path / "feed"
    with path.open("w") as file:
        file.write(before)
        for _ in range(LONG // 1_000_000):
            file.write("x" * 1_000_000)
        file.write(after)
    tracemalloc.start()
    try:
        found = list(read_feed(path, GOOGLE if form == "google-xml" else mapping(form), lexicon, now=NOW))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [getattr(row, "product_id", None) for row in found] == ["1", None, "3"]
    assert f"longer than {MAX_ROW:,}" in found[1].reason
    assert found[1].line == {"csv": 3, "json": 3, "jsonl": 2, "google-xml": 5}[form]
    assert peak < LONG_MEMORY


def test_array_that_is_cut_off_gives_all_before_and_says_where(give) -> None:
    rows = [{"id": str(place), "name": "Tasche", "price": "3"} for place in range(50)]
    content = "[\n" + ",\n".join(map(json.dumps, rows)) + "\n]"
    given = give(content[: content.index('"id": "48"') + 12], mapping("json"))
    assert given.ids() == [str(place) for place in range(48)]
    (reject,) = given.rejects
    assert (reject.line, reject.is_rest_lost) == (50, True)


def test_xml_that_is_cut_off_gives_all_before_and_says_where(give) -> None:
    content = rss(*(item(str(place)) for place in range(50)))
    given = give(content[: content.index("<g:id>48") + 12], GOOGLE)
    assert given.ids() == [str(place) for place in range(48)]
    (reject,) = given.rejects
    assert (reject.line, reject.is_rest_lost) == (52, True)


@pytest.mark.parametrize(
    "spoilt",
    [
        item("2", "Tasche & Hut"),
        item("2", "Tasche &nbsp; Hut"),
        item("2", "<b>Tasche"),
        item("2").removesuffix("</item>"),
        '<item a="1" a="2">' + item("2").removeprefix("<item>"),
        item("2", "<a>" * 200 + "</a>" * 200),
    ],
)
def test_item_that_is_not_well_formed_costs_itself_alone(give, spoilt: str) -> None:
    given = give(rss(item("1"), spoilt, item("3"), item("4")), GOOGLE)
    assert given.ids() == ["1", "3", "4"]
    assert [(reject.line, reject.is_rest_lost) for reject in given.rejects] == [(5, False)]


BOMBS = {
    "billion laughs": '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>',
    "external file": '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "external address": '<!DOCTYPE r [<!ENTITY % a SYSTEM "http://example.invalid/x"> %a;]>',
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_xml_that_declares_entities_is_refused(give, bomb: str) -> None:
    content = rss(item("1", "&a;")).replace("<rss", BOMBS[bomb] + "<rss")
    with pytest.raises(CatalogError, match="declares the entity 'a'"):
        give(content, GOOGLE)


def test_xml_that_is_no_feed_is_refused(give) -> None:
    with pytest.raises(CatalogError, match="no <item>"):
        give("<html><body/></html>", GOOGLE)


@pytest.mark.parametrize("form", ["json", "jsonl"])
@pytest.mark.parametrize("depth", [100, 100_000])
def test_absurd_nesting_costs_its_row_alone(give, form: str, depth: int) -> None:
    good = ['{"id": "1", "name": "a", "price": 1}', '{"id": "2", "name": "b", "price": 1}']
    deep = "[" * depth + "]" * depth
    joined = (
        ("[" + ",\n".join([good[0], deep, good[1]]) + "]") if form == "json" else "\n".join([good[0], deep, good[1]])
    )
    given = give(joined, mapping(form))
    assert given.ids() == ["1", "2"]
    assert [line for line, _ in given.reasons()] == [2]


def test_schema_org_that_holds_no_product_is_said_so(give) -> None:
    shop = merchant("DE", "de", "EUR", "json-ld")
    for content in ('{"@type": "Organization"}', "<html></html>", '<script type="application/ld+json">{oh}</script>'):
        given = give(content, shop)
        assert not given.products
        assert len(given.rejects) == 1


def test_page_that_is_cut_off_inside_its_script_is_said_so(give) -> None:
    given = give('<html>\n<script type="application/ld+json">{"@type": "Pro', merchant("DE", "de", "EUR", "json-ld"))
    assert [(reject.line, reject.is_rest_lost) for reject in given.rejects] == [(2, True)]
