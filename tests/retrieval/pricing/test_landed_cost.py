"""Worked examples: each expected figure is worked out beside it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from retrieval.errors import PricingError
from retrieval.pricing.consignment import Item
from retrieval.pricing.landed_cost import LandedCost, landed_cost
from retrieval.pricing.money import Money
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rule import Source
from retrieval.pricing.rules import Rules
from retrieval.pricing.shipping import Quote

TODAY = date(2026, 11, 22)
T_SHIRT, HEADPHONES, HANDBAG, CHOCOLATE, PERFUME = "6109.10", "8518.30", "4202.21", "1806.31", "3303.00"
UNRECORDED = "7323.93"  # articles of steel, of which no ordinary rate is recorded

Cost = Callable[..., LandedCost]


@pytest.fixture
def cost(rules: Rules, rates: ExchangeRates) -> Cost:
    def work_out(
        route: str,
        price: str,
        currency: str,
        shipping: str | None = "10",
        hs: str | None = HEADPHONES,
        on: date = TODAY,
        carrier: str = "",
        shown: str = "",
        **item: object,
    ) -> LandedCost:
        origin, destination = route.split(">")
        items = [Item(Money.parse(price, currency), hs_code=hs, **item)]  # type: ignore[arg-type]
        carriage = None if shipping is None else Money.parse(shipping, currency)
        return landed_cost(items, origin, destination, on, carriage, rules, rates, shown or currency, carrier)

    return work_out


def amounts(cost: LandedCost, kind: str) -> list[str | None]:
    return [None if line.amount is None else str(line.amount) for line in cost.lines if line.kind == kind]


def rule_ids(cost: LandedCost) -> list[str | None]:
    return [line.rule_id for line in cost.lines if line.kind not in ("item", "shipping")]


# --- European Union


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


# --- elsewhere


def test_united_kingdom_taxes_at_the_sale_to_135_pounds(cost: Cost) -> None:
    """20 % of 100 + 10; no duty."""
    found = cost("CN>GB", "100", "GBP", hs=T_SHIRT)
    assert (amounts(found, "duty"), amounts(found, "vat"), found.total.text()) == (["0.00"], ["22.00"], "132.00")
    assert found.complete
    assert cost("DE>GB", "135.01", "GBP", hs=UNRECORDED).unknown == ("duty", "vat")
    assert cost("CN>GB", "100", "GBP", hs=UNRECORDED, on=date(2029, 3, 1)).unknown == ("duty", "vat")


def test_childrens_clothes_are_not_guessed_in_the_united_kingdom(cost: Cost) -> None:
    assert cost("CN>GB", "20", "GBP", hs=T_SHIRT, audience="girls").unknown == ("vat",)
    assert cost("CN>GB", "20", "GBP", hs=T_SHIRT, audience="women").complete


def test_food_without_vat_in_the_united_kingdom_is_a_known_zero(cost: Cost) -> None:
    found = cost("JP>GB", "20", "GBP", hs="0902.10")
    assert (amounts(found, "vat"), found.total.text(), found.complete) == (["0.00"], "30.00", True)


def test_australia_taxes_goods_and_carriage_to_1000_dollars(cost: Cost) -> None:
    """10 % of 300 + 50, as in the tax office's own example."""
    found = cost("IT>AU", "300", "AUD", "50", hs="6203.42")
    assert (amounts(found, "duty"), amounts(found, "vat"), found.total.text()) == (["0.00"], ["35.00"], "385.00")
    assert cost("IT>AU", "1000.01", "AUD").unknown == ("duty", "vat", "fee")


def test_new_zealand_taxes_food_like_everything(cost: Cost) -> None:
    """15 % of 40 + 10."""
    assert amounts(cost("FR>NZ", "40", "NZD", hs=CHOCOLATE), "vat") == ["7.50"]


def test_singapore_has_no_duty_at_any_value(cost: Cost) -> None:
    """9 % of 500 + 10."""
    found = cost("KR>SG", "500", "SGD")
    assert (amounts(found, "duty"), amounts(found, "vat"), found.complete) == (["0.00"], ["45.90"], True)


def test_japan_frees_small_parcels_but_not_leather_nor_knitwear(cost: Cost) -> None:
    free = cost("DE>JP", "9000", "JPY", "1000")
    assert (amounts(free, "duty"), amounts(free, "vat"), free.total.text(), free.complete) == (
        ["0"],
        ["0"],
        "10000",
        True,
    )
    assert cost("DE>JP", "9000", "JPY", "1000", hs=HANDBAG).unknown == ("duty", "vat")
    assert cost("DE>JP", "9000", "JPY", "1000", hs=T_SHIRT).unknown == ("duty", "vat")
    assert cost("DE>JP", "16666", "JPY", "0", hs=UNRECORDED).complete
    assert cost("DE>JP", "16667", "JPY", "0", hs=UNRECORDED).unknown == ("duty", "vat")


