"""What invented shoppers ask for: few products by many, as in real shops, and what goes together at one time."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.advice.complements import UsedTogether
from retrieval.product import Product

_FOR_ALL = frozenset({"", "unisex"})
_OFFSET = 5.0
"""How many places the head of the popularity is flattened by: the first products are alike, as no shop lives on one."""

_NEXT_COMPANION = 0.55
"""Chance to buy yet another thing with the same product."""

_MOST_COMPANIONS = 4
_NEXT_CATEGORY = 0.5
"""How much rarer each category is taken than the one before it, which is bound more to the product."""

_SAME_MERCHANT = 0.9
"""Chance to take a companion from the same merchant, where it comes in one parcel."""


class Demand:
    """Draws products as shoppers would; all randomness is the caller's.

    The product of place n by popularity, from 0, is wanted in proportion to 1 / (n + 5), the Zipf-Mandelbrot law
    (Mandelbrot 1953, "An informational theory of the statistical structure of language"). Sales of shops have such a
    long tail (Brynjolfsson, Hu, Smith 2003, "Consumer surplus in the digital economy",
    https://doi.org/10.1287/mnsc.49.11.1580.20580). Places follow the number of ratings that the shop shows, and `seed`
    where these are equal.
    """

    def __init__(self, products: Sequence[Product], together: UsedTogether, seed: int) -> None:
        tie = np.random.default_rng(seed).permutation(len(products))
        order = sorted(range(len(products)), key=lambda row: (-products[row].n_ratings, tie[row]))
        self._popularity = {products[row].product_id: 1 / (place + _OFFSET) for place, row in enumerate(order)}
        self._together = together
        self._by_category: dict[str, list[Product]] = defaultdict(list)
        for product in products:
            self._by_category[product.category].append(product)

    def some_of(self, product_ids: Sequence[str], n: int, random: np.random.Generator) -> list[str]:
        """Return `n` different ids of `product_ids`, popular ones more likely, in an order that tells nothing.

        All of them where there are no more. Drawn one after another by the largest of log weight plus Gumbel noise
        (Efraimidis, Spirakis 2006, "Weighted random sampling with a reservoir",
        https://doi.org/10.1016/j.ipl.2005.11.003).
        """
        if not product_ids:
            return []
        chosen = _drawn(np.array([self._popularity[product_id] for product_id in product_ids]), n, random)
        return [product_ids[row] for row in random.permutation(chosen)]

    def companions_of(self, product: Product, random: np.random.Generator) -> list[str]:
        """Return what a shopper buys with a product: one thing of each of a few categories that are used with its own.

        Nothing that is made for others than the product is, and nothing where no set of categories holds its own.
        """
        categories = [one for one in self._together.with_category(product.category) if one in self._by_category]
        if not categories:
            return []
        n = 1
        while n < _MOST_COMPANIONS and random.random() < _NEXT_COMPANION:
            n += 1
        chosen = _drawn(np.array([_NEXT_CATEGORY**place for place in range(len(categories))]), n, random)
        return [one for row in chosen for one in self._companion(product, categories[row], random)]

    def _companion(self, product: Product, category: str, random: np.random.Generator) -> list[str]:
        """Return the id of a product of a category that goes with one, [] where all are made for others."""
        fitting = [one for one in self._by_category[category] if _is_for_the_same(one.audience, product.audience)]
        if random.random() < _SAME_MERCHANT:
            fitting = [one for one in fitting if one.merchant_id == product.merchant_id] or fitting
        return self.some_of([one.product_id for one in fitting], 1, random)


def _drawn(weights: NDArray[np.float64], n: int, random: np.random.Generator) -> list[int]:
    """Return `n` different places of `weights` (n_places,), or all, those of more weight more likely."""
    keys = np.log(weights) + random.gumbel(size=len(weights))
    return [int(place) for place in np.argsort(-keys)[:n]]


def _is_for_the_same(one: str, other: str) -> bool:
    return one == other or one in _FOR_ALL or other in _FOR_ALL
