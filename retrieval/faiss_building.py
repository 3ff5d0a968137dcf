"""Making FAISS's indexes: the kinds of `index_kinds` as FAISS builds them."""

from collections.abc import Callable
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.index_kinds import IndexKind, IndexPlan

_ROWS_AT_ONCE = 1 << 16
_N_BLOCKS = 16
_N_TRAINING = 1 << 16


def empty_index(kind: IndexKind, vectors: NDArray[np.float32], plan: IndexPlan) -> Any:
    """Return an index of `kind` without rows; cells and codes are learnt from a sample of `vectors`."""
    n_rows, dim = vectors.shape
    empty: Any = faiss.index_factory(dim, plan.recipe(kind, n_rows, dim), faiss.METRIC_INNER_PRODUCT)
    if kind is IndexKind.FLAT:
        return empty
    walked: Any = faiss.downcast_index(empty.base_index)
    n_training = plan.n_training(n_rows)
    if kind is IndexKind.HNSW:
        walked.hnsw.efConstruction = plan.build_breadth
        n_training = min(n_rows, _N_TRAINING)
    rows = np.random.default_rng(plan.seed).choice(n_rows, n_training, replace=False)
    walked.train(np.ascontiguousarray(vectors[np.sort(rows)]))
    empty.is_trained = True
    return empty


def filled(empty: Any, vectors: NDArray[np.float32], progress: Callable[[int, int], None]) -> Any:
    """Add the rows block by block: a sixteenth at a time lets FAISS's arrays grow to one and a half at the most."""
    n_rows = len(vectors)
    n_block = max(_ROWS_AT_ONCE, -(-n_rows // _N_BLOCKS))
    for begin in range(0, n_rows, n_block):
        empty.add(np.ascontiguousarray(vectors[begin : begin + n_block]))
        progress(min(begin + n_block, n_rows), n_rows)
    return empty
