import json
from pathlib import Path

import pytest

from retrieval.errors import CatalogError
from retrieval.feeds import FORMATS, detect_format
from retrieval.feeds.formats import SUFFIXES
from tests.conftest import PROJECT


@pytest.mark.parametrize(
    ("content", "form"),
    [
        ('[{"id": 1, "name": "x"}]', "json"),
        ('{"id": 1, "name": "x"}\n{"id": 2, "name": "y"}\n', "jsonl"),
        ('{"id": 1, "name": "x"}', "jsonl"),
        ('{"@context": "https://schema.org", "@type": "Product"}', "json-ld"),
        ('[{"@type": "Product"}]', "json-ld"),
        ('{"products": [{"title": "x"}]}', "shopify-json"),
        ("id;name;price\n1;x;2\n", "csv"),
        ("id\tname\tprice\n1\tx\t2\n", "tsv"),
        ("编号,名称,价格\n1,茶,2\n", "csv"),
        ("id\ttitle\tprice\tlink\n1\tx\t2\thttps://x.example\n", "google-tsv"),
        ("id,title,price,image link\n1,x,2,https://x.example\n", "google-tsv"),
        ("URL handle,Title,Vendor,Price\na,b,c,1\n", "shopify-csv"),
        ("<rss version='2.0'><channel><item/></channel></rss>", "google-xml"),
        ("<!DOCTYPE html><html><script type='application/ld+json'>{}</script></html>", "json-ld"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_format_is_told_by_the_content(tmp_path: Path, content: str, form: str, encoding: str) -> None:
    path = tmp_path / "feed"
    path.write_bytes(content.encode(encoding))
    assert detect_format(path) == form


@pytest.mark.parametrize("content", ["", "just words\nand more of them\n", "<svg/>", "\x00\x01\x02"])
def test_content_in_no_known_format_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "feed"
    path.write_text(content)
    with pytest.raises(CatalogError, match="no known format"):
        detect_format(path)


def test_format_of_a_folder_is_that_of_its_first_file(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": 1}))
    assert detect_format(tmp_path) == "jsonl"
    with pytest.raises(CatalogError, match="no feed at"):
        detect_format(tmp_path / "nothing")


def test_every_format_has_suffixes_and_a_line_in_the_manual() -> None:
    assert sorted(SUFFIXES) == list(FORMATS)
    manual = (PROJECT / "data" / "mappings" / "README.md").read_text(encoding="utf-8")
    for form, suffixes in SUFFIXES.items():
        assert f"| `{form}` |" in manual
        assert all(f"`{suffix}`" in manual for suffix in suffixes), form
