"""Vectors to measure search with: as many as wanted, spread as those of a sentence encoder are.

What is imitated was measured on multilingual-e5-small over 6,000 category names: all vectors lie in a narrow cone (two
of them have cosine 0.87 ± 0.02), the tenth nearest has cosine 0.92, and near a vector they fill about 11 dimensions
(TwoNN: Facco et al. 2017, doi:10.1038/s41598-017-11873-y). A sample of 6,000 of these has 0.87 ± 0.02, 0.92 and 11.

A vector is the sum of a direction that all share, the centre of its cluster, a place within the cluster, which has few
dimensions of its own, and a little noise in all of them, brought to unit length. Clusters are as unequal in size as the
categories of a shop: their sizes follow a power law. Queries are drawn from the same clusters and are not in the data.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]
_ROWS_AT_ONCE = 1 << 16
_N_FRAMES = 32


@dataclass(frozen=True, slots=True)
class Shape:
    """How the vectors lie; lengths are relative to that of a cluster's centre."""

    n_clusters: int = 3000
    cone: float = 3.4
    """Length of the direction that all share."""
    within: float = 0.9
    """Length of the place within a cluster."""
    n_dims_within: int = 20
    """Dimensions that a cluster spreads in."""
    noise: float = 0.1
    """Length of the noise."""
    size_exponent: float = 0.8
    """The n-th largest cluster is n to the power of minus this as large as the largest."""


class Mixture:
    """The clusters, made from a seed, and vectors drawn from them."""

    def __init__(self, dim: int, seed: int, shape: Shape) -> None:
        rng = np.random.default_rng([seed, 0])
        self._dim, self._shape = dim, shape
        direction = rng.standard_normal(dim)
        falling = np.arange(1, dim + 1) ** -0.5
        centres = rng.standard_normal((shape.n_clusters, dim)) * falling / np.linalg.norm(falling)
        turn = np.linalg.qr(rng.standard_normal((dim, dim)))[0]
        self._centres = centres @ turn + direction / np.linalg.norm(direction) * shape.cone
        n_within = min(shape.n_dims_within, dim)
        self._frames = [np.linalg.qr(rng.standard_normal((dim, n_within)))[0].T for _ in range(_N_FRAMES)]
        sizes = np.arange(1, shape.n_clusters + 1) ** -shape.size_exponent
        self._shares = sizes / sizes.sum()

    def draw(self, n: int, rng: np.random.Generator) -> Vectors:
        """Return `n` vectors (n, dim), rows of unit length."""
        clusters = rng.choice(self._shape.n_clusters, n, p=self._shares)
        places = rng.standard_normal((n, len(self._frames[0]))) * self._shape.within / np.sqrt(len(self._frames[0]))
        vectors = rng.standard_normal((n, self._dim)) * self._shape.noise / np.sqrt(self._dim)
        vectors += self._centres[clusters]
        for number, frame in enumerate(self._frames):
            is_here = clusters % _N_FRAMES == number
            vectors[is_here] += places[is_here] @ frame
        drawn: Vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
        return drawn


def write_vectors(path: Path, n: int, dim: int, seed: int, shape: Shape) -> Vectors:
    """Write `n` vectors to `path`, block by block, and return them mapped; a file already whole is taken as it is."""
    if not path.is_file():
        mixture, unfinished = Mixture(dim, seed, shape), path.with_suffix(".tmp")
        target = np.lib.format.open_memmap(unfinished, mode="w+", dtype=np.float32, shape=(n, dim))
        for number, begin in enumerate(range(0, n, _ROWS_AT_ONCE)):
            n_here = min(_ROWS_AT_ONCE, n - begin)
            target[begin : begin + n_here] = mixture.draw(n_here, np.random.default_rng([seed, 1, number]))
        target.flush()
        unfinished.replace(path)
    vectors: Vectors = np.load(path, mmap_mode="r")
    return vectors


def make_queries(n: int, dim: int, seed: int, shape: Shape) -> Vectors:
    """Return `n` queries from the clusters of the vectors of the same seed, none of them among these."""
    return Mixture(dim, seed, shape).draw(n, np.random.default_rng([seed, 2]))


def nearest_rows(vectors: Vectors, queries: Vectors, top_k: int, allowed: NDArray[np.bool_] | None = None) -> Rows:
    """Return the truth: rows of the `top_k` nearest of the `allowed` vectors by cosine, (n_queries, top_k) int64."""
    best_rows = np.empty((len(queries), 0), dtype=np.int64)
    best_scores = np.empty((len(queries), 0), dtype=np.float32)
    for begin in range(0, len(vectors), _ROWS_AT_ONCE):
        block = slice(begin, begin + _ROWS_AT_ONCE)
        rows = np.arange(begin, min(begin + _ROWS_AT_ONCE, len(vectors)))
        rows = rows if allowed is None else rows[allowed[block]]
        scores = queries @ np.asarray(vectors[block] if allowed is None else vectors[rows]).T
        if not scores.shape[1]:
            continue
        n_kept = min(top_k, scores.shape[1])
        places = np.argpartition(-scores, n_kept - 1, axis=1)[:, :n_kept]
        best_rows = np.hstack([best_rows, rows[places]])
        best_scores = np.hstack([best_scores, np.take_along_axis(scores, places, axis=1)])
        order = np.argsort(-best_scores, axis=1, kind="stable")[:, :top_k]
        best_rows = np.take_along_axis(best_rows, order, axis=1)
        best_scores = np.take_along_axis(best_scores, order, axis=1)
    return best_rows
