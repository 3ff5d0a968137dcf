"""Users and items as points of one space, learnt by implicit: alternating least squares, and pairwise ranking.

Only the items' factors are kept. Those of a user are found when they are asked about, from their history, so that a new
user or event needs no training.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits

from retrieval.errors import StoreError
from retrieval.recommenders.interactions import LIKED_FROM, History, Interactions, matrix_of
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.popularity import everybodys
from retrieval.recommenders.recommender import Cause, Mask, Recommended, best_of
from retrieval.recommenders.storage import load_model, save_model
from retrieval.recommenders.weights import weighted, weighted_rows, weights_of

_ALS, _BPR, _FORMAT = "als", "bpr", 1


@dataclass(frozen=True, slots=True)
class AlsSettings:
    """How factors are learnt.

    factors: numbers of a point.
    regularisation: λ for each interaction of an average user, so that it fits large and small data.
    alpha: how much surer of an interaction than of its absence.
    iterations, seed: rounds, and the seed of the first factors.
    """

    factors: int = 64
    regularisation: float = 0.3
    alpha: float = 5.0
    iterations: int = 15
    seed: int = 0

    def __post_init__(self) -> None:
        if self.factors < 1 or self.regularisation <= 0 or self.alpha <= 0 or self.iterations < 1:
            raise StoreError(f"{self} cannot work; factors and iterations start at 1, the others lie over 0")


@dataclass(frozen=True, slots=True, eq=False)
class Als:
    """Factors by alternating least squares over weights of interactions.

    Hu, Koren, Volinsky 2008, "Collaborative filtering for implicit feedback datasets",
    https://doi.org/10.1109/ICDM.2008.22. With Y the items' factors, c_j = alpha · weight of an item j of the history::

        W = (YᵀY + λI + Σ_j (c_j − 1) y_j y_jᵀ)⁻¹        x = W Σ_j c_j y_j        score of i = x · y_i

    `factors` (n_items, factors) float32, `ridge` is λ, `everybody` what an empty history gets.
    """

    item_ids: tuple[str, ...]
    settings: AlsSettings
    ridge: float
    factors: NDArray[np.float32]
    gram: NDArray[np.float64]
    everybody: NDArray[np.float32]

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts, settings: AlsSettings = AlsSettings()) -> Self:
        """Learn the items' factors; the same seed gives the same."""
        del facts
        n_active = max(1, int(np.count_nonzero(np.diff(interactions.ends))))
        ridge = settings.regularisation * max(1.0, len(interactions) / n_active)
        factors = _als_factors(weighted(interactions), settings, ridge)
        return cls.of_factors(interactions.item_ids, settings, ridge, factors, everybodys(interactions))

    @classmethod
    def of_factors(
        cls,
        item_ids: tuple[str, ...],
        settings: AlsSettings,
        ridge: float,
        factors: NDArray[np.float32],
        everybody: NDArray[np.float32],
    ) -> Self:
        """Take factors learnt elsewhere by the same settings."""
        wide = factors.astype(np.float64)
        return cls(item_ids, settings, ridge, factors, wide.T @ wide + ridge * np.eye(factors.shape[1]), everybody)

    def scores(self, histories: Sequence[History]) -> NDArray[np.float32]:
        """Return x · y of each history and item; what everybody wants for an empty history."""
        rows = weighted_rows(histories, len(self.item_ids))
        users = np.zeros((len(histories), self.factors.shape[1]))
        for place, history in enumerate(histories):
            if len(history):
                own, confidences = self._confidences(history)
                users[place] = np.linalg.solve(self._system(own, confidences), confidences @ own)
        found: NDArray[np.float32] = users.astype(np.float32) @ self.factors.T
        found[np.diff(rows.indptr) == 0] = self.everybody
        return found

    def recommend(self, history: History, top_k: int, allowed: Mask | None = None) -> Recommended:
        """Return the nearest to the user's point."""
        return best_of(self.scores([history])[0], top_k, history, allowed)

    def explain(self, history: History, item: int) -> tuple[Cause, ...]:
        """Return what each item of the history adds, c_j y_iᵀ W y_j, as in section 5 of the paper."""
        if not len(history):
            return (Cause("popular", float(self.everybody[item])),)
        own, confidences = self._confidences(history)
        near = np.linalg.solve(self._system(own, confidences), self.factors[item].astype(np.float64))
        return _by_share(history.items, confidences * (own @ near))

    def save(self, folder: Path) -> None:
        """Write the factors."""
        arrays: dict[str, NDArray[Any]] = {"factors": self.factors, "everybody": self.everybody}
        settings = {"own": asdict(self.settings), "ridge": self.ridge}
        save_model(folder, _ALS, _FORMAT, self.item_ids, settings, arrays)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the factors."""
        stored = load_model(folder, _ALS, _FORMAT)
        settings, n = AlsSettings(**stored.settings["own"]), len(stored.item_ids)
        factors, everybody = stored.array("factors", n, settings.factors), stored.array("everybody", n)
        return cls.of_factors(stored.item_ids, settings, float(stored.settings["ridge"]), factors, everybody)

    def _confidences(self, history: History) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the factors of a history's items, and how sure it is of each."""
        return self.factors[history.items].astype(np.float64), self.settings.alpha * weights_of(history.ratings)

    def _system(self, own: NDArray[np.float64], confidences: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return W⁻¹."""
        return self.gram + (own * (confidences - 1)[:, None]).T @ own


@dataclass(frozen=True, slots=True)
class BprSettings:
    """How factors are learnt.

    factors: numbers of a point, one of which is the item's own offset.
    regularisation, learning_rate, iterations, seed: those of stochastic gradient descent.
    fold_in: how strongly the map from histories to points is held down, beside the mean square of its input.
    """

    factors: int = 64
    regularisation: float = 0.01
    learning_rate: float = 0.01
    iterations: int = 100
    fold_in: float = 1.0
    seed: int = 0

    def __post_init__(self) -> None:
        if self.factors < 2 or self.learning_rate <= 0 or self.iterations < 1 or self.fold_in <= 0:
            raise StoreError(f"{self} cannot work; factors start at 2, iterations at 1, the others lie over 0")


@dataclass(frozen=True, slots=True, eq=False)
class Bpr:
    """Factors by which what a user likes scores higher than what they have not met.

    Rendle, Freudenthaler, Gantner, Schmidt-Thieme 2009, "BPR: Bayesian personalized ranking from implicit feedback",
    https://arxiv.org/abs/1205.2618. A user's point is M f, with f the mean of the factors of the items they like and M
    the linear map that best gives, by ridge regression, the points that training found for its users.

    `factors` (n_items, factors − 1) and `offsets` (n_items,) float32, `fold` M, (factors − 1, factors − 1) float64.
    """

    item_ids: tuple[str, ...]
    settings: BprSettings
    factors: NDArray[np.float32]
    offsets: NDArray[np.float32]
    fold: NDArray[np.float64]

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts, settings: BprSettings = BprSettings()) -> Self:
        """Learn factors and map; the same seed gives the same."""
        del facts
        liked = interactions.matrix((interactions.ratings >= LIKED_FROM).astype(np.float64))
        liked.eliminate_zeros()
        users, items = _bpr_factors(liked, settings)
        factors, offsets = np.ascontiguousarray(items[:, :-1], np.float32), items[:, -1].astype(np.float32)
        means = (liked @ factors) / np.maximum(np.diff(liked.indptr), 1)[:, None]
        gram = means.T @ means
        ridge = settings.fold_in * max(float(np.trace(gram)) / len(gram), float(np.finfo(np.float64).tiny))
        fold = np.linalg.solve(gram + ridge * np.eye(len(gram)), means.T @ users[:, :-1]).T
        return cls(interactions.item_ids, settings, factors, offsets, np.ascontiguousarray(fold))

    def scores(self, histories: Sequence[History]) -> NDArray[np.float32]:
        """Return M f · y of each history and item, and the item's offset; that alone where nothing is liked."""
        liked = matrix_of(histories, len(self.item_ids), only_liked=True)
        liked.data[:] = 1.0
        means = (liked @ self.factors.astype(np.float64)) / np.maximum(np.diff(liked.indptr), 1)[:, None]
        matrix_of(histories, len(self.item_ids))
        found: NDArray[np.float32] = (means @ self.fold.T).astype(np.float32) @ self.factors.T + self.offsets
        return found

    def recommend(self, history: History, top_k: int, allowed: Mask | None = None) -> Recommended:
        """Return what comes nearest to what is liked."""
        return best_of(self.scores([history])[0], top_k, history, allowed)

    def explain(self, history: History, item: int) -> tuple[Cause, ...]:
        """Return by what the score falls without each liked item, and the item's own offset."""
        liked, offset = history.liked, Cause("popular", float(self.offsets[item]))
        if not len(liked):
            return (offset,)
        towards = self.fold.T @ self.factors[item].astype(np.float64)
        each = self.factors[liked].astype(np.float64) @ towards
        without = (each.sum() - each) / max(len(each) - 1, 1)
        causes = (*_by_share(liked, each.mean() - without), offset)
        return tuple(sorted(causes, key=lambda cause: -cause.share))

    def save(self, folder: Path) -> None:
        """Write factors and map."""
        arrays: dict[str, NDArray[Any]] = {"factors": self.factors, "offsets": self.offsets, "fold": self.fold}
        save_model(folder, _BPR, _FORMAT, self.item_ids, asdict(self.settings), arrays)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read factors and map."""
        stored = load_model(folder, _BPR, _FORMAT)
        settings, n = BprSettings(**stored.settings), len(stored.item_ids)
        d = settings.factors - 1
        factors, offsets = stored.array("factors", n, d), stored.array("offsets", n)
        return cls(stored.item_ids, settings, factors, offsets, stored.array("fold", d, d))


def _by_share(items: NDArray[np.int64], shares: NDArray[np.float64]) -> tuple[Cause, ...]:
    causes = [Cause("item", float(share), int(item)) for item, share in zip(items, shares, strict=True)]
    return tuple(sorted(causes, key=lambda cause: (-cause.share, cause.item)))


def _als_factors(rows: sparse.csr_array, settings: AlsSettings, ridge: float) -> NDArray[np.float32]:
    """Return (n_items, factors) by implicit; zeros where there is nothing to learn from."""
    if not rows.nnz:
        return np.zeros((rows.shape[1], settings.factors), np.float32)
    from implicit.cpu.als import AlternatingLeastSquares

    with threadpool_limits(1, "blas"):
        model = AlternatingLeastSquares(
            settings.factors,
            ridge,
            settings.alpha,
            iterations=settings.iterations,
            random_state=settings.seed,
        )
        model.fit(_for_implicit(rows), show_progress=False)
    return np.asarray(model.item_factors, dtype=np.float32)


def _bpr_factors(liked: sparse.csr_array, settings: BprSettings) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return (n_users, factors) and (n_items, factors) by implicit, the last column of items being offsets.

    On one thread: several race for the same factors, and their results differ from run to run.
    """
    if not liked.nnz:
        return np.zeros((liked.shape[0], settings.factors)), np.zeros((liked.shape[1], settings.factors))
    from implicit.cpu.bpr import BayesianPersonalizedRanking

    model = BayesianPersonalizedRanking(
        settings.factors - 1,
        settings.learning_rate,
        settings.regularisation,
        iterations=settings.iterations,
        num_threads=1,
        random_state=settings.seed,
    )
    model.fit(_for_implicit(liked), show_progress=False)
    return model.user_factors.astype(np.float64), model.item_factors.astype(np.float64)


def _for_implicit(rows: sparse.csr_array) -> sparse.csr_matrix:
    return sparse.csr_matrix((rows.data.astype(np.float32), rows.indices, rows.indptr), shape=rows.shape)
