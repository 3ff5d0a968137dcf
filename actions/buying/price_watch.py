"""Watching prices for the shoppers who asked for it."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial

from actions.shop import Shop
from retrieval.alerts.alert import PriceAlert


def fire_alerts(shop: Shop) -> int:
    """Let the alerts fire whose products cost no more than their limits in this shop, and return how many did."""
    fired = shop.alerts.fire(partial(price_of, shop))
    shop.metrics.price_alerts.inc(len(fired))
    return len(fired)


def price_of(shop: Shop, product_id: str, currency: str) -> Decimal | None:
    """Return what a product costs now, rounded; None where it is sold no more, sold out, or there is no rate."""
    if product_id not in shop.catalogue or not shop.prices.rates.knows(currency):
        return None
    product = shop.catalogue.get(product_id)
    return shop.prices.price(product, currency).rounded().amount if product.is_in_stock else None


def alert_payload(alert: PriceAlert) -> Mapping[str, object]:
    """Return an alert as JSON."""
    return {
        "alert_id": alert.alert_id,
        "product_id": alert.product_id,
        "limit": {"amount": str(alert.limit), "currency": alert.currency},
        "price": None if alert.price is None else {"amount": str(alert.price), "currency": alert.currency},
        "created_at": alert.created_at.isoformat(),
        "fired_at": None if alert.fired_at is None else alert.fired_at.isoformat(),
    }
