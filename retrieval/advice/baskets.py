"""What a shopper bought or had in the cart at one time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from retrieval.events import Event

WINDOW = timedelta(days=1)
"""Between two purchases of one basket lies at most so long, whatever the sessions."""

SESSION_WINDOW = timedelta(days=14)
"""The same within one session: an open conversation may rest for days, but who comes back after weeks buys anew."""

MOST_PRODUCTS = 50
"""Products of a basket that counts: larger ones are a reseller's or a mistake, and tell nothing of what fits."""

MOST_BASKETS = 20
"""Baskets of one shopper that count, the latest: with MOST_PRODUCTS it bounds what one shopper can add to any count."""


@dataclass(frozen=True, slots=True)
class Basket:
    """Products `bought` together, and those `carted` beside them that were neither bought nor taken out again."""

    bought: frozenset[str]
    carted: frozenset[str] = frozenset()

    @property
    def is_too_large(self) -> bool:
        """Whether it holds more products than count."""
        return len(self.bought) + len(self.carted) > MOST_PRODUCTS


@dataclass(slots=True)
class _Open:
    last: datetime
    sessions: set[str | None] = field(default_factory=set)
    bought: set[str] = field(default_factory=set)
    carted: set[str] = field(default_factory=set)

    def takes(self, event: Event) -> bool:
        gap = event.ts - self.last
        is_of_session = event.session_id is not None and event.session_id in self.sessions
        return gap <= (SESSION_WINDOW if is_of_session else WINDOW)

    def take(self, event: Event, product_id: str) -> None:
        self.last = event.ts
        self.sessions.add(event.session_id)
        if event.type == "purchase":
            self.bought.add(product_id)
        elif event.type == "cart":
            self.carted.add(product_id)
        else:
            self.carted.discard(product_id)


def baskets_of(events: Sequence[Event]) -> list[Basket]:
    """Return one shopper's baskets, oldest first; the order of events given does not matter.

    Purchases and carts belong to one basket that are at most a day apart, or two weeks within one session.
    """
    found: list[_Open] = []
    for event in sorted(events, key=lambda event: (event.ts, event.event_id)):
        if event.product_id is None or event.type not in {"purchase", "cart", "remove"}:
            continue
        if not found or not found[-1].takes(event):
            found.append(_Open(event.ts))
        found[-1].take(event, event.product_id)
    baskets = (Basket(frozenset(one.bought), frozenset(one.carted - one.bought)) for one in found)
    return [basket for basket in baskets if basket.bought or basket.carted]
