"""Judge lists of every method beside implicit's ALS and BPR: the same split, each tuned on the same validation part."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits

from retrieval.errors import EvaluationError
from retrieval.evaluation.metrics import Estimate, estimate
from retrieval.evaluation.recommending.judging import Run, Terms, judge
from retrieval.evaluation.recommending.list_metrics import Judged, ndcg
from retrieval.evaluation.recommending.splits import Split, stratified
from retrieval.recommenders.hybrid import Hybrid
from retrieval.recommenders.interactions import LIKED_FROM, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.methods import METHODS
from retrieval.recommenders.recommender import Recommender
from retrieval.recommenders.weights import weighted

K = 10
POPULAR = "popularity"
CLASSICAL = (
    "popularity",
    "bayesian_rating",
    "user_neighbours",
    "item_cosine",
    "item_pearson",
    "item_adjusted_cosine",
    "content",
    "als",
    "bpr",
    "ease",
    "slim",
    "sar",
    "purchase_probability",
)
"""The methods that are tuned; the hybrid is made of them."""
PARTS = {
    "ease": "ease",
    "als": "als",
    "item_neighbours": "item_cosine",
    "user_neighbours": "user_neighbours",
    "content": "content",
    "popularity": "popularity",
}
"""What the hybrid is made of, each as tuned."""

Progress = Callable[[str], None]
Fit = Callable[[Interactions, ItemFacts], Recommender]


@dataclass(frozen=True, slots=True)
class Grid:
    """Settings of implicit that are tried on the validation part; every combination of an algorithm's is."""

    factors: tuple[int, ...] = (32, 64, 128)
    als_regularisation: tuple[float, ...] = (10.0, 30.0, 60.0)
    als_alpha: tuple[float, ...] = (3.0, 5.0, 10.0)
    bpr_learning_rate: tuple[float, ...] = (0.005, 0.01, 0.02)
    bpr_iterations: tuple[int, ...] = (100, 200)


WIDE_GRID = Grid()


@dataclass(frozen=True, slots=True)
class Judgement:
    """A method as tuned: what settings, what it reached on validation, and its nDCG@10 on the test part.

    `rmse` is nan of a method that foretells no ratings.
    """

    settings: str
    validation: float
    test: Estimate
    rmse: float


@dataclass(frozen=True, slots=True)
class Lists:
    """Judgements by method; `best` is the one of ours that did best on validation, so that the test part chose none."""

    ours: Mapping[str, Judgement]
    implicit_als: Judgement
    implicit_bpr: Judgement
    best: str
    n_users: int


def judge_lists(
    interactions: Interactions,
    facts: ItemFacts,
    seed: int,
    progress: Progress,
    names: Sequence[str] = CLASSICAL,
    grid: Grid = WIDE_GRID,
) -> Lists:
    """Tune on a quarter of each user's training part, learn again from all of it, and judge once on the test part.

    A quarter of each user's interactions is the test part; relevant are those rated 4 or better. Raises EvaluationError
    where nobody can be judged.
    """
    outer = stratified(interactions, seed)
    inner = stratified(outer.train, seed + 1)
    tuned = {name: _tuned(name, inner, facts, progress) for name in names}
    if set(PARTS.values()) <= tuned.keys():
        hybrid: Fit = partial(Hybrid.of, {part: tuned[name][0] for part, name in PARTS.items()})
        tuned["hybrid"] = (hybrid, "parts as tuned", _validation({"hybrid": hybrid}, inner, facts)["hybrid"])
        progress(f"  hybrid: {tuned['hybrid'][2]:.4f} on validation")
    ours = {}
    for name, (fit, settings, validation) in tuned.items():
        run = judge([outer], facts, {name: fit}, Terms(K)).by_model[name][0]
        ours[name] = Judgement(settings, validation, estimate(run.by_user["ndcg"].tolist(), seed), _rmse(run))
        progress(f"  {name}: {ours[name].test.mean:.4f} on the test part")
    return Lists(
        ours,
        _judged_reference("als", _als_settings(grid), inner, outer, seed, progress),
        _judged_reference("bpr", _bpr_settings(grid), inner, outer, seed, progress),
        max(ours, key=lambda name: ours[name].validation),
        len(np.unique(outer.test.users[outer.test.ratings >= LIKED_FROM])),
    )


