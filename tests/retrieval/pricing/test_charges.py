"""Charges that only some markets know: goods valued below their price, an amount for each piece, further duties."""

from datetime import date
from typing import Any

import pytest

from retrieval.pricing.consignment import Item
from retrieval.pricing.landed_cost import LandedCost, landed_cost
from retrieval.pricing.money import Money
from retrieval.pricing.rates import ExchangeRates
from tests.retrieval.pricing.made_rules import SOURCE, records_of, rules_of

MARKET = records_of("JP", "EUR", "100", "0.1", "0.2")
FURTHER = {"id": "further", "market": "JP", "kind": "surcharge", **SOURCE}


def cost(
    records: list[dict[str, Any]],
    rates: ExchangeRates,
    *prices: str,
    quantity: int = 1,
    hs: str | None = None,
    made_in: str | None = None,
) -> LandedCost:
    items = [Item(Money.parse(price, "EUR"), quantity, hs, origin=made_in) for price in prices]
    shipping = Money.parse("10.00", "EUR")
    return landed_cost(items, "CN", "JP", date(2026, 11, 22), shipping, rules_of(*records), rates, "EUR")


def duties(found: LandedCost) -> list[tuple[str | None, bool]]:
    return [
        (None if line.amount is None else str(line.amount), line.is_additional)
        for line in found.lines
        if line.kind == "duty"
    ]


def test_threshold_is_compared_with_the_value_that_customs_take(rates: ExchangeRates) -> None:
    records = [{**record, "valued_at": "0.6"} for record in MARKET]
    assert duties(cost(records, rates, "166.66")) == [("0.00", False)]
    assert duties(cost(records, rates, "166.67")) == [("10.00", False)]


def test_rate_is_taken_of_the_value_and_of_all_the_carriage(rates: ExchangeRates) -> None:
    records = [{**record, "valued_at": "0.6"} for record in MARKET]
    found = cost(records, rates, "200.00")
    # duty 200 * 0.6 * 0.1 = 12, tax (200 * 0.6 + 10 + 12) * 0.2 = 28.40
    assert [str(line.amount) for line in found.lines] == ["200.00", "10.00", "12.00", "28.40"]


def test_amount_for_an_item_is_charged_for_each_piece(rates: ExchangeRates) -> None:
    relief, _, *taxes = MARKET
    piece = {
        "id": "piece",
        "market": "JP",
        "kind": "duty",
        "amount": "0.20",
        "currency": "EUR",
        "per": "item",
        **SOURCE,
    }
    assert duties(cost([relief, piece, *taxes], rates, "90.00", "20.00", quantity=3)) == [("1.20", False)]


def test_further_duty_comes_on_top_and_is_taxed(rates: ExchangeRates) -> None:
    found = cost([*MARKET, {**FURTHER, "rate": "0.25", "basis": ["goods"]}], rates, "200.00")
    assert duties(found) == [("20.00", False), ("50.00", True)]
    assert str(found.lines[-1].amount) == "56.00"  # (200 + 10 + 20 + 50) * 0.2


@pytest.mark.parametrize("confidence", ["official", "unconfirmed"])
def test_further_duty_that_is_not_known_leaves_the_ordinary_one_and_the_total_open(
    confidence: str, rates: ExchangeRates
) -> None:
    found = cost([*MARKET, {**FURTHER, "confidence": confidence, "text": "Not known."}], rates, "200.00")
    assert duties(found) == [("20.00", False), (None, True)]
    assert found.unknown == ("duty", "vat")


def test_further_duty_on_other_goods_is_not_shown(rates: ExchangeRates) -> None:
    steel = {**FURTHER, "rate": "0.5", "basis": ["goods"], "hs": ["72"], "categories": ["(steel)"]}
    assert duties(cost([*MARKET, steel], rates, "200.00", hs="6109.10")) == [("20.00", False)]


@pytest.mark.parametrize(
    ("made_in", "expected"),
    [
        ("CN", [("20.00", False), ("100.00", True)]),
        ("DE", [("20.00", False)]),
        (None, [("20.00", False), (None, True)]),
    ],
)
def test_further_duty_by_country_of_manufacture_needs_to_know_it(
    made_in: str | None, expected: list[tuple[str | None, bool]], rates: ExchangeRates
) -> None:
    dumped = {**FURTHER, "rate": "0.5", "basis": ["goods"], "made_in": ["CN"]}
    assert duties(cost([*MARKET, dumped], rates, "200.00", made_in=made_in)) == expected
