"""The `shipping` payload: by which services a product is sent to a place, at what cost, and when it is there."""

from datetime import date
from decimal import Decimal
from typing import Any

from actions.buying.door_prices import DoorPrices
from actions.payloads.cards import Audience, date_range
from retrieval.pricing.money import Money
from retrieval.product import Product
from retrieval.shipping import Place, Service

Payload = dict[str, Any]


def shipping_payload(
    prices: DoorPrices,
    product: Product,
    place: Place,
    services: tuple[Service, ...],
    audience: Audience,
    deadline: date | None,
) -> Payload:
    """Return the services with prices in the audience's currency; what is not known is null.

    `by` is the day that the shopper asked about; a service's `in_time` is null where that cannot be said.
    """
    found = [_service(one, prices, audience.currency, deadline) for one in services]
    is_converted = any(one["price"] and one["price"]["currency"] != one["price_original"]["currency"] for one in found)
    return {
        "type": "shipping",
        "language": audience.language,
        "product_id": product.product_id,
        "destination": place.country,
        "postcode": place.postcode or None,
        "remote": place.area.area_id if place.area and place.is_remote else None,
        "by": deadline.isoformat() if deadline else None,
        "services": found,
        "asked_at": audience.moment.isoformat(timespec="seconds") if audience.moment else None,
        "rate_date": prices.rates.latest.isoformat() if is_converted else None,
    }


def _service(service: Service, prices: DoorPrices, currency: str, deadline: date | None) -> Payload:
    promise, cost = service.promise, service.quote.cost
    return {
        "service": service.name,
        "carrier": service.zone.carrier or None,
        "carrier_name": service.zone.carrier_name or None,
        "fits": service.quote.fits,
        "price": None if cost is None else _converted(prices, cost.amount, cost.currency, currency).as_wire(),
        "price_original": None if cost is None else cost.as_wire(),
        "delivery_days": list(service.quote.days),
        "delivery_dates": date_range((promise.earliest, promise.latest)),
        "leaves": date_range(promise.leaves),
        "cut_off": None if promise.cut_off is None else promise.cut_off.isoformat(),
        "customs_days": list(promise.customs),
        "holidays_unknown": list(promise.without_holidays),
        "remote_unknown": promise.remote_unknown,
        "in_time": None if deadline is None else promise.is_kept_by(deadline),
    }


def _converted(prices: DoorPrices, amount: Decimal, source: str, target: str) -> Money:
    return Money(prices.converted(amount, source, target), target)
