from datetime import UTC, datetime
from decimal import Decimal

import pytest

from retrieval.pricing.money import Money
from retrieval.pricing.shipping import Quote, quote_shipping, whole_days, zone_of
from retrieval.product import EXPRESS, Merchant, Product, RemoteTerms, ShippingZone, WeightBand
from retrieval.shipping import ParcelSize, known_places, parcel_size, services_to, usual_promise, usual_quote

MOMENT = datetime(2026, 11, 30, 8, tzinfo=UTC)
BANDS = (WeightBand(Decimal(2), Decimal("7.95")), WeightBand(Decimal(10), Decimal("12.95")))
SELLER = Merchant(
    merchant_id="s",
    name="S",
    country="GB",
    language="en",
    currency="GBP",
    shipping=(
        ShippingZone(("domestic",), Decimal(4), Decimal(1), (1, 3), remote=RemoteTerms(Decimal("7.50"), (1, 3))),
        ShippingZone(("EU",), Decimal(11), Decimal(3), (3, 5), customs=(1, 3)),
        ShippingZone(("domestic",), Decimal(0), Decimal(0), (1, 2), EXPRESS, "courier", bands=BANDS, divisor=5000),
        ShippingZone(("AE",), Decimal(30), Decimal(5), (2, 4), EXPRESS),
    ),
    excludes=frozenset({"RU", "GB:BT"}),
)
LIGHT = ParcelSize(Decimal("0.8"), None)


def piece(weight: float | None = 0.5, **attributes: str) -> Product:
    return Product("p", "s", "en", {"en": "P"}, Decimal(9), "GBP", weight_kg=weight, attributes=attributes)


def costs(postcode: str, size: ParcelSize = LIGHT, country: str = "GB") -> list[tuple[str, str | None]]:
    found = services_to(SELLER, known_places().place(country, postcode), size, MOMENT)
    return [(one.name, one.quote.cost.text() if one.quote.cost else None) for one in found]


def test_standard_and_express_each_have_a_price_and_dates() -> None:
    assert costs("") == [("standard", "4.00"), ("express", "7.95")]
    standard, express = services_to(SELLER, known_places().place("GB"), LIGHT, MOMENT)
    assert standard.promise.latest > express.promise.latest


@pytest.mark.parametrize(
    ("weight", "volume", "cost"),
    [
        ("0.8", None, "7.95"),
        ("2", None, "7.95"),  # the band's end is in it
        ("2.01", None, "12.95"),
        ("0.8", 60 * 40 * 5, "12.95"),  # 12,000 cm³ by 5,000 are 2.4 kg
        ("9", 60 * 40 * 5, "12.95"),  # the weight is more
        ("10.5", None, None),
    ],
)
def test_express_is_billed_by_band_of_weight_or_volume(weight: str, volume: int | None, cost: str | None) -> None:
    size = ParcelSize(Decimal(weight), None if volume is None else Decimal(volume))
    assert costs("", size)[1] == ("express", cost)


def test_what_is_over_the_last_band_does_not_fit_and_what_weighs_unknown_has_no_price() -> None:
    place = known_places().place("GB")
    heavy = services_to(SELLER, place, ParcelSize(Decimal(40), None), MOMENT)
    assert [one.quote.fits for one in heavy] == [True, False]
    unknown = services_to(SELLER, place, ParcelSize(None, None), MOMENT)
    assert [(one.quote.cost, one.quote.fits) for one in unknown] == [(None, True)] * 2


def test_heavier_than_any_parcel_is_no_failure() -> None:
    quote = usual_quote(SELLER, "GB", ParcelSize(Decimal(2500), None))
    assert quote == Quote(None, (1, 3), fits=False)


def test_volume_that_weighs_more_than_any_parcel_does_not_fit() -> None:
    huge = Merchant("h", "H", "GB", "en", "GBP", (ShippingZone(("world",), Decimal(1), Decimal(1), (1, 2), divisor=1),))
    assert quote_shipping(huge, "GB", "1", Decimal(5000)) == Quote(None, (1, 2), fits=False)


def test_remote_area_costs_more_where_the_merchant_says_and_is_unknown_where_not() -> None:
    assert costs("IV519XB") == [("standard", "11.50"), ("express", None)]
    assert costs("EC1A1BB") == [("standard", "4.00"), ("express", "7.95")]


def test_place_that_is_not_served_has_no_service_while_its_country_has() -> None:
    assert costs("BT11AA") == []
    assert costs("", country="RU") == []


def test_merchant_with_express_alone_sends_by_it() -> None:
    assert [one.name for one in services_to(SELLER, known_places().place("AE"), LIGHT, MOMENT)] == [EXPRESS]
    assert quote_shipping(SELLER, "AE", "0.8") == Quote(Money.parse(30, "GBP"), (2, 4))
    assert zone_of(SELLER, "AE") is None


def test_territory_that_a_zone_names_has_that_zones_price() -> None:
    islands = ShippingZone(("IC",), Decimal(15), Decimal(3), (4, 8), customs=(1, 3))
    seller = Merchant("o", "O", "ES", "es", "EUR", (islands, ShippingZone(("world",), Decimal(30), Decimal(9), (7, 9))))
    found = services_to(seller, known_places().place("ES", "35001"), LIGHT, MOMENT)
    assert [(one.quote.cost, one.quote.days) for one in found] == [(Money.parse(15, "EUR"), (5, 11))]
    assert not found[0].promise.remote_unknown


def test_customs_days_are_in_the_days_of_a_quote_at_a_border() -> None:
    assert quote_shipping(SELLER, "DE", "0.5") == Quote(Money.parse(11, "GBP"), (4, 8))
    assert whole_days(SELLER.shipping[1], "FR", "DE") == (3, 5)


def test_usual_dates_are_those_of_the_standard_service() -> None:
    found = usual_promise(SELLER, "GB", MOMENT)
    assert found is not None
    assert found == services_to(SELLER, known_places().place("GB"), LIGHT, MOMENT)[0].promise
    assert usual_promise(SELLER, "JP", MOMENT) is None


# --- sizes


def test_parcel_adds_up_weights_and_volumes() -> None:
    pieces = [(piece(0.5, parcel_cm="20x10x5"), 2), (piece(0.25, parcel_cm="10 x 10 x 10 cm"), 1)]
    assert parcel_size(pieces) == ParcelSize(Decimal("1.25"), Decimal(3000))


@pytest.mark.parametrize("weight", [None, 0, 0.0])
def test_weight_that_is_missing_or_zero_is_unknown_for_the_whole_parcel(weight: float | None) -> None:
    assert parcel_size([(piece(), 1), (piece(weight), 1)]).weight_kg is None


@pytest.mark.parametrize("packed", ["", "big", "20x10", "0x10x10", "20x10x5x3", "99999x1x1"])
def test_packed_size_that_says_nothing_leaves_the_volume_out(packed: str) -> None:
    assert parcel_size([(piece(0.5, parcel_cm=packed), 1)]) == ParcelSize(Decimal("0.5"), None)


def test_empty_parcel_has_no_size() -> None:
    assert parcel_size([]) == ParcelSize(None, None)
