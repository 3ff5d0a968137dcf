"""By which services a merchant sends a parcel to a place, what each costs, and when it is there."""

from dataclasses import dataclass, replace
from datetime import datetime

from retrieval.pricing.money import Money
from retrieval.pricing.shipping import MAX_KILOGRAMS, Quote, any_zone_of, quote_in, whole_days, zone_of
from retrieval.product import EXPRESS, STANDARD, Merchant, ShippingZone
from retrieval.shipping.parcel_size import ParcelSize
from retrieval.shipping.places import Place
from retrieval.shipping.promise import Promise, promise


@dataclass(frozen=True, slots=True)
class Service:
    """A way to send a parcel: its cost in the merchant's currency, and when it is there."""

    zone: ShippingZone
    quote: Quote
    promise: Promise

    @property
    def name(self) -> str:
        """Whether it is `standard` or `express`."""
        return self.zone.service


def services_to(merchant: Merchant, place: Place, size: ParcelSize, moment: datetime) -> tuple[Service, ...]:
    """Return the services to a place, the standard one first; none where the merchant does not send there.

    What a remote area adds is in cost and dates where the merchant says it. Nothing of a service that does not take so
    heavy a parcel is given, but that it does not fit.
    """
    if _is_excluded(merchant, place):
        return ()
    zones = (zone_of(merchant, place.country, service) for service in (STANDARD, EXPRESS))
    return tuple(
        Service(zone, _quote(zone, merchant, place, size), promise_to(merchant, zone, place, moment))
        for zone in zones
        if zone is not None
    )


def usual_quote(merchant: Merchant, destination: str, size: ParcelSize) -> Quote | None:
    """Return what is asked for a parcel that is sent as usual; None where the merchant does not send there."""
    zone = any_zone_of(merchant, destination)
    return None if zone is None else _quote(zone, merchant, Place(destination), size)


def promise_to(merchant: Merchant, zone: ShippingZone, place: Place, moment: datetime) -> Promise:
    """Return when a parcel sent in a zone is at a place."""
    return promise(merchant, zone, place.country, moment, is_remote=_is_remote(zone, place))


def usual_promise(merchant: Merchant, destination: str, moment: datetime) -> Promise | None:
    """Return when what is sent as usual is in a country; None where the merchant does not send there."""
    zone = any_zone_of(merchant, destination)
    return None if zone is None else promise(merchant, zone, destination, moment)


def _is_remote(zone: ShippingZone, place: Place) -> bool:
    """Return whether a zone's terms are not those of a place: one that it names by its own code is no remote one."""
    is_named = bool(place.said) and place.country in zone.destinations
    return place.is_remote and not is_named


def _is_excluded(merchant: Merchant, place: Place) -> bool:
    country = place.said or place.country
    kept_out = [name.partition(":") for name in merchant.excludes]
    return any(
        name == country and (not colon or (place.postcode and place.postcode.startswith(prefix)))
        for name, colon, prefix in kept_out
    )


def _quote(zone: ShippingZone, merchant: Merchant, place: Place, size: ParcelSize) -> Quote:
    if size.weight_kg is not None and size.weight_kg > MAX_KILOGRAMS:
        return Quote(None, whole_days(zone, merchant.country, place.country), zone.carrier, fits=False)
    quote = quote_in(zone, merchant, place.country, size.weight_kg, size.volume_cm3)
    if not _is_remote(zone, place):
        return quote
    if zone.remote is None:
        return replace(quote, cost=None)
    further = zone.remote.days
    later = replace(quote, days=(quote.days[0] + further[0], quote.days[1] + further[1]))
    if quote.cost is None:
        return later
    return replace(later, cost=Money(quote.cost.amount + zone.remote.cost, quote.cost.currency))
