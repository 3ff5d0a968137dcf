"""How alike users rate: Pearson correlation or cosine over the items that both rated, by sparse products."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

_ROWS_AT_ONCE = 64  # keeps what is computed on the way in the processor's cache



class Similarity(Enum):
    """Measures of likeness between two users, each over the items that both have rated."""

    PEARSON = "pearson"
    COSINE = "cosine"


@dataclass(frozen=True, slots=True, eq=False)
class CoRatings:
    """Sums over the items that a user of a group (row) and a user among all (column) have both rated.

    Each is (n_group, n_users) float64: `n` the number of such items, `products` the sum of both ratings multiplied,
    `own` and `other` the sums of the row's and the column's ratings, `own_squares` and `other_squares` of their squares.
    """

    n: NDArray[np.float64]
    products: NDArray[np.float64]
    own: NDArray[np.float64]
    other: NDArray[np.float64]
    own_squares: NDArray[np.float64]
    other_squares: NDArray[np.float64]

    @classmethod
    def of(cls, rows: sparse.csr_array, by_item: sparse.csr_array) -> Self:
        """Sum for the users of a group, (n_group, n_items), against all users, (n_items, n_users)."""
        ones, row_ones = np.ones_like(by_item.data), np.ones_like(rows.data)
        ratings = _products(rows, rows.data + 1j, by_item, by_item.data)
        counts = _products(rows, rows.data + 1j, by_item, ones)
        own_squares = _products(rows, rows.data**2, by_item, ones)
        other_squares = _products(rows, row_ones, by_item, by_item.data**2)
        return cls(counts.imag, ratings.real, counts.real, ratings.imag, own_squares, other_squares)

    def similarities(self, measure: Similarity, min_support: int) -> NDArray[np.float64]:
        """Return (n_group, n_users) float64 of likeness; 0 under `min_support` common items and where it is undefined.

        Over the common items, with r the row's ratings, s the column's and n their number::

            pearson = (n Σrs − Σr Σs) / sqrt((n Σr² − (Σr)²) (n Σs² − (Σs)²))
            cosine  = Σrs / sqrt(Σr² Σs²)

        Resnick, Iacovou, Suchak, Bergstrom, Riedl 1994, "GroupLens", https://doi.org/10.1145/192844.192905 (Pearson);
        Breese, Heckerman, Kadie 1998, "Empirical analysis of predictive algorithms", https://arxiv.org/abs/1301.7363.
        Terms stand in the order in which scikit-surprise 1.1.5 computes them, so that ratings in steps of a power of two
        give bit for bit the same values, and with them the same ties. A correlation is undefined where one side rates
        all common items alike; there surprise too gives 0, but rounding can hide it when steps are not a power of two.
        """
        if measure is Similarity.PEARSON:
            numerator = self.n * self.products - self.own * self.other
            square = (self.n * self.own_squares - self.own**2) * (self.n * self.other_squares - self.other**2)
        else:
            numerator, square = self.products, self.own_squares * self.other_squares
        square[(square <= 0) | (self.n < min_support)] = np.inf
        similarities: NDArray[np.float64] = numerator / np.sqrt(square)
        return similarities


def similarities_of_all(
    by_user: sparse.csr_array, by_item: sparse.csr_array, measure: Similarity, min_support: int
) -> NDArray[np.float64]:
    """Return (n_users, n_users) float64 of likeness, as `CoRatings.similarities` gives it for some.

    Likeness has no direction, so each block of users is compared with those up to its end only, and mirrored. Blocks run
    beside each other on all processors: scipy multiplies outside the interpreter's lock.
    """
    n_users = by_user.shape[0]
    similarities = np.empty((n_users, n_users))

    def fill(start: int) -> None:
        end = min(start + _ROWS_AT_ONCE, n_users)
        block = CoRatings.of(by_user[start:end], by_item[:, :end]).similarities(measure, min_support)
        similarities[start:end, :end] = block
        similarities[:start, start:end] = block[:, :start].T

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for _ in pool.map(fill, reversed(range(0, n_users, _ROWS_AT_ONCE))):
            pass
    return similarities


def _products(rows: sparse.csr_array, row_values: NDArray, by_item: sparse.csr_array, item_values: NDArray) -> NDArray:
    """Sum `row_values · item_values` over common items."""
    left = sparse.csr_array((row_values, rows.indices, rows.indptr), shape=rows.shape)
    right = sparse.csr_array((item_values, by_item.indices, by_item.indptr), shape=by_item.shape)
    return (left @ right).toarray()
