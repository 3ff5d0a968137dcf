"""Invented shoppers: repeatable, and their known tastes are what collaborative filtering finds."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import groupby

import numpy as np
import pytest

from retrieval.advice.bought_together import BoughtTogether
from retrieval.advice.complements import UsedTogether
from retrieval.collaborative import CollaborativeScores
from retrieval.demo_shoppers import UNTIL, DemoShoppers, demo_shoppers
from retrieval.errors import CatalogError
from retrieval.events import Event
from retrieval.preferences import ratings_of
from retrieval.product import Product


def catalogue(n_departments: int = 6, n_products: int = 80) -> list[Product]:
    """Departments of products in three colours, dear and cheap, in two currencies."""
    return [
        Product(
            f"d{department}-{number}",
            "shop",
            "en",
            {"en": "thing"},
            Decimal(1 + 7 * number % 50),
            "EUR" if number % 4 else "JPY",
            department=f"d{department}",
            category=f"c{number % 5}",
            colors=(("red", "blue", "black")[number % 3],),
        )
        for department in range(n_departments)
        for number in range(n_products)
    ]


class Kept:
    """Events by shopper, none of which changes."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._events = {user_id: list(own) for user_id, own in groupby(events, key=lambda event: event.user_id)}

    def events_of(self, user_id: str) -> Sequence[Event]:
        return self._events[user_id]

    def events_by_shopper(self) -> Iterator[tuple[str, Sequence[Event]]]:
        yield from self._events.items()

    def consenting(self, user_ids: object = None) -> frozenset[str]:
        return frozenset(self._events)

    def subscribe(self, listener: Callable[[str], None]) -> None:
        """Nobody will be called."""


@pytest.fixture(scope="module")
def products() -> list[Product]:
    return catalogue()


@pytest.fixture(scope="module")
def shoppers(products: list[Product]) -> DemoShoppers:
    return demo_shoppers(products, 400, seed=0)


def test_same_seed_gives_the_same_shoppers_and_another_gives_others(products: list[Product]) -> None:
    assert demo_shoppers(products, 20, seed=1) == demo_shoppers(products, 20, seed=1)
    assert demo_shoppers(products, 20, seed=1).tastes != demo_shoppers(products, 20, seed=2).tastes


def test_more_shoppers_leave_the_first_alone(products: list[Product]) -> None:
    few, many = (demo_shoppers(products, n, seed=3).events for n in (10, 30))
    assert many[: len(few)] == few
    assert len({event.event_id for event in many}) == len(many)


def test_each_shopper_has_a_taste_and_never_touches_what_is_held_out(
    products: list[Product], shoppers: DemoShoppers
) -> None:
    by_id = {product.product_id: product for product in products}
    touched = defaultdict(set)
    for event in shoppers.events:
        touched[event.user_id].add(event.product_id)
    assert len(shoppers.tastes) == 400
    for user_id, taste in shoppers.tastes.items():
        assert taste.user_id == user_id
        assert taste.held_out in taste.product_ids
        assert taste.held_out not in touched[user_id]
        assert len(touched[user_id] & taste.product_ids) >= 4
        members = [by_id[product_id] for product_id in taste.product_ids]
        assert {product.department for product in members} == {taste.department}
        assert taste.color == "" or all(taste.color in product.colors for product in members)


def test_events_are_in_order_and_within_ninety_days(shoppers: DemoShoppers) -> None:
    assert all(UNTIL - timedelta(days=91) < event.ts <= UNTIL for event in shoppers.events)
    for _, own in groupby(shoppers.events, key=lambda event: event.user_id):
        moments = [event.ts for event in own]
        assert moments == sorted(moments)


def test_what_is_liked_is_rated_better(shoppers: DemoShoppers) -> None:
    inside, outside = [], []
    for user_id, own in groupby(shoppers.events, key=lambda event: event.user_id):
        for product_id, rating in ratings_of(own).items():
            (inside if product_id in shoppers.tastes[user_id].product_ids else outside).append(rating)
    assert 3.7 < np.mean(inside) < 4.3
    assert 1.5 < np.mean(outside) < 2.3


