"""Kinds of index by the number of vectors, and how far the search of an approximate one looks.

The thresholds come from `crossaisle bench search`; docs/scaling.md has its figures.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

from retrieval.errors import ArtifactError

HNSW_FROM = 20_000
"""Below, comparing every vector takes a query less than a few milliseconds, and every answer is exact."""
IVF_PQ_FROM = 3_000_000
"""Below, codes and graph of 384 dimensions fit 2 GB of memory, where the graph is the fastest."""
_DIMS_PER_CODE = 4
_BITS_PER_CODE = 8
_N_TRAINING_PER_CELL = 64
_LEAST_TRAINING = 1 << 16
_LEAST_PER_CENTRE = 39  # with fewer vectors for each, FAISS warns that centres are ill learnt, and may take a minute


class IndexKind(StrEnum):
    """How an index finds candidates: it compares all, walks a graph of neighbours, or looks at the likeliest cells."""

    FLAT = "flat"
    HNSW = "hnsw"
    IVF_PQ = "ivf-pq"


@dataclass(frozen=True, slots=True)
class IndexPlan:
    """What an index is built like."""

    hnsw_from: int = HNSW_FROM
    """Number of vectors from which a graph is built."""
    ivf_pq_from: int = IVF_PQ_FROM
    """Number of vectors from which cells of compressed vectors are built instead."""
    target_recall: float = 0.99
    """Share of the ten (and of the hundred) truly nearest that a search is to find; more than the 0.98 promised."""
    n_links: int = 32
    """Neighbours of a node of the graph, twice as many on its lowest layer (HNSW's M)."""
    build_breadth: int = 100
    """Nodes kept in view while a node's neighbours are sought (HNSW's efConstruction)."""
    seed: int = 0
    """Seed of the queries that an index is tuned on."""

    def kind_for(self, n_rows: int) -> IndexKind:
        """Return the kind that serves `n_rows` vectors."""
        if n_rows >= self.ivf_pq_from:
            return IndexKind.IVF_PQ
        return IndexKind.HNSW if n_rows >= self.hnsw_from else IndexKind.FLAT

    def recipe(self, kind: IndexKind, n_rows: int, dim: int) -> str:
        """Return what FAISS's `index_factory` makes an index of `kind` from; each kind holds the vectors in full too.

        A graph walks over codes of 8 bits a number, of which it reads a quarter of what it would of full vectors.

        >>> [IndexPlan().recipe(kind, 1_000_000, 384) for kind in IndexKind]
        ['Flat', 'HNSW32_SQ8,Refine(Flat)', 'IVF4000,PQ96x8np,Refine(Flat)']
        """
        if kind is IndexKind.FLAT:
            return "Flat"
        if kind is IndexKind.HNSW:
            return f"HNSW{self.n_links}_SQ8,Refine(Flat)"
        n_codes = max(number for number in range(1, max(1, dim // _DIMS_PER_CODE) + 1) if dim % number == 0)
        n_bits = min(_BITS_PER_CODE, max(1, (n_rows // _LEAST_PER_CENTRE).bit_length() - 1))
        # np: the codes are not put in an order for Hamming distances, which takes minutes and which nothing here uses
        return f"IVF{_n_cells(n_rows)},PQ{n_codes}x{n_bits}np,Refine(Flat)"

    def n_training(self, n_rows: int) -> int:
        """Return the number of vectors of `n_rows` that cells and codes are learnt from."""
        return min(n_rows, max(_n_cells(n_rows) * _N_TRAINING_PER_CELL, _LEAST_TRAINING))


def _n_cells(n_rows: int) -> int:
    """Return the number of cells: four times the root, as FAISS's guidelines advise, or as many as can be learnt."""
    return max(1, min(round(4 * math.sqrt(n_rows)), n_rows // _LEAST_PER_CENTRE))


@dataclass(frozen=True, slots=True)
class Effort:
    """How far a search looks. `breadth` is HNSW's efSearch, the nodes in view, or IVF's nprobe, the cells looked at.

    It grows linearly from `breadth_at_10` for ten results wanted to `breadth_at_100` for a hundred, and on.
    """

    breadth_at_10: int
    breadth_at_100: int
    n_candidates_per_hit: int
    """Rows fetched for each result wanted, of which the exact scores choose."""

    def breadth(self, top_k: int) -> int:
        """Return the breadth for `top_k` results.

        >>> effort = Effort(breadth_at_10=40, breadth_at_100=220, n_candidates_per_hit=1)
        >>> [effort.breadth(top_k) for top_k in (1, 10, 55, 100, 190)]
        [40, 40, 130, 220, 400]
        """
        slope = max(0, self.breadth_at_100 - self.breadth_at_10) / 90
        return self.breadth_at_10 + round(slope * max(0, top_k - 10))


@dataclass(frozen=True, slots=True)
class IndexQuality:
    """What kind an index is, how far its search looks, and its recall@10 against exact search, measured when built."""

    kind: str = IndexKind.FLAT.value
    recall_at_10: float = 1.0
    breadth_at_10: int = 0
    breadth_at_100: int = 0
    n_candidates_per_hit: int = 1

    @classmethod
    def of(cls, kind: IndexKind, effort: Effort, recall_at_10: float) -> "IndexQuality":
        """Return the quality of an index of `kind` that was tuned to `effort`."""
        return cls(kind.value, recall_at_10, effort.breadth_at_10, effort.breadth_at_100, effort.n_candidates_per_hit)

    @property
    def index_kind(self) -> IndexKind:
        """The kind; raises ArtifactError where this code knows none of that name."""
        try:
            return IndexKind(self.kind)
        except ValueError as error:
            known = ", ".join(kind.value for kind in IndexKind)
            message = f"The index is of kind {self.kind!r}, known are {known}: build the index again."
            raise ArtifactError(message) from error

    @property
    def effort(self) -> Effort:
        """How far a search looks."""
        return Effort(self.breadth_at_10, self.breadth_at_100, self.n_candidates_per_hit)
