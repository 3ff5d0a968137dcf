"""Who has rated each item, laid out so that the raters of many items are read at once."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrieval.nearest import Carriers
from retrieval.ratings import Ratings


@dataclass(frozen=True, slots=True, eq=False)
class Raters:
    """The raters of each item.

    `by_item` is (n_items, n_users) csr: a row is an item, its entries its ratings in order of arrival. Beside its data
    are `deviations`, float64, the rating minus the rater's mean.
    """

    by_item: sparse.csr_array
    deviations: NDArray[np.float64]

    @classmethod
    def of(cls, ratings: Ratings, means: NDArray[np.float64]) -> Self:
        """Lay out ratings of users with these means."""
        matrix = ratings.matrix
        order, item_ends = _by_item(ratings)
        users = np.repeat(np.arange(len(means), dtype=np.int32), np.diff(matrix.indptr))[order]
        values = matrix.data[order]
        by_item = sparse.csr_array((values, users, item_ends), shape=matrix.shape[::-1])
        return cls(by_item, values - means[users])

    def carriers(self, weights: NDArray[np.float64], rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Carriers:
        """Collect the raters of item `columns[n]` with what they count for the user of `weights[rows[n]]`.

        `weights` is (n_group, n_users + 1), contiguous: similarity where above 0, else 0; the last column, for raters
        that an item has not got, is 0. Column -1 is an item that nobody rated.
        """
        distinct, which = _distinct(columns, self.by_item.shape[0])
        is_known = distinct >= 0
        starts = np.where(is_known, self.by_item.indptr[distinct], 0)
        n_raters = np.where(is_known, self.by_item.indptr[distinct + 1] - starts, 0)
        n_users = self.by_item.shape[1]
        slots = np.arange(n_raters.max(initial=0), dtype=starts.dtype)
        is_rater = slots < n_raters[:, None]
        places = np.where(is_rater, starts[:, None] + slots, 0)
        raters = np.where(is_rater, self.by_item.indices[places], n_users).astype(np.intp)
        cells = raters.take(which, axis=0)
        cells += (rows * weights.shape[1])[:, None]
        return Carriers(
            weights.reshape(-1).take(cells),
            self.deviations.take(places).take(which, axis=0),
        )

    def n_raters_of(self, columns: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how many users rated each item."""
        return np.append(np.diff(self.by_item.indptr), 0)[columns]


def _by_item(ratings: Ratings) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Sort the places of `ratings.matrix.data` by item, then by arrival; also say where each item ends.

    Counts instead of comparing: a matrix with one rating a row, rows in order of arrival, is turned into columns.
    """
    n_ratings, n_items = ratings.n_ratings, len(ratings.item_ids)
    place = np.empty(n_ratings, dtype=np.int32)
    place[ratings.arrival] = np.arange(n_ratings, dtype=np.int32)
    ends = np.arange(n_ratings + 1, dtype=np.int32)
    one_each = sparse.csr_array((place, ratings.matrix.indices[place], ends), shape=(n_ratings, n_items)).tocsc()
    return one_each.data, one_each.indptr


def _distinct(columns: NDArray[np.int64], n_items: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each column once, in any order, and for all of `columns` which of those it is.

    Marking columns in a list of all is faster than sorting them, unless they are few.
    """
    if 16 * len(columns) < n_items:
        return np.unique(columns, return_inverse=True)
    number = np.empty(n_items + 1, dtype=np.int64)
    number[columns] = np.arange(len(columns))
    distinct = columns[number[columns] == np.arange(len(columns))]
    number[distinct] = np.arange(len(distinct))
    return distinct, number[columns]
