"""What every recommender promises."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from retrieval.recommenders.interactions import History, Interactions, check_items
from retrieval.recommenders.item_facts import ItemFacts

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cause:
    """A part of why an item has its score.

    `kind` is `item` (because of another item, whose column is `item`), `feature` (because of what `name` says, such as
    `category=shoes`), `popular` (many want it) or `users` (`n` users alike like it). `share` is what it adds to the
    score: taken away, the score falls by about so much.
    """

    kind: str
    share: float
    item: int = -1
    name: str = ""
    n: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Recommended:
    """Columns of items (n,) int64, best first, and their scores (n,) float32."""

    items: NDArray[np.int64]
    scores: NDArray[np.float32]


class Recommender(Protocol):
    """Foretells what a user will want from what they did so far; nobody needs to be known from training.

    A user is asked about by their `History`, so a new event counts at once and a new user is no special case: an empty
    history gets what the recommender offers to everybody. Items are columns of `item_ids`.
    """

    @property
    def item_ids(self) -> tuple[str, ...]:
        """The items, in the order of columns."""

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts) -> Self:
        """Learn; without any interaction the result still answers. Same input, same result."""

    def scores(self, histories: Sequence[History]) -> NDArray[np.float32]:
        """Return (n_histories, n_items), higher is better, always finite; only the order within a row has meaning."""

    def recommend(self, history: History, top_k: int, allowed: Mask | None = None) -> Recommended:
        """Return the best `allowed` (n_items,) items that are not in `history`, as `best_of` does with `scores`."""

    def explain(self, history: History, item: int) -> tuple[Cause, ...]:
        """Return what the score of `item` rests on, the strongest first; () where that has no name."""

    def save(self, folder: Path) -> None:
        """Write what was learnt into `folder`."""

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote; raises ArtifactError where it cannot be used."""


class RatingPredictor(Protocol):
    """A recommender that also foretells ratings."""

    def ratings(self, histories: Sequence[History], items: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the rating 1..5 that the user of `histories[n]` would give `items[n]`, (n,)."""


def best_of(scores: NDArray[np.float32], top_k: int, history: History, allowed: Mask | None = None) -> Recommended:
    """Return the `top_k` items of highest `scores` (n_items,), allowed and not in `history`; of equals the first.

    Raises StoreError where the history names an item that is no column.

    >>> best_of(np.array([0.1, 0.9, 0.5], dtype=np.float32), 2, History.of([1])).items.tolist()
    [2, 0]
    """
    check_items(history.items, len(scores))
    left = scores.astype(np.float32, copy=True)
    if allowed is not None:
        left[~allowed] = -np.inf
    left[history.items] = -np.inf
    n_wanted = min(top_k, len(left))
    if n_wanted < len(left):
        least = np.partition(left, len(left) - n_wanted)[len(left) - n_wanted]
        candidates = np.flatnonzero(left >= least)
    else:
        candidates = np.arange(len(left))
    order = np.lexsort((candidates, -left[candidates]))[:n_wanted]
    items = candidates[order][left[candidates[order]] > -np.inf]
    return Recommended(items.astype(np.int64), left[items])
