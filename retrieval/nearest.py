"""Who carries a prediction: the raters of an item that are alike enough, and the average over the nearest of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_CELLS_AT_ONCE = 2**17  # what is computed on the way then stays in the processor's cache


@dataclass(frozen=True, slots=True, eq=False)
class Average:
    """Weighted mean deviation of the nearest neighbours, one entry per pair of user and item.

    `shifts` float64 is Σ weight · deviation / Σ weight, 0 without neighbours; `n_neighbours` int64 how many it rests
    on; `is_tied` bool, true where a neighbour left out weighed as much as one taken.
    """

    shifts: NDArray[np.float64]
    n_neighbours: NDArray[np.int64]
    is_tied: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Carriers:
    """Raters of items, (n_pairs, width): row n holds those of the item that pair n asks about, in order of arrival.

    `weights` float64 are similarities of user and rater, 0 where a row has no further rater or one that is not alike;
    `deviations` float64 are the raters' ratings minus their means, and may be anything where the weight is 0.
    """

    weights: NDArray[np.float64]
    deviations: NDArray[np.float64]

    def average(self, k: int, min_k: int) -> Average:
        """Average the deviations of each pair's `k` heaviest carriers; pairs with fewer than `min_k` have none."""
        weights, n_neighbours, is_tied = _nearest(self.weights, k)
        n_neighbours[n_neighbours < min_k] = 0
        shifts = np.einsum("ij,ij->i", weights, self.deviations)
        totals = np.einsum("ij->i", weights)
        shifts = np.divide(shifts, totals, out=np.zeros(len(shifts)), where=n_neighbours > 0)
        return Average(shifts, n_neighbours, is_tied)


def _nearest(weights: NDArray[np.float64], k: int) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.bool_]]:
    """Return weights with all but the `k` largest of each row set to 0, the first of equals kept.

    Say also how many are left in each row, and in which rows an equal was left out. `weights` is (n_rows, width), none
    below 0.

    >>> weights, n, is_tied = _nearest(np.array([[0.5, 0.9, 0.5, 0.5], [0.1, 0.2, 0.3, 0.4], [0.0, 0.3, 0.0, 0.0]]), 2)
    >>> weights.tolist()
    [[0.5, 0.9, 0.0, 0.0], [0.0, 0.0, 0.3, 0.4], [0.0, 0.3, 0.0, 0.0]]
    >>> n.tolist(), is_tied.tolist()
    ([2, 2, 1], [True, False, False])
    """
    n_rows, width = weights.shape
    if width <= k:
        return weights, np.count_nonzero(weights, axis=1), np.zeros(n_rows, dtype=bool)
    parted = np.partition(weights, width - k, axis=1)
    last, next_one = parted[:, width - k], parted[:, : width - k].max(axis=1)
    kept = np.where(weights >= last[:, None], weights, 0.0)
    n_kept = np.full(n_rows, k)
    is_short = last == 0
    n_kept[is_short] = np.count_nonzero(kept[is_short], axis=1)
    is_tied = (next_one == last) & ~is_short
    tied, last = weights[is_tied], last[is_tied, None]
    is_above, is_level = tied > last, tied == last
    n_places = k - np.count_nonzero(is_above, axis=1)[:, None]
    kept[is_tied] = np.where(is_above | (is_level & (np.cumsum(is_level, axis=1) <= n_places)), tied, 0.0)
    return kept, n_kept, is_tied


def groups_of_like_size(sizes: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Yield the places of `sizes` in groups that pad to little: the largest is at most a quarter above the smallest.

    Places of size 0 are left out. A group holds a bounded number of cells, but one place at least.

    >>> [group.tolist() for group in groups_of_like_size(np.array([4, 0, 100, 5, 1]))]
    [[4], [0, 3], [2]]
    """
    is_short = sizes.max(initial=0) < 2**16  # then numpy sorts by counting
    order = np.argsort(sizes.astype(np.uint16) if is_short else sizes, kind="stable")
    ascending = sizes[order]
    start = int(np.searchsorted(ascending, 0, side="right"))
    while start < len(order):
        largest = ascending[start] * 5 // 4
        end = int(np.searchsorted(ascending, largest, side="right"))
        end = min(end, start + max(1, _CELLS_AT_ONCE // int(largest)))
        yield order[start:end]
        start = end
