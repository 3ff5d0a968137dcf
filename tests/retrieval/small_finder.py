"""A finder of a few products whose outlooks, arms and scores of shoppers alike a test chooses."""

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np

from retrieval.candidate_ranking import AS_ALL, Arm, Collaborative, Outlooks
from retrieval.catalogue import Catalogue
from retrieval.filters import FilterColumns, Filters
from retrieval.finder import ProductFinder, View
from retrieval.findings import Found
from retrieval.product import Product
from retrieval.profile import Profile
from retrieval.ranking import Weights
from tests.fakes import HERE, NoCollaborative, fused_search, product

TODAY = date(2026, 11, 22)


def kinds(*categories: str) -> list[Product]:
    """Return one product of each category, rated the worse the later it comes."""
    n_products = len(categories)
    return [
        product(f"p{place}", category=category, rating=4.9 - place / n_products, n_ratings=100, stock=20)
        for place, category in enumerate(categories)
    ]


def small_finder(
    products: Sequence[Product],
    outlooks: Outlooks | None = None,
    arm: Callable[[str, str, date], Arm] = lambda *_: AS_ALL,
    collaborative: Collaborative | None = None,
    weights: Callable[[], Weights] = Weights,
) -> ProductFinder:
    """Return a finder without variety."""
    catalogue = Catalogue.from_products(products, [HERE], "test")
    prices = np.array([float(one.price) for one in products], dtype=np.float64)
    columns = FilterColumns(catalogue, prices, "EUR", lambda amount, *_: amount, lambda *_: True)
    search = fused_search(catalogue, columns)
    known = collaborative or NoCollaborative()
    return ProductFinder(catalogue, search, columns, known, weights, None, 0.0, None, outlooks, arm)


def recommended(finder: ProductFinder, user_id: str = "ann", *, explores: bool = False) -> tuple[Found, ...]:
    """Return the recommendations for a shopper of whom nothing else is known."""
    everything = Filters(currency="EUR")
    view = View(explores=explores)
    return finder.recommend(everything, user_id, Profile.empty(), TODAY, 20, frozenset(), view).items
