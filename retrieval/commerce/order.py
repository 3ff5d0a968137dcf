"""An order: what was bought, where it stands, and what may still be done about it."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from retrieval.errors import BackendError
from retrieval.events import check_id
from retrieval.pricing.money import Money

MAX_ORDERS = 20
"""Orders of a shopper that are looked at, the latest first."""


class OrderState(StrEnum):
    """Where an order stands."""

    PLACED = "placed"
    PAID = "paid"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    RETURN_REQUESTED = "return_requested"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class OrderLine:
    """`quantity` pieces of a product for `price` together; title and size are as they were when it was bought."""

    product_id: str
    title: str
    quantity: int
    size: str
    price: Money


@dataclass(frozen=True, slots=True)
class Order:
    """An order of one shopper; moments are aware, and None where the shop does not know them.

    `country` (ISO 3166-1 alpha-2) is where it is sent, `total` what it costs to the door; without `is_complete`, costs
    that were not known when it was placed may come on top. `tracking_url` is "" where there is none.
    """

    order_id: str
    state: OrderState
    placed_at: datetime
    shipped_at: datetime | None
    delivered_at: datetime | None
    country: str
    lines: tuple[OrderLine, ...]
    total: Money
    is_complete: bool
    tracking_url: str = ""

    def __post_init__(self) -> None:
        check_id("order_id", self.order_id)
        for moment in (self.placed_at, self.shipped_at, self.delivered_at):
            if moment is not None and moment.tzinfo is None:
                raise BackendError(f"order {self.order_id!r} has the moment {moment}; give it with its time zone")

    @property
    def can_be_cancelled(self) -> bool:
        """Whether it has not left yet."""
        return self.state in {OrderState.PLACED, OrderState.PAID}


def order_number(said: str) -> str:
    """Return an order's number as orders are kept by it, however it was typed.

    >>> order_number(" #ca-100234 "), order_number("CA‑１００２３４")
    ('CA-100234', 'CA-100234')
    """
    folded = unicodedata.normalize("NFKC", said).strip().removeprefix("#").upper()
    return "".join("-" if unicodedata.category(letter) == "Pd" else letter for letter in folded)
