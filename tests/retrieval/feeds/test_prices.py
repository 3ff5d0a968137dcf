from decimal import Decimal
from typing import Any

import pytest

from retrieval.feeds.prices import price_in
from retrieval.product import Merchant


def merchant(country: str, language: str, currency: str) -> Merchant:
    return Merchant("shop", "Shop", country, language, currency)


MERCHANTS = {
    "DE": merchant("DE", "de", "EUR"),
    "US": merchant("US", "en", "USD"),
    "CA": merchant("CA", "en", "CAD"),
    "CH": merchant("CH", "de", "CHF"),
    "JP": merchant("JP", "ja", "JPY"),
    "CN": merchant("CN", "zh-Hans", "CNY"),
    "KR": merchant("KR", "ko", "KRW"),
    "SA": merchant("SA", "ar", "SAR"),
    "KW": merchant("KW", "ar", "KWD"),
    "TR": merchant("TR", "tr", "TRY"),
    "TH": merchant("TH", "th", "THB"),
    "VN": merchant("VN", "vi", "VND"),
    "ID": merchant("ID", "id", "IDR"),
    "IN": merchant("IN", "hi", "INR"),
    "BR": merchant("BR", "pt", "BRL"),
    "PL": merchant("PL", "pl", "PLN"),
    "RU": merchant("RU", "ru", "RUB"),
    "SE": merchant("SE", "sv", "SEK"),
}


@pytest.mark.parametrize(
    ("value", "country", "amount", "currency"),
    [
        ("1.299,00 €", "DE", "1299.00", "EUR"),
        ("1,299.00 USD", "DE", "1299.00", "USD"),
        ("12.50 EUR", "US", "12.50", "EUR"),
        ("EUR12.50", "US", "12.50", "EUR"),
        ("12.50eur", "US", "12.50", "EUR"),
        ("1299,-", "DE", "1299", "EUR"),
        ("1'299.00 CHF", "CH", "1299.00", "CHF"),
        ("1\N{NARROW NO-BREAK SPACE}299,00\N{NO-BREAK SPACE}kr", "SE", "1299.00", "SEK"),
        ("19,99 zł", "PL", "19.99", "PLN"),
        ("1 299,00 руб.", "RU", "1299.00", "RUB"),
        ("R$ 1.299,90", "BR", "1299.90", "BRL"),
        ("R$ 1.299,90", "US", "1299.90", "BRL"),
        ("¥11,800", "JP", "11800", "JPY"),
        ("¥11,800", "CN", "11800", "CNY"),
        ("１２，８００円", "JP", "12800", "JPY"),
        ("1299.00元", "CN", "1299.00", "CNY"),
        ("12,800원", "KR", "12800", "KRW"),
        ("١٬٢٩٩٫٠٠ ر.س", "SA", "1299.00", "SAR"),
        ("١٢٫٥٠", "SA", "12.50", "SAR"),
        ("\N{RIGHT-TO-LEFT MARK}٩٩ ريال", "SA", "99", "SAR"),
        ("۱۲۳", "SA", "123", "SAR"),
        ("1.299,00 TL", "TR", "1299.00", "TRY"),
        ("₺49,90", "TR", "49.90", "TRY"),
        ("฿1,290", "TH", "1290", "THB"),
        ("๑,๒๙๐ บาท", "TH", "1290", "THB"),
        ("250.000₫", "VN", "250000", "VND"),
        ("Rp 150.000", "ID", "150000", "IDR"),
        ("₹1,29,900.00", "IN", "129900.00", "INR"),
        ("$12", "CA", "12", "CAD"),
        ("US$12", "DE", "12", "USD"),
        (12.5, "DE", "12.5", "EUR"),
        (1299, "DE", "1299", "EUR"),
        (1.299, "DE", "1.299", "EUR"),
    ],
)
def test_price_is_read_as_merchants_write_it(value: Any, country: str, amount: str, currency: str) -> None:
    assert price_in(value, "", MERCHANTS[country]) == (Decimal(amount), currency)


@pytest.mark.parametrize(
    ("value", "country", "amount"),
    [
        ("1.299", "DE", "1299"),
        ("1.299", "US", "1.299"),
        ("1,299", "DE", "1.299"),
        ("1,299", "US", "1299"),
        ("1.299", "TR", "1299"),
        ("1.299", "CH", "1.299"),
        ("1.299", "TH", "1.299"),
        ("1.250", "KW", "1.250"),
        ("1.299", "JP", "1299"),
        ("0.999", "DE", "0.999"),
        ("12999.999", "DE", "12999.999"),
    ],
)
def test_single_mark_before_three_digits_means_what_it_means_where_the_merchant_is(
    value: str, country: str, amount: str
) -> None:
    assert price_in(value, "", MERCHANTS[country])[0] == Decimal(amount)


def test_currency_in_the_price_counts_more_than_the_one_beside_it_and_that_more_than_the_merchants() -> None:
    assert price_in("12 USD", "GBP", MERCHANTS["DE"])[1] == "USD"
    assert price_in("12", "GBP", MERCHANTS["DE"])[1] == "GBP"
    assert price_in("12", "", MERCHANTS["DE"])[1] == "EUR"


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("", "not a number"),
        ("on request", "not a number"),
        (None, "not a number"),
        (True, "not a number"),
        ([12], "not a number"),
        ("-3", "not between 0"),
        ("0.00 EUR", "not between 0"),
        ("1e99", "not between 0"),
        ("NaN", "not between 0"),
        (float("inf"), "not between 0"),
        ("10 - 20", "more than one"),
        ("2 for 10 EUR", "more than one"),
        ("12 50", "separators"),
        ("1.2.3", "separators"),
        ("1,299.00,00", "separators"),
        ("12 foo", "no known currency"),
        ("$12", "may be in USD, CAD"),
        ("¥11,800", "may be in JPY, CNY"),
        ("9" * 200, "not between 0"),
    ],
)
def test_price_that_is_not_certain_is_refused_with_the_reason(value: Any, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        price_in(value, "", MERCHANTS["DE"])
