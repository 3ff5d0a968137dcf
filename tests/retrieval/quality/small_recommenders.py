"""A checkerboard of users and items, where the right answer is known, and two ways to recommend on it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.recommenders.interactions import History, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.methods import Method
from retrieval.recommenders.popularity import Popularity
from retrieval.recommenders.recommender import Cause, Recommended, best_of

N_ITEMS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Parity:
    """Recommends items of the parity that most of the history has, or with `is_wrong` those of the other."""

    item_ids: tuple[str, ...]
    is_wrong: bool = False

    def scores(self, histories: Sequence[History]) -> NDArray[np.float32]:
        columns = np.arange(len(self.item_ids))
        rows = [columns % 2 == (np.mean(one.items % 2) > 0.5 if len(one) else 0) for one in histories]
        return np.array([row != self.is_wrong for row in rows], dtype=np.float32).reshape(len(histories), -1)

    def recommend(self, history: History, top_k: int, allowed: NDArray[np.bool_] | None = None) -> Recommended:
        return best_of(self.scores([history])[0], top_k, history, allowed)

    def ratings(self, histories: Sequence[History], items: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.full(len(items), 1.0 if self.is_wrong else 5.0)

    def explain(self, history: History, item: int) -> tuple[Cause, ...]:
        return ()

    def save(self, folder: Path) -> None:
        (folder / "parity.json").write_text(json.dumps([list(self.item_ids), self.is_wrong]))

    @classmethod
    def load(cls, folder: Path) -> "Parity":
        item_ids, is_wrong = json.loads((folder / "parity.json").read_text())
        return cls(tuple(item_ids), is_wrong)

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts) -> "Parity":
        del facts
        return cls(interactions.item_ids)


class WrongParity(Parity):
    """Recommends what nobody wants."""

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts) -> "Parity":
        del facts
        return cls(interactions.item_ids, is_wrong=True)


METHODS = {
    "popularity": Method(Popularity, "popularity"),
    "parity": Method(Parity, "parity"),
    "wrong": Method(WrongParity, "parity"),
}


def checkerboard(n_users: int = 300) -> Interactions:
    """Let even users like even items and odd users odd ones, twelve each, drawn at random, one an hour."""
    item_ids = [f"item {number:02}" for number in range(N_ITEMS)]
    records = []
    for user in range(n_users):
        chosen = np.random.default_rng(user).choice(np.arange(user % 2, N_ITEMS, 2), 12, replace=False)
        records += [(f"user {user}", item_ids[item], 5.0, 3600.0 * step) for step, item in enumerate(chosen.tolist())]
    return Interactions.from_records(records, item_ids)
