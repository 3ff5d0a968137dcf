"""The files of publishers' taxonomies, good and bad."""

import json
from pathlib import Path

import pytest

from retrieval.errors import CatalogError
from retrieval.taxonomy import CategoryNames, read_category_names

SHOPIFY = """\
# Shopify Product Taxonomy - Categories: 2025-03
# Format: {GID} : {Ancestor name} > ... > {Category name}

gid://shopify/TaxonomyCategory/sg       : Sporting Goods
gid://shopify/TaxonomyCategory/sg-1     : Sporting Goods > Helmets & Caps
"""
GOOGLE = """\
# Google_Product_Taxonomy_Version: 2021-09-21
499845 - Vehicles
1026 - Sporting Goods > Outdoor > Bicycles
"""


def written(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("de/categories.txt", "de"),
        ("pt-BR/categories.txt", "pt"),
        ("zh-TW/categories.txt", "zh-Hant"),
        ("dist/en/categories.txt", "en"),
    ],
)
def test_shopifys_lines_are_named_by_their_folders_locale(tmp_path: Path, name: str, language: str) -> None:
    (names,) = read_category_names(written(tmp_path, name, SHOPIFY))
    assert names == CategoryNames("shopify", language, {"sg": "Sporting Goods", "sg-1": "Helmets & Caps"})


@pytest.mark.parametrize(
    ("name", "language"),
    [("taxonomy-with-ids.de-DE.txt", "de"), ("taxonomy-with-ids.zh-CN.txt", "zh-Hans"), ("t.en-US.txt", "en")],
)
def test_googles_lines_are_named_by_the_files_locale(tmp_path: Path, name: str, language: str) -> None:
    (names,) = read_category_names(written(tmp_path, name, GOOGLE))
    assert names == CategoryNames("google", language, {"499845": "Vehicles", "1026": "Bicycles"})


@pytest.mark.parametrize("name", ["categories.json", "taxonomy.json"])
def test_shopifys_json_gives_names_by_id(tmp_path: Path, name: str) -> None:
    categories = [{"id": "gid://shopify/TaxonomyCategory/sg-1", "name": "ヘルメット", "level": 1, "children": []}]
    text = json.dumps({"version": "2025-03", "verticals": [{"name": "x", "prefix": "sg", "categories": categories}]})
    (names,) = read_category_names(written(tmp_path, f"ja/{name}", text))
    assert names == CategoryNames("shopify", "ja", {"sg-1": "ヘルメット"})


def test_table_gives_every_language(tmp_path: Path) -> None:
    table = "id\tdepth\ten\tth\tzh-CN\nsg\t0\tHelmets\tหมวกกันน็อก\t头盔\nsg-1\t1\tCaps\t\t帽子\n"
    found = read_category_names(written(tmp_path, "names.tsv", table))
    assert {names.language: names.names for names in found} == {
        "en": {"sg": "Helmets", "sg-1": "Caps"},
        "th": {"sg": "หมวกกันน็อก"},
        "zh-Hans": {"sg": "头盔", "sg-1": "帽子"},
    }


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_mark_is_no_part_of_the_text(tmp_path: Path, encoding: str) -> None:
    (names,) = read_category_names(written(tmp_path, "ar/categories.txt", SHOPIFY.encode(encoding)))
    assert names.names["sg"] == "Sporting Goods"


def test_language_may_be_given(tmp_path: Path) -> None:
    (names,) = read_category_names(written(tmp_path, "my file.txt", GOOGLE), "google", "tr")
    assert names.language == "tr"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("de/categories.txt", "", "is empty"),
        ("de/categories.txt", "# only a remark\n\n", "is empty"),
        ("de/categories.txt", SHOPIFY + "Helme > Caps\n", "line 6, is 'Helme > Caps'"),
        ("de/categories.txt", SHOPIFY + GOOGLE, "line 7"),
        ("de/categories.txt", "Näh: ".encode("latin-1"), "line 1, is not UTF-8"),
        ("de/categories.txt", "<xml/>", "line 1, is '<xml/>'"),
        ("categories.txt", SHOPIFY, "name it with --language"),
        ("de/categories.json", '{"verticals": [', "no whole JSON"),
        ("de/categories.json", '{"attributes": []}', "no `verticals`"),
        ("de/categories.json", '{"verticals": [{"name": "x"}]}', "without 'categories'"),
        ("de/categories.json", '{"verticals": []}', "names no category"),
        ("names.tsv", "id\tdepth\ten\nsg\t0\n", "line 2, has 2 cells, its header 3"),
        ("names.tsv", "id\tdepth\tEnglish name\nsg\t0\tx\n", "column 'English name'"),
    ],
)
def test_file_that_is_no_taxonomy_is_refused_with_the_place(
    tmp_path: Path, name: str, content: str | bytes, said: str
) -> None:
    path = written(tmp_path, name, content)
    with pytest.raises(CatalogError, match=r"(?s).*") as raised:
        read_category_names(path)
    assert said in str(raised.value)
    assert str(path) in str(raised.value)


def test_file_of_another_publisher_than_said_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "taxonomy-with-ids.de-DE.txt", GOOGLE)
    with pytest.raises(CatalogError, match="is google's, not shopify's"):
        read_category_names(path, "shopify")


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"nowhere\.txt cannot be read"):
        read_category_names(tmp_path / "nowhere.txt")
