"""Advice on purchases that bear a fee of unknown amount: it holds where the fee is the same either way."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from retrieval.pricing.consignment import Item
from retrieval.pricing.landed_cost import LandedCost, landed_cost
from retrieval.pricing.money import Money
from retrieval.pricing.open_fees import open_fees
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rules import Rules
from retrieval.pricing.splitting import Pieces, cheaper_split
from retrieval.pricing.timing import change_ahead
from tests.retrieval.pricing.made_rules import SOURCE, records_of, rules_of

ON = date(2026, 11, 22)
LEAST = Decimal(3)
RECORDS = records_of("CL", "USD", relief="100", duty="0.10", vat="0.20")
CUPS, SHOES = "6912.00", "6403.99"


def fee(per: str, **further: Any) -> dict[str, Any]:
    return {"id": "open", "market": "CL", "kind": "fee", "per": per, **SOURCE, "confidence": "unconfirmed", **further}


def two(first: str | None, second: str | None) -> list[Item]:
    return [Item(Money.parse("60", "USD"), 1, hs_code=code) for code in (first, second)]


def priced(items: list[Item], rules: Rules, rates: ExchangeRates) -> Callable[[Pieces], LandedCost]:
    def cost_of(pieces: Pieces) -> LandedCost:
        sent = [item for item, number in zip(items, pieces, strict=True) if number]
        return landed_cost(sent, "CN", "CL", ON, Money.parse("5", "USD"), rules, rates, "USD")

    return cost_of


@pytest.mark.parametrize(
    ("per", "first", "second", "is_advised"),
    [
        ("subheading", CUPS, SHOES, True),
        ("subheading", CUPS, CUPS, False),
        ("subheading", CUPS, "6403", False),
        ("item", CUPS, CUPS, True),
        ("consignment", CUPS, SHOES, False),
    ],
)
def test_parting_is_advised_where_the_unknown_fee_is_borne_as_often(
    rates: ExchangeRates, per: str, first: str, second: str, is_advised: bool
) -> None:
    """By hand: one parcel 120 + 5 + 12 duty + 27.40 VAT = 164.40; two of 60 + 5 + 13 VAT = 78 are 156."""
    rules, items = rules_of(*RECORDS, fee(per)), two(first, second)
    split = cheaper_split(items, priced(items, rules, rates), rules, rates, LEAST)
    assert (split is not None) is is_advised
    if split is not None:
        assert split.saving == Money(Decimal("8.40"), "USD")
        assert split.is_less_fees


def test_saving_without_unknown_fees_is_less_nothing(rates: ExchangeRates) -> None:
    rules, items = rules_of(*RECORDS), two(CUPS, SHOES)
    split = cheaper_split(items, priced(items, rules, rates), rules, rates, LEAST)
    assert split is not None
    assert not split.is_less_fees


def test_fee_that_only_small_parcels_may_bear_is_not_alike(rates: ExchangeRates) -> None:
    small = {"measure": "goods", "up_to": "100", "currency": "USD"}
    rules, items = rules_of(*RECORDS, fee("consignment", threshold=small)), two(CUPS, SHOES)
    assert cheaper_split(items, priced(items, rules, rates), rules, rates, LEAST) is None


def test_unknown_tax_leaves_no_fees_to_compare(rates: ExchangeRates) -> None:
    rules, items = rules_of(*RECORDS[:3], fee("item")), two(CUPS, SHOES)
    assert open_fees(priced(items, rules, rates)((1, 1))) is None


def test_change_is_told_where_the_same_fee_is_unknown_on_both_days(rates: ExchangeRates) -> None:
    """By hand: a known fee of 12 dollars ends, and the unknown one stays."""
    ends = {**fee("consignment"), "id": "known", "amount": "12", "currency": "USD", "confidence": "official"}
    rules, items = rules_of(*RECORDS, fee("item"), {**ends, "valid_to": date(2026, 12, 24)}), two(CUPS, SHOES)

    def cost_on(day: date) -> LandedCost:
        return landed_cost(items, "CN", "CL", day, Money.parse("5", "USD"), rules, rates, "USD")

    change = change_ahead(cost_on(ON), cost_on, rules, LEAST)
    assert change is not None
    assert change.difference == Money(Decimal("12.00"), "USD")
    assert change.is_less_fees


def test_change_of_an_unknown_fee_is_not_told(rates: ExchangeRates) -> None:
    rules, items = rules_of(*RECORDS, fee("item", valid_to=date(2026, 12, 24))), two(CUPS, SHOES)

    def cost_on(day: date) -> LandedCost:
        return landed_cost(items, "CN", "CL", day, Money.parse("5", "USD"), rules, rates, "USD")

    assert change_ahead(cost_on(ON), cost_on, rules, Decimal("0.01")) is None
