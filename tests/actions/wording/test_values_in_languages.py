"""Values in a text: money, dates, numbers, lists and names as each language writes them."""

from datetime import date
from decimal import Decimal

import pytest

from actions.wording import values
from actions.wording.texts import Line, Texts
from retrieval.lexicon import Lexicon
from tests.actions.wording.locale_texts import FOLDER, TEXTS, plain


@pytest.mark.parametrize(
    ("language", "amount", "currency", "said"),
    [
        ("de", "1234.5", "EUR", "1.234,50 €"),
        ("de", "1234", "JPY", "1.234 ¥"),
        ("ar", "1234.5", "EUR", "1,234.50 €"),
        ("ru", "1234.5", "RUB", "1 234,50 ₽"),
        ("pl", "1234.5", "PLN", "1 234,50 zł"),
        ("tr", "1234.5", "TRY", "₺1.234,50"),
        ("th", "1234.5", "THB", "฿1,234.50"),
        ("hi", "123456.5", "INR", "₹1,23,456.50"),
        ("id", "1234", "IDR", "Rp1.234,00"),
        ("it", "1234.5", "EUR", "1.234,50 €"),
        ("nl", "1234.5", "EUR", "€ 1.234,50"),
        ("sv", "1234.5", "SEK", "1 234,50 kr"),
        ("ko", "1234", "KRW", "₩1,234"),
        ("zh-Hant", "1234", "TWD", "$1,234"),
        ("vi", "1234", "VND", "1.234 ₫"),
        ("ja", "1234.5", "EUR", "€1,234.50"),
        ("ja", "1234", "JPY", "￥1,234"),
    ],
)
def test_money_is_written_as_in_the_language(language: str, amount: str, currency: str, said: str) -> None:
    facts = {"title": values.plain("Nord"), "price": values.money(Decimal(amount), currency)}
    assert said in plain(TEXTS.say(language, Line("verdict_cheapest", facts)))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "5. März 2026"),
        ("ar", "5 مارس 2026"),
        ("ja", "2026年3月5日"),
        ("it", "5 marzo 2026"),
        ("nl", "5 maart 2026"),
        ("sv", "5 mars 2026"),
        ("ko", "2026년 3월 5일"),
        ("zh-Hant", "2026年3月5日"),
        ("vi", "ngày 5 tháng 3, 2026"),
    ],
)
def test_date_is_written_as_in_the_language(language: str, said: str) -> None:
    line = Line("landed_cost_as_of", {"date": values.day(date(2026, 3, 5))})
    assert said in plain(TEXTS.say(language, line))


@pytest.mark.parametrize(("language", "said"), [("de", "8,1%"), ("ar", "8.1%"), ("ja", "8.1%")])
def test_percent_keeps_its_decimals(language: str, said: str) -> None:
    assert said in plain(TEXTS.say(language, Line("line_vat", {"rate": values.percent(Decimal("0.081"))})))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "shipping, customs duty, and VAT"),
        ("de", "Versand, Zoll und Mehrwertsteuer"),
        ("ar", "الشحن والرسوم الجمركية وضريبة القيمة المضافة"),
        ("ja", "送料、関税、消費税・付加価値税"),
    ],
)
def test_list_of_phrases_is_joined_as_in_the_language(language: str, said: str) -> None:
    facts = {
        "title": values.plain("Nord"),
        "total": values.money(Decimal(10), "EUR"),
        "country": values.country("CH"),
        "unknown": values.listing([values.phrase(f"unknown_{kind}") for kind in ("shipping", "duty", "vat")]),
    }
    assert said in plain(TEXTS.say(language, Line("landed_cost_incomplete", facts)))


def test_thai_list_sets_names_in_other_letters_apart() -> None:
    names = values.listing([values.plain("Nordlicht"), values.plain("Lavande"), values.word("color", "red")])
    assert TEXTS.word("th", names) == "Nordlicht, Lavande และ red"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "1, 2"),
        ("zh-Hans", "1、2"),
        ("ja", "1、2"),
        ("ar", "1، 2"),
        ("ko", "1, 2"),
        ("tr", "1, 2"),
        ("th", "1, 2"),
    ],
)
def test_terms_stand_side_by_side_without_an_and(language: str, said: str) -> None:
    assert TEXTS.word(language, values.terms([values.plain("1"), values.plain("2")])) == said


def test_korean_list_has_commas_and_japanese_months_no_space() -> None:
    assert TEXTS.word("ko", values.listing([values.plain("흰색"), values.plain("파랑")])) == "흰색, 파랑"
    assert TEXTS.word("ja", values.unit(Decimal(6), "duration-month")) == "6か月"


@pytest.mark.parametrize(("language", "said"), [("de", "4,6"), ("ar", "4.6"), ("ja", "4.6")])
def test_number_is_written_as_in_the_language(language: str, said: str) -> None:
    facts = {"title": values.plain("Nord"), "rating": values.number(4.6)}
    assert said in plain(TEXTS.say(language, Line("verdict_rated", facts)))


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "United States"), ("ru", "США"), ("pl", "USA"), ("tr", "ABD"), ("hi", "अमेरिका"), ("th", "สหรัฐอเมริกา")],
)
def test_country_is_called_what_people_call_it(language: str, said: str) -> None:
    assert TEXTS.word(language, values.country("US")) == said


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Northern Ireland"), ("th", "ไอร์แลนด์เหนือ"), ("ar", "أيرلندا الشمالية")]
)
def test_territory_without_a_name_in_cldr_has_one(language: str, said: str) -> None:
    """Northern Ireland was called XI."""
    assert TEXTS.word(language, values.country("XI")) == said


@pytest.mark.parametrize(("low", "high", "said"), [(2, 4, "2–4"), (3, 3, "3")])
def test_span_is_one_number_where_its_ends_are_equal(low: int, high: int, said: str) -> None:
    line = Line("landed_cost_delivery", {"n": values.number(high), "days": values.span(low, high)})
    assert TEXTS.say("de", line) == f"Die Lieferung dauert {said} Werktage."


def test_word_comes_from_the_lexicon_and_is_english_where_that_lacks_it() -> None:
    texts = Texts.load(FOLDER, Lexicon({"color": {"red": {"de": ("rot", "rote")}}}, {}))
    line = Line("reason_match", {"what": values.listing([values.word("color", word) for word in ("red", "pink")])})
    assert texts.say("de", line).endswith("rot und pink")
