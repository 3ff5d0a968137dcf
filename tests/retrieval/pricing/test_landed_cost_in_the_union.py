"""Worked examples of the European Union: each expected figure is worked out beside it."""

from datetime import date
from decimal import Decimal

from retrieval.pricing.consignment import Item
from retrieval.pricing.landed_cost import landed_cost
from retrieval.pricing.money import Money
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rules import Rules
from tests.retrieval.pricing.worked_orders import (
    CHOCOLATE,
    HEADPHONES,
    PERFUME,
    T_SHIRT,
    TODAY,
    UNRECORDED,
    Cost,
    amounts,
    rule_ids,
)


def test_t_shirt_from_china_to_germany_in_summer(cost: Cost) -> None:
    """Duty 3.00, once for its subheading; VAT 19 % of 100 + 10 + 3 = 113 is 21.47; in all 134.47."""
    found = cost("CN>DE", "100", "EUR", hs=T_SHIRT, on=date(2026, 7, 1))
    assert (amounts(found, "duty"), amounts(found, "vat"), found.total.text()) == (["3.00"], ["21.47"], "134.47")
    assert rule_ids(found) == ["eu-duty-flat", "eu-vat-de"]
    assert found.complete
    assert found.unknown == ()


def test_handling_fee_is_unknown_once_it_was_due(cost: Cost) -> None:
    assert cost("CN>DE", "100", "EUR", on=date(2026, 10, 31)).complete
    found = cost("CN>DE", "100", "EUR", on=date(2026, 11, 1))
    assert (amounts(found, "fee"), found.unknown, found.complete) == ([None], ("fee",), False)
    assert found.total.text() == "134.47"
    assert "not confirmed" in found.notes[0].text


def test_before_july_2026_there_was_no_duty_to_150_euros(cost: Cost) -> None:
    """VAT 19 % of 100 + 10 is 20.90."""
    found = cost("CN>DE", "100", "EUR", hs=T_SHIRT, on=date(2026, 6, 30))
    assert (amounts(found, "duty"), amounts(found, "vat"), found.total.text()) == (["0.00"], ["20.90"], "130.90")
    assert rule_ids(cost("CN>DE", "100", "EUR", hs=PERFUME, on=date(2026, 6, 30)))[0] == "eu-mfn-cosmetics"


def test_five_pieces_of_a_subheading_pay_once(cost: Cost) -> None:
    """5 * 20 + 10 + 3 = 113."""
    found = cost("CN>DE", "20", "EUR", hs=T_SHIRT, on=date(2026, 7, 1), quantity=5)
    assert (amounts(found, "duty"), found.total.text()) == (["3.00"], "134.47")


def test_t_shirt_and_watch_pay_twice(rules: Rules, rates: ExchangeRates) -> None:
    """Duty 2 * 3; VAT 19 % of 40 + 60 + 10 + 6 = 116 is 22.04."""
    items = [Item(Money.parse(price, "EUR"), hs_code=hs) for price, hs in (("40", "6109.10"), ("60", "9102.11"))]
    found = landed_cost(items, "CN", "DE", date(2026, 7, 1), Money.parse("10", "EUR"), rules, rates, "EUR")
    assert (amounts(found, "duty"), amounts(found, "vat"), found.total.text()) == (["6.00"], ["22.04"], "138.04")
    assert [line.item_row for line in found.lines if line.kind == "item"] == [0, 1]


def test_two_goods_without_full_codes_leave_the_flat_duty_unknown(rules: Rules, rates: ExchangeRates) -> None:
    items = [Item(Money.parse("40", "EUR"), hs_code=hs) for hs in ("6109", "9102.11")]
    found = landed_cost(items, "CN", "DE", date(2026, 7, 1), Money.parse("10", "EUR"), rules, rates, "EUR")
    assert found.unknown == ("duty", "vat")


def test_threshold_is_the_goods_alone_and_includes_its_value(cost: Cost) -> None:
    assert cost("CN>DE", "150", "EUR", "40", on=date(2026, 7, 1)).complete
    above = cost("CN>DE", "150.01", "EUR", "0", hs=UNRECORDED, on=date(2026, 7, 1))
    assert (above.unknown, above.total.text()) == (("duty", "vat"), "150.01")
    assert amounts(above, "duty") == [None]


