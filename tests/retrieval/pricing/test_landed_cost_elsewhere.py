"""Worked examples of markets outside the European Union: each expected figure is worked out beside it."""

from datetime import date
from decimal import Decimal

import pytest

from tests.retrieval.pricing.worked_orders import (
    CHOCOLATE,
    HANDBAG,
    PERFUME,
    T_SHIRT,
    UNRECORDED,
    Cost,
    amounts,
    rule_ids,
)


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
