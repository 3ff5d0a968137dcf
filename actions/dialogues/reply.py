"""What a shopper sees of an answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from retrieval.ranking import damped_rating


@dataclass(frozen=True, slots=True)
class Card:
    """A product as it is shown: its title, what kind it is called, its price, and its cost to the door if known."""

    product_id: str
    title: str
    category: str
    brand: str
    price: Decimal
    currency: str
    rating: float
    """The mean as lists are sorted by it, in which few ratings count little."""
    total: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The messages of an answer, as they come over the wire."""

    messages: tuple[Mapping[str, Any], ...]

    @property
    def text(self) -> str:
        """All that is said, a message a line."""
        return "\n".join(str(message["text"]) for message in self.messages if message.get("text"))

    @property
    def buttons(self) -> tuple[str, ...]:
        """What the shopper would say by pressing each button."""
        return tuple(str(one["payload"]) for message in self.messages for one in message.get("buttons") or ())

    @property
    def payloads(self) -> tuple[Mapping[str, Any], ...]:
        """The payloads, in order."""
        return tuple(message["custom"] for message in self.messages if message.get("custom"))

    @property
    def types(self) -> tuple[str, ...]:
        """The types of the payloads, in order."""
        return tuple(str(payload.get("type")) for payload in self.payloads)

    def payload(self, kind: str) -> Mapping[str, Any] | None:
        """Return the first payload of a type, None where there is none."""
        return next((payload for payload in self.payloads if payload.get("type") == kind), None)

    @property
    def cards(self) -> tuple[Card, ...]:
        """The products of the list that is shown, or of those that are compared."""
        shown = self.payload("products") or self.payload("comparison")
        return tuple(_cards(shown)) if shown else ()


def _cards(shown: Mapping[str, Any]) -> Iterator[Card]:
    for card in shown.get("products") or ():
        yield Card(
            product_id=str(card["product_id"]),
            title=str(card["title"]),
            category=str(card["category"]),
            brand=str(card["brand"]),
            price=Decimal(card["price"]["amount"]),
            currency=str(card["price"]["currency"]),
            rating=damped_rating(float(card["rating"] or 0), int(card["n_ratings"] or 0)),
            total=Decimal(card["landed_cost"]["total"]) if card.get("landed_cost") else None,
        )
