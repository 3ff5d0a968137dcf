"""What most users want: for everybody the same, and what every other recommender offers to whom it knows nothing of."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import StoreError
from retrieval.recommenders.interactions import HIGHEST, LOWEST, History, Interactions, check_items, matrix_of
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.recommender import Cause, Mask, Recommended, best_of
from retrieval.recommenders.storage import load_model, save_model
from retrieval.recommenders.weights import weights_of

_SECONDS_A_DAY = 86_400.0
_MIDDLE = (LOWEST + HIGHEST) / 2
_FORMAT = 1


def everybodys(interactions: Interactions) -> NDArray[np.float32]:
    """Return what everybody together thinks of each item, (n_items,) in 0..1: its summed weight beside the largest."""
    sums = np.bincount(interactions.items, weights_of(interactions.ratings), interactions.n_items)
    return (sums / max(float(sums.max(initial=0.0)), np.finfo(np.float64).tiny)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class PopularitySettings:
    """`half_life_days`: after so many days an interaction counts half; infinite counts all alike."""

    half_life_days: float = math.inf

    def __post_init__(self) -> None:
        if not self.half_life_days > 0:
            raise StoreError(f"the half-life is {self.half_life_days} days; give more than 0")


@dataclass(frozen=True, slots=True, eq=False)
class Popularity:
    """Items by how much they are wanted, lately above all.

    The sum over an item's interactions of weight · 2^(−age / half-life), the age being that beside the last moment in
    the data; the largest is 1. `item_scores` (n_items,) float32, `n_users_of` (n_items,) int64 how many touched it.
    """

    item_ids: tuple[str, ...]
    settings: PopularitySettings
    item_scores: NDArray[np.float32]
    n_users_of: NDArray[np.int64]

    @classmethod
    def fit(
        cls, interactions: Interactions, facts: ItemFacts, settings: PopularitySettings = PopularitySettings()
    ) -> Self:
        """Sum up; without any interaction all items score 0."""
        del facts
        ages = interactions.moments.max(initial=-math.inf) - interactions.moments
        decay = np.exp2(-ages / (settings.half_life_days * _SECONDS_A_DAY))
        sums = np.bincount(interactions.items, weights_of(interactions.ratings) * decay, interactions.n_items)
        scores = sums / max(float(sums.max(initial=0.0)), np.finfo(np.float64).tiny)
        n_users_of = np.bincount(interactions.items, minlength=interactions.n_items).astype(np.int64)
        return cls(interactions.item_ids, settings, scores.astype(np.float32), n_users_of)

    def scores(self, histories: Sequence[History]) -> NDArray[np.float32]:
        """Return the same row for each history."""
        return _alike(self.item_scores, histories)

    def recommend(self, history: History, top_k: int, allowed: Mask | None = None) -> Recommended:
        """Return what most want of what the user has not met."""
        return best_of(self.item_scores, top_k, history, allowed)

    def explain(self, history: History, item: int) -> tuple[Cause, ...]:
        """Return how many users touched the item; that is all there is."""
        del history
        return (Cause("popular", float(self.item_scores[item]), n=int(self.n_users_of[item])),)

    def save(self, folder: Path) -> None:
        """Write scores and counts."""
        days = self.settings.half_life_days
        settings = {"half_life_days": days if math.isfinite(days) else None}
        arrays: dict[str, NDArray[Any]] = {"item_scores": self.item_scores, "n_users_of": self.n_users_of}
        save_model(folder, "popularity", _FORMAT, self.item_ids, settings, arrays)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read scores and counts."""
        stored = load_model(folder, "popularity", _FORMAT)
        days, n = stored.settings["half_life_days"], len(stored.item_ids)
        settings = PopularitySettings(math.inf if days is None else float(days))
        return cls(stored.item_ids, settings, stored.array("item_scores", n), stored.array("n_users_of", n))


