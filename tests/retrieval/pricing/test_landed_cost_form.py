"""What a cost says of an order not wholly known, its form, and what hangs on a proposed code."""

from datetime import date

import pytest

from retrieval.errors import PricingError
from retrieval.pricing.consignment import Item
from retrieval.pricing.landed_cost import landed_cost
from retrieval.pricing.money import Money
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rule import Source
from retrieval.pricing.rules import Rules
from retrieval.pricing.shipping import Quote
from tests.retrieval.pricing.worked_orders import T_SHIRT, TODAY, Cost, amounts

# --- what is not known of the order


def test_unknown_carriage_makes_vat_unknown_too(cost: Cost) -> None:
    found = cost("DE>AT", "100", "EUR", shipping=None)
    assert (found.unknown, found.total.text()) == (("shipping", "vat"), "100.00")


def test_goods_without_code_are_judged_by_category_or_not_at_all(cost: Cost) -> None:
    assert cost("DE>AT", "100", "EUR", hs=None, category="headphones").complete
    assert cost("DE>AT", "100", "EUR", hs=None, category="honey").unknown == ("vat",)
    assert cost("DE>AT", "100", "EUR", hs=None).unknown == ("vat",)
    assert cost("DE>JP", "5000", "JPY", hs=None, category="handbag").unknown == ("duty", "vat")


def test_free_goods_cost_their_carriage(cost: Cost) -> None:
    """19 % of 0 + 10."""
    assert cost("AT>DE", "0", "EUR").total.text() == "11.90"


def test_quote_brings_its_days(rules: Rules, rates: ExchangeRates) -> None:
    item = Item(Money.parse("100", "EUR"), hs_code=T_SHIRT)
    quote = Quote(Money.parse("10", "EUR"), (6, 10))
    assert landed_cost([item], "DE", "AT", TODAY, quote, rules, rates, "EUR").delivery_days == (6, 10)


# --- currency, sources, form


def test_amounts_are_converted_at_the_rates_of_the_day_and_the_day_is_shown(cost: Cost) -> None:
    """2026-10-30: 1 EUR = 1.1172 USD, so 111.72 USD are 100.00 EUR."""
    found = cost("US>US", "111.72", "USD", "11.172", shown="EUR")
    assert (amounts(found, "item"), amounts(found, "shipping")) == (["100.00"], ["10.00"])
    assert found.rate_date == date(2026, 10, 30)
    assert found.sources[-1].title.startswith("European Central Bank")
    assert cost("DE>AT", "100", "EUR").rate_date is None


def test_sources_are_those_of_the_rules_used_each_once(cost: Cost, rules: Rules) -> None:
    found = cost("CN>DE", "100", "EUR", on=date(2026, 7, 1))
    expected = [rules.get(name).source for name in ("eu-duty-flat", "eu-vat-de", "eu-vat-import")]
    assert list(found.sources) == expected
    assert all(isinstance(source, Source) for source in found.sources)


def test_payload_is_the_contracts_object(cost: Cost) -> None:
    payload = cost("CN>AT", "100", "EUR", hs=T_SHIRT).as_payload(lambda line: line.kind.upper())
    assert payload["lines"][3] == {
        "kind": "vat",
        "amount": "22.60",
        "text": "VAT",
        "rate": "0.20",
        "rule_id": "eu-vat-at",
        "due": "order",
        "estimated": False,
    }
    assert payload["lines"][4] == {
        "kind": "fee", "amount": None, "text": "FEE", "rate": None, "rule_id": "eu-handling-fee", "due": "door",
        "estimated": False,
    }  # fmt: skip
    sources, notes = payload.pop("sources"), payload.pop("notes")
    del payload["lines"]
    assert payload == {
        "type": "landed_cost",
        "product_id": None,
        "origin": "CN",
        "destination": "AT",
        "currency": "EUR",
        "total": "135.60",
        "complete": False,
        "unknown": ["fee"],
        "estimated": [],
        "incoterm": "DAP",
        "due_at_door": None,
        "delivery_days": None,
        "as_of": "2026-11-22",
        "rate_date": None,
    }
    assert all(set(source) == {"title", "url", "checked_on"} for source in sources)
    assert [note["rule_id"] for note in notes] == ["eu-handling-fee"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"route": "CN>Germany"}, "the destination 'Germany' is not known"),
        ({"route": "EU>DE"}, "the origin 'EU' is not known"),
        ({"currency": "XXX"}, "no rate for XXX"),
        ({"shown": "VND"}, "no rate for VND"),
        ({"carrier": "pigeon"}, "the carrier 'pigeon' is not known"),
        ({"quantity": 0}, "the quantity 0 is not usable"),
        ({"hs": "shirt"}, "no Harmonized System code"),
        ({"origin": "Narnia"}, "the origin 'Narnia' is not known"),
        ({"price": "-1"}, "below zero"),
        ({"on": date(1998, 1, 1), "shown": "USD"}, "the first are of 1999-01-04"),
    ],
)
def test_what_cannot_be_is_refused_in_words(cost: Cost, change: dict[str, object], problem: str) -> None:
    order = {"route": "CN>DE", "price": "10", "currency": "EUR", **({"shown": "EUR"} if "currency" in change else {})}
    with pytest.raises(PricingError, match=problem):
        cost(**{**order, **change})


def test_empty_consignment_is_refused(rules: Rules, rates: ExchangeRates) -> None:
    with pytest.raises(PricingError, match="nothing in the consignment"):
        landed_cost([], "CN", "DE", TODAY, None, rules, rates, "EUR")


# --- codes that are proposed


def test_costs_that_hang_on_a_proposed_code_are_estimated(cost: Cost) -> None:
    """Korea, above its threshold: shoes pay 13 % duty; without the code it would be unknown, and so would be VAT."""
    found = cost("CN>KR", "300", "EUR", hs="6403", is_hs_estimated=True)
    sure = cost("CN>KR", "300", "EUR", hs="6403")
    assert found.estimated == ("duty", "vat")
    assert sure.estimated == ()
    assert (found.total, found.unknown) == (sure.total, sure.unknown)
    said = found.as_payload(lambda line: line.kind)
    assert [line["kind"] for line in said["lines"] if line["estimated"]] == ["duty", "vat"] == said["estimated"]


def test_costs_that_no_code_decides_are_not_estimated(cost: Cost) -> None:
    """The category says what the code says: not alcohol in Britain, shoes in Korea."""
    assert cost("CN>GB", "100", "GBP", hs="6403", category="sneakers", is_hs_estimated=True).estimated == ()
    assert cost("CN>KR", "300", "EUR", hs="6403", category="sneakers", is_hs_estimated=True).estimated == ()
