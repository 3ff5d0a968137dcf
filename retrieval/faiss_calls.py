"""Asking FAISS: its filters, its parameters, its search by a thread of its own or by several, its files."""

from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.errors import ArtifactError
from retrieval.index_kinds import IndexKind
from retrieval.manifest import REMEDY, IndexIdentity

_N_QUERIES_FOR_THREADS = 4
_FEW_ROWS = 16
_WALKED = {IndexKind.HNSW: faiss.IndexHNSWSQ, IndexKind.IVF_PQ: faiss.IndexIVFPQ}


def selector(allowed: NDArray[np.bool_], n_allowed: int, is_in_order: bool) -> Any:
    """Return a filter; for a scan, which goes in order, of few rows a list of them: it spares looking at the others."""
    if is_in_order and n_allowed * _FEW_ROWS < len(allowed):
        return faiss.IDSelectorArray(np.flatnonzero(allowed))
    return faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))  # type: ignore[call-arg, arg-type]


def scan_parameters(rows: Any) -> Any:
    """Return what a scan of the rows of a selector is asked with."""
    return faiss.SearchParameters(sel=rows)  # type: ignore[call-arg]


def walk_parameters(kind: str, breadth: int, rows: Any) -> Any:
    """Return what a walk of a breadth is asked with; `rows` is a selector, None for all."""
    if kind == IndexKind.HNSW:
        return faiss.SearchParametersHNSW(efSearch=breadth, sel=rows)  # type: ignore[attr-defined]
    return faiss.SearchParametersIVF(nprobe=breadth, sel=rows)  # type: ignore[call-arg]


def search(
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


def mapped(path: Path, expected: IndexIdentity, kind: IndexKind) -> Any:
    """Return the index of a file, mapped; raises ArtifactError where it is not the one expected."""
    try:
        index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    except RuntimeError as error:
        raise ArtifactError(f"{path} cannot be read by FAISS ({error}): {REMEDY}.") from error
    found = faiss.downcast_index(index.base_index) if isinstance(index, faiss.IndexRefineFlat) else index
    wanted = _WALKED.get(kind, faiss.IndexFlatIP)
    if not isinstance(found, wanted) or (index.d, index.ntotal) != (expected.dim, expected.n_rows):
        raise ArtifactError(
            f"{path} holds a {type(found).__name__} of {index.ntotal} × {index.d}, "
            f"not an {wanted.__name__} of {expected.n_rows} × {expected.dim}: {REMEDY}."
        )
    return index