def test_collaborative_filtering_finds_the_tastes(products: list[Product], shoppers: DemoShoppers) -> None:
    """Of the ten products scored best, which the shopper has not touched, by far the most are to their taste.

    By chance it would be as many as the taste has left among all products: about one in twenty-five. All of them it
    cannot be: some tastes are shared by few, and popular products are met by shoppers of any taste.
    """
    kept = Kept(shoppers.events)
    scores = CollaborativeScores.from_store(kept)
    product_ids = [product.product_id for product in products]
    shares, chances, hits = [], [], []
    for user_id, taste in list(shoppers.tastes.items())[:150]:
        touched = {event.product_id for event in kept.events_of(user_id)}
        open_ids = [product_id for product_id in product_ids if product_id not in touched]
        found, _ = scores.scores_for(user_id, open_ids)
        best = [open_ids[place] for place in np.argsort(-np.nan_to_num(found), kind="stable")[:10] if found[place] > 0]
        shares.append(np.mean([product_id in taste.product_ids for product_id in best]) if best else 0.0)
        chances.append(np.mean([product_id in taste.product_ids for product_id in open_ids]))
        hits.append(taste.held_out in best)
    assert np.mean(chances) < 0.05
    assert 0.85 < np.mean(shares) < 0.96
    assert 0.55 < np.mean(hits) < 0.85


def test_some_products_and_tastes_are_far_more_popular_than_others(shoppers: DemoShoppers) -> None:
    """Evenly spread, the top tenth of 480 products would have little more than a tenth of all that was met."""
    pairs = {(event.user_id, event.product_id) for event in shoppers.events}
    counts = sorted(Counter(product_id for _, product_id in pairs).values(), reverse=True)
    assert 0.25 < sum(counts[:48]) / len(pairs) < 0.5
    shared = Counter((taste.department, taste.price_band, taste.color) for taste in shoppers.tastes.values())
    assert max(shared.values()) > 3 * min(shared.values())


def test_each_thing_is_met_in_a_session_of_its_own(shoppers: DemoShoppers) -> None:
    for _, own in groupby(sorted(shoppers.events, key=lambda event: str(event.session_id)), lambda one: one.session_id):
        met = list(own)
        assert len({event.product_id for event in met}) == 1
        assert max(event.ts for event in met) - min(event.ts for event in met) < timedelta(hours=1)


def test_what_is_used_together_is_bought_in_one_session_and_found_by_lift(products: list[Product]) -> None:
    """Of d0's things c0 and c1 are used together, and nobody else's: no other pair may come out as bought together."""
    products = [replace(product, category=f"{product.department} {product.category}") for product in products]
    category = {product.product_id: product.category for product in products}
    used = UsedTogether({"first": ("d0 c0", "d0 c1")})
    shoppers = demo_shoppers(products, 600, seed=0, together=used)
    bought = Counter(event.session_id for event in shoppers.events if event.type == "purchase")
    n_sets = sum(1 for n in bought.values() if n > 1)
    assert set(bought.values()) == {1, 2}
    assert n_sets > 30
    together = BoughtTogether.from_store(Kept(shoppers.events))
    pairs = {
        (category[product_id], category[one.product_id])
        for product_id in category
        for one in together.companions(product_id, 5, lambda _: True)
    }
    assert pairs == {("d0 c0", "d0 c1"), ("d0 c1", "d0 c0")}


def test_small_departments_are_not_split() -> None:
    """Eight products: not twelve of one colour and price band, so the department as a whole is the taste."""
    tastes = demo_shoppers(catalogue(2, 8), 10, seed=0).tastes.values()
    assert {(taste.price_band, taste.color) for taste in tastes} == {("", "")}
    assert {taste.department for taste in tastes} == {"d0", "d1"}


def test_catalogue_without_departments_goes_by_category() -> None:
    products = [Product(f"p{n}", "shop", "en", {"en": "x"}, Decimal(n), "EUR", category="cup") for n in range(8)]
    assert {taste.department for taste in demo_shoppers(products, 3, seed=0).tastes.values()} == {"cup"}


@pytest.mark.parametrize("products", [[], catalogue(3, 5)])
def test_too_few_products_are_refused(products: list[Product]) -> None:
    with pytest.raises(CatalogError, match="give more products"):
        demo_shoppers(products, 5, seed=0)


def test_nobody_is_invented_when_nobody_is_asked_for(products: list[Product]) -> None:
    assert demo_shoppers(products, 0, seed=0) == DemoShoppers((), {})


def test_last_day_can_be_chosen(products: list[Product]) -> None:
    until = datetime(2025, 3, 1, tzinfo=UTC)
    assert max(event.ts for event in demo_shoppers(products, 20, 0, until).events) <= until
