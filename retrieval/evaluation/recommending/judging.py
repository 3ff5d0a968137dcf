"""Having recommenders learn from one part of the data and be judged by the other."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrieval.errors import EvaluationError
from retrieval.evaluation.recommending import list_metrics, variety_metrics
from retrieval.evaluation.recommending.item_kinds import Likeness, kinds_of, likeness_of
from retrieval.evaluation.recommending.list_metrics import NOTHING, Judged
from retrieval.evaluation.recommending.rating_metrics import absolute_errors, squared_errors
from retrieval.evaluation.recommending.splits import Split
from retrieval.recommenders.interactions import LIKED_FROM, History, Interactions, matrix_of
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.recommender import RatingPredictor, Recommender, best_of

Fit = Callable[[Interactions, ItemFacts], Recommender]
Progress = Callable[[str], None]
Values = NDArray[np.float64]

_SCORES_AT_ONCE = 8_000_000
"""Scores held in memory at a time, 32 MB of them."""

_MOST_USERS_AT_ONCE = 256
LIST_MEASURES: Mapping[str, Callable[[Judged], Values]] = {
    "ndcg": list_metrics.ndcg,
    "precision": list_metrics.precision,
    "recall": list_metrics.recall,
    "f1": list_metrics.f1,
    "map": list_metrics.average_precision,
    "hr": list_metrics.hit,
    "mrr": list_metrics.reciprocal_rank,
}
VARIETY_MEASURES = ("diversity", "novelty", "calibration")


@dataclass(frozen=True, slots=True)
class Terms:
    """How recommenders are judged.

    `k` places a list; an item of the test part rated `relevant_from` or better is relevant; at most `most_users` users,
    drawn by `seed`, are judged.
    """

    k: int = 10
    relevant_from: float = LIKED_FROM
    most_users: int = 10_000
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """What one recommender did on one split.

    `by_user` holds (n_users,) values by measure, nan where a measure says nothing of a user, and `users` their numbers;
    `squared` and `absolute` (n_raters,) are sums of rating errors over `n_ratings` (n_raters,) of the users `raters`,
    all 0 of a recommender that foretells none. `shown` (n_items,) counts lists; seconds are those of the clock.
    """

    users: NDArray[np.int64]
    by_user: Mapping[str, Values]
    raters: NDArray[np.int64]
    squared: Values
    absolute: Values
    n_ratings: Values
    shown: NDArray[np.int64]
    fit_seconds: float
    recommend_seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """The runs of each recommender, one a split, and what items were told apart by for diversity."""

    by_model: Mapping[str, tuple[Run, ...]]
    diversity_of: str


def judge(
    splits: Iterable[Split],
    facts: ItemFacts,
    models: Mapping[str, Fit],
    terms: Terms,
    progress: Progress = lambda _: None,
) -> Runs:
    """Fit every recommender on every split and measure what it recommends; `progress` hears of each, before and after.

    Users are asked about with what they did in the training part, also none. Raises EvaluationError where no user of
    any split has a relevant item in the test part.
    """
    runs: dict[str, list[Run]] = {name: [] for name in models}
    diversity_of, n_judged = "", 0
    for number, split in enumerate(splits, start=1):
        trial = _Trial(split, facts, terms)
        diversity_of, n_judged = trial.likeness.source, n_judged + len(trial.users)
        for name, fit in models.items():
            progress(f"  split {number}: {name} learns")
            run = trial.run(fit)
            runs[name].append(run)
            progress(
                f"  split {number}: {name} fitted in {run.fit_seconds:.1f} s, "
                f"{len(run.users)} users judged in {run.recommend_seconds:.1f} s"
            )
    if not n_judged:
        raise EvaluationError(
            f"nobody can be judged: no interaction held out is rated {terms.relevant_from} or better; "
            "give more data, another split or another rating to count from"
        )
    return Runs({name: tuple(found) for name, found in runs.items()}, diversity_of)


@dataclass(frozen=True, eq=False)
class _Trial:
    """One split, with all that is the same for every recommender."""

    split: Split
    facts: ItemFacts
    terms: Terms

    @cached_property
    def relevant(self) -> sparse.csr_array:
        """Return (n_users, n_items) with an entry wherever an item held out is relevant."""
        test = self.split.test.where(self.split.test.ratings >= self.terms.relevant_from)
        return test.matrix(np.ones(len(test)))

    @cached_property
    def users(self) -> NDArray[np.int64]:
        """Return the numbers of those who are judged: they have a relevant item held out."""
        able = np.flatnonzero(np.diff(self.relevant.indptr) > 0)
        if len(able) <= self.terms.most_users:
            return able
        return np.sort(np.random.default_rng(self.terms.seed).choice(able, self.terms.most_users, replace=False))

    @cached_property
    def raters(self) -> NDArray[np.int64]:
        """Return the numbers of those whose ratings are foretold: any that is held out, of as many users at most."""
        able = np.flatnonzero(np.diff(self.split.test.ends) > 0)
        if len(able) <= self.terms.most_users:
            return able
        return np.sort(np.random.default_rng(self.terms.seed).choice(able, self.terms.most_users, replace=False))

    @cached_property
    def likeness(self) -> Likeness:
        return likeness_of(self.facts, self.split.train)

    @cached_property
    def kinds(self) -> sparse.csr_array:
        return kinds_of(self.facts)

    @cached_property
    def n_touched_by(self) -> NDArray[np.int64]:
        return np.bincount(self.split.train.items, minlength=self.split.train.n_items).astype(np.int64)

    def run(self, fit: Fit) -> Run:
        """Fit a recommender on the training part and measure it."""
        started = time.perf_counter()
        model = fit(self.split.train, self.facts)
        fit_seconds = time.perf_counter() - started
        parts: list[dict[str, Values]] = []
        shown, recommend_seconds = np.zeros(self.split.train.n_items, np.int64), 0.0
        for users in self._blocks(self.users):
            histories = [self.split.train.history(int(user)) for user in users]
            started = time.perf_counter()
            ranked = ranked_lists(model, histories, self.terms.k)
            recommend_seconds += time.perf_counter() - started
            shown += variety_metrics.times_shown(ranked, len(shown))
            parts.append(self._measured(ranked, users, histories))
        names = (*LIST_MEASURES, *VARIETY_MEASURES)
        by_user = {name: np.concatenate([np.empty(0), *(part[name] for part in parts)]) for name in names}
        errors = self._rating_errors(model)
        return Run(self.users, by_user, self.raters, *errors, shown, fit_seconds, recommend_seconds)

    def _measured(
        self, ranked: NDArray[np.int64], users: NDArray[np.int64], histories: Sequence[History]
    ) -> dict[str, Values]:
        judged = Judged.of(ranked, self.relevant[users])
        n_items, train = self.split.train.n_items, self.split.train
        return {
            **{name: measure(judged) for name, measure in LIST_MEASURES.items()},
            "diversity": variety_metrics.intra_list_distance(ranked, self.likeness.rows),
            "novelty": variety_metrics.novelty(ranked, self.n_touched_by, int((np.diff(train.ends) > 0).sum())),
            "calibration": variety_metrics.miscalibration(
                ranked, matrix_of(histories, n_items, only_liked=True).astype(bool).astype(float), self.kinds
            ),
        }

    def _rating_errors(self, model: Recommender) -> tuple[Values, Values, Values]:
        """Return sums of squared and absolute errors and the number of ratings, each (n_raters,)."""
        test, sums = self.split.test, np.zeros((3, len(self.raters)))
        if not callable(getattr(model, "ratings", None)):
            return sums[0], sums[1], sums[2]
        predictor, done = cast(RatingPredictor, model), 0
        for users in self._blocks(self.raters):
            spans = [slice(int(test.ends[user]), int(test.ends[user + 1])) for user in users]
            n_own = [span.stop - span.start for span in spans]
            own = [self.split.train.history(int(user)) for user in users]
            histories = [history for history, n in zip(own, n_own, strict=True) for _ in range(n)]
            items = np.concatenate([test.items[span] for span in spans]).astype(np.int64)
            given = np.concatenate([test.ratings[span] for span in spans])
            foretold = predictor.ratings(histories, items)
            row = np.repeat(np.arange(done, done + len(users)), n_own)
            for place, errors in enumerate((squared_errors(foretold, given), absolute_errors(foretold, given))):
                sums[place] += np.bincount(row, weights=errors, minlength=sums.shape[1])
            sums[2] += np.bincount(row, minlength=sums.shape[1])
            done += len(users)
        return sums[0], sums[1], sums[2]

    def _blocks(self, users: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
        at_once = min(_MOST_USERS_AT_ONCE, max(1, _SCORES_AT_ONCE // max(self.split.train.n_items, 1)))
        return (users[start : start + at_once] for start in range(0, len(users), at_once))


def ranked_lists(model: Recommender, histories: Sequence[History], k: int) -> NDArray[np.int64]:
    """Return the best `k` items of each history, (n_histories, k), NOTHING where there are fewer.

    Scored many at a time and ranked as `best_of` ranks, which is what `Recommender.recommend` promises.
    """
    ranked = np.full((len(histories), k), NOTHING, dtype=np.int64)
    for row, (scores, history) in enumerate(zip(model.scores(histories), histories, strict=True)):
        items = best_of(scores, k, history).items
        ranked[row, : len(items)] = items
    return ranked
