"""Costs worked out by hand from public rates, with their arithmetic, in worked_cases/*.yml: the engine gives the same.

Each line of arithmetic is worked out again here, so that a slip in it fails too. A line reads `label: expression =
exact value`, with ` ~ rounded value` where the currency has fewer decimals; the last is the total.
"""

import ast
import operator
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from retrieval.pricing.consignment import Item
from retrieval.pricing.landed_cost import LandedCost, landed_cost
from retrieval.pricing.money import Money, round_amount
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rules import Rules
from retrieval.pricing.terms import Buyer, Incoterm

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FOLDER = Path(__file__).parent / "worked_cases"
_OPERATIONS: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


@dataclass(frozen=True, slots=True)
class Case:
    """One record of a file, with the sources that the file lists."""

    record: dict[str, Any]
    listed: dict[str, dict[str, str]]

    @property
    def name(self) -> str:
        return str(self.record["id"])


def read(path: Path) -> list[Case]:
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506  a safe loader, in C
    return [Case(record, content["sources"]) for record in content["cases"]]


CASES = [case for path in sorted(FOLDER.glob("*.yml")) for case in read(path)]


def worked_out(text: str) -> Decimal:
    """Work out an expression of plain numbers, `+`, `*`, `/` and brackets, exactly."""
    return _value(ast.parse(text.strip(), mode="eval").body, text)


def _value(node: ast.expr, text: str) -> Decimal:
    if isinstance(node, ast.BinOp):
        return _OPERATIONS[type(node.op)](_value(node.left, text), _value(node.right, text))
    return Decimal(ast.get_source_segment(text.strip(), node) or "")


def cost_of(case: Case, rules: Rules, bundled: ExchangeRates) -> LandedCost:
    order, record = case.record["order"], case.record
    items = [
        Item(
            price=Money.parse(item["price"], item.get("currency", order["currency"])),
            quantity=item.get("quantity", 1),
            hs_code=item.get("hs"),
            category=item.get("category", ""),
            audience=item.get("audience", ""),
            origin=item.get("made_in"),
        )
        for item in record["items"]
    ]
    shipping = record.get("shipping")
    return landed_cost(
        items,
        order["origin"],
        order["destination"],
        order["day"],
        None if shipping is None else Money.parse(shipping["amount"], shipping["currency"]),
        rules,
        _stated(record["units_for_one_euro"], order["day"]) if "units_for_one_euro" in record else bundled,
        order["currency"],
        order.get("carrier", ""),
        Buyer(order.get("buyer", "consumer")),
        Incoterm(order.get("incoterm", "DAP")),
    )


def _stated(units: dict[str, str], on: date) -> ExchangeRates:
    columns = {currency: place for place, currency in enumerate(units, start=1)}
    return ExchangeRates(columns, {on: ",".join([on.isoformat(), *units.values()])}, {})


def amounts(cost: LandedCost, kind: str) -> list[str | None]:
    return [None if line.amount is None else format(line.amount, "f") for line in cost.lines if line.kind == kind]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_cost_equals_the_one_worked_out_by_hand(case: Case, rules: Rules, rates: ExchangeRates) -> None:
    cost, expected = cost_of(case, rules, rates), case.record["expected"]
    found = {kind: amounts(cost, kind) for kind in ("duty", "vat", "fee")}
    assert {**found, "total": cost.total.text(), "unknown": list(cost.unknown)} == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_arithmetic_is_right_and_gives_what_is_expected(case: Case) -> None:
    currency, results, unknown = case.record["order"]["currency"], [], 0
    for line in case.record["arithmetic"]:
        label, _, work = line.partition(": ")
        if work == "not known":
            unknown += 1
            continue
        expression, _, written = work.partition(" = ")
        exact, _, rounded = written.partition(" ~ ")
        value = worked_out(expression)
        assert abs(value - Decimal(exact)) < Decimal("0.00000001"), line
        assert round_amount(value, currency) == Decimal(rounded or exact), line
        results.append((label, Decimal(rounded or exact)))
    expected = case.record["expected"]
    known = [Decimal(one) for kind in ("duty", "vat", "fee") for one in expected[kind] if one is not None]
    assert [value for _, value in results[len(results) - 1 - len(known) : -1]] == known
    assert results[-1] == ("total", Decimal(expected["total"]))
    assert sum(value for _, value in results[:-1]) == results[-1][1]
    assert unknown == sum(one is None for kind in ("duty", "vat", "fee") for one in expected[kind])


def test_there_are_200_cases_and_each_cites_what_it_rests_on() -> None:
    assert len(CASES) >= 200
    assert max(Counter(case.name for case in CASES).values()) == 1
    for case in CASES:
        assert case.record["sources"], case.name
        assert set(case.record["sources"]) <= set(case.listed), case.name


def test_every_market_with_a_known_rate_has_a_case(rules: Rules) -> None:
    rated = {rule.market for rule in rules.rules if rule.kind.value == "vat_rate" and rule.is_sure}
    assert rated <= {case.record["order"]["destination"] for case in CASES}
