"""Prices and sizes, as shoppers write them."""

from decimal import Decimal

import pytest

from retrieval.filters import Filters
from tests.retrieval.understanding.words import read


@pytest.mark.parametrize(
    ("language", "text", "low", "high", "currency"),
    [
        ("en", "headphones under 50 €", None, 50, "EUR"),
        ("en", "between $20 and $50", 20, 50, "USD"),
        ("en", "30-50 euros", 30, 50, "EUR"),
        ("en", "at least £1,200.50", "1200.50", None, "GBP"),
        ("en", "no more than 2k dollars", None, 2000, "USD"),
        ("en", "around 100 euros", 80, 120, "EUR"),
        ("en", "headphones 80 EUR", None, 80, "EUR"),
        ("de", "bis 30 Euro", None, 30, "EUR"),
        ("de", "unter 1.299,00 €", None, 1299, "EUR"),
        ("de", "zwischen 1.000 und 2.000 Euro", 1000, 2000, "EUR"),
        ("de", "ab 50 €", 50, None, "EUR"),
        ("fr", "moins de 1 200 euros", None, 1200, "EUR"),
        ("fr", "entre 20 et 40 €", 20, 40, "EUR"),
        ("es", "menos de 30 euros", None, 30, "EUR"),
        ("es", "hasta 2 mil pesos", None, 2000, "MXN"),
        ("it", "sotto i 40 euro", None, 40, "EUR"),
        ("it", "da 20 a 50 euro", 20, 50, "EUR"),
        ("pt", "até R$ 200", None, 200, "BRL"),
        ("pt", "acima de 50 euros", 50, None, "EUR"),
        ("nl", "onder de 25 euro", None, 25, "EUR"),
        ("nl", "tussen 20 en 30 euro", 20, 30, "EUR"),
        ("pl", "do 100 zł", None, 100, "PLN"),
        ("pl", "od 50 do 100 zł", 50, 100, "PLN"),
        ("ru", "до 5000 рублей", None, 5000, "RUB"),
        ("ru", "не дороже 3 тыс рублей", None, 3000, "RUB"),
        ("tr", "1000 liradan az", None, 1000, "TRY"),
        ("tr", "500 TL altı", None, 500, "TRY"),
        ("tr", "200 ile 500 lira arası", 200, 500, "TRY"),
        ("ar", "أقل من 300 درهم", None, 300, "AED"),
        ("ar", "من ١٠٠ إلى ٣٠٠ ريال", 100, 300, "SAR"),
        ("ar", "حتى ٥٠ يورو", None, 50, "EUR"),
        ("hi", "500 रुपये से कम", None, 500, "INR"),
        ("hi", "₹500 से ₹1000", 500, 1000, "INR"),
        ("th", "ไม่เกิน 1000 บาท", None, 1000, "THB"),
        ("th", "ราคา 500-1000 บาท", 500, 1000, "THB"),
        ("vi", "dưới 500k", None, 500_000, "VND"),
        ("vi", "dưới 2 triệu đồng", None, 2_000_000, "VND"),
        ("id", "di bawah 300 ribu rupiah", None, 300_000, "IDR"),
        ("id", "Rp 500.000", None, 500_000, "IDR"),
        ("sv", "under 500 kronor", None, 500, "SEK"),
        ("sv", "högst 30 euro", None, 30, "EUR"),
        ("zh-Hans", "500块以下", None, 500, "CNY"),
        ("zh-Hans", "五百元以内的耳机", None, 500, "CNY"),
        ("zh-Hans", "100到300元之间", 100, 300, "CNY"),
        ("zh-Hant", "１０００元以下", None, 1000, "TWD"),
        ("ja", "30〜50ユーロ", 30, 50, "EUR"),
        ("ja", "1万円以下", None, 10_000, "JPY"),
        ("ja", "3000円以上5000円以下", 3000, 5000, "JPY"),
        ("ko", "5만원 이하", None, 50_000, "KRW"),
        ("ko", "3만원에서 5만 5천원 사이", 30_000, 55_000, "KRW"),
    ],
)
def test_price_becomes_a_condition(
    language: str, text: str, low: int | str | None, high: int | str | None, currency: str
) -> None:
    filters = read(language, text).filters
    expected = tuple(None if amount is None else Decimal(amount) for amount in (low, high))
    assert (filters.min_price, filters.max_price, filters.currency) == (*expected, currency)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "usb cable 2 m"),
        ("en", "tent under 2 kg"),
        ("en", "power bank over 10000 mAh"),
        ("en", "iphone 15 pro"),
        ("en", "toys from 3 years"),
        ("en", "planner from 2027"),
        ("de", "Kessel bis 100 Grad"),
        ("de", "3 bis 4 Personen"),
        ("zh-Hans", "一块手表"),
        ("zh-Hans", "20寸行李箱"),
        ("ja", "6歳以上"),
        ("ko", "3인용 텐트"),
        ("th", "เด็ก 3 ขวบขึ้นไป"),
        ("ar", "خيمة 4 أشخاص"),
        ("tr", "3 kişilik çadır"),
    ],
)
def test_other_numbers_are_no_price(language: str, text: str) -> None:
    filters = read(language, text).filters
    assert (filters.min_price, filters.max_price) == (None, None)


