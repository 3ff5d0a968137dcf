"""Nearest vectors by cosine: what every vector index promises."""

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import ArtifactError

NO_ROW = -1
_UNIT_TOLERANCE = 1e-3
_ROWS_AT_ONCE = 1 << 16


@dataclass(frozen=True, slots=True)
class Hits:
    """The nearest rows of each query, nearest first.

    `rows` (n_queries, width) int64 and `scores` (n_queries, width) float32, the cosine of query and row. `width` is the
    `top_k` asked for, or the size of the index if that is smaller; where a query has fewer hits, the rest of its line
    is row -1 and score -inf. Equal scores are in order of row.
    """

    rows: NDArray[np.int64]
    scores: NDArray[np.float32]


class VectorIndex(Protocol):
    """Vectors by row, searched by cosine."""

    @property
    def dim(self) -> int:
        """Length of a vector."""

    def __len__(self) -> int: ...

    def search(self, queries: NDArray[np.float32], top_k: int, allowed: NDArray[np.bool_] | None = None) -> Hits:
        """Return the `top_k` rows nearest to each of `queries` (n_queries, dim) float32, rows of unit length.

        Only rows where `allowed` (n_rows,) is true are looked at; None allows all. As many come back as are allowed, up
        to `top_k`. Raises ArtifactError where `queries` or `allowed` do not fit the index, ValueError for a `top_k`
        below 1 or a query that is not finite.
        """

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors of `rows` (n,) in their order, as (n, dim) float32 of the caller's own.

        A row may be asked for more than once. Raises ArtifactError for a row that the index does not have.
        """


def cosines(query: NDArray[np.float32], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the cosine of `query` (dim,) with each of `vectors` (n, dim), all of unit length, as (n,) float32.

    Several queries (n_queries, 1, dim) with vectors of their own (n_queries, n, dim) give (n_queries, n).

    A row's result depends on nothing but the row and the query, to the last bit: not on its place, on the number of
    rows or on threads, as a matrix product's would. So equal vectors always tie, and two indexes agree.
    """
    scores: NDArray[np.float32] = np.vecdot(vectors, query)
    return scores


def nearest_first(
    rows: NDArray[np.int64], scores: NDArray[np.float32], top_k: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the best `top_k` of `rows` (n,) and their `scores` (n,), highest first; of equals, the lower row first."""
    order = np.lexsort((rows, -scores))[:top_k]
    return rows[order], scores[order]


def no_hits(n_queries: int, width: int) -> Hits:
    """Return hits without any row, to be filled in."""
    rows = np.full((n_queries, width), NO_ROW, dtype=np.int64)
    return Hits(rows, np.full((n_queries, width), -np.inf, dtype=np.float32))


def check_search(
    index: VectorIndex, queries: NDArray[np.float32], top_k: int, allowed: NDArray[np.bool_] | None
) -> None:
    """Raise ArtifactError or ValueError where a search does not fit `index`."""
    if top_k < 1:
        raise ValueError(f"top_k is {top_k}: ask for one result at least.")
    if queries.ndim != 2 or queries.shape[1] != index.dim:
        raise ArtifactError(
            f"The index holds vectors of {index.dim} numbers, the queries have shape {queries.shape}: "
            "encode queries with the model that the index was built with."
        )
    if not math.isfinite(queries.sum(dtype=np.float64)):
        raise ValueError("A query vector holds nan or infinity: it has no nearest rows.")
    if allowed is not None and (allowed.shape != (len(index),) or allowed.dtype != np.bool_):
        raise ArtifactError(
            f"The index has {len(index)} rows, the filter is {allowed.dtype} of shape {allowed.shape}: "
            "index and catalogue do not belong together; rebuild the index."
        )


def check_rows(index: VectorIndex, rows: NDArray[np.int64]) -> None:
    """Raise ArtifactError where one of `rows` (n,) is not a row of `index`."""
    outside = rows[(rows < 0) | (rows >= len(index))]
    if outside.size:
        raise ArtifactError(
            f"The index has {len(index)} rows, row {int(outside[0])} is none of them: "
            "index and catalogue do not belong together; rebuild the index."
        )


def check_unit_rows(vectors: NDArray[np.float32]) -> None:
    """Raise ArtifactError where `vectors` are not (n_rows, dim) float32 with rows of unit length, to a thousandth."""
    if vectors.ndim != 2 or vectors.dtype != np.float32:
        raise ArtifactError(f"An index is made of (n_rows, dim) float32, not {vectors.dtype} {vectors.shape}.")
    for begin in range(0, len(vectors), _ROWS_AT_ONCE):
        lengths = np.linalg.norm(vectors[begin : begin + _ROWS_AT_ONCE], axis=1)
        is_unit = np.abs(lengths - 1.0) <= _UNIT_TOLERANCE  # false for nan
        if not is_unit.all():
            row = begin + int(np.argmin(is_unit))
            raise ArtifactError(f"Row {row} is not of unit length: normalise the vectors before.")
