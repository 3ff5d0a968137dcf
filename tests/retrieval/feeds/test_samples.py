"""Each known format in a language of its own, read from a file as a shop would send it."""

from datetime import date
from decimal import Decimal

import pytest

from retrieval.feeds import FeedMapping
from tests.retrieval.feeds.conftest import SAMPLES, Given, Read, merchant


def test_google_rss_in_german(read: Read) -> None:
    given = read(SAMPLES / "google_de.xml", merchant("DE", "de", "EUR", "google-xml"))
    jacket = given.get("WR-100")
    assert jacket.titles == {"de": "Wanderjacke Tannenhäher"}
    assert jacket.descriptions == {"de": "Winddichte Jacke für kühle Morgen. drei Taschen Kapuze & Kordel"}
    assert (jacket.price, jacket.currency) == (Decimal("999.50"), "EUR"), "the sale holds now"
    assert (jacket.category, jacket.department) == ("jacket", "clothing")
    assert (jacket.colors, jacket.materials, jacket.sizes) == (("black", "blue"), ("cotton", "silk"), ("EU 38",))
    assert (jacket.audience, jacket.weight_kg, jacket.stock, jacket.brand) == ("women", 0.85, None, "Tannhaus")
    assert jacket.attributes["gtin"] == "04012345678901"
    assert jacket.attributes["mpn"] == "TH-JK-7"
    assert jacket.url == "https://waldrand.example/wr-100"
    rucksack = given.get("WR-101")
    assert (rucksack.category, rucksack.audience) == ("backpack", "kids")
    assert rucksack.is_in_stock
    assert rucksack.attributes["availability"] == "preorder"
    assert rucksack.attributes["color"] == "Aubergine", "a colour without an English word is kept as it is"
    assert rucksack.weight_kg == pytest.approx(0.49895, abs=1e-4)
    hat = given.get("WR-104")
    assert (hat.stock, hat.colors) == (0, ("gray",))
    assert hat.attributes["google_product_category"] == "173"
    assert [line for line, _ in given.reasons()] == [46, 52]
    assert "not a number" in given.rejects[0].reason
    assert "not well formed" in given.rejects[1].reason


def test_sale_price_does_not_count_before_its_time(read: Read, tmp_path) -> None:
    text = (SAMPLES / "google_de.xml").read_text(encoding="utf-8").replace("2026-11-01T", "2026-11-25T")
    (tmp_path / "feed.xml").write_text(text, encoding="utf-8")
    assert read(tmp_path / "feed.xml", merchant("DE", "de", "EUR")).get("WR-100").price == Decimal("1299.00")


def test_google_atom_in_chinese(read: Read) -> None:
    given = read(SAMPLES / "google_zh.atom", merchant("CN", "zh-Hans", "CNY", "google-xml"))
    cup, apron = given.products
    assert (cup.price, cup.currency, cup.category) == (Decimal("129.00"), "CNY", "mug")
    assert (cup.colors, cup.materials, cup.audience) == (("black",), ("ceramic",), "women")
    assert (cup.weight_kg, cup.stock, cup.url) == (0.32, None, "https://qingshi.example/1")
    assert (apron.price, apron.stock, apron.colors) == (Decimal(1299), 0, ("red",))


def test_google_table_in_thai(read: Read) -> None:
    given = read(SAMPLES / "google_th.tsv", merchant("TH", "th", "THB", "google-tsv"))
    shirt, monitor = given.products
    assert (shirt.price, shirt.colors, shirt.sizes, shirt.audience) == (Decimal(1290), ("black",), ("L",), "men")
    assert shirt.image == "https://changnoi.example/1.jpg"
    assert monitor.titles == {"th": 'จอภาพ 27" สำหรับทำงาน'}, "between tabs a quote is a quote"
    assert (monitor.price, monitor.colors) == (Decimal(490), ("white",))
    assert given.reasons()[0][0] == 4
    assert "'ไม่รู้' is not known" in given.reasons()[0][1]


def test_shopify_table_in_turkish(read: Read) -> None:
    given = read(SAMPLES / "shopify_tr.csv", merchant("TR", "tr", "TRY", "shopify-csv"))
    assert given.ids() == ["keten-gomlek", "bakir-cezve", "kilim"]
    shirt = given.get("keten-gomlek")
    assert shirt.descriptions == {"tr": "Yazlık, hafif gömlek. Ege'de dokundu."}
    assert shirt.price == Decimal("799.90"), "the cheapest of its variants"
    assert (shirt.sizes, shirt.colors, shirt.stock) == (("S", "M"), ("black", "white"), 6)
    assert (shirt.category, shirt.audience, shirt.weight_kg) == ("shirt", "men", 0.28)
    assert shirt.image == "https://mavikiyi.example/1.jpg"
    cezve = given.get("bakir-cezve")
    assert cezve.stock is None, "nobody counts it"
    assert (cezve.sizes, cezve.attributes["gtin"]) == ((), "8690000000017")
    kilim = given.get("kilim")
    assert (kilim.price, kilim.sizes, kilim.category) == (Decimal(1750), ("120x180",), "rug")
    assert kilim.stock is None, "one variant is sold on when it is out of stock"
    assert given.reasons() == [
        (8, "not on sale: its status is 'draft'"),
        (9, "the price 'pahalı' is not a number"),
    ]


