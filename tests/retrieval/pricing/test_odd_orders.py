"""Orders that are odd or cannot be: each has an answer that says what is known, or is refused in words."""

from datetime import date
from decimal import Decimal

import pytest

from retrieval.errors import PricingError
from retrieval.pricing.consignment import Item
from retrieval.pricing.landed_cost import LandedCost, landed_cost
from retrieval.pricing.money import Money
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rules import Rules
from retrieval.pricing.shipping import begun_kilograms
from retrieval.pricing.terms import Buyer, Due, Incoterm

SUMMER, AUTUMN = date(2026, 8, 10), date(2026, 11, 22)


@pytest.fixture
def order(rules: Rules, rates: ExchangeRates):
    def work_out(route: str, *items: Item, on: date = SUMMER, currency: str = "EUR", **terms: object) -> LandedCost:
        origin, destination = route.split(">")
        carriage = Money.parse("10", currency)
        return landed_cost(items, origin, destination, on, carriage, rules, rates, currency, **terms)  # type: ignore[arg-type]

    return work_out


def item(price: str, currency: str = "EUR", hs: str | None = "6109.10", **more: object) -> Item:
    return Item(Money.parse(price, currency), hs_code=hs, **more)  # type: ignore[arg-type]


def test_code_that_the_system_does_not_have_is_not_guessed_a_rate(order) -> None:
    """The flat duty asks for a subheading and takes any; the ordinary rate of none is known."""
    assert order("CN>DE", item("100", hs="9999.99")).complete
    assert order("CN>DE", item("200", hs="9999.99")).unknown == ("duty", "vat")


def test_weight_of_nothing_is_refused() -> None:
    for weight in ("0", "-1", "nan"):
        with pytest.raises(PricingError):
            begun_kilograms(weight)


def test_order_inside_a_country_bears_its_tax_alone(order) -> None:
    """19 % of 110."""
    found = order("DE>DE", item("100"))
    assert ([line.kind for line in found.lines], found.total.text()) == (["item", "shipping", "vat"], "130.90")


def test_day_before_the_first_rule_is_unknown_and_no_error(order) -> None:
    found = order("CN>DE", item("100"), on=date(1970, 1, 1))
    assert (found.unknown, found.total.text()) == (("duty", "vat"), "110.00")
    assert order("CN>GB", item("100"), on=date(1970, 1, 1)).unknown == ("duty", "vat")


def test_threshold_in_a_currency_without_a_rate_is_not_told(order) -> None:
    """Nobody here quotes the Taiwan dollar, so whether a price in euros lies within 2,000 of them cannot be said."""
    assert order("JP>TW", item("20")).unknown == ("duty", "vat")
    assert order("JP>TW", item("1500", "TWD"), currency="TWD").complete


def test_cart_in_several_currencies_is_summed_in_one(order, rates: ExchangeRates) -> None:
    cart = (item("20"), item("25", "USD", "8518.30"), item("3000", "JPY", "9503.00"))
    found = order("CN>DE", *cart)
    values = [line.amount for line in found.lines if line.kind == "item"]
    assert values == [
        round(rates.convert(one.price.amount, one.price.currency, "EUR", SUMMER).amount, 2) for one in cart
    ]
    assert [line.amount for line in found.lines if line.kind == "duty"] == [Decimal("9.00")]


def test_cart_of_500_lines_is_one_parcel(order) -> None:
    """500 pieces of 0.29 are 145.00, within EUR 150; two subheadings pay 6.00; 19 % of 145 + 10 + 6 is 30.59."""
    cart = [item("0.29", hs="6109.10" if number % 2 else "8518.30") for number in range(500)]
    found = order("CN>DE", *cart)
    assert [str(line.amount) for line in found.lines[500:]] == ["10.00", "6.00", "30.59"]
    assert found.total.text() == "191.59"
    assert [line.item_row for line in found.lines[:500]] == list(range(500))


def test_relief_has_the_whole_parcel_in_view(order) -> None:
    """Two of 100 are over EUR 150: 12 % of 210 is 25.20, 19 % of 235.20 is 44.688."""
    found = order("CN>DE", item("100"), item("100"))
    assert [str(line.amount) for line in found.lines[2:]] == ["10.00", "25.20", "44.69"]


def test_known_and_unknown_duty_stand_side_by_side(order) -> None:
    """Over EUR 150: shirts 12 % of 120 + 6, pots of steel unknown."""
    found = order("CN>DE", item("120"), item("80", hs="7323.93"))
    assert [line.amount for line in found.lines if line.kind == "duty"] == [Decimal("15.12"), None]
    assert found.unknown == ("duty", "vat")


