from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from currency_converter import CurrencyConverter

from retrieval.errors import PricingError
from retrieval.pricing.rates import ExchangeRates

ONE = Decimal(1)


def test_conversion_equals_the_packages_own(rates: ExchangeRates) -> None:
    """Equal figures on working days and, by the last known rate, on days without publication."""
    reference = CurrencyConverter(fallback_on_missing_rate=True, fallback_on_missing_rate_method="last_known")
    for on in (date(1999, 1, 4), date(2014, 3, 28), date(2020, 12, 25), date(2026, 10, 25), date(2026, 10, 30)):
        for source, target in (("EUR", "USD"), ("USD", "JPY"), ("GBP", "SEK"), ("CHF", "EUR"), ("HKD", "AUD")):
            converted = rates.convert(Decimal("74.90"), source, target, on)
            assert float(converted.amount) == pytest.approx(reference.convert(74.90, source, target, on), rel=1e-12)


def test_cross_rate_is_worked_out_by_hand(rates: ExchangeRates) -> None:
    """2014-03-28: 1 EUR = 1.3759 USD = 140.9 JPY, so 100 USD are 100 / 1.3759 * 140.9 JPY."""
    converted = rates.convert(Decimal(100), "USD", "JPY", date(2014, 3, 28))
    assert converted.amount == Decimal(100) * Decimal("140.9") / Decimal("1.3759")
    assert converted.rate == Decimal("140.9") / Decimal("1.3759")
    assert converted.rate_date == date(2014, 3, 28)


def test_weekend_takes_the_friday_and_says_so(rates: ExchangeRates) -> None:
    saturday, friday = date(2026, 10, 24), date(2026, 10, 23)
    assert rates.convert(ONE, "EUR", "USD", saturday) == rates.convert(ONE, "EUR", "USD", friday)
    assert rates.convert(ONE, "EUR", "USD", saturday).rate_date == friday


def test_day_after_the_last_rates_takes_the_latest(rates: ExchangeRates) -> None:
    assert rates.convert(ONE, "EUR", "USD", date(2030, 1, 1)) == rates.convert(ONE, "EUR", "USD")
    assert rates.convert(ONE, "EUR", "USD").rate_date == rates.latest


def test_same_currency_is_exact(rates: ExchangeRates) -> None:
    assert rates.convert(Decimal("0.1"), "JPY", "JPY").amount == Decimal("0.1")


@pytest.mark.parametrize(
    ("currency", "per_dollar"),
    [("AED", "3.6725"), ("SAR", "3.75"), ("QAR", "3.64"), ("OMR", "0.3845"), ("BHD", "0.376"), ("JOD", "0.709")],
)
def test_peg_is_exact_to_the_dollar_and_crosses_the_euro(rates: ExchangeRates, currency: str, per_dollar: str) -> None:
    assert rates.convert(ONE, "USD", currency).amount == Decimal(per_dollar)
    dollars = rates.convert(Decimal(100), "EUR", "USD").amount
    assert rates.convert(Decimal(100), "EUR", currency).amount == pytest.approx(dollars * Decimal(per_dollar))
    assert rates.convert(Decimal("10"), "AED", "SAR").amount == pytest.approx(
        Decimal(10) * Decimal("3.75") / Decimal("3.6725")
    )


@pytest.mark.parametrize(
    "currency", ["EUR", "USD", "GBP", "JPY", "CNY", "KRW", "BRL", "TRY", "INR", "IDR", "THB", "HKD", "ZAR"]
)
def test_quoted_currency_is_known(rates: ExchangeRates, currency: str) -> None:
    assert rates.knows(currency)


@pytest.mark.parametrize("currency", ["VND", "TWD", "EGP", "KWD", "RUB", "HRK", "BGN", "DEM", "XYZ", ""])
def test_currency_without_a_current_rate_is_not_known(rates: ExchangeRates, currency: str) -> None:
    """The rouble's last rate is of March 2022: it is not used for today."""
    assert not rates.knows(currency)
    with pytest.raises(PricingError):
        rates.convert(ONE, "EUR", currency)


def test_rouble_is_known_while_it_was_quoted(rates: ExchangeRates) -> None:
    assert rates.convert(ONE, "EUR", "RUB", date(2022, 3, 1)).amount == Decimal("117.201")


def test_error_names_currency_day_and_remedy(rates: ExchangeRates) -> None:
    with pytest.raises(PricingError, match=r"no rate for VND on .*; use a currency that"):
        rates.convert(ONE, "EUR", "VND")


def test_day_before_the_first_rates_is_refused(rates: ExchangeRates) -> None:
    with pytest.raises(PricingError, match="the first are of 1999-01-04"):
        rates.convert(ONE, "EUR", "USD", date(1998, 12, 31))


def test_without_pegs_only_quoted_currencies_are_known(tmp_path: Path) -> None:
    assert not ExchangeRates.load(pegs=None).knows("AED")
    with pytest.raises(PricingError, match=r"pegs\.yml"):
        ExchangeRates.load(tmp_path / "pegs.yml")
