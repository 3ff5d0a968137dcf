"""What each item of a history adds to the scores of others: the form that linear recommenders of items share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrieval.recommenders.interactions import History, check_items
from retrieval.recommenders.recommender import Cause, Mask, Recommended
from retrieval.recommenders.storage import StoredModel
from retrieval.recommenders.weights import weights_of

_FIRST_LOOK = 256


@dataclass(frozen=True, slots=True, eq=False)
class ItemWeights:
    """A sparse matrix of non-negative weights, with what everybody gets where it says nothing.

    With w_j the weight of item j in a history, the score of an item i that any of its items points to is
    Σ_j w_j · `matrix`[j, i]; of all others `everybody`[i] − 1, which lies under it: what most want comes next.

    `matrix` (n_items, n_items) csr float32, few entries a row; `everybody` (n_items,) float32 in 0..1; `order`
    (n_items,) int64 its columns, the most wanted first. What it takes to recommend grows with the history, not with the
    number of items.
    """

    matrix: sparse.csr_array
    everybody: NDArray[np.float32]
    order: NDArray[np.int64]

    @classmethod
    def of(cls, matrix: sparse.csr_array, everybody: NDArray[np.float32]) -> Self:
        """Put weights and what everybody gets together."""
        return cls(matrix, everybody, np.argsort(-everybody, kind="stable"))

    @property
    def n_items(self) -> int:
        """How many items there are."""
        return len(self.everybody)

    def reached(self, history: History) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the items, ascending, that the history points to, and their scores; raises StoreError as usual."""
        check_items(history.items, self.n_items)
        columns, weights, _ = self._entries(history)
        items, places = np.unique(columns, return_inverse=True)
        return items, np.bincount(places, weights, len(items)).astype(np.float32)

    def scores(self, histories: Sequence[History]) -> NDArray[np.float32]:
        """Return (n_histories, n_items)."""
        rows = np.tile(self.everybody - 1, (len(histories), 1))
        for row, history in zip(rows, histories, strict=True):
            items, scores = self.reached(history)
            row[items] = scores
        return rows

    def recommend(self, history: History, top_k: int, allowed: Mask | None = None) -> Recommended:
        """Return what `best_of` makes of `scores`, without looking at every item."""
        items, scores = self.reached(history)
        is_left = ~np.isin(items, history.items)
        if allowed is not None:
            is_left &= allowed[items]
        kept, own = items[is_left], scores[is_left]
        best = np.lexsort((kept, -own))[:top_k]
        more = self._next(top_k - len(best), np.union1d(items, history.items), allowed)
        return Recommended(
            np.concatenate([kept[best], more]), np.concatenate([own[best], self.everybody[more] - np.float32(1)])
        )

    def causes(self, history: History, item: int) -> tuple[Cause, ...]:
        """Return the share of each item of the history in the score of `item`, or that many want it."""
        columns, weights, sources = self._entries(history)
        places = np.flatnonzero(columns == item)
        if not len(places):
            return (Cause("popular", float(self.everybody[item])),)
        causes = [Cause("item", float(weights[place]), int(sources[place])) for place in places]
        return tuple(sorted(causes, key=lambda cause: (-cause.share, cause.item)))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return all there is, to be kept."""
        return {
            "data": self.matrix.data.astype(np.float32),
            "indices": self.matrix.indices.astype(np.int32),
            "indptr": self.matrix.indptr.astype(np.int64),
            "everybody": self.everybody,
            "order": self.order,
        }

    @classmethod
    def stored(cls, model: StoredModel) -> Self:
        """Return what `arrays` gave; raises ArtifactError where something is missing."""
        n = len(model.item_ids)
        parts = (model.array("data", -1), model.array("indices", -1), model.array("indptr", n + 1))
        return cls(sparse.csr_array(parts, shape=(n, n)), model.array("everybody", n), model.array("order", n))

    def _entries(self, history: History) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
        """Return what the rows of the history's items hold: columns, weighted entries, and whose row each is of."""
        starts, ends = self.matrix.indptr[history.items], self.matrix.indptr[history.items + 1]
        n_entries = (ends - starts).astype(np.int64)
        within = np.arange(n_entries.sum()) - np.repeat(np.cumsum(n_entries) - n_entries, n_entries)
        places = np.repeat(starts, n_entries) + within
        weights = self.matrix.data[places] * np.repeat(weights_of(history.ratings), n_entries)
        return self.matrix.indices[places].astype(np.int64), weights, np.repeat(history.items, n_entries)

    def _next(self, n_wanted: int, taken: NDArray[np.int64], allowed: Mask | None) -> NDArray[np.int64]:
        """Return the most wanted items that are allowed and not `taken`, looking at ever more of them."""
        found = np.empty(0, dtype=np.int64)
        start, n_looked_at = 0, _FIRST_LOOK
        while len(found) < n_wanted and start < self.n_items:
            part = self.order[start : start + n_looked_at]
            if allowed is not None:
                part = part[allowed[part]]
            found = np.concatenate([found, part[~np.isin(part, taken)]])
            start, n_looked_at = start + n_looked_at, n_looked_at * 4
        return found[: max(n_wanted, 0)]


def strongest(matrix: sparse.csr_array, n_kept: int) -> sparse.csr_array:
    """Return a csr matrix with at most `n_kept` entries a row, the largest; of equals those of lower columns.

    `matrix` is csr with sorted columns.

    >>> strongest(sparse.csr_array(np.array([[0.2, 0.9, 0.2], [0.0, 0.1, 0.0]])), 2).toarray().tolist()
    [[0.2, 0.9, 0.0], [0.0, 0.1, 0.0]]
    """
    n_own = np.diff(matrix.indptr)
    least = np.full(matrix.shape[0], -np.inf, dtype=matrix.dtype)
    for row in np.flatnonzero(n_own > n_kept):
        own = matrix.data[matrix.indptr[row] : matrix.indptr[row + 1]]
        least[row] = np.partition(own, len(own) - n_kept)[len(own) - n_kept]
    rows = np.repeat(np.arange(matrix.shape[0]), n_own)
    is_kept, is_tied = matrix.data > least[rows], matrix.data == least[rows]
    n_room = n_kept - np.bincount(rows[is_kept], minlength=matrix.shape[0])
    tied = np.flatnonzero(is_tied)
    starts = np.searchsorted(rows[tied], np.arange(matrix.shape[0]))
    is_kept[tied[np.arange(len(tied)) - starts[rows[tied]] < n_room[rows[tied]]]] = True
    ends = np.concatenate([[0], np.cumsum(np.bincount(rows[is_kept], minlength=matrix.shape[0]))])
    return sparse.csr_array((matrix.data[is_kept], matrix.indices[is_kept], ends), shape=matrix.shape)
