"""The vector index in use, by FAISS: exact for small catalogues, a graph or cells for large ones.

FAISS adds up in float32 in an order that depends on the number of queries and on threads, so it only proposes rows,
more than asked for; their scores come from `cosines`, as in `ExactIndex`.

A scan compares all allowed rows, and proposes more while the last one proposed is as good as the last one wanted: it
gives exactly the nearest. A walk through a graph or cells misses a few; the manifest says how many. It is used where it
is cheaper; a scan follows where it falls short, or, unless the index is large, where very many vectors are equal.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import gt
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.errors import ArtifactError
from retrieval.faiss_building import empty_index, filled
from retrieval.faiss_calls import mapped, scan_parameters, search, selector, walk_parameters
from retrieval.index_kinds import IndexKind, IndexPlan, IndexQuality
from retrieval.index_tuning import tuned
from retrieval.manifest import IndexIdentity, Manifest, open_published, publish
from retrieval.vector_index import Hits, check_rows, check_search, check_unit_rows, cosines, no_hits

FORMAT_VERSION = 2
_N_EXTRA = 8
_FLOAT32_NOISE = 4e-6
_NUMBERS_AT_ONCE = 1 << 22
_MOST_NODES = 4096
_MOST_SCANNED_FOR_EQUALS = 100_000
_ROWS_PER_NODE = 16
"""Rows that a scan compares in the time that a walk takes for a node in view; `crossaisle bench search` measures it."""
_CODES_PER_ROW = 4
"""Compressed rows that a walk through cells compares in the time that a scan takes for a row."""


@dataclass(frozen=True, slots=True, eq=False)
class FaissIndex:
    """An index over rows of unit length, whose inner products are cosines. Safe to search from threads.

    `whole` is FAISS's object that is written and read; it holds all vectors in full, whatever its kind. `quality` tells
    the kind and how far a walk looks.
    """

    whole: Any
    quality: IndexQuality
    _walked: Any
    """The graph or cells."""
    _flat: Any
    """The vectors in full."""
    _n_cells: int
    """Number of cells, 0 where there are none."""
    _vectors: NDArray[np.float32]
    """The same as numpy sees them, (n_rows, dim): asking FAISS for them takes longer."""

    @classmethod
    def _of(cls, whole: Any, quality: IndexQuality) -> "FaissIndex":
        kind, flat, walked = quality.index_kind, whole, whole
        if kind is not IndexKind.FLAT:
            flat, walked = faiss.downcast_index(whole.refine_index), faiss.downcast_index(whole.base_index)
        shape = int(whole.ntotal), int(whole.d)
        vectors = faiss.rev_swig_ptr(flat.get_xb(), shape[0] * shape[1]) if shape[0] else np.empty(0, dtype=np.float32)
        n_cells = int(walked.nlist) if kind is IndexKind.IVF_PQ else 0
        return cls(whole, quality, walked, flat, n_cells, vectors.reshape(shape))

    @classmethod
    def build(
        cls,
        vectors: NDArray[np.float32],
        plan: IndexPlan | None = None,
        progress: Callable[[int, int], None] = lambda *_: None,
    ) -> "FaissIndex":
        """Index `vectors` (n_rows, dim) float32, rows of unit length, in the kind that `plan` has for their number.

        They may be mapped from a file: they are read block by block, and the index holds them once. An approximate
        index is tuned to the plan's recall. `progress` is called with the number of rows indexed and of all. Raises
        ArtifactError where a row is not of unit length.
        """
        check_unit_rows(vectors)
        plan = plan or IndexPlan()
        kind = plan.kind_for(len(vectors))
        index = cls._of(filled(empty_index(kind, vectors, plan), vectors, progress), IndexQuality(kind.value))
        if kind is IndexKind.FLAT:
            return index

        def search_as(queries: NDArray[np.float32], top_k: int, quality: IndexQuality) -> Hits:
            return replace(index, quality=quality).search(queries, top_k)

        most = min(len(vectors), _MOST_NODES) if kind is IndexKind.HNSW else index._n_cells
        return replace(index, quality=tuned(kind, len(vectors), index.vectors, search_as, most, plan))

    @classmethod
    def load(cls, folder: Path, expected: IndexIdentity) -> "FaissIndex":
        """Map the index that `save` put into `folder`: pages are read from disk as they are needed, and shared.

        Raises ArtifactError saying what is wrong where the index is missing, truncated, corrupt, older or foreign.
        """

        def read(path: Path) -> FaissIndex:
            manifest = Manifest.read(folder)
            if manifest.file != path.name:
                raise ArtifactError(f"The index in {folder} was replaced while it was read: try again.")
            return cls._of(mapped(path, expected, manifest.quality.index_kind), manifest.quality)

        return open_published(folder, expected, FORMAT_VERSION, read)

    def save(self, folder: Path, identity: IndexIdentity) -> Manifest:
        """Put the index into `folder` in place of a former one, in one step.

        Raises ArtifactError where `identity` tells of another length or number, or the folder cannot be written.
        """
        if (identity.dim, identity.n_rows) != (self.dim, len(self)):
            raise ArtifactError(
                f"An index of {len(self)} vectors of {self.dim} numbers cannot be saved as one of {identity.n_rows} "
                f"of {identity.dim}."
            )
        return publish(
            folder, identity, FORMAT_VERSION, lambda path: faiss.write_index(self.whole, str(path)), self.quality
        )

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self.whole.d)

    def __len__(self) -> int:
        return len(self._vectors)

    def search(self, queries: NDArray[np.float32], top_k: int, allowed: NDArray[np.bool_] | None = None) -> Hits:
        """Return the nearest allowed rows of each query, as `VectorIndex` says.

        An index of an approximate kind finds most of them, see `quality`: those that come are in order, their scores
        are exact, and as many come as are allowed, but one may be missing that is nearer than the last.
        """
        if allowed is None and queries.shape == (1, self._vectors.shape[1]) and top_k > 0:
            found = self._walk_once(queries, top_k)
            if found:
                return found
        check_search(self, queries, top_k, allowed)
        n_allowed = len(self) if allowed is None else int(np.count_nonzero(allowed))
        hits = no_hits(len(queries), min(top_k, len(self)))
        n_wanted = min(top_k, n_allowed)
        places = np.arange(len(queries) if n_wanted else 0)
        if n_wanted and self.is_walked(top_k, n_allowed):
            places = self._walk(queries, top_k, allowed, n_allowed, hits)
        if places.size:
            self._scan(queries, places, top_k, allowed, n_allowed, hits)
        return hits

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors of `rows`, as `VectorIndex` says."""
        check_rows(self, rows)
        return self._vectors[rows]

    def is_walked(self, top_k: int, n_allowed: int) -> bool:
        """Tell whether a search for `top_k` of `n_allowed` rows walks: it is exact where it does not."""
        return _breadth(self.quality, len(self), self._n_cells, top_k, n_allowed) > 0

    def _walk_once(self, query: NDArray[np.float32], top_k: int) -> Hits | None:
        """Return what `search` gives for one query (1, dim) without a filter, None where it takes more than one walk.

        A query that is not finite gives None too. It is the same in fewer steps: around one query, each step in Python
        weighs as much as a part of the walk.
        """
        n_rows = len(self._vectors)
        n_candidates = top_k * self.quality.n_candidates_per_hit + _N_EXTRA
        parameters = _parameters_of_all(self.quality, n_rows, self._n_cells, top_k)
        if parameters is None or n_candidates > n_rows:
            return None
        rows = self._walked.search(query, n_candidates, params=parameters)[1][0]
        scores = cosines(query[0], self._vectors[rows])
        falling = scores.tolist()
        if rows[-1] < 0:
            return None
        if not all(map(gt, falling, falling[1:])):  # FAISS's own sums took another order, or some are equal
            order = np.lexsort((rows, -scores))
            rows, scores = rows[order], scores[order]
            is_tied = scores[-1] == scores[top_k - 1] and n_rows <= _MOST_SCANNED_FOR_EQUALS
            if is_tied or not np.isfinite(scores).all():
                return None
        return Hits(rows[None, :top_k], scores[None, :top_k])

    def _walk(
        self,
        queries: NDArray[np.float32],
        top_k: int,
        allowed: NDArray[np.bool_] | None,
        n_allowed: int,
        hits: Hits,
    ) -> NDArray[np.int64]:
        """Fill `hits` with what the graph or the cells give; return the places of the queries that need a scan."""
        n_candidates = min(top_k * self.quality.n_candidates_per_hit + _N_EXTRA, n_allowed)
        breadth = _breadth(self.quality, len(self), self._n_cells, top_k, n_allowed)
        rows_allowed = None if allowed is None else selector(allowed, n_allowed, is_in_order=False)
        parameters = walk_parameters(self.quality.kind, breadth, rows_allowed)
        _, proposed = search(self._walked, queries, n_candidates, parameters)
        rows, scores = self._rescored(queries, proposed)
        n_wanted = min(top_k, n_allowed)
        hits.rows[:, :n_wanted], hits.scores[:, :n_wanted] = rows[:, :n_wanted], scores[:, :n_wanted]
        is_short = rows[:, n_wanted - 1] < 0
        if n_candidates > n_wanted and len(self) <= _MOST_SCANNED_FOR_EQUALS:
            is_short |= scores[:, -1] >= scores[:, n_wanted - 1]
        return np.flatnonzero(is_short)

    def _scan(
        self,
        queries: NDArray[np.float32],
        places: NDArray[np.int64],
        top_k: int,
        allowed: NDArray[np.bool_] | None,
        n_allowed: int,
        hits: Hits,
    ) -> None:
        """Fill the lines of `hits` at `places` (n,) with the nearest of all allowed rows."""
        parameters = None
        if allowed is not None:
            parameters = scan_parameters(selector(allowed, n_allowed, is_in_order=True))
        waiting, n_candidates = places, min(top_k + _N_EXTRA, n_allowed)
        while len(waiting):
            scores, rows = search(self._flat, queries[waiting], n_candidates, parameters)
            last = min(top_k, n_candidates) - 1
            is_settled = (n_candidates == n_allowed) | (scores[:, -1] < scores[:, last] - _FLOAT32_NOISE)
            settled, width = waiting[is_settled], last + 1
            best, best_scores = self._rescored(queries[settled], rows[is_settled])
            hits.rows[settled, :width], hits.scores[settled, :width] = best[:, :width], best_scores[:, :width]
            waiting = waiting[~is_settled]
            n_candidates = min(2 * n_candidates, n_allowed)

    def _rescored(
        self, queries: NDArray[np.float32], rows: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return candidate `rows` (n_queries, n_candidates) and their cosines, nearest first; row -1 comes last."""
        scores = np.empty(rows.shape, dtype=np.float32)
        n_lines = max(1, _NUMBERS_AT_ONCE // max(1, rows.shape[1] * self.dim))
        for begin in range(0, len(rows), n_lines):
            lines = slice(begin, begin + n_lines)
            scores[lines] = cosines(queries[lines, None, :], self._vectors[rows[lines]])
        scores[rows < 0] = -np.inf
        order = np.lexsort((rows, -scores))
        line = np.arange(len(rows))[:, None]
        return rows[line, order], scores[line, order]


def _breadth(quality: IndexQuality, n_rows: int, n_cells: int, top_k: int, n_allowed: int) -> int:
    """Return how far a walk for `top_k` of `n_allowed` rows looks, 0 where a scan of these is cheaper.

    It looks 1 / share times as far where a share of the rows is allowed, and costs as much as comparing so many rows
    for each unit of its breadth.
    """
    if quality.kind == IndexKind.FLAT or not n_allowed:
        return 0
    breadth, rows_per_unit = quality.effort.breadth(top_k), n_rows / max(1, n_cells) / _CODES_PER_ROW
    if quality.kind == IndexKind.HNSW:  # it gives no more than it keeps in view
        breadth, rows_per_unit = max(breadth, top_k * quality.n_candidates_per_hit + _N_EXTRA), _ROWS_PER_NODE
    widened = -(-breadth * n_rows // n_allowed)
    return widened if widened * rows_per_unit < n_allowed else 0


@lru_cache(maxsize=256)
def _parameters_of_all(quality: IndexQuality, n_rows: int, n_cells: int, top_k: int) -> Any:
    """Return what a walk through all rows is asked with, None where a scan is cheaper; made once."""
    breadth = _breadth(quality, n_rows, n_cells, top_k, n_rows)
    return walk_parameters(quality.kind, breadth, None) if breadth else None
