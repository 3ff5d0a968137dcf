"""Titles in the shopper's language: the merchant's own before a composed one, and that before English."""

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
