"""What an evaluation of recommenders found, with intervals and a plain word on who loses."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.evaluation.metrics import Estimate, estimate, estimate_ratio
from retrieval.evaluation.recommending import variety_metrics
from retrieval.evaluation.recommending.datasets.dataset import Dataset
from retrieval.evaluation.recommending.judging import LIST_MEASURES, VARIETY_MEASURES, Run, Runs, Terms

POPULARITY = "popularity"
"""The recommender that every other one must beat to be worth its cost."""

BEST_BY = "ndcg"
_AT_K = ("ndcg", "precision", "recall", "f1", "hr")
_SEED = 20261122
_DIGITS = 4
_MILLISECONDS = 1000.0

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """One recommender's figures: `estimates` by measure, nan where it has none of it, and what to say of it.

    `coverage` and `gini` are of all lists together and have no interval. `lead` is the mean difference in nDCG from the
    best other recommender, user by user.
    """

    name: str
    estimates: Mapping[str, Estimate]
    coverage: float
    gini: float
    lead: Estimate
    verdict: str
    n_users: int
    n_ratings: int
    fit_seconds: float
    recommend_ms: float


@dataclass(frozen=True, slots=True)
class RecommendReport:
    """What was judged, how, and what came out, the best recommender by nDCG first."""

    data: str
    split: str
    terms: Terms
    n_users: int
    n_items: int
    n_interactions: int
    n_rows: int
    rejects: Mapping[str, int]
    notes: tuple[str, ...]
    diversity_of: str
    models: tuple[ModelFigures, ...]

    def key(self, measure: str) -> str:
        """Return the name of a measure in JSON: those of a list of k places say k.

        >>> from retrieval.evaluation.recommending.judging import Terms
        >>> RecommendReport("d", "s", Terms(), 0, 0, 0, 0, {}, (), "", ()).key("ndcg")
        'ndcg_at_10'
        """
        return f"{measure}_at_{self.terms.k}" if measure in _AT_K else measure

    def as_json(self) -> dict[str, Any]:
        """Return the figures as contract.md names them; null is what could not be measured."""
        return {
            "data": self.data,
            "split": self.split,
            "k": self.terms.k,
            "seed": self.terms.seed,
            "relevant_from": self.terms.relevant_from,
            "n_users": self.n_users,
            "n_items": self.n_items,
            "n_interactions": self.n_interactions,
            "n_rows": self.n_rows,
            "rejects": dict(self.rejects),
            "notes": list(self.notes),
            "diversity_of": self.diversity_of,
            "models": {model.name: self._model_as_json(model) for model in self.models},
        }

    def _model_as_json(self, model: ModelFigures) -> dict[str, Any]:
        intervals = {self.key(name): [_rounded(one.low), _rounded(one.high)] for name, one in model.estimates.items()}
        return {
            **{self.key(name): _rounded(one.mean) for name, one in model.estimates.items()},
            "coverage": _rounded(model.coverage),
            "gini": _rounded(model.gini),
            "intervals": intervals,
            "lead": [_rounded(one) for one in (model.lead.mean, model.lead.low, model.lead.high)],
            "verdict": model.verdict,
            "n_users": model.n_users,
            "n_ratings": model.n_ratings,
            "fit_seconds": _rounded(model.fit_seconds),
            "recommend_ms": _rounded(model.recommend_ms),
        }


def report_of(dataset: Dataset, split: str, terms: Terms, runs: Runs) -> RecommendReport:
    """Put runs together: a user judged in several splits counts once, with the mean of their values."""
    by_user = {name: _by_user(own, BEST_BY, dataset.interactions.n_users) for name, own in runs.by_model.items()}
    order = sorted(by_user, key=lambda name: -_mean(by_user[name]))
    models = tuple(_figures(name, runs.by_model[name], by_user, order) for name in order)
    return RecommendReport(
        data=dataset.name,
        split=split,
        terms=terms,
        n_users=int((np.diff(dataset.interactions.ends) > 0).sum()),
        n_items=dataset.interactions.n_items,
        n_interactions=len(dataset.interactions),
        n_rows=dataset.n_rows,
        rejects=dataset.rejects,
        notes=dataset.notes,
        diversity_of=runs.diversity_of,
        models=models,
    )


def _figures(name: str, own: Sequence[Run], ndcg_by_user: Mapping[str, Values], order: Sequence[str]) -> ModelFigures:
    n_users = len(ndcg_by_user[name])
    estimates = {
        measure: estimate(_by_user(own, measure, n_users).tolist(), _SEED)
        for measure in (*LIST_MEASURES, *VARIETY_MEASURES)
    }
    n_ratings = _summed(own, "n_ratings", n_users)
    squared = estimate_ratio(_summed(own, "squared", n_users), n_ratings, _SEED)
    estimates["rmse"] = Estimate(math.sqrt(squared.mean), math.sqrt(squared.low), math.sqrt(squared.high))
    estimates["mae"] = estimate_ratio(_summed(own, "absolute", n_users), n_ratings, _SEED)
    n_judged = sum(len(run.users) for run in own)
    return ModelFigures(
        name=name,
        estimates=estimates,
        coverage=float(np.mean([variety_metrics.coverage(run.shown) for run in own])),
        gini=_mean(np.array([variety_metrics.gini(run.shown) for run in own])),
        lead=_lead(name, ndcg_by_user, next((other for other in order if other != name), name)),
        verdict=_verdict(name, ndcg_by_user, order),
        n_users=int((~np.isnan(ndcg_by_user[name])).sum()),
        n_ratings=int(n_ratings.sum()),
        fit_seconds=float(np.mean([run.fit_seconds for run in own])),
        recommend_ms=sum(run.recommend_seconds for run in own) * _MILLISECONDS / max(n_judged, 1),
    )


def _verdict(name: str, ndcg_by_user: Mapping[str, Values], order: Sequence[str]) -> str:
    """Say whether a recommender loses: its nDCG, user by user, is below another's beyond the 95 % interval."""
    if len(order) == 1:
        return "alone"
    best = order[0]
    if name == best:
        rival = _lead(name, ndcg_by_user, order[1])
        return "best" if rival.low > 0 else f"best, as good as {order[1]}"
    if POPULARITY in order and name != POPULARITY and _lead(name, ndcg_by_user, POPULARITY).high < 0:
        return f"loses to {POPULARITY}"
    return f"loses to {best}" if _lead(name, ndcg_by_user, best).high < 0 else f"as good as {best}"


