"""Collaborative filtering by users alike: a rating predicted from what the most similar users gave the same item."""

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrieval.errors import StoreError
from retrieval.nearest import groups_of_like_size
from retrieval.raters import Raters
from retrieval.ratings import Ratings
from retrieval.user_similarity import Similarity, fill_similarities, similarities_to_all

_CELLS_AT_ONCE = 2**22  # similarities held at a time: 32 MB, and four times that while they are computed


@dataclass(frozen=True, slots=True)
class NeighbourSettings:
    """How neighbours are chosen and how their ratings become one.

    similarity: likeness of two users over the items both rated.
    k: neighbours that may carry a prediction, at most.
    min_k: neighbours with positive similarity it takes; with fewer the prediction is the user's mean.
    min_support: items that two users must have in common to count as alike at all, at least 1.
    rating_min, rating_max: ends of the scale, to which predictions are clipped.
    """

    similarity: Similarity = Similarity.PEARSON
    k: int = 40
    min_k: int = 1
    min_support: int = 1
    rating_min: float = 1.0
    rating_max: float = 5.0

    def __post_init__(self) -> None:
        if self.k < 1 or self.min_support < 1 or not self.rating_min < self.rating_max:
            message = f"{self} cannot work; k and min_support start at 1, and rating_min lies under rating_max"
            raise StoreError(message)


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """Predicted ratings, one per pair asked for.

    `ratings` float64 on the scale; `n_neighbours` int64, how many neighbours carried each (0: the user's mean, or the
    mean of all where user or item is unknown); `is_tied` bool, true where a neighbour left out was as similar as one
    taken, so that only the order of arrival chose between them.
    """

    ratings: NDArray[np.float64]
    n_neighbours: NDArray[np.int64]
    is_tied: NDArray[np.bool_]

    def put(self, places: NDArray[np.int64], found: Self) -> None:
        """Write what was found for the pairs at `places` over what stands there."""
        self.ratings[places] = found.ratings
        self.n_neighbours[places] = found.n_neighbours
        self.is_tied[places] = found.is_tied


