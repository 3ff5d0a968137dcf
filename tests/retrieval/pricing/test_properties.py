"""What holds for every landed cost, whatever the order."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.pricing.consignment import Item
from retrieval.pricing.landed_cost import LandedCost, landed_cost
from retrieval.pricing.money import Money, round_amount
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rules import Rules
from retrieval.pricing.terms import Buyer, Due, Incoterm
from retrieval.pricing.territories import country_codes, markets

_rules, _rates = Rules.load(), ExchangeRates.load()
CODES = [None, "61", "6109.10", "8518.30", "4202.21", "1806.31", "3304.99", "3303.00", "9503.00", "2204.21", "4901.99"]
CURRENCIES = ["EUR", "USD", "JPY", "KRW", "GBP", "CNY", "AED", "CHF"]
ORIGINS = ["DE", "CN", "US", "JP", "GB", "AE", "BR"]
MARKETS = ["DE", "FR", "RO", "GB", "AU", "NZ", "SG", "JP", "KR", "CN", "CA", "NO", "CH", "HK", "IS", "TW", "US", "AX"]
HEADPHONES = Item(Money.parse("40", "EUR"), hs_code="8518.30")
KINDS = ["item", "shipping", "duty", "vat", "fee"]

amounts = st.decimals(min_value=0, max_value=10_000, places=2)
monies = st.builds(Money, amounts, st.sampled_from(CURRENCIES))
items = st.builds(
    Item,
    price=monies,
    quantity=st.integers(1, 5),
    hs_code=st.sampled_from(CODES),
    category=st.sampled_from(["", "t-shirt", "honey", "handbag", "ring"]),
    audience=st.sampled_from(["", "women", "girls"]),
)
days = st.dates(date(2021, 1, 1), date(2030, 12, 31))
carts = st.lists(items, min_size=1, max_size=4)
everywhere = st.sampled_from(sorted(country_codes()))
carriage = st.none() | monies
currencies, origins = st.sampled_from(CURRENCIES), st.sampled_from(ORIGINS)
carriers = st.sampled_from(["", "post", "courier"])


@st.composite
def costs(draw: st.DrawFn) -> LandedCost:
    return landed_cost(
        items=draw(carts),
        origin=draw(origins),
        destination=draw(everywhere),
        on=draw(days),
        shipping=draw(carriage),
        rules=_rules,
        rates=_rates,
        currency=draw(currencies),
        carrier=draw(carriers),
    )


@given(costs())
@settings(max_examples=200, deadline=None)
def test_lines_add_up_and_unknown_is_never_zero(cost: LandedCost) -> None:
    known = [line.amount for line in cost.lines if line.amount is not None]
    assert cost.total.amount == sum(known, Decimal(0))
    assert all(amount >= 0 and amount == round_amount(amount, cost.currency) for amount in known)
    assert list(cost.unknown) == [
        kind for kind in KINDS if any(x.kind == kind and x.amount is None for x in cost.lines)
    ]
    assert cost.complete == (None not in [line.amount for line in cost.lines])
    assert [KINDS.index(line.kind) for line in cost.lines] == sorted(KINDS.index(line.kind) for line in cost.lines)
    assert sum(line.kind == "vat" for line in cost.lines) >= 1


@given(costs())
@settings(max_examples=100, deadline=None)
def test_payload_is_json_with_null_for_unknown(cost: LandedCost) -> None:
    payload = json.loads(json.dumps(cost.as_payload(lambda line: line.kind)))
    for line, sent in zip(cost.lines, payload["lines"], strict=True):
        assert (sent["amount"] is None) == (line.amount is None)
        assert sent["amount"] is None or Decimal(sent["amount"]) == line.amount
        assert sent["kind"] in KINDS
    assert {line["kind"] for line in payload["lines"] if line["amount"] is None} == set(payload["unknown"])
    assert payload["complete"] is (payload["unknown"] == [])


@given(costs())
@settings(max_examples=100, deadline=None)
def test_known_duty_vat_and_fees_name_their_rule_and_its_source(cost: LandedCost) -> None:
    for line in cost.lines:
        if line.kind in ("duty", "vat", "fee") and line.amount is not None:
            assert line.rule_id is not None
            assert _rules.get(line.rule_id).source in cost.sources
            assert _rules.get(line.rule_id).is_sure


@given(st.decimals(min_value=0, max_value=300, places=2))
@settings(deadline=None)
def test_korea_frees_or_taxes_the_whole(price: Decimal) -> None:
    item = Item(Money(price, "USD"), hs_code="9503.00")
    cost = landed_cost([item], "DE", "KR", date(2026, 11, 22), Money.parse("9", "USD"), _rules, _rates, "USD")
    assert cost.unknown == (() if price <= 150 else ("duty", "vat"))


@given(st.lists(st.sampled_from([code for code in CODES if code and len(code) == 7]), min_size=1, max_size=6))
@settings(deadline=None)
def test_flat_duty_counts_subheadings(codes: list[str]) -> None:
    order = [Item(Money.parse("5", "EUR"), hs_code=code) for code in codes if code != "2204.21"]
    if order:
        cost = landed_cost(order, "CN", "PL", date(2026, 8, 1), Money.parse("9", "EUR"), _rules, _rates, "EUR")
        (duty,) = (line.amount for line in cost.lines if line.kind == "duty")
        assert duty == 3 * len({item.hs_code for item in order})


@given(st.integers(1, 50), amounts)
@settings(deadline=None)
def test_pieces_in_one_item_cost_what_single_items_cost(quantity: int, price: Decimal) -> None:
    """Save Norway, whose threshold is a single piece, an item of several is the same as several items."""
    together = [Item(Money(price, "EUR"), quantity, "8518.30")]
    apart = [Item(Money(price, "EUR"), 1, "8518.30")] * quantity
    for destination in ("DE", "GB", "JP", "US", "CN"):
        one, other = (
            landed_cost(order, "AE", destination, date(2026, 11, 22), Money.parse("7", "EUR"), _rules, _rates, "EUR")
            for order in (together, apart)
        )
        assert (one.unknown, one.total) == (other.unknown, other.total)


@given(costs())
@settings(max_examples=100, deadline=None)
def test_what_is_due_at_the_door_is_part_of_the_total(cost: LandedCost) -> None:
    assert {line.due for line in cost.lines if line.kind in ("item", "shipping")} == {Due.ORDER}
    if cost.due_at_door is not None:
        at_order = sum((line.amount or Decimal(0) for line in cost.lines if line.due is Due.ORDER), Decimal(0))
        assert cost.due_at_door.amount + at_order == cost.total.amount


@given(
    items,
    st.sampled_from(ORIGINS),
    st.sampled_from(MARKETS),
    days,
    st.sampled_from([Buyer.CONSUMER, Buyer.BUSINESS]),
)
@settings(max_examples=100, deadline=None)
def test_terms_of_delivery_change_when_a_cost_is_due_and_never_the_cost(
    item: Item, origin: str, destination: str, on: date, buyer: Buyer
) -> None:
    dap, ddp = (
        landed_cost(
            [item], origin, destination, on, Money.parse("9", "EUR"), _rules, _rates, "EUR", buyer=buyer, incoterm=terms
        )
        for terms in (Incoterm.DAP, Incoterm.DDP)
    )
    assert [line.amount for line in dap.lines] == [line.amount for line in ddp.lines]
    assert all(line.due is not Due.DOOR for line in ddp.lines)
    assert ddp.due_at_door == Money(Decimal(0), "EUR")


@given(
    st.decimals(min_value=0, max_value=400, places=2),
    st.decimals(min_value=0, max_value=300, places=2),
    st.sampled_from([code for code in CODES if code and len(code) == 7] + ["8471.30", "6403.99"]),
    st.sampled_from(MARKETS),
    days,
)
@settings(max_examples=200, deadline=None)
def test_more_expensive_never_costs_less_but_where_the_flat_duty_ends(
    price: Decimal, more: Decimal, code: str, destination: str, on: date
) -> None:
    """The cliff is documented in data/crossborder/README.md: at EUR 150 a flat duty gives way to the ordinary rate."""
    cheap, dear = (
        landed_cost(
            [Item(Money(amount, "EUR"), hs_code=code)],
            "AE",
            destination,
            on,
            Money.parse("9", "EUR"),
            _rules,
            _rates,
            "EUR",
        )
        for amount in (price, price + more)
    )
    if cheap.complete and dear.complete and dear.total.amount < cheap.total.amount:
        assert "eu-duty-flat" in [line.rule_id for line in cheap.lines]
        assert "eu-duty-flat" not in [line.rule_id for line in dear.lines]


def test_flat_duty_costs_more_than_the_free_rate_above_it() -> None:
    """The documented cliff: a book of EUR 150 pays 3.00 and its VAT, one of 150.01 nothing but VAT."""
    cheap, dear = (
        landed_cost(
            [Item(Money.parse(price, "EUR"), hs_code="8471.30")],
            "AE",
            "DE",
            date(2026, 8, 1),
            Money.parse("9", "EUR"),
            _rules,
            _rates,
            "EUR",
        )
        for price in ("150", "150.01")
    )
    assert (cheap.total.text(), dear.total.text()) == ("192.78", "189.22")


@pytest.mark.parametrize("destination", sorted(country_codes()))
def test_every_day_of_ten_years_is_defined_or_unknown(destination: str) -> None:
    """Each month of 2021 to 2030, and each day on which a rule of the market begins or ends and the one before."""
    applying = [rule for rule in _rules.rules if rule.market in markets(destination)]
    turns = {day for rule in applying for day in (rule.valid_from, rule.valid_to) if day and day >= date(2021, 1, 2)}
    months = {date(year, month, 1) for year in range(2021, 2031) for month in range(1, 13)}
    for on in sorted(turns | {day - timedelta(days=1) for day in turns} | months):
        cost = landed_cost([HEADPHONES], "AR", destination, on, Money.parse("10", "EUR"), _rules, _rates, "EUR")
        assert cost.complete or cost.unknown
        assert cost.total.amount >= 50
