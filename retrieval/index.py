"""The vector index in use, by FAISS: exact for small catalogues, a graph or cells for large ones.

The only module that imports faiss. FAISS adds up in float32 in an order that depends on the number of queries and on
threads, so it only proposes rows, more than asked for; their scores come from `cosines`, as in `ExactIndex`.

A scan compares all allowed rows, and proposes more again while the last one proposed is as good as the last one wanted:
it gives exactly the nearest. A walk through a graph or cells misses a few; the manifest says how many. It is used where
it compares fewer rows than a scan would. A scan follows where it falls short, and, unless the index is large, where so
many vectors are equal that only a scan finds the first of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.errors import ArtifactError
from retrieval.index_kinds import IndexKind, IndexPlan, IndexQuality
from retrieval.index_tuning import tuned
from retrieval.manifest import REMEDY, IndexIdentity, Manifest, open_published, publish
from retrieval.vector_index import Hits, check_rows, check_search, check_unit_rows, cosines, nearest_first, no_hits

FORMAT_VERSION = 2
_N_EXTRA = 8
_FLOAT32_NOISE = 4e-6
_N_QUERIES_FOR_THREADS = 4
_ROWS_AT_ONCE = 1 << 16
_N_BLOCKS = 16
_FEW_ROWS = 16
_MOST_NODES = 4096
_MOST_SCANNED_FOR_EQUALS = 100_000
_ROWS_PER_NODE = 16
"""Rows that a scan compares in the time that a walk takes for a node in view; `crossaisle bench search` measures it."""
_CODES_PER_ROW = 4
"""Compressed rows that a walk through cells compares in the time that a scan takes for a row."""
_CLASSES = {
    IndexKind.FLAT: faiss.IndexFlatIP,
    IndexKind.HNSW: faiss.IndexHNSWFlat,
    IndexKind.IVF_PQ: faiss.IndexRefineFlat,
}


@dataclass(frozen=True, slots=True)
class FaissIndex:
    """An index over rows of unit length, whose inner products are cosines. Safe to search from threads.

    `whole` is FAISS's object that is written and read; it holds all vectors in full, whatever its kind. `quality` tells
    the kind and how far a walk looks.
    """

    whole: Any
    quality: IndexQuality

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
        index = cls(_filled(_empty(kind, vectors, plan), vectors, progress), IndexQuality(kind.value))
        if kind is IndexKind.FLAT:
            return index

        def search(queries: NDArray[np.float32], top_k: int, quality: IndexQuality) -> Hits:
            return replace(index, quality=quality).search(queries, top_k)

        most = min(len(vectors), _MOST_NODES) if kind is IndexKind.HNSW else index._walked.nlist
        return replace(index, quality=tuned(kind, len(vectors), index.vectors, search, most, plan))

    @classmethod
    def load(cls, folder: Path, expected: IndexIdentity) -> "FaissIndex":
        """Map the index that `save` put into `folder`: pages are read from disk as they are needed, and shared.

        Raises ArtifactError saying what is wrong where the index is missing, truncated, corrupt, older or foreign.
        """

        def read(path: Path) -> FaissIndex:
            manifest = Manifest.read(folder)
            if manifest.file != path.name:
                raise ArtifactError(f"The index in {folder} was replaced while it was read: try again.")
            return cls(_map(path, expected, manifest.quality.index_kind), manifest.quality)

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
        return int(self.whole.ntotal)

    def search(self, queries: NDArray[np.float32], top_k: int, allowed: NDArray[np.bool_] | None = None) -> Hits:
        """Return the nearest allowed rows of each query, as `VectorIndex` says.

        An index of an approximate kind finds most of them, see `quality`: those that come are in order, their scores
        are exact, and as many come as are allowed, but one may be missing that is nearer than the last.
        """
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
        found: NDArray[np.float32] = self._flat.reconstruct_batch(np.ascontiguousarray(rows, dtype=np.int64))
        return found

    def is_walked(self, top_k: int, n_allowed: int) -> bool:
        """Tell whether a search for `top_k` of `n_allowed` rows walks: it is exact where it does not.

        A walk costs as much as comparing so many rows for each unit of its breadth; a scan compares all allowed.
        """
        if self.quality.kind == IndexKind.FLAT:
            return False
        per_unit = _ROWS_PER_NODE
        if self.quality.kind == IndexKind.IVF_PQ:
            per_unit = len(self) / self._walked.nlist / _CODES_PER_ROW
        return self._breadth(top_k, n_allowed) * per_unit < n_allowed

    @property
    def _walked(self) -> Any:
        is_wrapped = self.quality.kind == IndexKind.IVF_PQ
        return faiss.downcast_index(self.whole.base_index) if is_wrapped else self.whole

    @property
    def _flat(self) -> Any:
        """The index of the vectors in full that every kind holds."""
        if self.quality.kind == IndexKind.FLAT:
            return self.whole
        held = self.whole.storage if self.quality.kind == IndexKind.HNSW else self.whole.refine_index
        return faiss.downcast_index(held)

    def _breadth(self, top_k: int, n_allowed: int) -> int:
        """Return how far a walk looks: 1 / share times as far where a share of the rows is allowed."""
        breadth = self.quality.effort.breadth(top_k)
        if self.quality.kind == IndexKind.HNSW:
            breadth = max(breadth, top_k + _N_EXTRA)  # it cannot give more than it keeps in view
        return -(-breadth * len(self) // n_allowed)

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
        breadth = self._breadth(top_k, n_allowed)
        selector = None if allowed is None else _selector(allowed, n_allowed, is_in_order=False)
        if self.quality.kind == IndexKind.HNSW:
            parameters = faiss.SearchParametersHNSW(efSearch=breadth, sel=selector)  # type: ignore[attr-defined]
        else:
            walked = self._walked
            parameters = faiss.SearchParametersIVF(nprobe=min(breadth, walked.nlist), sel=selector)  # type: ignore[call-arg]
        _, rows = _search(self._walked, queries, n_candidates, parameters)
        places = []
        for place, candidates in enumerate(rows):
            found = candidates[candidates >= 0]
            n_equal = self._fill(hits, queries, place, found, top_k)
            is_cut = n_equal == len(found) and len(found) > top_k and len(self) <= _MOST_SCANNED_FOR_EQUALS
            if len(found) < min(top_k, n_allowed) or is_cut:
                places.append(place)
        return np.array(places, dtype=np.int64)

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
            parameters = faiss.SearchParameters(sel=_selector(allowed, n_allowed, is_in_order=True))  # type: ignore[call-arg]
        waiting, n_candidates = places, min(top_k + _N_EXTRA, n_allowed)
        while len(waiting):
            scores, rows = _search(self._flat, queries[waiting], n_candidates, parameters)
            last = min(top_k, n_candidates) - 1
            is_settled = (n_candidates == n_allowed) | (scores[:, -1] < scores[:, last] - _FLOAT32_NOISE)
            for place, found in zip(waiting[is_settled], rows[is_settled], strict=True):
                self._fill(hits, queries, int(place), found, top_k)
            waiting = waiting[~is_settled]
            n_candidates = min(2 * n_candidates, n_allowed)

    def _fill(
        self, hits: Hits, queries: NDArray[np.float32], place: int, candidates: NDArray[np.int64], top_k: int
    ) -> int:
        """Fill a line of `hits` with the best candidates; return how many are at least as good as the last of them."""
        exact = cosines(queries[place], self._flat.reconstruct_batch(candidates))
        rows, scores = nearest_first(candidates, exact, top_k)
        hits.rows[place, : len(rows)] = rows
        hits.scores[place, : len(rows)] = scores
        return int(np.count_nonzero(exact >= scores[-1])) if len(rows) else 0


def _empty(kind: IndexKind, vectors: NDArray[np.float32], plan: IndexPlan) -> Any:
    """Return an index of `kind` without rows; cells and codes are learnt from a sample of `vectors`."""
    n_rows, dim = vectors.shape
    empty: Any = faiss.index_factory(dim, plan.recipe(kind, n_rows, dim), faiss.METRIC_INNER_PRODUCT)
    if kind is IndexKind.HNSW:
        empty.hnsw.efConstruction = plan.build_breadth
    if kind is IndexKind.IVF_PQ:
        cells: Any = faiss.downcast_index(empty.base_index)
        cells.cp.min_points_per_centroid = cells.pq.cp.min_points_per_centroid = (
            1  # fewer are no error, nor worth a line
        )
        rows = np.random.default_rng(plan.seed).choice(n_rows, plan.n_training(n_rows), replace=False)
        cells.train(np.ascontiguousarray(vectors[np.sort(rows)]))
        empty.is_trained = True
    return empty


def _filled(empty: Any, vectors: NDArray[np.float32], progress: Callable[[int, int], None]) -> Any:
    """Add the rows block by block: a sixteenth at a time lets FAISS's arrays grow to one and a half at the most."""
    n_rows = len(vectors)
    n_block = max(_ROWS_AT_ONCE, -(-n_rows // _N_BLOCKS))
    for begin in range(0, n_rows, n_block):
        empty.add(np.ascontiguousarray(vectors[begin : begin + n_block]))
        progress(min(begin + n_block, n_rows), n_rows)
    return empty


def _selector(allowed: NDArray[np.bool_], n_allowed: int, is_in_order: bool) -> Any:
    """Return FAISS's filter; for a scan of few rows a list of them, which spares it looking at all the others."""
    if is_in_order and n_allowed * _FEW_ROWS < len(allowed):
        return faiss.IDSelectorArray(np.flatnonzero(allowed))
    return faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))  # type: ignore[call-arg, arg-type]


def _search(
    index: Any, queries: NDArray[np.float32], n_candidates: int, parameters: Any
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Return FAISS's scores and rows, each (n_queries, n_candidates), highest score first, row -1 where there is none.

    For few queries its threads cost more than they give. The setting is the calling thread's own.
    """
    n_threads = faiss.omp_get_max_threads()
    if len(queries) < _N_QUERIES_FOR_THREADS:
        faiss.omp_set_num_threads(1)
    try:
        scores, rows = index.search(np.ascontiguousarray(queries), n_candidates, params=parameters)
    finally:
        faiss.omp_set_num_threads(n_threads)
    return scores, rows


def _map(path: Path, expected: IndexIdentity, kind: IndexKind) -> Any:
    try:
        index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    except RuntimeError as error:
        raise ArtifactError(f"{path} cannot be read by FAISS ({error}): {REMEDY}.") from error
    wanted = _CLASSES[kind]
    if not isinstance(index, wanted) or (index.d, index.ntotal) != (expected.dim, expected.n_rows):
        raise ArtifactError(
            f"{path} holds a {type(index).__name__} of {index.ntotal} × {index.d}, "
            f"not an {wanted.__name__} of {expected.n_rows} × {expected.dim}: {REMEDY}."
        )
    return index
