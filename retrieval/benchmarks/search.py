"""Measure vector search beside FAISS asked directly, hnswlib and usearch: the same vectors and queries, in one process.

Each system's breadth is the least with which it finds as much as ours does, tried out on queries of their own. Then the
systems take turns, one query each in one thread, so that what else the machine does hits all alike.
At each turn they get different queries, lest one find in the processor's cache what another has just read.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from retrieval.benchmarks.search_systems import (
    Ours,
    Progress,
    System,
    graph_plan,
    hnswlib_index,
    our_index,
    raw_faiss_index,
    usearch_index,
)
from retrieval.benchmarks.search_vectors import Shape, make_queries, nearest_rows, write_vectors
from retrieval.index import FaissIndex

TOP_K = 10
SHARE_KEPT = 0.01
_SMALLEST = 10_000
_GROWTH = 10
_MOST_BREADTH = 4096
_STEP = 1.05
_N_WARM = 20

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bench:
    """What is measured: `n` vectors of `dim` numbers, half of `n_queries` for tuning, the others for the figures."""

    n: int
    dim: int
    seed: int
    n_queries: int
    n_threads: int
    """Threads that indexes are built with; each query has one."""
    folder: Path
    """Where vectors and indexes are kept for the next time."""


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """One system's seconds of each query (n_queries,) and recall@10 over all of them."""

    seconds: NDArray[np.float64]
    recall: float

    @property
    def p50_ms(self) -> float:
        """Median time of a query in milliseconds."""
        return float(np.median(self.seconds) * 1e3)


def run(bench: Bench, progress: Progress = lambda *_: None) -> dict[str, Any]:
    """Build what is not built yet, measure, and return the figures; times are those of the clock.

    `growth` has our index at a tenth, a hundredth and so on, down to 10,000 vectors, in the kind that it takes of
    itself there; `systems` compares graphs whatever the number. `filtered_recall_at_10` is that of a filter which keeps
    a random hundredth, `region_recall_at_10` of one which keeps the hundredth nearest to some vector, as categories do.
    `rows_per_node` is how many rows a scan compares in the time that a walk takes for a node in view.
    Raises ArtifactError where hnswlib or usearch is not installed.
    """
    growth = [_growth_at(bench, n, progress) for n in sizes(bench.n)]
    with threadpool_limits(bench.n_threads):
        data = _data(bench, bench.n)
        index = our_index(data.folder / "graph", data.vectors, graph_plan(), progress)
        raw: System = raw_faiss_index(data.folder / "faiss.bin", data.vectors, graph_plan(), progress)
        hnswlib: System = hnswlib_index(
            data.folder / "hnswlib.bin", data.vectors, graph_plan(), bench.n_threads, progress
        )
        usearch: System = usearch_index(
            data.folder / "usearch.bin", data.vectors, graph_plan(), bench.n_threads, progress
        )
    ours = Ours(index)
    breadth = index.quality.breadth_at_10
    systems: dict[str, System] = {"ours": ours, "hnswlib": hnswlib, "faiss": raw, "usearch": usearch}
    breadths = {"ours": breadth}
    wanted = recall_of(ours, data.tuning, data.tuning_truth)
    for name in ("faiss", "hnswlib", "usearch"):
        breadths[name] = least_breadth(systems[name], data.tuning, data.tuning_truth, wanted)
        systems[name].set_breadth(breadths[name])
    measured = take_turns(systems, data.queries, data.truth)
    filtered = {kind: _filtered(index, data, mask) for kind, mask in _masks(bench, data).items()}
    seconds_per_row = filtered["random"].p50_ms / max(1, round(bench.n * SHARE_KEPT))
    return {
        "n": bench.n,
        "dim": bench.dim,
        "seed": bench.seed,
        "n_queries": len(data.queries),
        "systems": {
            name: {"recall_at_10": one.recall, "p50_ms": one.p50_ms, "breadth": breadths[name]}
            for name, one in sorted(measured.items())
        },
        "ratio_vs_faiss": measured["ours"].p50_ms / measured["faiss"].p50_ms,
        "ratio_vs_hnswlib": measured["ours"].p50_ms / measured["hnswlib"].p50_ms,
        "recall_when_built": index.quality.recall_at_10,
        "filtered_recall_at_10": filtered["random"].recall,
        "filtered_p50_ms": filtered["random"].p50_ms,
        "region_recall_at_10": filtered["region"].recall,
        "region_p50_ms": filtered["region"].p50_ms,
        "rows_per_node": measured["ours"].p50_ms / breadth / seconds_per_row,
        "growth": growth,
    }


def sizes(n: int) -> list[int]:
    """Return the numbers of vectors to measure at, up to `n`.

    >>> sizes(1_000_000), sizes(20_000), sizes(500)
    ([10000, 100000, 1000000], [10000, 20000], [500])
    """
    steps = [n]
    power = _SMALLEST
    smaller = []
    while power < n:
        smaller.append(power)
        power *= _GROWTH
    return smaller + steps