def test_threshold_stays_exact_when_shown_in_another_currency(cost: Cost) -> None:
    found = cost("CN>DE", "150", "EUR", on=date(2026, 7, 1), shown="USD")
    assert (found.complete, found.total.currency) == (True, "USD")


def test_ordinary_duty_is_unknown_after_the_flat_duty_ends(cost: Cost) -> None:
    found = cost("CN>DE", "100", "EUR", hs=UNRECORDED, on=date(2028, 7, 1))
    assert found.unknown[:2] == ("duty", "vat")


def test_sale_inside_the_union_bears_the_destinations_vat_and_no_duty(cost: Cost) -> None:
    """20 % of 100 + 10."""
    found = cost("DE>AT", "100", "EUR")
    assert (amounts(found, "duty"), amounts(found, "vat"), found.total.text()) == ([], ["22.00"], "132.00")
    assert rule_ids(found) == ["eu-vat-at"]
    assert found.complete


def test_domestic_sale_bears_the_countrys_vat(cost: Cost) -> None:
    """19 % of 110, 10 % of 9,500 yen."""
    assert cost("DE>DE", "100", "EUR").total.text() == "130.90"
    assert cost("JP>JP", "9000", "JPY", "500").total.text() == "10450"


def test_territory_outside_the_vat_area_is_not_its_country(cost: Cost) -> None:
    assert cost("DE>GP", "50", "EUR").unknown == ("vat",)
    assert cost("DE>IC", "50", "EUR").unknown == ("vat",)
    assert cost("DE>EA", "50", "EUR").unknown == ("duty", "vat")
    assert cost("DE>XI", "50", "EUR").unknown == ("duty", "vat")
    assert rule_ids(cost("DE>MC", "50", "EUR")) == ["eu-vat-fr"]


def test_food_has_a_recorded_lower_rate_or_none(cost: Cost) -> None:
    """Chocolate: Germany 7 % of 110; France taxes some chocolate lower, so it is not guessed."""
    assert cost("FR>DE", "100", "EUR", hs=CHOCOLATE).total.text() == "117.70"
    unknown = cost("DE>FR", "100", "EUR", hs=CHOCOLATE)
    assert (unknown.unknown, unknown.total.text()) == (("vat",), "110.00")
    assert [line.rate for line in unknown.lines if line.kind == "vat"] == [None]


def test_two_rates_share_carriage_by_value(rules: Rules, rates: ExchangeRates) -> None:
    """Germany, 75 of headphones and 25 of chocolate, carriage 10: 19 % of 82.50 is 15.675, 7 % of 27.50 is 1.925."""
    items = [Item(Money.parse(price, "EUR"), hs_code=hs) for price, hs in (("75", HEADPHONES), ("25", CHOCOLATE))]
    found = landed_cost(items, "AT", "DE", TODAY, Money.parse("10", "EUR"), rules, rates, "EUR")
    assert amounts(found, "vat") == ["15.68", "1.93"]
    assert found.total.text() == "127.61"  # the sum of what is shown


def test_romania_took_a_fee_and_it_is_unknown_since_july(cost: Cost, rates: ExchangeRates) -> None:
    """25 lei, at the rates of the last working day before the first of May."""
    then = cost("CN>RO", "50", "EUR", on=date(2026, 5, 1))
    lei = rates.convert(Decimal(1), "EUR", "RON", date(2026, 4, 30)).amount
    assert amounts(then, "fee") == [str(round(25 / lei, 2))]
    assert (then.complete, then.rate_date) == (True, date(2026, 4, 30))
    assert cost("CN>RO", "50", "EUR", on=date(2026, 7, 1)).unknown == ("fee",)


def test_france_took_two_euros_for_each_kind_of_goods_until_july(cost: Cost) -> None:
    """100 + 10 + duty 0 + VAT 22.00 + fee 2.00."""
    assert cost("CN>FR", "100", "EUR", on=date(2026, 6, 30)).total.text() == "134.00"
    assert amounts(cost("CN>FR", "100", "EUR", on=date(2026, 7, 1)), "fee") == []
