"""Dividing interactions into those to learn from and those to be judged by.

Users and items keep their numbers in both parts; what is in one is not in the other. The same seed gives the same
split.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import EvaluationError
from retrieval.recommenders.interactions import Interactions

TEST_SHARE = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """What a recommender learns from and is asked with, and what it never sees."""

    train: Interactions
    test: Interactions


def k_folds(interactions: Interactions, n_folds: int, seed: int) -> Iterator[Split]:
    """Yield `n_folds` splits, each interaction being in the test part of just one.

    Raises EvaluationError where there are fewer interactions than folds, or fewer than two folds.
    """
    n = len(interactions)
    if not 2 <= n_folds <= n:
        raise EvaluationError(f"{n_folds} folds of {n} interactions cannot be made; give from 2 to {n}")
    fold = np.empty(n, dtype=np.int64)
    fold[np.random.default_rng(seed).permutation(n)] = np.arange(n) % n_folds
    return (_divided(interactions, fold == number) for number in range(n_folds))


def stratified(interactions: Interactions, seed: int, test_share: float = TEST_SHARE) -> Split:
    """Hold out that share of each user's interactions, drawn at random and rounded; one of a user always stays."""
    if not 0 < test_share < 1:
        raise EvaluationError(f"the share to hold out is {test_share}; give one between 0 and 1")
    n_own = np.diff(interactions.ends)
    n_held_out = np.minimum(np.floor(n_own * test_share + 0.5), np.maximum(n_own - 1, 0)).astype(np.int64)
    drawn = np.random.default_rng(seed).random(len(interactions))
    order = np.lexsort((drawn, interactions.users))
    is_test = np.empty(len(interactions), dtype=bool)
    is_test[order] = _places(interactions) < n_held_out[interactions.users]
    return _divided(interactions, is_test)


def leave_last_out(interactions: Interactions) -> Split:
    """Hold out the last interaction of each user that has two or more; of equal moments the one that came last."""
    n_own = np.diff(interactions.ends)[interactions.users]
    return _divided(interactions, (_places(interactions) == n_own - 1) & (n_own > 1))


def by_time(interactions: Interactions, test_share: float = TEST_SHARE) -> Split:
    """Hold out all that happened after a moment, so that about that share does; a user may be in one part only.

    What happened at one moment stays together. Raises EvaluationError where no moment divides the interactions, as when
    none is known.
    """
    if not 0 < test_share < 1:
        raise EvaluationError(f"the share to hold out is {test_share}; give one between 0 and 1")
    moments = interactions.moments
    cut = np.quantile(moments, 1 - test_share, method="lower") if len(moments) else 0.0
    is_test = moments > cut
    if not is_test.any():
        is_test = moments >= cut
    if is_test.all():
        raise EvaluationError(
            f"{len(moments)} interactions cannot be divided by time: no two of them have different moments; "
            "give data with times or another split"
        )
    return _divided(interactions, is_test)


def _places(interactions: Interactions) -> NDArray[np.int64]:
    """Return the place of each interaction among its user's, from 0, (n,)."""
    return np.arange(len(interactions)) - interactions.ends[interactions.users]


def _divided(interactions: Interactions, is_test: NDArray[np.bool_]) -> Split:
    return Split(interactions.where(~is_test), interactions.where(is_test))
