"""The vector index in use: FAISS, exact, filters applied inside the search. The only module that imports faiss.

FAISS adds up in float32 in an order that depends on the number of queries and on threads, so equal vectors may differ
in the last digits there. It therefore only proposes rows: a few more than asked for, and more again while the last one
proposed is as good as the last one wanted. Their scores come from `cosines`, as in `ExactIndex`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.errors import ArtifactError
from retrieval.manifest import REMEDY, IndexIdentity, Manifest, open_published, publish
from retrieval.vector_index import Hits, check_rows, check_search, cosines, nearest_first, no_hits

FORMAT_VERSION = 1
_N_EXTRA = 8
_FLOAT32_NOISE = 4e-6
_UNIT_TOLERANCE = 1e-3
_N_QUERIES_FOR_THREADS = 4


@dataclass(frozen=True, slots=True)
class FaissIndex:
    """An `IndexFlatIP` over rows of unit length, whose inner products are cosines. Safe to search from threads."""

    _flat: Any

    @classmethod
    def build(cls, vectors: NDArray[np.float32]) -> "FaissIndex":
        """Index `vectors` (n_rows, dim) float32, rows of unit length; raises ArtifactError where they are not."""
        if vectors.ndim != 2 or vectors.dtype != np.float32:
            raise ArtifactError(f"An index is made of (n_rows, dim) float32, not {vectors.dtype} {vectors.shape}.")
        off = np.abs(np.linalg.norm(vectors, axis=1) - 1.0) > _UNIT_TOLERANCE
        if off.any() or not np.isfinite(vectors).all():
            raise ArtifactError(f"Row {int(np.argmax(off))} is not of unit length: normalise the vectors before.")
        flat = faiss.IndexFlatIP(vectors.shape[1])
        flat.add(np.ascontiguousarray(vectors))
        return cls(flat)

    @classmethod
    def load(cls, folder: Path, expected: IndexIdentity) -> "FaissIndex":
        """Map the index that `save` put into `folder`: pages are read from disk as they are needed, and shared.

        Raises ArtifactError saying what is wrong where the index is missing, truncated, corrupt, older or foreign.
        """
        return cls(open_published(folder, expected, FORMAT_VERSION, lambda path: _map(path, expected)))

    def save(self, folder: Path, identity: IndexIdentity) -> Manifest:
        """Put the index into `folder` in place of a former one, in one step.

        Raises ArtifactError where `identity` tells of another length or number, or the folder cannot be written.
        """
        if (identity.dim, identity.n_rows) != (self.dim, len(self)):
            raise ArtifactError(
                f"An index of {len(self)} vectors of {self.dim} numbers cannot be saved as one of {identity.n_rows} "
                f"of {identity.dim}."
            )
        return publish(folder, identity, FORMAT_VERSION, lambda path: faiss.write_index(self._flat, str(path)))

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._flat.d)

    def __len__(self) -> int:
        return int(self._flat.ntotal)

    def search(self, queries: NDArray[np.float32], top_k: int, allowed: NDArray[np.bool_] | None = None) -> Hits:
        """Return the nearest allowed rows of each query, as `VectorIndex` says."""
        check_search(self, queries, top_k, allowed)
        n_allowed = len(self) if allowed is None else int(np.count_nonzero(allowed))
        hits = no_hits(len(queries), min(top_k, len(self)))
        waiting = np.arange(len(queries))
        n_candidates = min(top_k + _N_EXTRA, n_allowed)
        while n_candidates and len(waiting):
            scores, rows = self._propose(queries[waiting], n_candidates, allowed)
            last = min(top_k, n_candidates) - 1
            is_settled = (n_candidates == n_allowed) | (scores[:, -1] < scores[:, last] - _FLOAT32_NOISE)
            for place, candidates in zip(waiting[is_settled], rows[is_settled], strict=True):
                exact = cosines(queries[place], self._flat.reconstruct_batch(candidates))
                best, best_scores = nearest_first(candidates, exact, top_k)
                hits.rows[place, : len(best)] = best
                hits.scores[place, : len(best)] = best_scores
            waiting = waiting[~is_settled]
            n_candidates = min(2 * n_candidates, n_allowed)
        return hits

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors of `rows`, as `VectorIndex` says."""
        check_rows(self, rows)
        found: NDArray[np.float32] = self._flat.reconstruct_batch(np.ascontiguousarray(rows, dtype=np.int64))
        return found

    def _propose(
        self, queries: NDArray[np.float32], n_candidates: int, allowed: NDArray[np.bool_] | None
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Return FAISS's scores and rows, each (n_queries, n_candidates), highest score first.

        For few queries its threads cost more than they give. The setting is the calling thread's own.
        """
        parameters = None
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            selector: Any = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        n_threads = faiss.omp_get_max_threads()
        if len(queries) < _N_QUERIES_FOR_THREADS:
            faiss.omp_set_num_threads(1)
        try:
            scores, rows = self._flat.search(np.ascontiguousarray(queries), n_candidates, params=parameters)
        finally:
            faiss.omp_set_num_threads(n_threads)
        return scores, rows


def _map(path: Path, expected: IndexIdentity) -> Any:
    try:
        index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    except RuntimeError as error:
        raise ArtifactError(f"{path} cannot be read by FAISS ({error}): {REMEDY}.") from error
    if not isinstance(index, faiss.IndexFlatIP) or (index.d, index.ntotal) != (expected.dim, expected.n_rows):
        raise ArtifactError(
            f"{path} holds a {type(index).__name__} of {index.ntotal} × {index.d}, "
            f"not an IndexFlatIP of {expected.n_rows} × {expected.dim}: {REMEDY}."
        )
    return index
