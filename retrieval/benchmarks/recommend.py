"""Measure recommending beside scikit-surprise and implicit: ratings, lists, pace, and how soon an event counts."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from retrieval.benchmarks import cf, recommend_events, recommend_pace
from retrieval.benchmarks.recommend_lists import CLASSICAL, POPULAR, WIDE_GRID, Grid, Judgement, judge_lists
from retrieval.evaluation.recommending.datasets.movielens import read_movielens

SIZES = (10_000, 100_000, 1_000_000)
PARTS = ("neighbours", "lists", "pace", "events")


@dataclass(frozen=True, slots=True)
class Bench:
    """What is measured.

    parts: of `PARTS`, in any order. methods: those judged by their lists. sizes: catalogues whose pace is measured.
    n_folds: of the neighbours' cross-validation. n_queries, n_events: how often pace and arrival are measured.
    """

    data: Path
    seed: int = 0
    parts: Sequence[str] = PARTS
    methods: Sequence[str] = CLASSICAL
    sizes: Sequence[int] = SIZES
    n_folds: int = 5
    n_queries: int = 300
    n_events: int = 200
    grid: Grid = WIDE_GRID


def run(bench: Bench, progress: Callable[[str], None]) -> dict[str, Any]:
    """Measure the parts asked for; `progress` hears of each step. Raises EvaluationError or StoreError for bad data."""
    report: dict[str, Any] = {"data": str(bench.data), "seed": bench.seed}
    if "pace" in bench.parts:
        paces = [recommend_pace.measure(n_items, bench.n_queries, bench.seed, progress) for n_items in bench.sizes]
        report["recommend_p50_ms"] = {str(pace.n_items): pace.p50_ms for pace in paces}
        report["growth"] = [asdict(pace) for pace in paces]
        report["serving"] = recommend_pace.SERVING
    if "neighbours" in bench.parts:
        found = cf.run(bench.data / "ratings.csv", bench.n_folds, bench.seed, progress)
        report["neighbours"] = {key: found[key] for key in ("rmse", "reference_rmse", "speedup")}
    if {"lists", "events"} & set(bench.parts):
        dataset = read_movielens(bench.data)
        if "events" in bench.parts:
            change = recommend_events.measure(dataset.interactions, dataset.facts, bench.n_events, bench.seed, progress)
            report["event_to_change_p95_ms"] = change.p95_ms
            report["event_to_change"] = asdict(change)
        if "lists" in bench.parts:
            lists = judge_lists(dataset.interactions, dataset.facts, bench.seed, progress, bench.methods, bench.grid)
            report["ndcg_at_10"] = {
                "ours_best": lists.ours[lists.best].test.mean,
                "implicit_als": lists.implicit_als.test.mean,
                "implicit_bpr": lists.implicit_bpr.test.mean,
                "popular": lists.ours[POPULAR].test.mean,
            }
            report["best_method"] = lists.best
            report["n_users"] = lists.n_users
            judged = {**lists.ours, "implicit_als": lists.implicit_als, "implicit_bpr": lists.implicit_bpr}
            report["methods"] = {name: _figures(one) for name, one in judged.items()}
    return report


def _figures(judgement: Judgement) -> dict[str, Any]:
    """Return a judgement as JSON holds it; null where there is no RMSE."""
    test, has_rmse = judgement.test, judgement.rmse == judgement.rmse
    return {
        "ndcg_at_10": test.mean,
        "low": test.low,
        "high": test.high,
        "validation": judgement.validation,
        "rmse": judgement.rmse if has_rmse else None,
        "settings": judgement.settings,
    }