def _lead(name: str, ndcg_by_user: Mapping[str, Values], other: str) -> Estimate:
    return estimate((ndcg_by_user[name] - ndcg_by_user[other]).tolist(), _SEED)


def _by_user(runs: Sequence[Run], measure: str, n_users: int) -> Values:
    """Return each user's mean over the splits, (n_users,), nan for those that were not judged."""
    users = np.concatenate([run.users for run in runs])
    values = np.concatenate([run.by_user[measure] for run in runs])
    is_known = ~np.isnan(values)
    n = np.bincount(users[is_known], minlength=n_users)
    summed = np.bincount(users[is_known], weights=values[is_known], minlength=n_users)
    return np.where(n > 0, summed / np.maximum(n, 1), np.nan)


def _summed(runs: Sequence[Run], part: str, n_users: int) -> Values:
    """Return sums of errors or numbers of ratings by user, over the splits, without users that have no rating."""
    users = np.concatenate([run.raters for run in runs])
    n = np.bincount(users, weights=np.concatenate([run.n_ratings for run in runs]), minlength=n_users)
    summed = np.bincount(users, weights=np.concatenate([getattr(run, part) for run in runs]), minlength=n_users)
    return np.asarray(summed[n > 0], dtype=np.float64)


def _mean(values: Values) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")


def _rounded(value: float) -> float | None:
    return round(value, _DIGITS) if math.isfinite(value) else None
