"""A shopper's wish to hear when a product's price has fallen."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

MAX_ALERTS = 50
"""Alerts that one shopper may have waiting; a new one beyond them takes the place of the oldest."""


@dataclass(frozen=True, slots=True)
class PriceAlert:
    """An alert: it fires when the product costs `limit` or less, in `currency` (ISO 4217), without tax and shipping.

    `fired_at` and `price` say when it fired and at what price, `told_at` when the shopper heard of it; None until then.
    """

    alert_id: int
    user_id: str
    product_id: str
    limit: Decimal
    currency: str
    language: str
    created_at: datetime
    fired_at: datetime | None = None
    price: Decimal | None = None
    told_at: datetime | None = None
