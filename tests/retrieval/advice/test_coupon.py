"""What a coupon takes off, worked out by hand, and each condition that keeps it from doing so."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from retrieval.advice.coupon import Purchase, Unmet, taken_off
from retrieval.advice.offer_book import Offer, OfferKind

TEN_PERCENT = Offer(
    code="TEN", kind=OfferKind.PERCENT, value=Decimal(10), most=Decimal(8), currency="EUR", budget=Decimal(100),
    minimum=Decimal(20), categories=("tea",), brands=(), countries=frozenset({"DE"}), is_first_order=True,
    first=date(2026, 1, 1), last=date(2026, 12, 31), per_shopper=1, floor=Decimal(0),
)  # fmt: skip
FIVE = replace(TEN_PERCENT, kind=OfferKind.AMOUNT, value=Decimal(5), most=Decimal(5), minimum=Decimal(0))
CARRIAGE = replace(TEN_PERCENT, kind=OfferKind.SHIPPING, value=Decimal(0), most=Decimal(6))
BOUGHT = Purchase(Decimal(50), Decimal("4.90"), "DE", date(2026, 11, 22), has_ordered=False)


@pytest.mark.parametrize(
    ("offer", "purchase", "taken"),
    [
        (TEN_PERCENT, BOUGHT, "5"),
        (TEN_PERCENT, replace(BOUGHT, covered=Decimal(20)), "2"),
        (TEN_PERCENT, replace(BOUGHT, covered=Decimal(200)), "8"),
        (FIVE, BOUGHT, "5"),
        (FIVE, replace(BOUGHT, covered=Decimal("3.20")), "3.20"),
        (CARRIAGE, BOUGHT, "4.90"),
        (CARRIAGE, replace(BOUGHT, carriage=Decimal(25)), "6"),
    ],
)
def test_coupon_takes_off_its_value_and_at_most_its_most(offer: Offer, purchase: Purchase, taken: str) -> None:
    assert taken_off(offer, purchase) == Decimal(taken)


@pytest.mark.parametrize(
    ("offer", "purchase", "unmet"),
    [
        (TEN_PERCENT, replace(BOUGHT, on=date(2027, 1, 1)), Unmet.DAY),
        (TEN_PERCENT, replace(BOUGHT, country="AT"), Unmet.COUNTRY),
        (TEN_PERCENT, replace(BOUGHT, country=""), Unmet.COUNTRY),
        (TEN_PERCENT, replace(BOUGHT, has_ordered=True), Unmet.FIRST_ORDER),
        (TEN_PERCENT, replace(BOUGHT, covered=Decimal(0)), Unmet.GOODS),
        (TEN_PERCENT, replace(BOUGHT, covered=Decimal("19.99")), Unmet.MINIMUM),
        (CARRIAGE, replace(BOUGHT, carriage=None), Unmet.CARRIAGE),
    ],
)
def test_coupon_takes_nothing_off_where_a_condition_is_not_met(offer: Offer, purchase: Purchase, unmet: Unmet) -> None:
    assert taken_off(offer, purchase) is unmet
