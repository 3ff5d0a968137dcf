"""What a merchant asks for sending a parcel, and where it sends to."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from retrieval.errors import PricingError
from retrieval.pricing.money import Money, parse_decimal
from retrieval.pricing.territories import EU, check_country, customs_area
from retrieval.product import Merchant, ShippingZone

_FIRST_KILOGRAM = Decimal(1)
_MAX_KILOGRAMS = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Quote:
    """The cost of carriage in the merchant's currency, None where unknown, and working days from order to door."""

    cost: Money | None
    days: tuple[int, int]


def may_ship(merchant: Merchant, destination: str) -> bool:
    """Tell whether `merchant` sends to `destination`; raise PricingError where there is no such country."""
    return zone_of(merchant, check_country(destination, "destination")) is not None


def quote_shipping(merchant: Merchant, destination: str, weight_kg: float | Decimal | str | None) -> Quote | None:
    """Return what sending costs, or None where the merchant does not send to `destination`.

    `weight_kg` is the whole parcel's; None leaves the cost unknown, unless the zone asks the same for every weight. A
    zone whose base and rate are zero sends free. Raise PricingError for a country or weight that cannot be.
    """
    zone = zone_of(merchant, check_country(destination, "destination"))
    if zone is None:
        return None
    if weight_kg is None:
        return Quote(Money(zone.base, merchant.currency) if zone.per_kg == 0 else None, zone.days)
    kilograms = begun_kilograms(weight_kg)
    cost = zone.base + zone.per_kg * max(Decimal(0), kilograms - _FIRST_KILOGRAM)
    return Quote(Money(cost, merchant.currency), zone.days)


def begun_kilograms(weight_kg: float | Decimal | str) -> Decimal:
    """Return the kilograms begun: 1 for 0.4, 3 for 2.1; raise PricingError unless over 0 and at most 1,000.

    >>> begun_kilograms(2.1)
    Decimal('3')
    """
    weight = parse_decimal(str(weight_kg), "weight")
    if not 0 < weight <= _MAX_KILOGRAMS:
        raise PricingError(f"the weight {weight} kg is not usable; give kilograms over 0 and up to {_MAX_KILOGRAMS}")
    return weight.to_integral_value(ROUND_CEILING)


def zone_of(merchant: Merchant, destination: str) -> ShippingZone | None:
    """Return the first zone that holds `destination`, None where none does or the merchant excludes it."""
    if destination in merchant.excludes:
        return None
    names = {destination, "world"}
    if destination == merchant.country:
        names.add("domestic")
    if customs_area(destination) == EU:
        names.add(EU)
    for zone in merchant.shipping:
        if not names.isdisjoint(zone.destinations):
            return zone
    return None
