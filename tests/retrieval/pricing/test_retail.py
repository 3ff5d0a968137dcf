from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import PricingError
from retrieval.pricing.money import Money
from retrieval.pricing.retail import CHARM, EXACT, STYLES, TIDY, RetailRounding

ROUNDING = {style: RetailRounding.load(style) for style in STYLES}


@pytest.mark.parametrize(
    ("style", "amount", "currency", "shown"),
    [
        (EXACT, "74.314", "EUR", "74.31"),
        (TIDY, "74.31", "EUR", "74.50"),
        (TIDY, "74.50", "EUR", "74.50"),
        (TIDY, "149.99", "USD", "150.00"),
        (TIDY, "11783", "JPY", "11800"),
        (TIDY, "1231", "JPY", "1240"),
        (TIDY, "64321", "KRW", "64400"),
        (CHARM, "74.31", "EUR", "74.95"),
        (CHARM, "74.96", "EUR", "74.99"),
        (CHARM, "74.994", "EUR", "74.99"),  # what is charged is 74.99 too
        (CHARM, "74.995", "EUR", "75.95"),  # what is charged is 75.00
        (CHARM, "11783", "JPY", "11790"),
        (CHARM, "11791", "JPY", "11800"),
        (CHARM, "64321", "KRW", "64500"),
        (CHARM, "64901", "KRW", "65000"),
        (CHARM, "12.3", "KWD", "12.300"),  # a currency that has no endings
        (CHARM, "1.02", "EUR", "1.02"),  # 1.95 would be nearly twice as much
        (CHARM, "0", "EUR", "0.00"),
    ],
)
def test_price_is_raised_to_the_next_ending(style: str, amount: str, currency: str, shown: str) -> None:
    assert ROUNDING[style].shown(Money(Decimal(amount), currency)).text() == shown


@given(
    amount=st.decimals(min_value=0, max_value=10_000_000, places=4),
    currency=st.sampled_from(["EUR", "JPY", "KRW", "CNY", "SEK", "CHF", "IDR", "KWD"]),
    style=st.sampled_from(STYLES),
)
def test_price_shown_is_never_below_what_is_charged_and_at_most_a_little_above(
    amount: Decimal, currency: str, style: str
) -> None:
    charged = Money(amount, currency).rounded().amount
    shown = ROUNDING[style].shown(Money(amount, currency)).amount
    assert charged <= shown <= charged * Decimal("1.03")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("most: '0.03'", "no usable endings for 'charm'"),
        ("most: '0.03'\ncharm: {EUR: [{from: '0', of: '1', ends: ['1.50']}]}", "cannot be"),
        ("most: '0.03'\ncharm: {JPY: [{from: '0', of: '1', ends: ['0.5']}]}", "cannot be"),
        ("most: '0.03'\ncharm: {EUR: [{from: '0', of: '0', ends: []}]}", "cannot be"),
        ("most: a little\ncharm: {}", "not a number"),
    ],
)
def test_file_that_is_not_usable_is_named(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "endings.yml"
    path.write_text(text)
    with pytest.raises(PricingError, match=reason):
        RetailRounding.load(CHARM, path)