@pytest.mark.parametrize(
    ("text", "language", "base", "currency"),
    [
        ("under 50", "en", Filters(currency="GBP"), "GBP"),
        ("under $50", "en", Filters(currency="CAD"), "CAD"),
        ("under $50", "en", Filters(destination="AU"), "AUD"),
        ("under 500 kr", "sv", Filters(currency="NOK"), "NOK"),
        ("¥500以下", "zh-Hans", Filters(), "CNY"),
        ("¥500以下", "ja", Filters(), "JPY"),
        ("500 元以下", "zh-Hans", Filters(currency="HKD"), "HKD"),
        ("under US$50", "en", Filters(currency="CAD"), "USD"),
        ("di bawah 700 ribu", "id", Filters(), "IDR"),
        ("dưới 500k", "vi", Filters(), "VND"),
        ("5만 이하", "ko", Filters(currency="JPY"), "JPY"),
    ],
)
def test_ambiguous_currency_is_the_shoppers(text: str, language: str, base: Filters, currency: str) -> None:
    assert read(language, text, base).filters.currency == currency


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "sneakers EU 38", "EU 38"),
        ("en", "t-shirt size M", "M"),
        ("en", "boots size 9.5", "9.5"),
        ("en", "US 9 running shoes", "US 9"),
        ("en", "dress XL", "XL"),
        ("de", "Schuhe Größe 42", "42"),
        ("fr", "chaussures pointure 39", "39"),
        ("es", "talla 40", "40"),
        ("it", "taglia L", "L"),
        ("pt", "tamanho 38", "38"),
        ("nl", "maat 41", "41"),
        ("pl", "rozmiar 39", "39"),
        ("ru", "кроссовки размер 43", "43"),
        ("tr", "42 numara ayakkabı", "42"),
        ("ar", "حذاء مقاس ٤٢", "42"),
        ("hi", "साइज़ 8", "8"),
        ("th", "รองเท้าไซส์ 38", "38"),
        ("vi", "giày size 39", "39"),
        ("id", "sepatu ukuran 40", "40"),
        ("sv", "storlek 37", "37"),
        ("zh-Hans", "38码的跑鞋", "38"),
        ("zh-Hant", "尺寸M的襯衫", "M"),
        ("ja", "Mサイズのシャツ", "M"),
        ("ko", "사이즈 240 운동화", "240"),
        ("ko", "여자 샌들 eu 38", "EU 38"),
        ("de", "Sandalen Gr. 38", "38"),
        ("fr", "sandales femme 38", "38"),
        ("th", "รองเท้าแตะ 39", "39"),
        ("zh-Hant", "涼鞋 38號", "38"),
    ],
)
def test_size_becomes_a_condition(language: str, text: str, expected: str) -> None:
    filters = read(language, text).filters
    assert filters.sizes == (expected,)
    assert filters.max_price is None


@pytest.mark.parametrize(
    "text", ["EUR 38", "size up to 20 €", "vitamin B12", "i'm looking for boots", "40 mugs", "boots for 40 €"]
)
def test_what_is_no_size_is_none(text: str) -> None:
    assert read("en", text).filters.sizes == ()


def test_price_and_size_are_told_apart() -> None:
    understood = read("de", "Sneaker Größe 42 bis 50 Euro in Weiß")
    assert understood.filters.sizes == ("42",)
    assert understood.filters.max_price == Decimal(50)
    assert understood.text == "Sneaker in Weiß"