def recall_of(system: System, queries: Vectors, truth: Rows) -> float:
    """Return the share of the true rows (n_queries, 10) that a system finds."""
    found = [system.search(queries[i : i + 1], TOP_K) for i in range(len(queries))]
    return recall(found, truth)


def recall(found: Sequence[Rows], truth: Rows) -> float:
    """Return the share of the true rows (n_queries, top_k) that are among those found for each query."""
    n_found = sum(len(np.intersect1d(rows, wanted)) for rows, wanted in zip(found, truth, strict=True))
    return n_found / max(1, truth.size)


def least_breadth(system: System, queries: Vectors, truth: Rows, wanted: float) -> int:
    """Return the least breadth with which a system's recall is at least `wanted`, by halving; else the greatest."""
    steps = [TOP_K]
    while steps[-1] < _MOST_BREADTH:
        steps.append(max(steps[-1] + 1, round(steps[-1] * _STEP)))
    low, high = 0, len(steps) - 1
    while low < high:
        middle = (low + high) // 2
        system.set_breadth(steps[middle])
        if recall_of(system, queries, truth) >= wanted:
            high = middle
        else:
            low = middle + 1
    return steps[low]


def take_turns(systems: dict[str, System], queries: Vectors, truth: Rows) -> dict[str, Measured]:
    """Measure all systems on all queries, each at another query at a time."""
    n, names = len(queries), list(systems)
    seconds = {name: np.zeros(n) for name in names}
    found: dict[str, list[Rows]] = {name: [np.empty(0, dtype=np.int64)] * n for name in names}
    for turn in range(-min(_N_WARM, n), n):
        for number, name in enumerate(names):
            i = (turn + number * n // len(names)) % n
            started = time.perf_counter()
            rows = systems[name].search(queries[i : i + 1], TOP_K)
            seconds[name][i] = time.perf_counter() - started
            found[name][i] = rows
    return {name: Measured(seconds[name], recall(found[name], truth)) for name in names}


@dataclass(frozen=True, slots=True, eq=False)
class _Data:
    folder: Path
    vectors: Vectors
    tuning: Vectors
    tuning_truth: Rows
    queries: Vectors
    truth: Rows


def _data(bench: Bench, n: int) -> _Data:
    folder = bench.folder / f"{n}-{bench.dim}-{bench.seed}"
    folder.mkdir(parents=True, exist_ok=True)
    vectors = write_vectors(folder / "vectors.npy", n, bench.dim, bench.seed, Shape())
    queries = make_queries(bench.n_queries, bench.dim, bench.seed, Shape())
    path = folder / f"truth-{bench.n_queries}.npy"  # the queries are those of the seed that the folder is named after
    if not path.is_file():
        np.save(path, nearest_rows(vectors, queries, TOP_K))
    truth: Rows = np.load(path)
    half = len(queries) // 2
    return _Data(folder, vectors, queries[:half], truth[:half], queries[half:], truth[half:])


def _growth_at(bench: Bench, n: int, progress: Progress) -> dict[str, Any]:
    """Measure our index of `n` vectors, of the kind that it takes of itself."""
    with threadpool_limits(bench.n_threads):
        data = _data(bench, n)
        plan = graph_plan() if n == bench.n else None
        index = our_index(data.folder / ("graph" if plan else "own"), data.vectors, plan, progress)
    measured = take_turns({"ours": Ours(index)}, data.queries, data.truth)["ours"]
    return {"n": n, "kind": index.quality.kind, "p50_ms": measured.p50_ms, "recall_at_10": measured.recall}


def _masks(bench: Bench, data: _Data) -> dict[str, NDArray[np.bool_]]:
    rng = np.random.default_rng([bench.seed, 3])
    towards = data.vectors @ np.asarray(data.vectors[rng.integers(len(data.vectors))])
    return {
        "random": rng.random(len(data.vectors)) < SHARE_KEPT,
        "region": towards >= np.quantile(towards, 1 - SHARE_KEPT),
    }


@dataclass(slots=True)
class _Filtered:
    """Our index under a filter, as a system."""

    index: FaissIndex
    allowed: NDArray[np.bool_]

    def set_breadth(self, breadth: int) -> None:
        """Leave the breadth to the index."""

    def search(self, query: Vectors, top_k: int) -> Rows:
        """Return the allowed rows (top_k,) nearest to `query` (1, dim)."""
        rows: Rows = self.index.search(query, top_k, self.allowed).rows[0]
        return rows


def _filtered(index: FaissIndex, data: _Data, allowed: NDArray[np.bool_]) -> Measured:
    truth = nearest_rows(data.vectors, data.queries, TOP_K, allowed)
    return take_turns({"ours": _Filtered(index, allowed)}, data.queries, truth)["ours"]
