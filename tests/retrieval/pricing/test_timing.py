from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from retrieval.pricing.consignment import Item
from retrieval.pricing.landed_cost import LandedCost, landed_cost
from retrieval.pricing.money import Money
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rules import Rules
from retrieval.pricing.timing import change_ahead
from tests.retrieval.pricing.made_rules import SOURCE, records_of, rules_of

LEAST = Decimal(3)


def priced(rules: Rules, rates: ExchangeRates, to: str, origin: str = "CN") -> Callable[[date], LandedCost]:
    """Return what prices two different things of 40 euros for 10 euros carriage on a day."""
    items = [Item(Money.parse("40", "EUR"), hs_code=code) for code in ("8518.30", "6912.00")]
    return lambda day: landed_cost(items, origin, to, day, Money.parse("10", "EUR"), rules, rates, "EUR")


def test_duty_that_starts_soon_is_foretold(rules: Rules, rates: ExchangeRates) -> None:
    """By hand: from 2026-07-01 on the EU takes 3 euros for each of two subheadings, with 20 % Austrian VAT on it."""
    cost_on = priced(rules, rates, "AT")
    change = change_ahead(cost_on(date(2026, 6, 10)), cost_on, rules, LEAST)
    assert change is not None
    assert (change.day, change.is_dearer) == (date(2026, 7, 1), True)
    assert change.difference == Money(Decimal("7.20"), "EUR")
    assert change.rule.rule_id in {"eu-duty-relief-150", "eu-duty-flat"}


@pytest.mark.parametrize("on", [date(2026, 4, 30), date(2026, 7, 1)])
def test_change_that_is_far_or_was_already_is_not_told(rules: Rules, rates: ExchangeRates, on: date) -> None:
    cost_on = priced(rules, rates, "AT")
    assert change_ahead(cost_on(on), cost_on, rules, LEAST) is None


def test_difference_below_the_least_is_not_told(rules: Rules, rates: ExchangeRates) -> None:
    cost_on = priced(rules, rates, "AT")
    assert change_ahead(cost_on(date(2026, 6, 10)), cost_on, rules, Decimal("7.21")) is None


def test_charge_that_ends_soon_is_worth_waiting_for(rates: ExchangeRates) -> None:
    ends = date(2026, 12, 24)
    fee = {"id": "fee", "market": "CL", "kind": "fee", "amount": "12", "currency": "EUR", "valid_to": ends, **SOURCE}
    known = rules_of(*records_of("CL", "USD", "1000", "0.1", "0.19"), fee)
    cost_on = priced(known, rates, "CL")
    change = change_ahead(cost_on(date(2026, 11, 22)), cost_on, known, LEAST)
    assert change is not None
    assert (change.day, change.is_dearer, change.rule.rule_id) == (ends, False, "fee")
    assert change.difference == Money(Decimal("12.00"), "EUR")


def test_fee_that_may_start_makes_the_other_day_unknown(rates: ExchangeRates) -> None:
    starts = date(2026, 11, 22) + timedelta(days=9)
    unsure = {"id": "fee", "market": "CL", "kind": "fee", "amount": "12", "currency": "EUR", "valid_from": starts}
    known = rules_of(*records_of("CL", "USD", "1000", "0.1", "0.19"), {**unsure, **SOURCE, "confidence": "unconfirmed"})
    cost_on = priced(known, rates, "CL")
    assert change_ahead(cost_on(date(2026, 11, 22)), cost_on, known, LEAST) is None


def test_rates_of_two_days_are_not_compared(rates: ExchangeRates) -> None:
    """On days that have rates of their own a cost changes with these, which is no rule's doing."""
    items = [Item(Money.parse("400", "CNY"), hs_code=code) for code in ("8518.30", "6912.00")]
    day = rates.latest - timedelta(days=30)
    starts = rates.latest - timedelta(days=5)
    fee = {
        "id": "fee",
        "market": "CL",
        "kind": "fee",
        "amount": "12",
        "currency": "EUR",
        "valid_from": starts,
        **SOURCE,
    }
    known = rules_of(*records_of("CL", "USD", "1000", "0.1", "0.19"), fee)

    def cost_on(on: date) -> LandedCost:
        return landed_cost(items, "CN", "CL", on, Money.parse("10", "EUR"), known, rates, "EUR")

    assert change_ahead(cost_on(day), cost_on, known, LEAST) is None
