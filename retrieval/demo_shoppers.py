"""Invented shoppers whose tastes are known by construction, so that one can say which recommendations are right."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from retrieval.errors import CatalogError
from retrieval.events import Event
from retrieval.product import Product

UNTIL = datetime(2026, 11, 22, tzinfo=UTC)
"""The demo shop's today: no event is later."""

PRICE_BANDS = ("low", "middle", "high")
_ENOUGH_PRODUCTS = 12
_FEWEST_PRODUCTS = 6
_DAYS = 90
_N_LIKED = (4, 9)
_N_OTHERS = 2.0
_DISLIKED_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Taste:
    """What a shopper likes: products of a department, perhaps in one price band and one colour, "" where any will do.

    `product_ids` are all products that fit, touched or not; `held_out` is one of them that the shopper never touches,
    which a good recommender would find. `user_id` is the shopper.
    """

    user_id: str
    department: str
    price_band: str
    color: str
    product_ids: frozenset[str]
    held_out: str


@dataclass(frozen=True, slots=True)
class DemoShoppers:
    """Events, oldest first for each shopper, and each shopper's taste."""

    events: tuple[Event, ...]
    tastes: Mapping[str, Taste]


@dataclass(frozen=True, slots=True)
class _Group:
    department: str
    price_band: str
    color: str
    product_ids: tuple[str, ...]


def demo_shoppers(products: Sequence[Product], n_shoppers: int, seed: int, until: datetime = UNTIL) -> DemoShoppers:
    """Invent shoppers for any catalogue; the same seed gives the same shoppers, and more of them leave the first alone.

    Tastes are department × price band × colour, with at least 12 products each; where a department has no such group,
    the colour and then the band are dropped, and 6 products will do. Price bands are thirds of a department's products
    of one currency. A shopper meets 4 to 9 products of their taste, of which one in ten disappoints, and about two
    others, which they glance at, take out of the cart or rate badly. Events lie within 90 days before `until`.

    Raises CatalogError where no department has 6 products.
    """
    groups = list(_groups(products))
    if not groups:
        message = (
            f"none of the departments of these {len(products)} products has {_FEWEST_PRODUCTS}; give more products"
        )
        raise CatalogError(message)
    order = np.random.default_rng(seed).permutation(len(groups))
    product_ids = [product.product_id for product in products]
    events: list[Event] = []
    tastes = {}
    for number in range(n_shoppers):
        group = groups[order[number % len(groups)]]
        shopper = _Shopper(f"demo-{seed}-{number}", np.random.default_rng([seed, number]), until)
        held_out, own = shopper.visit(group.product_ids, product_ids)
        events += own
        tastes[shopper.user_id] = Taste(
            shopper.user_id, group.department, group.price_band, group.color, frozenset(group.product_ids), held_out
        )
    return DemoShoppers(tuple(events), tastes)


def demo_events(products: Sequence[Product], n_shoppers: int, seed: int) -> tuple[Event, ...]:
    """Return the events of `demo_shoppers` alone."""
    return demo_shoppers(products, n_shoppers, seed).events


class _Shopper:
    """Makes one shopper's events out of their own random numbers."""

    def __init__(self, user_id: str, random: np.random.Generator, until: datetime) -> None:
        self.user_id = user_id
        self._random = random
        self._until = until
        self._events: list[Event] = []

    def visit(self, liked: Sequence[str], everything: Sequence[str]) -> tuple[str, list[Event]]:
        """Touch some of what is liked and a few others; return the liked one held out, and the events by time."""
        chosen = self._random.permutation(len(liked))[: int(self._random.integers(*_N_LIKED, endpoint=True)) + 1]
        held_out, *touched = (liked[place] for place in chosen)
        others = [product_id for product_id in everything if product_id not in set(liked)]
        n_others = min(len(others), int(self._random.poisson(_N_OTHERS)))
        for product_id in touched:
            self._meet(product_id, is_liked=self._random.random() >= _DISLIKED_SHARE)
        for place in self._random.choice(len(others), n_others, replace=False) if n_others else ():
            self._meet(others[place], is_liked=False)
        return held_out, sorted(self._events, key=lambda event: event.ts)

    def _meet(self, product_id: str, *, is_liked: bool) -> None:
        """Look at a product, and then do what one does with what one likes or does not."""
        at = self._until - timedelta(minutes=int(self._random.integers(60, _DAYS * 24 * 60)))
        for minute in range(int(self._random.integers(1, 4)) if is_liked else 1):
            self._add("view", product_id, at + timedelta(minutes=minute))
        at += timedelta(minutes=5)
        ending = self._random.random()
        if is_liked:
            if ending < 0.35:
                self._add("cart", product_id, at)
                self._add("purchase", product_id, at + timedelta(minutes=5))
            elif ending < 0.6:
                self._add("cart", product_id, at)
            else:
                self._add("dwell", product_id, at, float(self._random.integers(30, 240)))
            if self._random.random() < 0.3:
                self._add("rate", product_id, at + timedelta(minutes=30), float(self._random.choice([4.0, 4.5, 5.0])))
        elif ending < 0.5:
            self._add("dwell", product_id, at, float(self._random.integers(1, 3)))
        elif ending < 0.8:
            self._add("cart", product_id, at)
            self._add("remove", product_id, at + timedelta(minutes=5))
        else:
            self._add("rate", product_id, at + timedelta(minutes=30), float(self._random.choice([1.0, 1.5, 2.0])))

    def _add(self, type_: str, product_id: str, at: datetime, value: float | None = None) -> None:
        event_id = f"{self.user_id}-{len(self._events)}"
        self._events.append(Event(event_id, self.user_id, type_, product_id, value, at, f"{self.user_id}-session"))


def _groups(products: Sequence[Product]) -> Iterator[_Group]:
    """Yield the finest groups that each department allows, in an order that depends on the products alone."""
    bands = _price_bands(products)
    by_department: dict[str, list[Product]] = defaultdict(list)
    for product in products:
        by_department[product.department or product.category].append(product)
    for department, own in sorted(by_department.items()):
        finest: dict[tuple[str, str], list[str]] = defaultdict(list)
        coarser: dict[tuple[str, str], list[str]] = defaultdict(list)
        for product in own:
            band = bands[product.product_id]
            coarser[band, ""].append(product.product_id)
            for color in sorted(set(product.colors)):
                finest[band, color].append(product.product_id)
        whole = {("", ""): [product.product_id for product in own]}
        for level, fewest in ((finest, _ENOUGH_PRODUCTS), (coarser, _ENOUGH_PRODUCTS), (whole, _FEWEST_PRODUCTS)):
            enough = {key: ids for key, ids in level.items() if len(ids) >= fewest}
            if enough:
                yield from (_Group(department, *key, tuple(ids)) for key, ids in sorted(enough.items()))
                break


def _price_bands(products: Sequence[Product]) -> dict[str, str]:
    """Say for each product in which third of its department's prices, in the same currency, it lies."""
    peers: dict[tuple[str, str], list[Product]] = defaultdict(list)
    for product in products:
        peers[product.department or product.category, product.currency].append(product)
    bands = {}
    for own in peers.values():
        for place, product in enumerate(sorted(own, key=lambda product: (product.price, product.product_id))):
            bands[product.product_id] = PRICE_BANDS[place * len(PRICE_BANDS) // len(own)]
    return bands
