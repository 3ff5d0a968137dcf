import json
from decimal import Decimal
from pathlib import Path

import pytest

from retrieval.feeds.option_names import option_kind
from tests.retrieval.feeds.conftest import Read, merchant

TABLE = merchant("DE", "de", "EUR", "shopify-csv")
PAGES = merchant("DE", "de", "EUR", "shopify-json")


def write(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "products.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def product(handle: str, *variants: dict, **fields: object) -> dict:
    return {"handle": handle, "title": f"Ding {handle}", "variants": list(variants), **fields}


def test_columns_of_the_newer_export_are_known(tmp_path: Path, read: Read) -> None:
    path = write(
        tmp_path,
        "Title,URL handle,Description,Vendor,Type,Status,Option1 name,Option1 value,Price,Inventory tracker,"
        "Inventory quantity,Continue selling when out of stock,Weight value (grams),Product image URL,"
        "Color (product.metafields.shopify.color-pattern),Target gender (product.metafields.shopify.target-gender)",
        "Mantel,mantel,<p>Warm</p>,Alba,Mäntel,Active,Größe,S,89.00,shopify,3,DENY,900,https://a.example/1.jpg,"
        "schwarz; blau,Damen",
        ",mantel,,,,,,M,79.00,shopify,1,DENY,950,,,",
    )
    (coat,) = read(path, TABLE).products
    assert (coat.product_id, coat.price, coat.stock, coat.sizes) == ("mantel", Decimal("79.00"), 4, ("S", "M"))
    assert (coat.colors, coat.audience, coat.weight_kg) == (("black", "blue"), "women", 0.9)


def test_handle_that_comes_back_later_is_a_repeated_id(tmp_path: Path, read: Read) -> None:
    path = write(tmp_path, "Handle,Title,Vendor,Variant Price", "a,A,V,1.00", "b,B,V,2.00", "a,A,V,3.00")
    given = read(path, TABLE)
    assert given.ids() == ["a", "b"]
    assert given.reasons() == [(4, "the id 'a' stood in an earlier row already, line 2")]


def test_lines_that_are_no_product_are_rejected(tmp_path: Path, read: Read) -> None:
    path = write(
        tmp_path,
        "Handle,Title,Vendor,Option1 Name,Option1 Value,Variant Price,Published",
        ",Ohne,V,,,1.00,true",
        "bild,Bild,V,,,,true",
        "still,Still,V,,,1.00,false",
        "preislos,Preislos,V,Größe,S,,true",
        ",,,,,,",
        "titellos,,V,,,1.00,true",
    )
    given = read(path, TABLE)
    assert not given.products
    assert given.reasons() == [
        (2, "no handle"),
        (3, "no variant with a price"),
        (4, "not on sale: it is not published"),
        (5, "the price '' is not a number"),
        (7, "no title in the merchant's language de"),
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Size", "size"),
        ("Schuhgröße", "size"),
        ("Taille du bonnet", "size"),
        ("尺码", "size"),
        ("المقاس", "size"),
        ("ขนาด", "size"),
        ("Beden", "size"),
        ("サイズ", "size"),
        ("Kích thước", "size"),
        ("Rahmenfarbe", "color"),
        ("颜色：", "color"),
        ("اللون", "color"),
        ("สี", "color"),
        ("Renk", "color"),
        ("Obermaterial", "material"),
        ("วัสดุ", "material"),
        ("Gravur", ""),
        (" ", ""),
    ],
)
def test_options_are_known_by_their_names_in_many_languages(name: str, kind: str) -> None:
    assert option_kind(name) == kind


def test_unknown_option_stays_in_the_attributes(tmp_path: Path, read: Read) -> None:
    row = product(
        "ring",
        {"option1": "Herz", "option2": "Feier", "price": "20.00"},
        {"option1": "Stern", "option2": "Alltag", "price": "21.00"},
        options=[{"name": "Gravur"}, {"name": "Anlass"}],
    )
    path = tmp_path / "products.json"
    path.write_text(json.dumps({"products": [row]}))
    assert read(path, PAGES).products[0].attributes == {"Gravur": "Herz, Stern", "Anlass": "Feier, Alltag"}


@pytest.mark.parametrize("layout", ["pages", "one"])
def test_pages_one_after_the_other_and_a_single_product_are_read(tmp_path: Path, read: Read, layout: str) -> None:
    rows = [product("a", {"price": "1.00"}), product("b", {"price": "2.00"})]
    records = [{"products": [row]} if layout == "pages" else {"product": row} for row in rows]
    path = tmp_path / "products.json"
    path.write_text("\n".join(json.dumps(record) for record in records))
    assert read(path, PAGES).ids() == ["a", "b"]


def test_variant_without_a_sound_price_costs_a_product_of_json(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "products.json"
    path.write_text(
        json.dumps({"products": [product("a", {"price": "free"}), product("b", {"price": "2"}), "c", None]})
    )
    given = read(path, PAGES)
    assert given.ids() == ["b"]
    assert len(given.rejects) == 2
    assert "'free'" in given.rejects[0].reason
    assert "not an object" in given.rejects[1].reason
