"""Collaborative filtering by users alike: lists of what they chose, and ratings foretold from theirs."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrieval.errors import StoreError
from retrieval.neighbours import NeighbourSettings, UserNeighbours
from retrieval.ratings import Ratings
from retrieval.recommenders.interactions import HIGHEST, LIKED_FROM, LOWEST, History, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.popularity import everybodys
from retrieval.recommenders.recommender import Cause, Mask, Recommended, best_of
from retrieval.recommenders.storage import StoredModel, load_model, save_model
from retrieval.recommenders.weights import weighted_rows, weights_of
from retrieval.user_similarity import Similarity

_KIND, _FORMAT = "user_neighbours", 1


@dataclass(frozen=True, slots=True)
class UserNeighbourSettings:
    """How users are compared.

    n_for_lists: users whose choices make a list, those most alike.
    power: to which likeness is raised in lists, so that the nearest count more.
    similarity, n_for_ratings, min_support: those of `NeighbourSettings`, by which ratings are foretold.
    """

    n_for_lists: int = 80
    power: float = 2.0
    similarity: Similarity = Similarity.PEARSON
    n_for_ratings: int = 40
    min_support: int = 1

    def __post_init__(self) -> None:
        if self.n_for_lists < 1 or self.power <= 0:
            raise StoreError(f"{self} cannot work; n_for_lists starts at 1, power lies over 0")

    @property
    def for_ratings(self) -> NeighbourSettings:
        """The settings of the neighbours that foretell ratings."""
        return NeighbourSettings(
            self.similarity,
            k=self.n_for_ratings,
            min_support=self.min_support,
            rating_min=LOWEST,
            rating_max=HIGHEST,
        )


@dataclass(frozen=True, slots=True, eq=False)
class UserNeighbourLists:
    """User-based neighbours under the protocol of recommenders.

    A list is ranked by the summed weights that the users most alike give an item, each times their cosine to the
    history over all items (Cremonesi, Koren, Turrin 2010, "Performance of recommender algorithms on top-N
    recommendation tasks", https://doi.org/10.1145/1864708.1864721: what foretells ratings best ranks lists badly).
    Ratings are foretold by `UserNeighbours`, which equals surprise's `KNNWithMeans`.

    `rows` (n_users, n_items) csr float32 are users' weights, `norms` (n_users,) float64 their lengths.
    """

    item_ids: tuple[str, ...]
    settings: UserNeighbourSettings
    rows: sparse.csr_array
    columns: sparse.csr_array
    norms: NDArray[np.float64]
    everybody: NDArray[np.float32]
    neighbours: UserNeighbours

    @classmethod
    def fit(
        cls,
        interactions: Interactions,
        facts: ItemFacts,
        settings: UserNeighbourSettings = UserNeighbourSettings(),
    ) -> Self:
        """Prepare to compare; similarities are computed when a user is asked about."""
        del facts
        return cls._of(interactions.item_ids, settings, interactions.matrix(), everybodys(interactions))

    @classmethod
    def _of(
        cls,
        item_ids: tuple[str, ...],
        settings: UserNeighbourSettings,
        matrix: sparse.csr_array,
        everybody: NDArray[np.float32],
    ) -> Self:
        """Build from ratings (n_users, n_items) csr with sorted columns."""
        rows = matrix.copy()
        rows.data = weights_of(matrix.data).astype(np.float32)
        norms = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1), dtype=np.float64).ravel())
        user_ids = tuple(str(row) for row in range(matrix.shape[0]))
        ratings = Ratings(
            user_ids,
            item_ids,
            matrix,
            np.arange(matrix.nnz),
            {user_id: row for row, user_id in enumerate(user_ids)},
            {item_id: column for column, item_id in enumerate(item_ids)},
        )
        neighbours = UserNeighbours.fit(ratings, settings.for_ratings)
        return cls(item_ids, settings, rows, rows.T.tocsr(), norms, everybody, neighbours)

    def scores(self, histories: Sequence[History]) -> NDArray[np.float32]:
        """Return what users alike chose; where there are none, or for an empty history, what everybody wants less 1."""
        alike = self._alike(histories)
        summed = np.asarray((alike @ self.rows).toarray(), dtype=np.float32)
        return np.where(summed > 0, summed, self.everybody - np.float32(1))

    def recommend(self, history: History, top_k: int, allowed: Mask | None = None) -> Recommended:
        """Return what users alike chose most, then what most want."""
        return best_of(self.scores([history])[0], top_k, history, allowed)

    def explain(self, history: History, item: int) -> tuple[Cause, ...]:
        """Return how many users alike like the item and what they add, or that many want it."""
        alike = self._alike([history])
        given = self.rows[alike.indices][:, [item]].toarray().ravel()
        share = float(alike.data @ given)
        if share <= 0:
            return (Cause("popular", float(self.everybody[item])),)
        n_liking = int(np.count_nonzero(given >= weights_of(np.array(LIKED_FROM))))
        return (Cause("users", share, n=n_liking),)

    def ratings(self, histories: Sequence[History], items: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the rating of each pair by `UserNeighbours`; a history given for several pairs is compared once."""
        places_of: dict[int, list[int]] = defaultdict(list)
        for place, history in enumerate(histories):
            places_of[id(history)].append(place)
        found = np.empty(len(items))
        for places in places_of.values():
            history = histories[places[0]]
            own = {self.item_ids[item]: rating for item, rating in zip(history.items, history.ratings, strict=True)}
            asked = [self.item_ids[item] for item in items[places]]
            found[places] = self.neighbours.predict_for(own, asked).ratings
        return found

    def save(self, folder: Path) -> None:
        """Write everybody's ratings."""
        matrix = self.neighbours.ratings.matrix
        arrays: dict[str, NDArray[Any]] = {
            "ratings": matrix.data,
            "indices": matrix.indices.astype(np.int32),
            "indptr": matrix.indptr.astype(np.int64),
            "everybody": self.everybody,
        }
        settings = asdict(self.settings) | {"similarity": self.settings.similarity.value}
        save_model(folder, _KIND, _FORMAT, self.item_ids, settings, arrays)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read everybody's ratings."""
        stored = load_model(folder, _KIND, _FORMAT)
        settings = dict(stored.settings)
        settings["similarity"] = Similarity(settings["similarity"])
        return cls._of(
            stored.item_ids,
            UserNeighbourSettings(**settings),
            _matrix(stored),
            stored.array("everybody", len(stored.item_ids)),
        )

    def _alike(self, histories: Sequence[History]) -> sparse.csr_array:
        """Return (n_histories, n_users) csr float64: cosines to the users most alike, raised to the power."""
        asked = weighted_rows(histories, len(self.item_ids))
        own_norms = np.sqrt(np.asarray(asked.multiply(asked).sum(axis=1)).ravel())
        cosines = (asked @ self.columns).toarray()
        cosines /= np.where(self.norms > 0, self.norms, 1.0) * np.where(own_norms > 0, own_norms, 1.0)[:, None]
        n_users, n_kept = cosines.shape[1], self.settings.n_for_lists
        if n_kept < n_users:
            order = np.argsort(-cosines, axis=1, kind="stable")[:, n_kept:]
            np.put_along_axis(cosines, order, 0.0, axis=1)
        return sparse.csr_array(cosines**self.settings.power)


def _matrix(stored: StoredModel) -> sparse.csr_array:
    indptr = stored.array("indptr", -1)
    parts = (stored.array("ratings", -1).copy(), stored.array("indices", -1).copy(), indptr.copy())
    matrix = sparse.csr_array(parts, shape=(len(indptr) - 1, len(stored.item_ids)))
    matrix.has_sorted_indices = True
    return matrix
