"""What the nearest of a product's raters think of it, for one shopper and many products at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrieval.rating_rows import RatingRows

Column = NDArray[np.float64]
Weighted = tuple[RatingRows, Column]
"""Ratings, and (n_shoppers,) what each rater counts for the shopper who asks: 0 for those who do not, else above it."""


@dataclass(frozen=True, slots=True, eq=False)
class Opinion:
    """What the nearest raters think, one entry per product.

    `shifts` float64 is Σ weight · deviation / Σ weight over them, 0 where there are none; `n_neighbours` int64 says how
    many they are and `n_liking` int64 how many of them like the product.
    """

    shifts: Column
    n_neighbours: NDArray[np.int64]
    n_liking: NDArray[np.int64]

    def of(self, products: NDArray[np.integer]) -> "Opinion":
        """Return what they think of some products; a number that no product has stands for one without raters."""
        places = np.where((products >= 0) & (products < len(self.shifts)), products, len(self.shifts))
        shifts, n_neighbours, n_liking = (
            np.append(own, 0)[places] for own in (self.shifts, self.n_neighbours, self.n_liking)
        )
        return Opinion(shifts, n_neighbours, n_liking)


def opinion_of_nearest(parts: Sequence[Weighted], n_products: int, k: int) -> Opinion:
    """Average what the `k` raters of each product who weigh most think of it; of equals, those numbered first.

    The shoppers of each part are others, numbered after those of the part before; products have one number in all.
    Sparse products sum over all raters; where more than `k` count, those are left out and the nearest summed instead.
    """
    n_alike, totals, shifts, n_liking = (np.zeros(n_products) for _ in range(4))
    for ratings, weights in parts:
        own = slice(0, ratings.n_products)
        counts = (weights > 0).astype(np.float64)
        n_alike[own] += ratings.ones @ counts
        totals[own] += ratings.ones @ weights
        shifts[own] += ratings.deviations @ weights
        n_liking[own] += ratings.is_liked @ counts
    crowded = np.flatnonzero(n_alike > k)
    if len(crowded):
        totals[crowded], shifts[crowded], n_liking[crowded] = _sums_of_nearest(parts, crowded, k)
    n_neighbours = np.minimum(n_alike, k).astype(np.int64)
    shifts = np.divide(shifts, totals, out=np.zeros(n_products), where=n_neighbours > 0)
    return Opinion(shifts, n_neighbours, n_liking.astype(np.int64))


def _sums_of_nearest(parts: Sequence[Weighted], products: NDArray[np.int64], k: int) -> tuple[Column, Column, Column]:
    """Return weights, weighted deviations and likes summed over the nearest `k` raters of products with more."""
    weights = np.concatenate([own for _, own in parts])
    alike = np.flatnonzero(weights)
    ranks = np.full(len(weights), len(alike))
    ranks[alike[np.argsort(-weights[alike], kind="stable")]] = np.arange(len(alike))
    found = [ratings.cells_of(products) for ratings, _ in parts]
    places = np.concatenate([cells.places for cells in found])
    firsts = np.cumsum([0, *(len(own) for _, own in parts)])
    rank = ranks[np.concatenate([cells.shoppers + first for cells, first in zip(found, firsts, strict=False)])]
    keys = (places * (len(alike) + 1) + rank).astype(np.min_scalar_type(-len(products) * (len(alike) + 1)), copy=False)
    n_raters = np.bincount(places, minlength=len(products))
    last = np.sort(keys)[np.cumsum(n_raters) - n_raters + k - 1]
    is_near = keys <= last[places]
    near = places[is_near]
    weight = np.sort(weights[alike])[::-1][rank[is_near]]

    def summed(terms: Column) -> Column:
        sums: Column = np.bincount(near, terms, len(products)).astype(np.float64, copy=False)
        return sums

    def beside(values: Iterable[sparse.csr_array]) -> Column:
        raters = np.concatenate([own.data[cells.positions] for own, cells in zip(values, found, strict=True)])
        near_ones: Column = raters[is_near]
        return near_ones

    deviations, is_liked = beside(one.deviations for one, _ in parts), beside(one.is_liked for one, _ in parts)
    return summed(weight), summed(weight * deviations), summed(is_liked)
