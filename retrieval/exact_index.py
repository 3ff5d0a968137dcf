"""The plain index: every vector compared with every query. The reference for faster ones."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.vector_index import Hits, check_rows, check_search, cosines, nearest_first, no_hits

_ROWS_AT_ONCE = 8192


@dataclass(frozen=True, slots=True)
class ExactIndex:
    """Vectors (n_rows, dim) float32, rows of unit length, held in memory and searched one by one."""

    _vectors: NDArray[np.float32]

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._vectors.shape[1])

    def __len__(self) -> int:
        return len(self._vectors)

    def search(self, queries: NDArray[np.float32], top_k: int, allowed: NDArray[np.bool_] | None = None) -> Hits:
        """Return the nearest allowed rows of each query, as `VectorIndex` says."""
        check_search(self, queries, top_k, allowed)
        rows = np.arange(len(self)) if allowed is None else np.flatnonzero(allowed)
        hits = no_hits(len(queries), min(top_k, len(self)))
        for place, query in enumerate(queries):
            scores = np.concatenate(
                [
                    cosines(query, self._vectors[rows[begin : begin + _ROWS_AT_ONCE]])
                    for begin in range(0, max(1, len(rows)), _ROWS_AT_ONCE)
                ]
            )
            best, best_scores = nearest_first(rows, scores, top_k)
            hits.rows[place, : len(best)] = best
            hits.scores[place, : len(best)] = best_scores
        return hits

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors of `rows`, as `VectorIndex` says."""
        check_rows(self, rows)
        return self._vectors[rows]