def test_shopify_json_in_arabic(read: Read) -> None:
    given = read(SAMPLES / "shopify_ar.json", merchant("SA", "ar", "SAR", "shopify-json"))
    abaya, lantern = given.products
    assert abaya.descriptions == {"ar": "عباءة من قماش ناعم & خفيف."}
    assert (abaya.price, abaya.currency, abaya.stock) == (Decimal("329.00"), "SAR", None)
    assert (abaya.sizes, abaya.colors, abaya.weight_kg) == (("52", "54"), ("black",), 0.6)
    assert (abaya.added, abaya.image) == (date(2026, 5, 3), "https://nakheel.example/abaya.jpg")
    assert (lantern.product_id, lantern.stock) == ("fanoos", 0)
    assert given.reasons() == [(13, "no variants, and so no price")]


def test_schema_org_page_in_chinese(read: Read) -> None:
    given = read(SAMPLES / "page_zh.html", merchant("CN", "zh-Hans", "CNY", "json-ld"))
    (scarf,) = given.products
    assert scarf.titles == {"zh-Hans": "云上羊毛围巾", "en": "Wool scarf Yunshang"}
    assert (scarf.price, scarf.stock) == (Decimal("298.00"), None), "the cheaper offer is sold out"
    assert (scarf.colors, scarf.materials, scarf.audience) == (("red", "white"), ("wool",), "women")
    assert (scarf.rating, scarf.n_ratings, scarf.weight_kg) == (4.6, 31, 0.25)
    assert scarf.attributes["origin_region"] == "青海"
    assert (scarf.category, scarf.sizes) == ("scarf", ("180x70 cm",))
    assert not given.rejects


def test_schema_org_list_with_a_group_in_german(read: Read) -> None:
    given = read(SAMPLES / "group_de.jsonld", merchant("DE", "de", "EUR", "json-ld"))
    shoe, lamp = given.products
    assert (shoe.product_id, shoe.price) == ("LS-1", Decimal("119.90"))
    assert (shoe.sizes, shoe.colors) == (("EU 42", "EU 43"), ("blue", "red"))
    assert lamp.price == Decimal("49.00"), "a crossed-out price does not count"
    assert lamp.attributes["availability"] == "backorder"
    assert given.reasons() == [(13, "no offer with a price")]


def test_mapped_table_in_turkish(read: Read) -> None:
    given = read(SAMPLES / "mapped_tr.csv", FeedMapping.load(SAMPLES / "mapped_tr.yml"))
    wallet, socks = given.products
    assert wallet.titles == {"tr": "Deri Cüzdan", "en": "Leather wallet"}
    assert wallet.descriptions == {"tr": "El yapımı; ince"}
    assert (wallet.price, wallet.currency) == (Decimal("1299.00"), "TRY")
    assert (wallet.colors, wallet.stock, wallet.weight_kg) == (("black", "brown"), 5, 0.12)
    assert (wallet.category, wallet.department) == ("wallet", "accessories")
    assert (socks.price, socks.currency, socks.sizes) == (Decimal("49.90"), "EUR", ("M", "L"))
    assert given.reasons() == [(4, "the price '' is not a number")]


FORMATS = {
    "google_de.xml": "google-xml",
    "google_zh.atom": "google-xml",
    "google_th.tsv": "google-tsv",
    "shopify_tr.csv": "shopify-csv",
    "shopify_ar.json": "shopify-json",
    "page_zh.html": "json-ld",
    "group_de.jsonld": "json-ld",
}
MERCHANTS = {
    "de": merchant("DE", "de", "EUR"),
    "zh": merchant("CN", "zh-Hans", "CNY"),
    "th": merchant("TH", "th", "THB"),
    "tr": merchant("TR", "tr", "TRY"),
    "ar": merchant("SA", "ar", "SAR"),
}


@pytest.mark.parametrize("name", FORMATS)
def test_format_need_not_be_named(read: Read, name: str) -> None:
    country = MERCHANTS[name.partition("_")[2][:2]]
    named = FeedMapping("shop", FORMATS[name], {}, country.merchants)

    def plain(given: Given) -> list:
        return [*given.products, *given.rejects]

    assert plain(read(SAMPLES / name, country)) == plain(read(SAMPLES / name, named))
