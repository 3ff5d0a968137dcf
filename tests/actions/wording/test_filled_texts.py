"""How texts and buttons are filled in, in the plural form that the number asks for."""

import re
from datetime import date
from decimal import Decimal

import pytest

from actions.wording import values
from actions.wording.texts import LANGUAGES, Line
from tests.actions.wording.locale_texts import ENGLISH, TEXTS, every_language, is_button, parts, placeholders, plain

TITLE_LENGTH = 24
TYPICAL = {
    "n": values.number(60),
    "days": values.span(2, 4),
    "total": values.money(Decimal("1234.50"), "EUR"),
    "price": values.money(Decimal("1234.50"), "EUR"),
    "rating": values.number(4.6),
    "rate": values.percent(Decimal("0.081")),
    "date": values.day(date(2026, 3, 5)),
    "rate_date": values.day(date(2026, 3, 4)),
    "currency": values.currency_name("ISK"),
    "shown_currency": values.currency_name("EUR"),
    "language": values.language_name("el"),
    "languages": values.listing([values.language_name(code) for code in LANGUAGES]),
    "unknown": values.listing([values.phrase(f"unknown_{kind}") for kind in ("shipping", "duty", "vat")]),
    "what": values.listing([values.word("category", "shirt"), values.word("color", "red")]),
}
"""Values to fill texts with; a placeholder that is not here is filled with a plain word."""

every_button_country = pytest.mark.parametrize("country", ["DE", "GB", "US", "JP"])


def typical(text: str) -> dict[str, values.Value]:
    return {name: TYPICAL.get(name, values.plain("Nord")) for name in placeholders(text)}


@every_language
def test_every_text_can_be_filled(language: str) -> None:
    for key, english in ENGLISH.items():
        for n in (0, 1, 2, 3, 11, 100, 1_000_000):
            facts = {name: value for text in parts(english).values() for name, value in typical(text).items()}
            facts["n"] = values.number(n)
            if is_button(english):
                said = " ".join(TEXTS.button(language, key, facts).values())
            else:
                said = TEXTS.say(language, Line(key, facts))
            assert not re.search(r"[{}]", said), key


@every_language
@every_button_country
def test_button_titles_are_short(language: str, country: str) -> None:
    for key, english in ENGLISH.items():
        if is_button(english):
            facts = {
                "n": values.number(60),
                "country": values.country(country),
                "text": values.plain("shoes"),
                "size": values.plain("42"),
                "number": values.plain("CA-100234"),
            }
            title = TEXTS.button(language, key, facts)["title"]
            assert len(title) <= TITLE_LENGTH, f"{key}: {title}"


def test_button_sends_its_values_without_marks_of_direction() -> None:
    button = TEXTS.button("ar", "button_cart_size", {"size": values.plain("42")})
    assert button["title"].endswith("\u206842\u2069")
    assert button["payload"].endswith(" 42")


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [
        ("en", 0, "I found 0 products for you."),
        ("en", 1, "I found one product for you:"),
        ("en", 2, "I found 2 products for you."),
        ("en", 3, "I found 3 products for you."),
        ("en", 11, "I found 11 products for you."),
        ("en", 100, "I found 100 products for you."),
        ("ru", 1, "Нашёлся 1 подходящий товар:"),
        ("ru", 3, "Нашлось 3 товара."),
        ("ru", 11, "Нашлось 11 товаров."),
        ("ru", 21, "Нашёлся 21 подходящий товар:"),
        ("pl", 1, "Mam dla Ciebie jeden produkt:"),
        ("pl", 3, "Mam dla Ciebie 3 produkty."),
        ("pl", 21, "Mam dla Ciebie 21 produktów."),
        ("hi", 0, "आपके लिए 0 प्रोडक्ट मिला:"),
        ("hi", 2, "आपके लिए 2 प्रोडक्ट मिले।"),
        ("tr", 3, "Sizin için 3 ürün buldum."),
        ("th", 3, "เจอสินค้า 3 รายการค่ะ"),
        ("id", 3, "Ada 3 produk untukmu."),
        ("it", 1, "Ho trovato un prodotto per te:"),
        ("it", 11, "Ho trovato 11 prodotti per te."),
        ("it", 1_000_000, "Ho trovato 1.000.000 di prodotti per te."),
        ("nl", 1, "Ik heb één product voor je gevonden:"),
        ("nl", 0, "Ik heb 0 producten voor je gevonden."),
        ("sv", 1, "Jag hittade en produkt åt dig:"),
        ("sv", 2, "Jag hittade 2 produkter åt dig."),
        ("ko", 1, "상품 1개를 찾았어요."),
        ("zh-Hant", 3, "為您找到3件商品"),
        ("vi", 3, "Mình tìm được 3 sản phẩm cho bạn."),
        ("ar", 0, "لم أجد لك أي منتج."),
        ("ar", 1, "وجدت لك منتجًا واحدًا:"),
        ("ar", 2, "وجدت لك منتجين اثنين:"),
        ("ar", 3, "وجدت لك 3 منتجات."),
        ("ar", 11, "وجدت لك 11 منتجًا."),
        ("ar", 100, "وجدت لك 100 منتج."),
    ],
)
def test_plural_form_is_that_of_the_number(language: str, n: int, said: str) -> None:
    assert plain(TEXTS.say(language, Line("found", {"n": values.number(n)}))).startswith(said)