def test_territory_without_confirmed_figures_says_why(order) -> None:
    for territory in ("IC", "EA", "GP", "MQ", "GF", "RE", "YT", "MF", "FO", "GL", "GI", "GG", "XI", "PR", "MO"):
        found = order(f"CN>{territory}", item("40"))
        assert "vat" in found.unknown, territory
        assert any("not confirmed" in note.text for note in found.notes), territory


def test_tax_at_the_sale_leaves_nothing_of_it_for_the_door(order) -> None:
    found = order("CN>DE", item("100"))
    assert {line.kind: line.due for line in found.lines} == {
        "item": Due.ORDER,
        "shipping": Due.ORDER,
        "duty": Due.DOOR,
        "vat": Due.ORDER,
    }
    assert found.due_at_door == Money.parse("3.00", "EUR")


def test_above_the_scheme_duty_and_tax_are_due_at_the_door(order) -> None:
    """12 % of 210 is 25.20, 19 % of 235.20 is 44.69."""
    found = order("CN>DE", item("200"))
    assert {line.due for line in found.lines if line.kind in ("duty", "vat")} == {Due.DOOR}
    assert found.due_at_door == Money.parse("69.89", "EUR")


def test_seller_pays_on_terms_ddp(order) -> None:
    found = order("CN>DE", item("200"), incoterm=Incoterm.DDP)
    assert {line.due for line in found.lines} == {Due.ORDER}
    assert (found.incoterm, found.due_at_door) == (Incoterm.DDP, Money.parse("0", "EUR"))


def test_when_is_not_told_where_the_scheme_is_not_confirmed(order) -> None:
    found = order("DE>NO", item("500", "NOK", "8518.30"), currency="NOK")
    assert [(line.kind, line.due) for line in found.lines[2:]] == [("duty", None), ("vat", None)]
    assert found.due_at_door is None


def test_tax_border_inside_the_customs_union_is_at_the_door(order) -> None:
    assert [line.due for line in order("FI>AX", item("50")).lines] == [Due.ORDER, Due.ORDER, Due.DOOR]
    assert [line.due for line in order("DE>FR", item("50")).lines] == [Due.ORDER, Due.ORDER, Due.ORDER]


@pytest.mark.parametrize("destination", ["AT", "GB", "AU", "NZ", "SG", "NO"])
def test_tax_of_a_business_is_unknown_where_it_may_account_for_it(order, destination: str) -> None:
    found = order(f"DE>{destination}", item("40"), buyer=Buyer.BUSINESS, on=date(2025, 6, 2))
    assert "vat" in found.unknown
    assert any("business" in note.text for note in found.notes)


def test_reliefs_for_private_persons_are_none_for_a_business(order) -> None:
    assert order("DE>KR", item("100", "USD", "8518.30"), currency="USD").complete
    assert order("DE>KR", item("100", "USD", "8518.30"), currency="USD", buyer=Buyer.BUSINESS).unknown == (
        "duty",
        "vat",
    )
    assert order("DE>CN", item("400", "CNY", "8518.30"), currency="CNY", buyer=Buyer.BUSINESS).unknown == (
        "duty",
        "vat",
    )


@pytest.mark.parametrize(
    ("destination", "due"), [("FI", Due.ORDER), ("AX", Due.DOOR), ("IC", Due.DOOR), ("GP", Due.DOOR)]
)
def test_tax_of_a_territory_outside_the_vat_area_is_due_at_the_door(
    rules: Rules, rates: ExchangeRates, destination: str, due: Due
) -> None:
    """Åland's tax was said to be paid with the order, as if the EU's import scheme (IOSS) held there."""
    items = [Item(Money.parse("100", "EUR"), hs_code="6109.10")]
    found = landed_cost(items, "CN", destination, AUTUMN, Money.parse("10", "EUR"), rules, rates, "EUR")
    assert [line.due for line in found.lines if line.kind == "vat"] == [due]


@pytest.mark.parametrize("on", [date(2021, 1, 1), date(2021, 6, 30), date(2021, 7, 1), date(2026, 6, 30)])
def test_small_parcels_were_free_of_duty_in_the_union_before_its_tax_reform(
    rules: Rules, rates: ExchangeRates, on: date
) -> None:
    """In the first half of 2021 duty of 12 % was asked for on a T-shirt of EUR 100: the relief began too late."""
    items = [Item(Money.parse("100", "EUR"), hs_code="6109.10")]
    found = landed_cost(items, "CN", "DE", on, Money.parse("10", "EUR"), rules, rates, "EUR")
    assert [line.amount for line in found.lines if line.kind == "duty"] == [0]
