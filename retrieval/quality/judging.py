"""What a recommender's metrics are on frozen data, user by user."""

from collections.abc import Callable
from typing import cast

import numpy as np
from numpy.typing import NDArray

from retrieval.evaluation.recommending.list_metrics import (
    NOTHING,
    Judged,
    average_precision,
    hit,
    ndcg,
    precision,
    recall,
)
from retrieval.evaluation.recommending.rating_metrics import squared_errors
from retrieval.quality.frozen import FrozenSet
from retrieval.quality.gate import Judgement, Measured
from retrieval.recommenders.interactions import LIKED_FROM, History
from retrieval.recommenders.recommender import RatingPredictor, Recommender

K = 10
DECISIVE = f"ndcg_at_{K}"
"""What a first model must be better in than popularity."""

Progress = Callable[[int, int], None]


def judge(recommender: Recommender, frozen: FrozenSet, progress: Progress | None = None) -> Judgement:
    """Judge a recommender by the frozen users' later interactions: relevant is what they came to like.

    Lists hold ten items of the frozen set. An item that the recommender does not know is never in its list and counts
    as a miss, and so does a place left empty. Of a `RatingPredictor` the RMSE of later ratings is measured too; an
    item that it does not know is foretold the middle of the scale.
    """
    columns = {item_id: column for column, item_id in enumerate(recommender.item_ids)}
    frozen_column = np.full(len(recommender.item_ids), NOTHING, dtype=np.int64)
    for column, item_id in enumerate(frozen.known.item_ids):
        if item_id in columns:
            frozen_column[columns[item_id]] = column
    allowed = frozen_column != NOTHING
    ranked = np.full((frozen.known.n_users, K), NOTHING, dtype=np.int64)
    histories = []
    for user in range(frozen.known.n_users):
        history = _known(frozen, user, columns)
        histories.append(history)
        found = frozen_column[recommender.recommend(history, K, allowed).items]
        ranked[user, : len(found)] = found
        if progress:
            progress(user + 1, frozen.known.n_users)
    liked = frozen.later.where(frozen.later.ratings >= LIKED_FROM)
    judged = Judged.of(ranked, liked.matrix())
    measured = [
        Measured(DECISIVE, ndcg(judged)),
        Measured(f"precision_at_{K}", precision(judged)),
        Measured(f"recall_at_{K}", recall(judged)),
        Measured("map", average_precision(judged)),
        Measured(f"hit_rate_at_{K}", hit(judged)),
    ]
    if hasattr(recommender, "ratings"):
        measured.append(_rmse(cast(RatingPredictor, recommender), frozen, histories, columns))
    return Judgement(frozen.fingerprint, frozen.user_digests, tuple(measured))


def _known(frozen: FrozenSet, user: int, columns: dict[str, int]) -> History:
    """Return what a frozen user did before, in the recommender's own columns."""
    history = frozen.known.history(user)
    names = [frozen.known.item_ids[item] for item in history.items]
    return History.of_known(columns, names, history.ratings.tolist(), history.moments.tolist())


def _rmse(
    recommender: RatingPredictor, frozen: FrozenSet, histories: list[History], columns: dict[str, int]
) -> Measured:
    """Return the mean squared error of each user, weighted by the number of their later ratings."""
    later = frozen.later
    own = np.array([columns.get(item_id, NOTHING) for item_id in later.item_ids], dtype=np.int64)[later.items]
    foretold = np.full(len(later), _MIDDLE)
    is_known = own != NOTHING
    asked = [histories[user] for user in later.users[is_known].tolist()]
    if asked:
        foretold[is_known] = recommender.ratings(asked, own[is_known])
    errors = squared_errors(foretold, later.ratings)
    sums = np.bincount(later.users, errors, later.n_users)
    counts: NDArray[np.float64] = np.bincount(later.users, minlength=later.n_users).astype(np.float64)
    means = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    return Measured("rmse", means, is_higher_better=False, weights=counts, is_rooted=True)


_MIDDLE = 3.0
"""Foretold of an item that the recommender does not know: the middle of ratings from 1 to 5."""
