"""How long recommending for one shopper takes as the catalogue grows, beside implicit."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits

from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.item_neighbours import ItemNeighbours, ItemNeighbourSettings
from retrieval.recommenders.recommender import Recommender

SERVING = "item_neighbours"
SETTINGS = ItemNeighbourSettings(n_neighbours=30)
TOP_K = 10
_MOST_USERS = 200_000
_MEAN_LENGTH, _LONGEST = 20, 200
_SKEW, _FLATTENED = 0.9, 20
_N_KINDS_PER_ITEM = 1 / 500
_OWN_KIND = 0.6
_FACTORS = 64
_WARM_UP = 20


@dataclass(frozen=True, slots=True)
class Pace:
    """Milliseconds of one recommendation among `n_items`, ours and implicit's, with one thread; `fit_seconds` of ours.

    `skew` is how often the item most wanted was touched, beside the mean.
    """

    n_items: int
    n_interactions: int
    fit_seconds: float
    p50_ms: float
    p95_ms: float
    implicit_p50_ms: float
    skew: float


def measure(n_items: int, n_queries: int, seed: int, progress: Callable[[str], None]) -> Pace:
    """Learn from invented shoppers and recommend to some of them, one at a time.

    implicit's ALS gets factors at random, as its pace does not depend on their values.
    """
    interactions = invented(n_items, seed)
    started = time.perf_counter()
    model = ItemNeighbours.fit(interactions, ItemFacts.unknown(interactions.item_ids), SETTINGS)
    fit_seconds = time.perf_counter() - started
    progress(f"  {n_items:,} items: learnt from {len(interactions):,} interactions in {fit_seconds:.1f} s")
    users = np.random.default_rng(seed + 1).integers(0, interactions.n_users, n_queries + _WARM_UP)
    with threadpool_limits(1):
        ours = _ours(model, interactions, users)
        theirs = _implicits(interactions, users, seed)
    touched = np.bincount(interactions.items, minlength=n_items)
    p50_ms, p95_ms = (float(np.quantile(ours, share)) for share in (0.5, 0.95))
    skew = float(touched.max() / touched.mean())
    return Pace(n_items, len(interactions), fit_seconds, p50_ms, p95_ms, float(np.median(theirs)), skew)


def invented(n_items: int, seed: int) -> Interactions:
    """Return interactions of shoppers with tastes: a few items are wanted by most, and each has a kind of choice.

    How often an item is drawn falls with its place as in shops: by a power of about one (Zipf), flattened at the top.
    Lengths of histories are geometric.
    """
    random = np.random.default_rng(seed)
    n_users = min(n_items, _MOST_USERS)
    lengths = np.minimum(random.geometric(1 / _MEAN_LENGTH, n_users) + 1, _LONGEST)
    users = np.repeat(np.arange(n_users, dtype=np.int32), lengths)
    n_kinds = max(1, int(n_items * _N_KINDS_PER_ITEM))
    kind = np.repeat(random.integers(0, n_kinds, n_users), lengths)
    anywhere = _drawn(random, n_items, len(users))
    within = _drawn(random, max(1, n_items // n_kinds), len(users)) * n_kinds + kind
    items = np.where(random.random(len(users)) < _OWN_KIND, np.minimum(within, n_items - 1), anywhere)
    scattered = random.permutation(n_items).astype(np.int32)
    ratings = random.choice(np.array([3.0, 4.25, 5.0]), len(users), p=(0.6, 0.15, 0.25))
    ids = tuple(map(str, range(n_users))), tuple(map(str, range(n_items)))
    return Interactions.from_arrays(*ids, users, scattered[items], ratings, np.arange(len(users), dtype=np.float64))


def _drawn(random: np.random.Generator, n: int, n_draws: int) -> NDArray[np.int64]:
    """Draw places 0..n−1 with chances that fall by a power of the place."""
    chances = np.cumsum((np.arange(n) + _FLATTENED) ** -_SKEW)
    return np.asarray(np.searchsorted(chances, random.random(n_draws) * chances[-1]), dtype=np.int64)


def _ours(model: Recommender, interactions: Interactions, users: Sequence[int] | NDArray[np.int64]) -> list[float]:
    """Return milliseconds of each recommendation after the first few."""
    histories = [interactions.history(int(user)) for user in users]
    return _timed([partial(model.recommend, history, TOP_K) for history in histories])


def _implicits(interactions: Interactions, users: NDArray[np.int64], seed: int) -> list[float]:
    from implicit.cpu.als import AlternatingLeastSquares

    random = np.random.default_rng(seed)
    model = AlternatingLeastSquares(_FACTORS, num_threads=1)
    model.item_factors = random.standard_normal((interactions.n_items, _FACTORS), dtype=np.float32)
    model.user_factors = random.standard_normal((interactions.n_users, _FACTORS), dtype=np.float32)
    rows = sparse.csr_matrix(interactions.matrix(np.ones(len(interactions))).astype(np.float32))
    own = [rows[int(user)] for user in users]
    return _timed([partial(model.recommend, int(user), row, N=TOP_K) for user, row in zip(users, own, strict=True)])


def _timed(calls: Sequence[Callable[[], Any]]) -> list[float]:
    found = []
    for call in calls:
        started = time.perf_counter()
        call()
        found.append((time.perf_counter() - started) * 1000)
    return found[_WARM_UP:]
