"""The same vector index on Milvus, for catalogues that one machine does not hold, or that several servers share.

Milvus proposes rows, a few more than asked for; their scores come from `cosines`, as in `ExactIndex`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import ArtifactError
from retrieval.manifest import IndexIdentity
from retrieval.milvus_collection import MOST_ROWS, MilvusCollection, open_collection, publish_collection
from retrieval.vector_index import Hits, check_rows, check_search, check_unit_rows, cosines, nearest_first, no_hits

_N_EXTRA = 8
_MOST_LISTED = 4096
"""Rows that a filter may list: the text of such a filter has some 30 kB, and takes milliseconds to send and to read."""
_SPARE = 2
"""Times more rows are fetched than a filter would leave enough of on average."""


@dataclass(frozen=True, slots=True)
class MilvusIndex:
    """A collection of a Milvus server, or of a Milvus Lite file, with vectors by row. Safe to search from threads."""

    _collection: MilvusCollection

    @classmethod
    def publish(
        cls,
        address: str,
        name: str,
        vectors: NDArray[np.float32],
        identity: IndexIdentity,
        progress: Callable[[int, int], None] = lambda *_: None,
    ) -> "MilvusIndex":
        """Put an index of `vectors` (n_rows, dim) float32, rows of unit length, in force under `name`, in one step.

        `address` is `http://host:19530`, or a path that ends in `.db` for Milvus Lite. Raises ArtifactError where the
        vectors do not fit `identity`, IndexServiceError where Milvus cannot be reached.
        """
        check_unit_rows(vectors)
        if vectors.shape != (identity.n_rows, identity.dim):
            raise ArtifactError(
                f"An index of {len(vectors)} vectors of {vectors.shape[1]} numbers cannot be published as one of "
                f"{identity.n_rows} of {identity.dim}."
            )
        return cls(publish_collection(address, name, vectors, identity, progress))

    @classmethod
    def open(cls, address: str, name: str, expected: IndexIdentity) -> "MilvusIndex":
        """Open the index in force under `name`; raises ArtifactError where there is none or it is a foreign one."""
        return cls(open_collection(address, name, expected))

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return self._collection.dim

    def __len__(self) -> int:
        return self._collection.n_rows

    def search(self, queries: NDArray[np.float32], top_k: int, allowed: NDArray[np.bool_] | None = None) -> Hits:
        """Return the nearest allowed rows of each query, as `VectorIndex` says.

        A large collection is searched through a graph, which may miss a row that is nearer than the last.
        """
        check_search(self, queries, top_k, allowed)
        hits = no_hits(len(queries), min(top_k, len(self)))
        n_allowed = len(self) if allowed is None else int(np.count_nonzero(allowed))
        n_wanted = min(top_k, n_allowed)
        for place, query in enumerate(queries if n_wanted else queries[:0]):
            rows, scores = self._nearest(query, n_wanted, allowed, n_allowed)
            hits.rows[place, :n_wanted] = rows
            hits.scores[place, :n_wanted] = scores
        return hits

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors of `rows`, as `VectorIndex` says."""
        check_rows(self, rows)
        return self._collection.vectors(rows)

    def _nearest(
        self, query: NDArray[np.float32], n_wanted: int, allowed: NDArray[np.bool_] | None, n_allowed: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the `n_wanted` nearest of the allowed rows: first through the graph, else list by list of rows."""
        if allowed is not None and n_allowed <= _MOST_LISTED:
            return self._among(query, n_wanted, allowed)
        n_fetched = n_wanted + _N_EXTRA
        if allowed is not None:
            n_fetched = -(-n_fetched * len(self) * _SPARE // n_allowed)
        while (n_fetched := min(n_fetched, len(self))) <= MOST_ROWS:
            found = self._collection.search(query, n_fetched)
            kept = found if allowed is None else found[allowed[found]]
            if len(kept) >= n_wanted:
                rows, scores, is_cut = self._scored(query, kept, n_wanted)
                if not is_cut or n_fetched == len(self):
                    return rows, scores
            elif n_fetched == len(self):
                break
            n_fetched *= 2
        return self._among(query, n_wanted, np.ones(len(self), dtype=bool) if allowed is None else allowed)

    def _among(
        self, query: NDArray[np.float32], n_wanted: int, allowed: NDArray[np.bool_]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the nearest of the allowed rows, each of which is in one of the lists that Milvus is asked about."""
        best_rows, best_scores = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        for listed in _lists(np.flatnonzero(allowed)):
            found = self._collection.search(query, min(n_wanted + _N_EXTRA, len(listed)), listed)
            if len(found) < min(n_wanted, len(listed)):
                found = listed
            rows, scores, is_cut = self._scored(query, found, n_wanted)
            if is_cut and len(found) < len(listed):
                rows, scores, _ = self._scored(query, listed, n_wanted)
            best_rows, best_scores = nearest_first(
                np.concatenate([best_rows, rows]), np.concatenate([best_scores, scores]), n_wanted
            )
        return best_rows, best_scores

    def _scored(
        self, query: NDArray[np.float32], candidates: NDArray[np.int64], n_wanted: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float32], bool]:
        """Return the best candidates, their cosines, and whether all the others are as good as the last of them."""
        exact = cosines(query, self._collection.vectors(candidates))
        rows, scores = nearest_first(candidates, exact, n_wanted)
        return rows, scores, len(candidates) > n_wanted and bool(exact.min() >= scores[-1])


def _lists(rows: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    for begin in range(0, len(rows), _MOST_LISTED):
        yield rows[begin : begin + _MOST_LISTED]