def _tuned(name: str, inner: Split, facts: ItemFacts, progress: Progress) -> tuple[Fit, str, float]:
    """Return how a method learns with the best of its settings, these, and what they reached."""
    method = METHODS[name]
    tried = [method.settings, *method.others]
    fits: dict[str, Fit] = {str(number): _with(name, settings) for number, settings in enumerate(tried)}
    found = _validation(fits, inner, facts)
    best = max(range(len(tried)), key=lambda number: found[str(number)])
    progress(f"  {name}: {found[str(best)]:.4f} on validation, the best of {len(tried)} settings")
    return fits[str(best)], str(tried[best] or "as they are"), found[str(best)]


def _with(name: str, settings: Any) -> Fit:
    return lambda interactions, facts: METHODS[name].fit_with(interactions, facts, settings)


def _validation(fits: Mapping[str, Fit], inner: Split, facts: ItemFacts) -> dict[str, float]:
    runs = judge([inner], facts, fits, Terms(K)).by_model
    return {name: float(np.nanmean(own[0].by_user["ndcg"])) for name, own in runs.items()}


def _rmse(run: Run) -> float:
    n = float(run.n_ratings.sum())
    return float(np.sqrt(run.squared.sum() / n)) if n else float("nan")


def _als_settings(grid: Grid) -> list[dict[str, Any]]:
    names = ("factors", "regularization", "alpha")
    return [
        dict(zip(names, one, strict=True)) for one in product(grid.factors, grid.als_regularisation, grid.als_alpha)
    ]


def _bpr_settings(grid: Grid) -> list[dict[str, Any]]:
    names = ("factors", "learning_rate", "iterations")
    return [
        dict(zip(names, one, strict=True)) for one in product(grid.factors, grid.bpr_learning_rate, grid.bpr_iterations)
    ]


def _judged_reference(
    algorithm: str,
    tried: Sequence[Mapping[str, Any]],
    inner: Split,
    outer: Split,
    seed: int,
    progress: Progress,
) -> Judgement:
    """Tune one of implicit's algorithms, its input too: weights of ratings, or what is liked alone."""
    found: list[tuple[float, bool, Mapping[str, Any]]] = []
    for only_liked, settings in product((False, True), tried):
        value = float(np.nanmean(_reference_ndcg(algorithm, settings, only_liked, inner, seed)))
        found.append((value, only_liked, settings))
    validation, only_liked, settings = max(found, key=lambda one: one[0])
    test = estimate(_reference_ndcg(algorithm, settings, only_liked, outer, seed).tolist(), seed)
    progress(f"  implicit's {algorithm}: {validation:.4f} on validation, {test.mean:.4f} on the test part")
    learns_from = "what is liked" if only_liked else "weights of ratings"
    return Judgement(f"{dict(settings)}, {learns_from}; the best of {len(found)}", validation, test, float("nan"))


def _reference_ndcg(
    algorithm: str, settings: Mapping[str, Any], only_liked: bool, split: Split, seed: int
) -> NDArray[np.float64]:
    """Return nDCG@10 of each user with something relevant, by implicit's own `fit` and `recommend`."""
    try:
        from implicit.cpu.als import AlternatingLeastSquares
        from implicit.cpu.bpr import BayesianPersonalizedRanking
    except ImportError as error:
        raise EvaluationError("implicit is not installed; run: pip install implicit") from error
    values = weighted(split.train)
    if only_liked:
        values = split.train.matrix((split.train.ratings >= LIKED_FROM).astype(np.float64))
        values.eliminate_zeros()
    rows = sparse.csr_matrix(values.astype(np.float32))
    met = sparse.csr_matrix(split.train.matrix(np.ones(len(split.train))).astype(np.float32))
    liked = split.test.where(split.test.ratings >= LIKED_FROM)
    users = np.unique(liked.users)
    kind = AlternatingLeastSquares if algorithm == "als" else BayesianPersonalizedRanking
    with threadpool_limits(1, "blas"):
        model = kind(**settings, random_state=seed, num_threads=1)
        model.fit(rows, show_progress=False)
        ranked, scores = model.recommend(users, met[users], N=min(K, rows.shape[1]))
    is_listed = scores > np.finfo(np.float32).min
    judged = Judged.of(np.where(is_listed, ranked, -1).astype(np.int64), liked.matrix(np.ones(len(liked)))[users])
    return ndcg(judged)
