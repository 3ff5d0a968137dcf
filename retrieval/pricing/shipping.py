"""What a merchant asks for sending a parcel, and where it sends to."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from retrieval.errors import PricingError
from retrieval.pricing.money import Money, parse_decimal
from retrieval.pricing.terms import Incoterm
from retrieval.pricing.territories import EU, check_country, customs_area, duty_area, is_tax_border
from retrieval.product import STANDARD, Merchant, ShippingZone

_FIRST_KILOGRAM = Decimal(1)
MAX_KILOGRAMS = Decimal(1000)
"""What no parcel weighs."""


@dataclass(frozen=True, slots=True)
class Quote:
    """The cost of carriage in the merchant's currency, None where unknown, and working days from order to door.

    `carrier` is `post` or `courier`, "" where the merchant does not say. A parcel that the service does not take, for
    it is too heavy, does not fit: it has no cost.
    """

    cost: Money | None
    days: tuple[int, int]
    carrier: str = ""
    fits: bool = True


def may_ship(merchant: Merchant, destination: str) -> bool:
    """Tell whether `merchant` sends to `destination`; raise PricingError where there is no such country."""
    return any_zone_of(merchant, check_country(destination, "destination")) is not None


def quote_shipping(
    merchant: Merchant,
    destination: str,
    weight_kg: float | Decimal | str | None,
    volume_cm3: Decimal | None = None,
    service: str = "",
) -> Quote | None:
    """Return what sending costs, or None where the merchant does not send to `destination` (by that service).

    `weight_kg` and `volume_cm3` are the whole parcel's; without a weight the cost is unknown, unless the zone asks the
    same for every weight. Without a service, the standard one counts, or where there is none, the other. A zone whose
    base and rate are zero sends free. Raise PricingError for a country or weight that cannot be.
    """
    checked = check_country(destination, "destination")
    zone = zone_of(merchant, checked, service) if service else any_zone_of(merchant, checked)
    return None if zone is None else quote_in(zone, merchant, checked, weight_kg, volume_cm3)


def quote_in(
    zone: ShippingZone,
    merchant: Merchant,
    destination: str,
    weight_kg: float | Decimal | str | None,
    volume_cm3: Decimal | None = None,
) -> Quote:
    """Return what sending costs in a zone of the merchant's that holds `destination`."""
    days = whole_days(zone, merchant.country, destination)
    if weight_kg is None:
        is_flat = zone.per_kg == 0 and not zone.bands
        return Quote(Money(zone.base, merchant.currency) if is_flat else None, days, zone.carrier)
    billed = billed_weight(weight_kg, volume_cm3, zone.divisor)
    if zone.bands:
        cost = next((band.cost for band in zone.bands if billed <= band.up_to_kg), None)
        known = None if cost is None else Money(cost, merchant.currency)
        return Quote(known, days, zone.carrier, fits=cost is not None)
    if billed > MAX_KILOGRAMS:
        return Quote(None, days, zone.carrier, fits=False)
    cost = zone.base + zone.per_kg * max(Decimal(0), begun_kilograms(billed) - _FIRST_KILOGRAM)
    return Quote(Money(cost, merchant.currency), days, zone.carrier)


def whole_days(zone: ShippingZone, origin: str, destination: str) -> tuple[int, int]:
    """Return the working days from order to door, with those at a customs border where there is one on the way."""
    customs = customs_days(zone, origin, destination)
    return zone.days[0] + customs[0], zone.days[1] + customs[1]


def customs_days(zone: ShippingZone, origin: str, destination: str) -> tuple[int, int]:
    """Return the working days at a customs border that come on top of a zone's days; (0, 0) where none do."""
    is_crossed = duty_area(origin) != duty_area(destination) or is_tax_border(origin, destination)
    return zone.customs if is_crossed and zone.customs else (0, 0)


def billed_weight(weight_kg: float | Decimal | str, volume_cm3: Decimal | None, divisor: int) -> Decimal:
    """Return the kilograms that are billed: the weight, or the volume by the divisor where that is more.

    Raise PricingError unless the weight is over 0 and at most 1,000 kg.

    >>> billed_weight("0.8", Decimal(60 * 40 * 30), 5000)
    Decimal('14.4')
    """
    weight = parse_decimal(str(weight_kg), "weight")
    if not 0 < weight <= MAX_KILOGRAMS:
        raise PricingError(f"the weight {weight} kg is not usable; give kilograms over 0 and up to {MAX_KILOGRAMS}")
    return max(weight, volume_cm3 / divisor) if volume_cm3 and divisor else weight


def begun_kilograms(weight_kg: float | Decimal | str) -> Decimal:
    """Return the kilograms begun: 1 for 0.4, 3 for 2.1; raise PricingError unless over 0 and at most 1,000.

    >>> begun_kilograms(2.1)
    Decimal('3')
    """
    return billed_weight(weight_kg, None, 0).to_integral_value(ROUND_CEILING)


def any_zone_of(merchant: Merchant, destination: str) -> ShippingZone | None:
    """Return the zone of the standard service, or where that does not go there, of any; None where none does."""
    return zone_of(merchant, destination) or zone_of(merchant, destination, "")


def terms_to(merchant: Merchant, destination: str) -> Incoterm | None:
    """Return on which terms a merchant sends to `destination` as usual; None where it does not say, or not send."""
    zone = any_zone_of(merchant, destination)
    return None if zone is None or not zone.incoterm else Incoterm(zone.incoterm)


def zone_of(merchant: Merchant, destination: str, service: str = STANDARD) -> ShippingZone | None:
    """Return the first zone of a service ("" for any) that holds `destination`.

    None where none does or the merchant excludes it.
    """
    if destination in merchant.excludes:
        return None
    names = {destination, "world"}
    if destination == merchant.country:
        names.add("domestic")
    if customs_area(destination) == EU:
        names.add(EU)
    for zone in merchant.shipping:
        if service in ("", zone.service) and not names.isdisjoint(zone.destinations):
            return zone
    return None
