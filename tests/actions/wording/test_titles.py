"""Titles in the shopper's language: the merchant's own before a composed one, and that before English."""

import json
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from actions.payloads.cards import Audience
from actions.settings import PROJECT
from actions.shop import Shop
from actions.wording.texts import Texts
from actions.wording.titles import Title, title_of
from retrieval.lexicon import Lexicon
from retrieval.product import Product
from tests.actions.small_shop import TODAY

TEXTS = Texts.load(PROJECT / "actions" / "locales", Lexicon.load(PROJECT / "data"))
HEADPHONES = Product(
    product_id="h",
    merchant_id="nord",
    language="de",
    titles={"de": "Kopfhörer Ruhe 3", "en": "Calm 3 headphones"},
    price=Decimal(80),
    currency="EUR",
    category="headphones",
    brand="Klangwerk",
    colors=("black", "red"),
    materials=("leather", "plastic"),
)


def plain(title: Title) -> str:
    return title.text.replace("\N{FIRST STRONG ISOLATE}", "").replace("\N{POP DIRECTIONAL ISOLATE}", "")


@pytest.mark.parametrize(
    ("language", "own"), [("de", "Kopfhörer Ruhe 3"), ("de-AT", "Kopfhörer Ruhe 3"), ("en", "Calm 3 headphones")]
)
def test_title_of_the_merchant_comes_first(language: str, own: str) -> None:
    assert title_of(HEADPHONES, language, TEXTS) == Title(own, language.split("-")[0])


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-Hans", ("Klangwerk", "耳机", "黑色", "皮革")),
        ("ar", ("Klangwerk", "سماعات", "أسود", "جلد")),
        ("th", ("Klangwerk", "หูฟัง", "ดำ", "หนัง")),
        ("tr", ("Klangwerk", "kulaklık", "siyah", "deri")),
        ("ja", ("Klangwerk", "ヘッドホン", "黒", "革")),
    ],
)
def test_title_is_composed_of_brand_kind_colour_and_material(language: str, words: tuple[str, ...]) -> None:
    title = title_of(HEADPHONES, language, TEXTS)
    assert title.is_composed
    assert title.language == language
    for word in words:
        assert word in plain(title)


def test_title_composed_leaves_out_what_the_product_has_not() -> None:
    bare = replace(HEADPHONES, colors=(), materials=())
    assert plain(title_of(bare, "fr", TEXTS)) == "Casque audio Klangwerk"


TEAPOT = Product(
    product_id="t",
    merchant_id="nord",
    language="en",
    titles={"en": "River mist teapot"},
    price=Decimal(40),
    currency="EUR",
    category="teapot",
    department="kitchen",
    brand="Kamadori",
    colors=("white", "blue"),
    materials=("porcelain", "wood"),
)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("zh-Hans", "Kamadori 茶壶（白色和蓝色、瓷器）"),
        ("ar", "إبريق شاي من Kamadori، أبيض وأزرق، بورسلين"),
        ("th", "กาน้ำชา Kamadori สีขาวและสีน้ำเงิน พอร์ซเลน"),
        ("tr", "Kamadori demlik, beyaz ve mavi, porselen"),
        ("de", "Teekanne von Kamadori, weiß und blau, Porzellan"),
    ],
)
def test_title_names_every_colour_that_a_search_finds_the_product_by(language: str, title: str) -> None:
    assert plain(title_of(TEAPOT, language, TEXTS)) == title


@pytest.mark.parametrize(
    ("language", "material", "word"),
    [
        ("ar", "silicone", "سيليكون"),
        ("zh-Hans", "merino wool", "羊毛"),
        ("th", "enamelled steel", "เหล็กกล้า"),
        ("tr", "aluminum", "alüminyum"),
        ("ja", "walnut", "木製"),
        ("ko", "vegan leather", "인조 가죽"),
    ],
)
def test_title_names_materials_that_no_search_asks_for(language: str, material: str, word: str) -> None:
    assert word in plain(title_of(replace(TEAPOT, materials=(material,)), language, TEXTS))


def test_title_of_food_names_its_weight_and_not_the_colours_of_its_packing() -> None:
    tea = replace(TEAPOT, category="tea", department="food", materials=(), attributes={"net_weight_g": 100})
    assert plain(title_of(tea, "zh-Hant", TEXTS)) == "Kamadori 茶（100 克）"
    assert plain(title_of(tea, "tr", TEXTS)) == "Kamadori çay, 100 g"


def test_title_of_a_cosmetic_names_its_volume_and_not_the_bottle() -> None:
    serum = replace(
        TEAPOT,
        category="serum",
        department="beauty",
        colors=("red",),
        materials=("glass",),
        attributes={"volume_ml": 30},
    )
    assert plain(title_of(serum, "vi", TEXTS)) == "Tinh chất dưỡng da Kamadori, đỏ, 30 mL"


def test_title_says_nothing_twice() -> None:
    ring = replace(
        TEAPOT, category="ring", department="jewelry", colors=("silver", "red"), materials=("sterling silver",)
    )
    assert plain(title_of(ring, "sv", TEXTS)) == "Kamadori ring, röd, silver"
    boots = replace(TEAPOT, category="rain boots", department="shoes", colors=("red",), materials=("rubber",))
    assert plain(title_of(boots, "it", TEXTS)) == "Stivali di gomma Kamadori, rosso"


def test_german_kinds_of_several_parts_have_capitals_within() -> None:
    shirt = replace(TEAPOT, category="t-shirt", department="clothing", colors=("red",), materials=("cotton",))
    assert plain(title_of(shirt, "de", TEXTS)) == "T-Shirt von Kamadori, rot, Baumwolle"


def test_words_of_titles_in_the_whole_demo_shop_are_in_the_script_of_their_language() -> None:
    lexicon = Lexicon.load(PROJECT / "data")
    words = set()
    for file in sorted((PROJECT / "data" / "demo" / "products").glob("*.jsonl")):
        for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
            words |= {("category", row["category"]), *(("color", color) for color in row["colors"])}
            words |= {("material", material) for material in row["materials"]}
    for kind, value in words:
        for language in ("zh-Hans", "zh-Hant", "ja", "ko", "ar", "th", "hi", "ru"):
            word = lexicon.word(kind, value, language)
            assert word or kind == "material"
            assert not re.search(r"[A-Za-z]{2,}", word), (value, word)


@pytest.mark.parametrize("changes", [{"brand": ""}, {"category": ""}, {"category": "flux capacitor"}])
def test_title_stays_the_english_one_where_there_is_nothing_to_compose_it_of(changes: dict[str, str]) -> None:
    assert title_of(replace(HEADPHONES, **changes), "tr", TEXTS) == Title("Calm 3 headphones", "en")


def test_title_without_translation_or_words_is_the_merchants() -> None:
    only = replace(HEADPHONES, titles={"de": "Kopfhörer Ruhe 3"}, category="")
    assert title_of(only, "th", TEXTS) == Title("Kopfhörer Ruhe 3", "de")


def test_card_marks_a_composed_title_and_shows_the_original_beside_it(shop: Shop) -> None:
    product = shop.catalogue.get("h01")
    audience = Audience("zh-Hans", "EUR", "DE", TODAY)
    card = shop.payloads.card(product, audience, None, ())
    assert card["title_composed"]
    assert card["title_language"] == "zh-Hans"
    assert card["title_original"] == product.titles[product.language]
    assert not shop.payloads.card(product, replace(audience, language="en"), None, ())["title_composed"]
