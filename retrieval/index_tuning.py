"""How far the search of an approximate index must look: tried out on queries made from its own vectors.

A query is a vector moved in a random direction, as far as its nearest neighbour is away: as far from the data as one
that was never indexed would be. (Queries between two neighbours are too easy: where they tell a recall of 0.985, fresh
ones of `crossaisle bench search` have 0.95; with these both agree to 0.003.) The least breadth that reaches the recall
wanted is taken. A hit counts if it is as near as the last of the truly nearest, so that of equal vectors any will do.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from retrieval.index_kinds import Effort, IndexKind, IndexPlan, IndexQuality
from retrieval.vector_index import Hits

VectorsOf = Callable[[NDArray[np.int64]], NDArray[np.float32]]
Search = Callable[[NDArray[np.float32], int, IndexQuality], Hits]
_SearchWith = Callable[[NDArray[np.float32], int, Effort], Hits]
N_QUERIES = 300
_SHALLOW, _DEEP = 10, 100
_NOISE = 4e-6
_SAME = 0.9999
_LEAST_LENGTH = 1e-6
_STEP = 1.12
_EXHAUSTIVE = Effort(1 << 31, 1 << 31, 1)
_CANDIDATES_PER_HIT = {IndexKind.HNSW: (1, 4), IndexKind.IVF_PQ: (10, 40)}


def tuned(
    kind: IndexKind, n_rows: int, vectors_of: VectorsOf, search: Search, most: int, plan: IndexPlan
) -> IndexQuality:
    """Return the quality of an index of `kind` whose `search` looks no further than the plan's recall asks for.

    `vectors_of` gives the vectors of its `n_rows` rows; `most` is the greatest breadth to try.
    """

    def search_with(queries: NDArray[np.float32], top_k: int, effort: Effort) -> Hits:
        return search(queries, top_k, IndexQuality.of(kind, effort, 1.0))

    def exact(queries: NDArray[np.float32], top_k: int) -> Hits:
        return search_with(queries, top_k, _EXHAUSTIVE)

    queries = held_out_queries(vectors_of, exact, n_rows, plan.seed)
    truth = exact(queries, _DEEP)
    return IndexQuality.of(
        kind, *tune(queries, truth, search_with, most, plan.target_recall, _CANDIDATES_PER_HIT[kind])
    )


def held_out_queries(
    vectors_of: VectorsOf, exact: Callable[[NDArray[np.float32], int], Hits], n_rows: int, seed: int
) -> NDArray[np.float32]:
    """Return queries (n, dim) float32 of unit length, made from the vectors of `n_rows` rows, none of them among these.

    `vectors_of` gives the vectors of rows, `exact` the rows nearest to queries.
    """
    rng = np.random.default_rng(seed)
    rows = rng.choice(n_rows, min(N_QUERIES, n_rows), replace=False)
    vectors = vectors_of(rows)
    nearest = exact(vectors, _SHALLOW + 1).scores.astype(np.float64)
    cosine = np.where(nearest < _SAME, nearest, -1.0).max(axis=1, initial=-1.0)[:, None]
    cosine[cosine <= 0] = 1.0  # all neighbours are equal, or none is near: the query is the vector itself
    aside = rng.standard_normal(vectors.shape)
    aside -= (aside * vectors).sum(axis=1, keepdims=True) * vectors
    aside /= np.maximum(np.linalg.norm(aside, axis=1, keepdims=True), _LEAST_LENGTH)
    moved = cosine * vectors + np.sqrt(1 - cosine**2) * aside
    queries = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), _LEAST_LENGTH)
    return np.asarray(queries, dtype=np.float32)


def recall(found: Hits, exact: Hits, top_k: int) -> float:
    """Return the share of the exact `top_k` hits that `found` has, or hits that are as near; 1 where there are none."""
    last = exact.scores[:, :top_k].min(axis=1, initial=np.inf)
    n_wanted = min(top_k, exact.scores.shape[1])
    if not n_wanted or not len(last):
        return 1.0
    return float(np.mean((found.scores[:, :n_wanted] >= last[:, None] - _NOISE).sum(axis=1) / n_wanted))


def tune(
    queries: NDArray[np.float32],
    exact: Hits,
    search: _SearchWith,
    most: int,
    target: float,
    n_candidates: tuple[int, ...],
) -> tuple[Effort, float]:
    """Return the least effort whose search of `queries` reaches the recall `target`, and its recall@10.

    `exact` holds the hundred truly nearest of each query, `most` is the greatest breadth to try, `n_candidates` the
    numbers of candidates per hit to try, least first. Where nothing reaches the target, the greatest effort is returned
    with the recall that it has.
    """
    for per_hit in n_candidates:
        found: dict[int, int] = {}
        for top_k in (_SHALLOW, _DEEP):

            def reached(breadth: int, top_k: int = top_k, per_hit: int = per_hit) -> float:
                return recall(search(queries, top_k, Effort(breadth, breadth, per_hit)), exact, top_k)

            found[top_k] = _least(_ladder(found.get(_SHALLOW, 1), most), reached, target)
        effort = Effort(found[_SHALLOW], found[_DEEP], per_hit)
        measured = recall(search(queries, _SHALLOW, effort), exact, _SHALLOW)
        if measured >= target:
            break
    return effort, measured


def _ladder(least: int, most: int) -> list[int]:
    steps = [least]
    while steps[-1] < most:
        steps.append(min(most, max(steps[-1] + 1, round(steps[-1] * _STEP))))
    return steps


def _least(steps: list[int], reached: Callable[[int], float], target: float) -> int:
    """Return the first of `steps` from which on the target is reached, by halving; the last where none does."""
    low, high = 0, len(steps) - 1
    while low < high:
        middle = (low + high) // 2
        if reached(steps[middle]) >= target:
            high = middle
        else:
            low = middle + 1
    return steps[low]