@dataclass(frozen=True, slots=True)
class BayesianSettings:
    """How far means are drawn to the mean of all while there are few ratings.

    item_strength: ratings of the average rating that each item has from the start.
    user_strength: as many deviations of 0 that each user has from the start.
    """

    item_strength: float = 5.0
    user_strength: float = 5.0

    def __post_init__(self) -> None:
        if not (self.item_strength > 0 and self.user_strength >= 0):
            raise StoreError(f"{self} cannot work; item_strength lies over 0, user_strength not under it")


@dataclass(frozen=True, slots=True, eq=False)
class BayesianRating:
    """Items by the mean of their ratings, of which few say little.

    With μ the mean of all ratings and C = `item_strength`, the Bayesian average of item i and the deviation of a user
    (Koren 2010, "Factor in the neighbors", https://doi.org/10.1145/1644873.1644874, section 2.1)::

        b_i = (C μ + Σ_u r_ui) / (C + n_i)        b_u = Σ_i (r_ui − b_i) / (user_strength + n_u)

    The score of an item is b_i, its rating by a user b_i + b_u, clipped to the scale. `means` (n_items,) float64 are
    the b_i, `n_users_of` (n_items,) int64 how many rated each.
    """

    item_ids: tuple[str, ...]
    settings: BayesianSettings
    means: NDArray[np.float64]
    n_users_of: NDArray[np.int64]

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts, settings: BayesianSettings = BayesianSettings()) -> Self:
        """Average; without any rating every item has the middle of the scale."""
        del facts
        n, strength = interactions.n_items, settings.item_strength
        mean = float(interactions.ratings.mean()) if len(interactions) else _MIDDLE
        n_users_of = np.bincount(interactions.items, minlength=n).astype(np.int64)
        sums = np.bincount(interactions.items, interactions.ratings, n)
        return cls(interactions.item_ids, settings, (strength * mean + sums) / (strength + n_users_of), n_users_of)

    def scores(self, histories: Sequence[History]) -> NDArray[np.float32]:
        """Return the same row for each history."""
        return _alike(self.means.astype(np.float32), histories)

    def recommend(self, history: History, top_k: int, allowed: Mask | None = None) -> Recommended:
        """Return what is rated best of what the user has not met."""
        return best_of(self.means.astype(np.float32), top_k, history, allowed)

    def deviations(self, histories: Sequence[History]) -> NDArray[np.float64]:
        """Return how far each user rates above the items' means, (n_histories,), 0 for one without ratings."""
        rows = matrix_of(histories, len(self.item_ids))
        n_rated = np.diff(rows.indptr)
        above = np.bincount(
            np.repeat(np.arange(len(histories)), n_rated), rows.data - self.means[rows.indices], len(histories)
        )
        found: NDArray[np.float64] = above / np.where(n_rated > 0, self.settings.user_strength + n_rated, 1.0)
        return found

    def ratings(self, histories: Sequence[History], items: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return b_i + b_u of each pair."""
        found: NDArray[np.float64] = np.clip(self.means[items] + self.deviations(histories), LOWEST, HIGHEST)
        return found

    def explain(self, history: History, item: int) -> tuple[Cause, ...]:
        """Return the item's mean and how many rated it."""
        del history
        return (Cause("popular", float(self.means[item]), n=int(self.n_users_of[item])),)

    def save(self, folder: Path) -> None:
        """Write means and counts."""
        arrays: dict[str, NDArray[Any]] = {"means": self.means, "n_users_of": self.n_users_of}
        save_model(folder, "bayesian_rating", _FORMAT, self.item_ids, asdict(self.settings), arrays)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read means and counts."""
        stored = load_model(folder, "bayesian_rating", _FORMAT)
        settings, n = BayesianSettings(**stored.settings), len(stored.item_ids)
        return cls(stored.item_ids, settings, stored.array("means", n), stored.array("n_users_of", n))


def _alike(item_scores: NDArray[np.float32], histories: Sequence[History]) -> NDArray[np.float32]:
    """Return the same row for each history; raises StoreError where one names an item that is none."""
    for history in histories:
        check_items(history.items, len(item_scores))
    return np.tile(item_scores, (len(histories), 1))
