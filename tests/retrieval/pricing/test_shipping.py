from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from retrieval.errors import PricingError
from retrieval.feeds import merchant_from
from retrieval.pricing.money import Money
from retrieval.pricing.shipping import Quote, may_ship, quote_shipping
from retrieval.product import Merchant, ShippingZone
from tests.conftest import PROJECT

DESTINATIONS = [
    "US",
    "CA",
    "GB",
    "IE",
    "DE",
    "AT",
    "CH",
    "FR",
    "BE",
    "NL",
    "LU",
    "ES",
    "PT",
    "IT",
    "PL",
    "SE",
    "NO",
    "DK",
    "FI",
    "CN",
    "TW",
    "HK",
    "JP",
    "KR",
    "IN",
    "TH",
    "VN",
    "ID",
    "SG",
    "AU",
    "NZ",
    "BR",
    "MX",
    "TR",
    "SA",
    "AE",
    "EG",
    "ZA",
]
MERCHANT = Merchant(
    merchant_id="m",
    name="M",
    country="DE",
    language="de",
    currency="EUR",
    shipping=(
        ShippingZone(("domestic",), Decimal(0), Decimal(0), (1, 3)),
        ShippingZone(("EU", "CH"), Decimal("9.90"), Decimal("2.00"), (3, 6)),
        ShippingZone(("JP",), Decimal("20"), Decimal("5"), (6, 9)),
        ShippingZone(("world",), Decimal("30"), Decimal("10"), (8, 16)),
    ),
    excludes=frozenset({"RU"}),
)


@pytest.mark.parametrize(
    ("destination", "weight", "cost", "days"),
    [
        ("DE", 12.0, "0", (1, 3)),  # a zone of zeros is free
        ("AT", 0.4, "9.90", (3, 6)),  # the first kilogram
        ("AT", 1.0, "9.90", (3, 6)),
        ("AT", 1.001, "11.90", (3, 6)),  # 9.90 + 1 begun kilogram at 2.00
        ("CH", "2.1", "13.90", (3, 6)),  # 9.90 + 2 * 2.00
        ("MC", 1.0, "9.90", (3, 6)),  # in the customs union, by way of France
        ("JP", Decimal("3.5"), "35", (6, 9)),  # 20 + 3 * 5
        ("HK", 1.0, "30", (8, 16)),
        ("GP", 1.0, "30", (8, 16)),  # Guadeloupe is not the EU of the post
    ],
)
def test_first_zone_that_holds_the_destination_counts(
    destination: str, weight: float | str | Decimal, cost: str, days: tuple[int, int]
) -> None:
    assert quote_shipping(MERCHANT, destination, weight) == Quote(Money.parse(cost, "EUR"), days)


def test_unknown_weight_leaves_the_cost_unknown_unless_it_does_not_matter() -> None:
    assert quote_shipping(MERCHANT, "AT", None) == Quote(None, (3, 6))
    assert quote_shipping(MERCHANT, "DE", None) == Quote(Money.parse(0, "EUR"), (1, 3))


def test_excluded_or_unserved_destination_has_no_quote() -> None:
    assert quote_shipping(MERCHANT, "RU", 1.0) is None
    assert not may_ship(MERCHANT, "RU")
    assert may_ship(MERCHANT, "AQ")
    assert not may_ship(Merchant("n", "N", "DE", "de", "EUR"), "DE")


@pytest.mark.parametrize("weight", [0, -1.0, 1001, float("nan"), float("inf"), "heavy"])
def test_weight_that_cannot_be_is_refused(weight: float | str) -> None:
    with pytest.raises(PricingError, match="weight"):
        quote_shipping(MERCHANT, "AT", weight)


def test_destination_that_is_no_country_is_refused() -> None:
    with pytest.raises(PricingError, match="the destination 'Austria' is not known"):
        quote_shipping(MERCHANT, "Austria", 1.0)


@pytest.fixture(scope="module")
def merchants() -> list[Merchant]:
    path: Path = PROJECT / "data" / "demo" / "merchants.yml"
    return [merchant_from(record) for record in yaml.safe_load(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("destination", DESTINATIONS)
def test_most_demo_merchants_send_there(merchants: list[Merchant], destination: str) -> None:
    assert sum(may_ship(merchant, destination) for merchant in merchants) >= 9


def test_no_demo_merchant_sends_to_russia_and_some_leave_out_others(merchants: list[Merchant]) -> None:
    assert not any(may_ship(merchant, "RU") for merchant in merchants)
    assert any(not may_ship(merchant, code) for merchant in merchants for code in DESTINATIONS)


def test_demo_merchants_ask_more_for_more_weight_and_send_at_home(merchants: list[Merchant]) -> None:
    for merchant in merchants:
        home = quote_shipping(merchant, merchant.country, 1.0)
        assert home is not None
        for destination in DESTINATIONS:
            light, heavy = (quote_shipping(merchant, destination, weight) for weight in (0.5, 5.0))
            if light is None or heavy is None or light.cost is None or heavy.cost is None or home.cost is None:
                continue
            assert home.cost.amount <= light.cost.amount <= heavy.cost.amount
            assert 0 < light.days[0] < light.days[1] <= 30
            assert light.cost.currency == merchant.currency


def test_demo_merchants_name_their_zones_by_country(merchants: list[Merchant]) -> None:
    """A bare NO in YAML is false; every name is a code or one of three words, or a place in a country."""
    for merchant in merchants:
        for name in [
            *(name.split(":")[0] for name in merchant.excludes),
            *(name for zone in merchant.shipping for name in zone.destinations),
        ]:
            assert isinstance(name, str), merchant.merchant_id
            assert name in {"domestic", "EU", "world"} or (len(name) == 2 and name.isupper()), merchant.merchant_id
