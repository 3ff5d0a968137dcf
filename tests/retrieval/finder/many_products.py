"""A finder of many products, what its shoppers like, and short ways to ask it."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.candidate_ranking import Collaborative
from retrieval.candidates import Candidates
from retrieval.catalogue import Catalogue
from retrieval.encoder import Encoder
from retrieval.events import Event
from retrieval.filters import FilterColumns, Filters
from retrieval.finder import ProductFinder
from retrieval.findings import Findings
from retrieval.lists.duplicates import Groups
from retrieval.membership import Search
from retrieval.product import Merchant, Product
from retrieval.profile import Profile
from retrieval.ranking import Weights
from retrieval.understanding import Wishes
from tests.fakes import HERE, THERE, NoCollaborative, fused_search, product

TODAY = date(2026, 11, 22)
NOBODY = Profile.empty()
COLORS = ("red", "blue", "green", "black")


class LikedByOthers:
    """Knows a score of some products, and how many shoppers alike like them."""

    def __init__(self, scores: Mapping[str, tuple[float, int]]) -> None:
        self._scores = scores

    def scores_for(self, user_id: str, product_ids: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        known = [self._scores.get(product_id, (math.nan, 0)) for product_id in product_ids]
        scores = np.array([score for score, _ in known], dtype=np.float64)
        return scores, np.array([count for _, count in known], dtype=np.int64)


def finder(
    products: Sequence[Product],
    collaborative: Collaborative | None = None,
    encoders: Mapping[str, Encoder] | None = None,
    groups: Groups | None = None,
    search: Search | None = None,
) -> ProductFinder:
    """Return a finder of these products; HERE sends everywhere but to Russia, THERE to Japan alone."""
    catalogue = Catalogue.from_products(products, [HERE, THERE], "test")
    prices = np.array([float(one.price) for one in products], dtype=np.float64)

    def serves(merchant: Merchant, country: str) -> bool:
        return country == "JP" if merchant.merchant_id == "there" else country != "RU"

    columns = FilterColumns(catalogue, prices, "EUR", lambda amount, *_: amount, serves)
    search = search or fused_search(catalogue, columns, encoders)
    return ProductFinder(catalogue, search, columns, collaborative or NoCollaborative(), Weights, groups)


def many(n: int) -> list[Product]:
    """Return products of five categories in turn, of four colours in turn, and of rising price."""
    return [
        product(
            f"p{number:03}",
            category=f"kind{number % 5}",
            colors=(COLORS[number % 4],),
            brand=f"Brand{number % 3}",
            price=Decimal(5 + number),
            rating=3.0 + (number % 5) / 2 if number % 7 else None,
            n_ratings=number * 3 if number % 7 else 0,
            added=TODAY - timedelta(days=number) if number % 2 else None,
            merchant_id="there" if number % 6 == 0 else "here",
        )
        for number in range(n)
    ]


def find(
    made: ProductFinder, text: str = "Thing", profile: Profile = NOBODY, limit: int = 10, **filters: Any
) -> Findings:
    return made.find(text, "en", Filters(**filters), "ann", profile, TODAY, limit)


def recommend(
    made: ProductFinder, profile: Profile = NOBODY, limit: int = 10, seen: Sequence[str] = (), **filters: Any
) -> Findings:
    return made.recommend(Filters(**filters), "ann", profile, TODAY, limit, frozenset(seen))


def similar(made: ProductFinder, product_id: str, limit: int = 10, **filters: Any) -> Findings:
    return made.similar(product_id, Filters(**filters), "ann", NOBODY, TODAY, limit)


def ids(findings: Findings) -> list[str]:
    return [item.product.product_id for item in findings.items]


def profile_of(products: Sequence[Product], *events: tuple[str, str]) -> Profile:
    """Return the profile of somebody who did these things, each a type and a product."""
    catalogue = Catalogue.from_products(products, [HERE, THERE], "test")
    done = [Event.now("ann", kind, product_id) for kind, product_id in events]
    return Profile.from_events(done, catalogue, lambda one: one.price)


class Relevances:
    """A search that finds each product as relevant as it is told."""

    def __init__(self, *relevances: float) -> None:
        self._relevances = np.array(relevances, dtype=np.float32)

    def nearest(
        self, text: str, language: str, allowed: NDArray[np.bool_], top_k: int, wishes: Wishes | None = None
    ) -> Candidates:
        rows = np.flatnonzero(allowed)
        rows = rows[np.argsort(-self._relevances[rows], kind="stable")][:top_k]
        return Candidates(rows, self._relevances[rows])

    def similar(self, product_row: int, allowed: NDArray[np.bool_], top_k: int) -> Candidates:
        return self.nearest("", "", allowed, top_k)

    def vectors(self, product_rows: NDArray[np.int64]) -> NDArray[np.float32]:
        return np.ones((len(product_rows), 1), dtype=np.float32)


def tea_and_car() -> ProductFinder:
    """Return a finder to which a tea is relevant and a car is not."""
    products = [product("car", category="car"), product("tea", category="tea")]
    return finder(products, search=Relevances(0.01, 0.9))
