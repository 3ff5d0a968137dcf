"""A shopper's profile: what they like, read from their events and the products these were about."""

import statistics
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from retrieval.catalogue import Catalogue
from retrieval.events import Event
from retrieval.preferences import ratings_of
from retrieval.product import Product

HALF_LIFE_DAYS = 30.0
"""After so many days what a shopper did says half as much."""

_NEUTRAL = 2.5
SHARES = {"category": 0.4, "department": 0.15, "brand": 0.2, "color": 0.25}
"""How much each trait of a product counts for taste."""

_FACTS = ("category", "brand", "color")
_FACT_FROM = 0.5


@dataclass(frozen=True, slots=True)
class Affinity:
    """How well a product suits a shopper's taste, 0..1, nan where nothing is known of them; and what that rests on.

    `facts` hold the product's category, brand and colour, each only where the shopper likes it at least half as much as
    their favourite.
    """

    score: float
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a shopper.

    `likes` holds for `category`, `department`, `brand` and `color` the liking of each value, the favourite 1, disliked
    ones left out. `typical_price` is the median price in euros of what they bought or put into the cart, else of what
    they looked at. `bought` are the ids of what they bought. `n_events` and `n_products` count what this rests on:
    events about products that are still sold, and those products.
    """

    n_events: int
    n_products: int
    likes: Mapping[str, Mapping[str, float]]
    typical_price: Decimal | None
    bought: frozenset[str]

    @classmethod
    def empty(cls) -> "Profile":
        """Return the profile of a shopper of whom nothing is known."""
        return cls(0, 0, {}, None, frozenset())

    @classmethod
    def from_events(
        cls, events: Sequence[Event], catalogue: Catalogue, in_euros: Callable[[Product], Decimal]
    ) -> "Profile":
        """Read a profile from one shopper's events, in any order; products no longer sold say nothing.

        Each product speaks for its category, department, brand and colours with its rating by `ratings_of` less 2.5, so
        that what was sent back speaks against them, halved for every 30 days that its last event lies before the last
        event of all: a shopper who comes back after a year is known as they were. Colours share one product's weight.
        """
        known = [event for event in events if event.product_id is not None and event.product_id in catalogue]
        if not known:
            return cls(0, 0, {}, None, frozenset(_ids(events, {"purchase"})))
        touched: dict[str, datetime] = {}
        for event in sorted(known, key=lambda event: event.ts):
            touched[str(event.product_id)] = event.ts
        latest = max(touched.values())
        likes: dict[str, dict[str, float]] = {trait: defaultdict(float) for trait in SHARES}
        for product_id, rating in ratings_of(known).items():
            weight = (rating - _NEUTRAL) * 0.5 ** (
                (latest - touched[product_id]).total_seconds() / 86_400 / HALF_LIFE_DAYS
            )
            for trait, values in _traits(catalogue.get(product_id)):
                for value in values:
                    likes[trait][value] += weight / len(values)
        wanted = _ids(known, {"purchase", "cart"}) or set(touched)
        return cls(
            n_events=len(known),
            n_products=len(touched),
            likes={trait: _scaled(weights) for trait, weights in likes.items()},
            typical_price=statistics.median(in_euros(catalogue.get(product_id)) for product_id in wanted),
            bought=frozenset(_ids(events, {"purchase"})),
        )

    def taste(self, product: Product) -> Affinity:
        """Return how well a product suits.

        The likings of its category (0.4), department (0.15), brand (0.2) and best colour (0.25) are averaged over those
        that it has, and shrunk where few products tell: n of them count n / (n + 1).
        """
        if not self.n_products:
            return Affinity(float("nan"))
        total, score = 0.0, 0.0
        facts: dict[str, object] = {}
        for trait, values in _traits(product):
            likes = self.likes.get(trait, {})
            best = max(values, key=lambda value: likes.get(value, 0.0))
            total += SHARES[trait]
            score += SHARES[trait] * likes.get(best, 0.0)
            if trait in _FACTS and likes.get(best, 0.0) >= _FACT_FROM:
                facts[trait] = best
        return Affinity(score / total * self.n_products / (self.n_products + 1) if total else 0.0, facts)


def _traits(product: Product) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the traits that a product has, each with its values."""
    yield from (("color", product.colors),) if product.colors else ()
    for trait in ("category", "department", "brand"):
        value = getattr(product, trait)
        yield from ((trait, (value,)),) if value else ()


def _ids(events: Sequence[Event], types: set[str]) -> set[str]:
    return {event.product_id for event in events if event.type in types and event.product_id is not None}


def _scaled(weights: Mapping[str, float]) -> dict[str, float]:
    """Divide by the largest weight and leave out what is not liked."""
    most = max(weights.values(), default=0.0)
    return {value: weight / most for value, weight in weights.items() if weight > 0}
