"""The systems that search is measured beside: ours, FAISS asked directly, hnswlib and usearch.

All search a graph of the same number of links, built with the same breadth, one query at a time in one thread. FAISS
asked directly, hnswlib and usearch have full vectors in memory; ours walks over codes, and its file is mapped.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.errors import ArtifactError
from retrieval.index import FaissIndex
from retrieval.index_kinds import Effort, IndexPlan, IndexQuality
from retrieval.manifest import IndexIdentity

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]
Progress = Callable[[str, int, int], None]
_N_BLOCKS = 32


class System(Protocol):
    """A built index that is searched as far as it is told."""

    def set_breadth(self, breadth: int) -> None:
        """Have searches keep so many nodes in view."""

    def search(self, query: Vectors, top_k: int) -> Rows:
        """Return the rows (top_k,) nearest to `query` (1, dim)."""


@dataclass(slots=True)
class Ours:
    """`FaissIndex`."""

    index: FaissIndex

    def set_breadth(self, breadth: int) -> None:
        """Have searches keep so many nodes in view."""
        kind, recall = self.index.quality.index_kind, self.index.quality.recall_at_10
        self.index = replace(self.index, quality=IndexQuality.of(kind, Effort(breadth, breadth, 1), recall))

    def search(self, query: Vectors, top_k: int) -> Rows:
        """Return the rows (top_k,) nearest to `query` (1, dim)."""
        rows: Rows = self.index.search(query, top_k).rows[0]
        return rows


@dataclass(slots=True)
class RawFaiss:
    """FAISS's graph over full vectors in memory, asked directly."""

    index: Any

    def set_breadth(self, breadth: int) -> None:
        """Have searches keep so many nodes in view."""
        self.index.hnsw.efSearch = breadth

    def search(self, query: Vectors, top_k: int) -> Rows:
        """Return the rows (top_k,) nearest to `query` (1, dim)."""
        rows: Rows = self.index.search(query, top_k)[1][0]
        return rows


@dataclass(slots=True)
class Hnswlib:
    """hnswlib's index."""

    index: Any

    def set_breadth(self, breadth: int) -> None:
        """Have searches keep so many nodes in view."""
        self.index.set_ef(breadth)

    def search(self, query: Vectors, top_k: int) -> Rows:
        """Return the rows (top_k,) nearest to `query` (1, dim)."""
        return np.asarray(self.index.knn_query(query, top_k, num_threads=1)[0][0]).astype(np.int64)


@dataclass(slots=True)
class Usearch:
    """usearch's index."""

    index: Any

    def set_breadth(self, breadth: int) -> None:
        """Have searches keep so many nodes in view."""
        self.index.expansion_search = breadth

    def search(self, query: Vectors, top_k: int) -> Rows:
        """Return the rows (top_k,) nearest to `query` (1, dim)."""
        return np.asarray(self.index.search(query[0], top_k, threads=1).keys).astype(np.int64)


def our_index(folder: Path, vectors: Vectors, plan: IndexPlan | None, progress: Progress) -> FaissIndex:
    """Return our index of `vectors` from `folder`, built there if it is not; by default in its own kind."""
    plan = plan or IndexPlan()
    built_with = (
        f"{folder.parent.name} M={plan.n_links} efConstruction={plan.build_breadth} recall={plan.target_recall}"
    )
    identity = IndexIdentity("drawn from clusters", vectors.shape[1], len(vectors), built_with)
    try:
        return FaissIndex.load(folder, identity)
    except ArtifactError:
        index = FaissIndex.build(vectors, plan, lambda done, of: progress("ours", done, of))
        index.save(folder, identity)
    return FaissIndex.load(folder, identity)


def raw_faiss_index(path: Path, vectors: Vectors, plan: IndexPlan, progress: Progress) -> RawFaiss:
    """Return FAISS's own index of `vectors` from `path`, built there if it is not."""
    if path.is_file():
        return RawFaiss(faiss.read_index(str(path)))
    index: Any = faiss.index_factory(vectors.shape[1], f"HNSW{plan.n_links},Flat", faiss.METRIC_INNER_PRODUCT)
    index.hnsw.efConstruction = plan.build_breadth
    for begin, block in _blocks(vectors):
        index.add(block)
        progress("FAISS", begin + len(block), len(vectors))
    _keep(path, lambda name: faiss.write_index(index, name))
    return RawFaiss(index)


def graph_plan() -> IndexPlan:
    """Return the plan that makes a graph of any number of vectors."""
    return IndexPlan(hnsw_from=1)


def hnswlib_index(path: Path, vectors: Vectors, plan: IndexPlan, n_threads: int, progress: Progress) -> Hnswlib:
    """Return hnswlib's index of `vectors` from `path`, built there if it is not."""
    try:
        import hnswlib
    except ImportError as error:
        message = "hnswlib is not installed; run: pip install hnswlib"
        raise ArtifactError(message) from error
    index = hnswlib.Index("ip", vectors.shape[1])
    if path.is_file():
        index.load_index(str(path), max_elements=len(vectors))
    else:
        index.init_index(len(vectors), M=plan.n_links, ef_construction=plan.build_breadth, random_seed=plan.seed)
        for begin, block in _blocks(vectors):
            index.add_items(block, np.arange(begin, begin + len(block)), num_threads=n_threads)
            progress("hnswlib", begin + len(block), len(vectors))
        _keep(path, index.save_index)
    return Hnswlib(index)


def usearch_index(path: Path, vectors: Vectors, plan: IndexPlan, n_threads: int, progress: Progress) -> Usearch:
    """Return usearch's index of `vectors` from `path`, built there if it is not."""
    try:
        from usearch.index import Index
    except ImportError as error:
        message = "usearch is not installed; run: pip install usearch"
        raise ArtifactError(message) from error
    index = Index(
        ndim=vectors.shape[1],
        metric="ip",
        dtype="f32",
        connectivity=plan.n_links,
        expansion_add=plan.build_breadth,
    )
    if path.is_file():
        index.load(str(path))
    else:
        for begin, block in _blocks(vectors):
            index.add(np.arange(begin, begin + len(block)), block, threads=n_threads)
            progress("usearch", begin + len(block), len(vectors))
        _keep(path, index.save)
    return Usearch(index)


def _blocks(vectors: Vectors) -> Iterator[tuple[int, Vectors]]:
    n_block = max(1, -(-len(vectors) // _N_BLOCKS))
    for begin in range(0, len(vectors), n_block):
        yield begin, np.asarray(vectors[begin : begin + n_block])


def _keep(path: Path, save: Callable[[str], Any]) -> None:
    unfinished = path.with_suffix(".tmp")
    save(str(unfinished))
    unfinished.replace(path)
