"""Examples to learn from: of each user, a part of what they did, and the liked items that the part does not hold."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.recommenders.interactions import LIKED_FROM, Interactions
from retrieval.recommenders.neural.history_rows import Touches

_MOST_KEPT = 0.95
_SHARE_CUT_BY_TIME = 0.5


def passes_needed(n_passes: int, n_batches: int, least_steps: int) -> int:
    """Return how often to go over the users: `n_passes`, or more where that would be fewer steps than are needed.

    >>> passes_needed(20, 5, 200), passes_needed(20, 0, 200)
    (40, 0)
    """
    return max(n_passes, -(-least_steps // n_batches)) if n_batches else 0


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """What the users of a batch (`users`, (n,)) did, as rows of `given`, and wanted, as rows of `wanted`."""

    users: NDArray[np.int64]
    given: Touches
    wanted: Touches


def touches_of(interactions: Interactions, users: NDArray[np.int64]) -> Touches:
    """Return what some users did; rows number `users`."""
    counts = interactions.ends[users + 1] - interactions.ends[users]
    rows = np.repeat(np.arange(len(users)), counts)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    places = np.arange(len(rows)) - np.repeat(starts, counts) + np.repeat(interactions.ends[users], counts)
    return Touches(
        rows, interactions.items[places].astype(np.int64), interactions.ratings[places], interactions.moments[places]
    )


def batches(
    interactions: Interactions, n_passes: int, batch_size: int, most_wanted: int, random: np.random.Generator
) -> Iterator[Examples]:
    """Yield batches of users in random order, `n_passes` times over; users who like nothing are left out.

    Of half the users the first part of what they did is given and what they liked afterwards is wanted, of the others a
    random part, since a shop knows of many that they like two things but not which came first. How much is given
    varies from nothing, a new user, to nearly all. At most `most_wanted` of a user's liked items are wanted at a time.
    """
    users = np.unique(interactions.users[interactions.ratings >= LIKED_FROM]).astype(np.int64)
    for _ in range(n_passes):
        order = random.permutation(users)
        for start in range(0, len(order), batch_size):
            yield _split(interactions, order[start : start + batch_size], most_wanted, random)


def _split(
    interactions: Interactions, users: NDArray[np.int64], most_wanted: int, random: np.random.Generator
) -> Examples:
    """Part what each user did into what is given and what is wanted."""
    touches = touches_of(interactions, users)
    counts = np.bincount(touches.rows, minlength=len(users))
    places = np.arange(len(touches.rows)) - np.concatenate([[0], np.cumsum(counts)[:-1]])[touches.rows]
    by_time = (places + random.random(len(places))) / counts[touches.rows]
    by_chance = random.random(len(places))
    is_by_time = random.random(len(users)) < _SHARE_CUT_BY_TIME
    is_given = (
        np.where(is_by_time[touches.rows], by_time, by_chance) < (random.random(len(users)) * _MOST_KEPT)[touches.rows]
    )
    wanted = touches.where(~is_given & touches.is_liked)
    order = np.lexsort((random.random(len(wanted.rows)), wanted.rows))
    n_before = np.concatenate([[0], np.cumsum(np.bincount(wanted.rows, minlength=len(users)))[:-1]])
    is_chosen = np.zeros(len(order), dtype=bool)
    is_chosen[order] = np.arange(len(order)) - n_before[wanted.rows[order]] < most_wanted
    return Examples(users, touches.where(is_given), wanted.where(is_chosen))


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Items that compete with those wanted: `items` (n,) ascending, and the log of each one's chance to be one."""

    items: NDArray[np.int64]
    log_chances: NDArray[np.float32]


def sample_items(
    wanted: NDArray[np.int64], popularity: NDArray[np.float64], n_random: int, random: np.random.Generator
) -> Sample:
    """Return the wanted items and `n_random` others, as the sampled softmax needs them.

    Popular items are wanted more often in a batch and so are sampled more often; taking the log of the chance off their
    score makes up for it: Yi, Yang, Hong, Cheng, Heldt, Kumthekar, Zhao, Wei, Chi 2019, "Sampling-bias-corrected neural
    modeling for large corpus item recommendations", https://doi.org/10.1145/3298689.3346996. An item comes into the
    sample once, with the chance 1 - (1 - p)^n (1 - 1/N)^m of n draws by `popularity` (n_items,), which adds to 1, and m
    even ones.
    """
    n_items = len(popularity)
    items = np.unique(np.concatenate([wanted, random.integers(0, n_items, n_random)]))
    log_absent = len(wanted) * np.log1p(-np.minimum(popularity[items], 0.999)) + n_random * np.log1p(
        -1.0 / (n_items + 1)
    )
    return Sample(items, np.log(-np.expm1(log_absent)).astype(np.float32))
