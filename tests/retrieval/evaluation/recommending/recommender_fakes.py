"""Recommenders whose lists are known, for judging the judges."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from retrieval.recommenders.interactions import History, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.recommender import Cause, Mask, Recommended, best_of


@dataclass(frozen=True, eq=False)
class ByPopularity:
    """Ranks by how many touched an item; foretells each item's mean rating, 3 for one without any."""

    item_ids: tuple[str, ...]
    counts: NDArray[np.float32]
    means: NDArray[np.float64]

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts) -> Self:
        del facts
        n = np.bincount(interactions.items, minlength=interactions.n_items)
        sums = np.bincount(interactions.items, weights=interactions.ratings, minlength=interactions.n_items)
        means = np.where(n > 0, sums / np.maximum(n, 1), 3.0)
        return cls(interactions.item_ids, n.astype(np.float32), means)

    def scores(self, histories: Sequence[History]) -> NDArray[np.float32]:
        return np.tile(self.counts, (len(histories), 1))

    def recommend(self, history: History, top_k: int, allowed: Mask | None = None) -> Recommended:
        return best_of(self.scores([history])[0], top_k, history, allowed)

    def explain(self, history: History, item: int) -> tuple[Cause, ...]:
        return ()

    def save(self, folder: Path) -> None:
        np.save(folder / "counts.npy", self.counts)

    @classmethod
    def load(cls, folder: Path) -> Self:
        counts = np.load(folder / "counts.npy")
        return cls(tuple(map(str, range(len(counts)))), counts, np.full(len(counts), 3.0))

    def ratings(self, histories: Sequence[History], items: NDArray[np.int64]) -> NDArray[np.float64]:
        return self.means[items]


@dataclass(frozen=True, eq=False)
class Backwards(ByPopularity):
    """Ranks what nobody wants first, and foretells no rating."""

    ratings = None  # type: ignore[assignment]

    def scores(self, histories: Sequence[History]) -> NDArray[np.float32]:
        return -super().scores(histories)


@dataclass(frozen=True, eq=False)
class OwnKind(ByPopularity):
    """Knows that even users want even items and odd ones odd items, as `checkerboard` has it."""

    def scores(self, histories: Sequence[History]) -> NDArray[np.float32]:
        numbers = np.array([int(item_id) for item_id in self.item_ids])
        return np.array(
            [[float(number % 2 == numbers[history.items[0]] % 2) for number in numbers] for history in histories],
            dtype=np.float32,
        ).reshape(len(histories), len(numbers))


def checkerboard(n: int = 20) -> Interactions:
    """Even users like all even items and odd users all odd items."""
    return Interactions.from_records(
        [
            (f"u{user}", str(item), 5.0, float(user * n + item))
            for user in range(n)
            for item in range(n)
            if user % 2 == item % 2
        ],
        item_ids=[str(item) for item in range(n)],
    )
