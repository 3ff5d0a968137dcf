from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import PricingError
from retrieval.pricing.money import MAX_AMOUNT, Money, round_amount


@pytest.mark.parametrize(
    ("value", "currency", "wire"),
    [
        ("74.90", "EUR", "74.90"),
        ("74.9", "EUR", "74.90"),
        ("0", "EUR", "0.00"),
        ("11800", "JPY", "11800"),
        ("11800.5", "JPY", "11801"),
        ("33900", "KRW", "33900"),
        ("1.2345", "BHD", "1.235"),
        ("0.005", "USD", "0.01"),
        (5, "GBP", "5.00"),
        (Decimal("1E+3"), "USD", "1000.00"),
    ],
)
def test_wire_form_has_the_currencys_decimals(value: str | int | Decimal, currency: str, wire: str) -> None:
    assert Money.parse(value, currency).as_wire() == {"amount": wire, "currency": currency}


@pytest.mark.parametrize(
    "value", ["", "abc", "1,50", "1.2.3", "NaN", "Infinity", "-Infinity", "1_000", "-0.01", "1000000001"]
)
def test_amount_that_cannot_be_a_price_is_refused(value: str) -> None:
    with pytest.raises(PricingError, match="amount"):
        Money.parse(value, "EUR")


def test_float_is_refused_because_it_is_not_exact() -> None:
    with pytest.raises(PricingError, match="not exact"):
        Money(0.1, "EUR")  # type: ignore[arg-type]


@pytest.mark.parametrize("code", ["", "eur", "EURO", "€", "XYZ", "BTC"])
def test_unknown_currency_is_named(code: str) -> None:
    with pytest.raises(PricingError, match=f"{code!r} is no ISO 4217"):
        Money.parse("1", code)


@given(st.decimals(min_value=0, max_value=MAX_AMOUNT, allow_nan=False), st.sampled_from(["EUR", "JPY", "BHD"]))
def test_rounding_is_stable_and_never_far(amount: Decimal, currency: str) -> None:
    rounded = round_amount(amount, currency)
    assert round_amount(rounded, currency) == rounded
    assert abs(rounded - amount) <= Decimal("0.5")
    assert Money.parse(Money(amount, currency).text(), currency).amount == rounded