def test_japan_taxes_small_parcels_from_april_2028(cost: Cost) -> None:
    """10 % of 9,000 + 1,000."""
    assert cost("DE>JP", "9000", "JPY", "1000", on=date(2028, 3, 31)).total.text() == "10000"
    assert cost("DE>JP", "9000", "JPY", "1000", on=date(2028, 4, 1)).total.text() == "11000"


def test_korea_is_a_cliff(cost: Cost) -> None:
    assert cost("DE>KR", "150", "USD", "20").complete
    over = cost("DE>KR", "150.01", "USD", "20")
    assert (over.unknown, over.total.text()) == (("duty", "vat"), "170.01")
    assert [line.rate for line in over.lines if line.kind == "vat"] == [Decimal("0.10")]


def test_korea_frees_200_dollars_from_the_united_states_but_not_for_cosmetics(cost: Cost) -> None:
    assert cost("US>KR", "200", "USD").complete
    assert cost("US>KR", "200", "USD", hs="3304.99").unknown == ("duty", "vat")
    assert cost("US>KR", "150", "USD", hs="3304.99").complete
    assert "personal customs" in cost("US>KR", "150", "USD").notes[0].text


def test_china_takes_seventy_percent_of_vat(cost: Cost) -> None:
    """13 % * 0.7 = 9.1 % of 400 + 100 is 45.50."""
    found = cost("DE>CN", "400", "CNY", "100")
    assert (amounts(found, "duty"), amounts(found, "vat"), found.total.text()) == (["0.00"], ["45.50"], "545.50")
    assert [line.rate for line in found.lines if line.kind == "vat"] == [Decimal("0.091")]
    assert cost("DE>CN", "400", "CNY", hs=PERFUME).unknown == ("vat",)
    assert cost("DE>CN", "5000.01", "CNY").unknown == ("duty", "vat")


def test_canada_needs_to_know_who_brings_it(cost: Cost) -> None:
    assert cost("CN>CA", "20", "CAD").complete
    assert cost("CN>CA", "20.01", "CAD").unknown == ("duty", "vat")
    assert cost("US>CA", "40", "CAD").unknown == ("duty", "vat")
    assert cost("US>CA", "40", "CAD", carrier="courier").complete
    assert cost("US>CA", "40", "CAD", carrier="post").unknown == ("duty", "vat")
    assert cost("US>CA", "150", "CAD", carrier="courier").unknown == ("vat",)
    assert cost("DE>CA", "40", "CAD", carrier="courier").unknown == ("duty", "vat")


def test_norway_is_unsure_about_clothes_alone(cost: Cost) -> None:
    """25 % of 500 + 100 is 150; the scheme for clothes was sure until the end of 2025."""
    assert cost("DE>NO", "500", "NOK", "100").total.text() == "750.00"
    assert cost("DE>NO", "500", "NOK", "100", hs=T_SHIRT).unknown == ("duty", "vat")
    assert cost("DE>NO", "500", "NOK", "100", hs=T_SHIRT, on=date(2025, 12, 31)).total.text() == "750.00"
    assert cost("DE>NO", "3000", "NOK", hs=HANDBAG, on=date(2025, 12, 31)).unknown == ("duty", "vat")
    assert amounts(cost("DE>NO", "3000", "NOK", hs=T_SHIRT, on=date(2025, 12, 31)), "duty") == [
        "322.07"
    ]  # 10.7 % of 3,010


def test_switzerland_is_unsure_about_tax_up_to_five_francs(cost: Cost) -> None:
    """8.1 % of 51 + 10.73 is 5.00013, of 51 + 10.72 is 4.99932."""
    assert cost("DE>CH", "51", "CHF", "10.73").total.text() == "66.73"
    assert cost("DE>CH", "51", "CHF", "10.72").unknown == ("vat",)


def test_hong_kong_takes_nothing(cost: Cost) -> None:
    found = cost("CN>HK", "900", "HKD", "30")
    assert (found.total.text(), found.complete) == ("930.00", True)


@pytest.mark.parametrize("destination", ["US", "BR", "MX", "IN", "TR", "VN", "ID", "SA", "EG", "ZA", "TW", "RU"])
def test_market_that_could_not_be_confirmed_is_unknown(cost: Cost, destination: str) -> None:
    found = cost(f"CN>{destination}", "50", "USD")
    assert (found.unknown, found.total.text()) == (("duty", "vat"), "60.00")


def test_sales_tax_inside_the_united_states_is_unknown(cost: Cost) -> None:
    found = cost("US>US", "50", "USD")
    assert (found.unknown, amounts(found, "duty"), rule_ids(found)) == (("vat",), [], ["us-sales-tax"])


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