@dataclass(frozen=True, slots=True, eq=False)
class UserNeighbours:
    """User-based nearest neighbours with means, equal to surprise's `KNNWithMeans`.

    With r̄ a user's mean, w the similarity and v running over the k users most similar to u, with w > 0, who rated i::

        r̂_ui = r̄_u + Σ_v w_uv (r_vi − r̄_v) / Σ_v |w_uv|

    Herlocker, Konstan, Borchers, Riedl 1999, "An algorithmic framework for performing collaborative filtering",
    https://doi.org/10.1145/312624.312682. Among users of equal similarity those whose rating of the item arrived first
    are taken, which is what surprise's `heapq.nlargest` does over its list of an item's ratings.

    `means` is (n_users,) float64. Fitting computes no similarities; they are computed for the users asked about, when
    these are.
    """

    ratings: Ratings
    settings: NeighbourSettings
    raters: Raters
    means: NDArray[np.float64]
    global_mean: float

    @classmethod
    def fit(cls, ratings: Ratings, settings: NeighbourSettings) -> Self:
        """Prepare to predict from `ratings`; without any rating everything is predicted as the middle of the scale."""
        n_rated = np.diff(ratings.matrix.indptr)
        sums = ratings.matrix.sum(axis=1)
        means = np.divide(sums, n_rated, out=np.zeros(len(n_rated)), where=n_rated > 0)
        middle = (settings.rating_min + settings.rating_max) / 2
        global_mean = float(ratings.matrix.data.mean()) if ratings.n_ratings else middle
        return cls(ratings, settings, Raters.of(ratings, means), means, global_mean)

    def predict(self, user_ids: Sequence[str], item_ids: Sequence[str]) -> Estimates:
        """Predict the rating of each pair `(user_ids[n], item_ids[n])`.

        A pair already rated is no exception: the user is their own nearest neighbour then, as in surprise.
        """
        users = _numbers(self.ratings.user_rows, user_ids)
        columns = self.columns_of(item_ids)
        estimates = self._unknown(len(users))
        known = np.flatnonzero((users >= 0) & (columns >= 0))
        known = known[np.argsort(users[known])]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for block, weights in self._blocks(np.unique(users[known]), pool):
                start, end = np.searchsorted(users[known], [block[0], block[-1] + 1])
                places = known[start:end]
                rows = np.searchsorted(block, users[places])
                means = self.means[users[places]]
                estimates.put(places, self._estimate(weights, rows, columns[places], means, pool.map))
        return estimates

    def predict_for(
        self, active: Mapping[str, float], item_ids: Sequence[str], excluded: Collection[str] = ()
    ) -> Estimates:
        """Predict the ratings of `item_ids` by a shopper whose own ratings are `active`, known to `ratings` or not.

        Nothing is fitted anew: the shopper's similarity to all users comes from `active` as it is now, so a rating
        counts at once. `excluded` users are no neighbours: name the shopper, lest their former self be the best one.
        Without `active` every prediction is the mean of all ratings, carried by nobody.
        """
        columns = self.columns_of(item_ids)
        estimates = self._unknown(len(columns))
        places = np.flatnonzero(columns >= 0)
        if active and len(places):
            means = np.full(len(places), np.mean(list(active.values())))
            rows = np.zeros(len(places), dtype=np.int64)
            estimates.put(places, self._estimate(self.weights_of(active, excluded), rows, columns[places], means, map))
        return estimates

    def weights_of(self, active: Mapping[str, float], excluded: Collection[str] = ()) -> NDArray[np.float64]:
        """Return (1, n_users + 1), for `Raters.carriers`: what users count for a shopper with the ratings `active`."""
        weights = np.zeros((1, len(self.means) + 1))
        weights[0, :-1] = np.maximum(self.similarities_to(active), 0.0)
        rows = [self.ratings.user_rows[user_id] for user_id in excluded if user_id in self.ratings.user_rows]
        weights[0, rows] = 0.0
        return weights

    def similarities_to(self, active: Mapping[str, float]) -> NDArray[np.float64]:
        """Return (n_users,) likeness of all users to a shopper with the ratings `active`."""
        columns = self.ratings.item_columns
        rated = sorted((columns[item_id], rating) for item_id, rating in active.items() if item_id in columns)
        values = np.array([rating for _, rating in rated], dtype=np.float64)
        indices = np.array([column for column, _ in rated], dtype=np.int32)
        row = sparse.csr_array((values, indices, [0, len(rated)]), shape=(1, self.raters.by_item.shape[0]))
        found = similarities_to_all(row, self.raters.by_item, self.settings.similarity, self.settings.min_support)
        return found.reshape(-1)

    def columns_of(self, item_ids: Sequence[str]) -> NDArray[np.int64]:
        """Return the column of each item, -1 for one that nobody rated."""
        return _numbers(self.ratings.item_columns, item_ids)

    def _unknown(self, n_pairs: int) -> Estimates:
        """Return what holds for pairs of unknown users or items: the mean of all, carried by nobody."""
        ratings = np.full(n_pairs, np.clip(self.global_mean, self.settings.rating_min, self.settings.rating_max))
        return Estimates(ratings, np.zeros(n_pairs, dtype=np.int64), np.zeros(n_pairs, dtype=bool))

    def _estimate(
        self,
        weights: NDArray[np.float64],
        rows: NDArray[np.int64],
        columns: NDArray[np.int64],
        means: NDArray[np.float64],
        run: Callable[..., Iterator[None]],
    ) -> Estimates:
        """Estimate pairs, see `Raters.carriers`, of users with these means; `run` is `map` or that of an executor."""
        estimates = self._unknown(len(columns))

        def fill(group: NDArray[np.int64]) -> None:
            carriers = self.raters.carriers(weights, rows[group], columns[group])
            average = carriers.average(self.settings.k, self.settings.min_k)
            ratings = np.clip(means[group] + average.shifts, self.settings.rating_min, self.settings.rating_max)
            estimates.put(group, Estimates(ratings, average.n_neighbours, average.is_tied))

        for _ in run(fill, groups_of_like_size(self.raters.n_raters_of(columns))):
            pass
        return estimates

    def _blocks(
        self, rows: NDArray[np.int64], pool: Executor
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float64]]]:
        """Yield ascending user rows with their weights, (n_rows, n_users + 1), in blocks of bounded size."""
        if not len(rows):
            return
        matrix, measure, min_support = self.ratings.matrix, self.settings.similarity, self.settings.min_support
        n_users = len(self.means)
        n_rows = max(1, _CELLS_AT_ONCE // (n_users + 1))
        is_whole = n_users <= n_rows and 2 * len(rows) > n_users
        for block in [np.arange(n_users)] if is_whole else np.split(rows, range(n_rows, len(rows), n_rows)):
            weights = np.zeros((len(block), n_users + 1))
            if is_whole:
                fill_similarities(weights[:, :-1], matrix, self.raters.by_item, measure, min_support, pool)
            else:
                weights[:, :-1] = similarities_to_all(matrix[block], self.raters.by_item, measure, min_support)
            np.maximum(weights, 0.0, out=weights)
            weights[np.arange(len(block)), block] = 1.0
            yield block, weights


def _numbers(of_ids: Mapping[str, int], ids: Sequence[str]) -> NDArray[np.int64]:
    """Look up the number of each id, -1 for an unknown one."""
    return np.fromiter(map(of_ids.get, ids, repeat(-1)), dtype=np.int64, count=len(ids))
