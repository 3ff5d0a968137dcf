"""The recorded rules and the bundled rates, read once, and what one item costs by them."""

from datetime import date

import pytest

from retrieval.pricing.consignment import Item
from retrieval.pricing.landed_cost import LandedCost, landed_cost
from retrieval.pricing.money import Money
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rules import Rules
from tests.retrieval.pricing.worked_orders import HEADPHONES, TODAY, Cost


@pytest.fixture(scope="session")
def rules() -> Rules:
    return Rules.load()


@pytest.fixture(scope="session")
def rates() -> ExchangeRates:
    return ExchangeRates.load()


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
