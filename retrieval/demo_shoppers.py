"""Invented shoppers whose tastes are known by construction, so that one can say which recommendations are right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from retrieval.advice.complements import UsedTogether
from retrieval.demo_demand import Demand
from retrieval.demo_tastes import FEWEST_PRODUCTS, taste_groups
from retrieval.errors import CatalogError
from retrieval.events import Event
from retrieval.product import Product

UNTIL = datetime(2026, 11, 22, tzinfo=UTC)
"""The demo shop's today: no event is later."""

NOTHING_TOGETHER = UsedTogether({})
"""For shoppers who buy one thing at a time."""

_DAYS = 90
_LONGEST_SESSION = 60
"""Minutes: a session begins at least so long before the last moment."""

_N_LIKED = (4, 9)
_N_OTHERS = 2.0
_DISLIKED_SHARE = 0.1
_TASTE_SKEW = 0.5
"""The taste of place n is shared in proportion to 1 / n to this power: some kinds of goods draw more shoppers."""

_SET_SHARE = 0.6
"""Share of purchases with which what is used together is bought at the same time."""


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


def demo_shoppers(
    products: Sequence[Product],
    n_shoppers: int,
    seed: int,
    until: datetime = UNTIL,
    together: UsedTogether = NOTHING_TOGETHER,
) -> DemoShoppers:
    """Invent shoppers for any catalogue; the same seed gives the same shoppers, and more of them leave the first alone.

    Tastes are department × price band × colour, with at least 12 products each; where a department has no such group,
    the colour and then the band are dropped, and 6 products will do. Price bands are thirds of a department's products
    of one currency. Some tastes are shared by more shoppers than others, and popular products are met more often, as
    `Demand` has it.

    A shopper meets 4 to 9 products of their taste, each in a session of its own, of which one in ten disappoints, and
    about two others, which they glance at, take out of the cart or rate badly. With six in ten of what they buy for
    itself they buy in the same session what is `together` with it, whether to their taste or not. Events lie within 90
    days before `until`.

    Raises CatalogError where no department has 6 products.
    """
    groups = list(taste_groups(products))
    if not groups:
        message = f"none of the departments of these {len(products)} products has {FEWEST_PRODUCTS}; give more products"
        raise CatalogError(message)
    order = np.random.default_rng(seed).permutation(len(groups))
    shares = 1 / np.arange(1, len(groups) + 1) ** _TASTE_SKEW
    catalogue = {product.product_id: product for product in products}
    demand = Demand(products, together, seed)
    events: list[Event] = []
    tastes = {}
    for number in range(n_shoppers):
        random = np.random.default_rng([seed, number])
        group = groups[order[random.choice(len(groups), p=shares / shares.sum())]]
        shopper = _Shopper(f"demo-{seed}-{number}", random, until, demand, catalogue)
        held_out, own = shopper.visit(group.product_ids)
        events += own
        tastes[shopper.user_id] = Taste(
            shopper.user_id, group.department, group.price_band, group.color, frozenset(group.product_ids), held_out
        )
    return DemoShoppers(tuple(events), tastes)


class _Shopper:
    """Makes one shopper's events out of their own random numbers."""

    def __init__(
        self,
        user_id: str,
        random: np.random.Generator,
        until: datetime,
        demand: Demand,
        catalogue: Mapping[str, Product],
    ) -> None:
        self.user_id = user_id
        self._random = random
        self._until = until
        self._demand = demand
        self._catalogue = catalogue
        self._events: list[Event] = []
        self._n_sessions = 0

    def visit(self, liked: Sequence[str]) -> tuple[str, list[Event]]:
        """Touch some of what is liked and a few others; return the liked one held out, and the events by time."""
        n_liked = int(self._random.integers(*_N_LIKED, endpoint=True)) + 1
        held_out, *touched = self._demand.some_of(liked, n_liked, self._random)
        known = set(liked)
        others = [product_id for product_id in self._catalogue if product_id not in known]
        for product_id in touched:
            self._meet(product_id, held_out, is_liked=self._random.random() >= _DISLIKED_SHARE)
        for product_id in self._demand.some_of(others, int(self._random.poisson(_N_OTHERS)), self._random):
            self._meet(product_id, held_out, is_liked=False)
        return held_out, sorted(self._events, key=lambda event: event.ts)

    def _meet(self, product_id: str, held_out: str, *, is_liked: bool) -> None:
        """Look at a product, and then do what one does with what one likes or does not; `held_out` is never bought."""
        self._n_sessions += 1
        at = self._until - timedelta(minutes=int(self._random.integers(_LONGEST_SESSION, _DAYS * 24 * 60)))
        for minute in range(int(self._random.integers(1, 4)) if is_liked else 1):
            self._add("view", product_id, at + timedelta(minutes=minute))
        at += timedelta(minutes=5)
        ending = self._random.random()
        if is_liked:
            if ending < 0.35:
                self._buy(product_id, held_out, at)
            elif ending < 0.6:
                self._add("cart", product_id, at)
            else:
                self._add("dwell", product_id, at, float(self._random.integers(30, 240)))
            self._praise(product_id, at)
        elif ending < 0.5:
            self._add("dwell", product_id, at, float(self._random.integers(1, 3)))
        elif ending < 0.8:
            self._add("cart", product_id, at)
            self._add("remove", product_id, at + timedelta(minutes=5))
        else:
            self._add("rate", product_id, at + timedelta(minutes=30), float(self._random.choice([1.0, 1.5, 2.0])))

    def _buy(self, product_id: str, held_out: str, at: datetime) -> None:
        """Buy a product, and often what goes with it."""
        bought = [product_id]
        if self._random.random() < _SET_SHARE:
            companions = self._demand.companions_of(self._catalogue[product_id], self._random)
            bought += [companion for companion in companions if companion != held_out]
        for minute, companion in enumerate(bought[1:]):
            self._add("view", companion, at + timedelta(minutes=minute))
            self._praise(companion, at)
        for one in bought:
            self._add("cart", one, at + timedelta(minutes=len(bought)))
            self._add("purchase", one, at + timedelta(minutes=len(bought) + 5))

    def _praise(self, product_id: str, at: datetime) -> None:
        """Rate a product well, as one in three does of what pleases."""
        if self._random.random() < 0.3:
            self._add("rate", product_id, at + timedelta(minutes=30), float(self._random.choice([4.0, 4.5, 5.0])))

    def _add(self, type_: str, product_id: str, at: datetime, value: float | None = None) -> None:
        event_id = f"{self.user_id}-{len(self._events)}"
        session_id = f"{self.user_id}-session-{self._n_sessions}"
        self._events.append(Event(event_id, self.user_id, type_, product_id, value, at, session_id))
