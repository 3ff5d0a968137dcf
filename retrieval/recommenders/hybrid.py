"""Several recommenders as one: their scores on one scale, weighed by what foretells best."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import ArtifactError, StoreError
from retrieval.recommenders.content import Content
from retrieval.recommenders.ease import Ease
from retrieval.recommenders.interactions import LIKED_FROM, History, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.item_neighbours import ItemNeighbours
from retrieval.recommenders.matrix_factors import Als
from retrieval.recommenders.popularity import Popularity
from retrieval.recommenders.recommender import Cause, Mask, Recommended, Recommender, best_of
from retrieval.recommenders.storage import REMEDY, load_model, save_model
from retrieval.recommenders.user_neighbours import UserNeighbourLists

_KIND, _FORMAT = "hybrid", 1
_AT = 10
_DISCOUNTS = 1 / np.log2(np.arange(2, _AT + 2))
_USERS_AT_ONCE = 256
_IN_POOL = 100
"""Items of each part that may come into the first ten of all parts together."""
_UNLISTED = -1e9
"""The signal of places without an item, under any that an item has."""

Fit = Callable[[Interactions, ItemFacts], Recommender]


@dataclass(frozen=True, slots=True)
class HybridSettings:
    """How weights are learnt.

    held_out: share of each user's interactions by which weights are judged.
    n_users: users judged by, at most, drawn at random.
    steps: weights that are tried for one part beside the sum of the others.
    n_rounds: how often each part's weight is tried.
    seed: of what is held out and who is drawn.
    """

    held_out: float = 0.25
    n_users: int = 1000
    steps: tuple[float, ...] = (0.0, 0.1, 0.25, 0.5, 0.75, 1.0)
    n_rounds: int = 3
    seed: int = 0

    def __post_init__(self) -> None:
        if not (0 < self.held_out < 1 and self.n_users >= 1 and self.n_rounds >= 1 and self.steps):
            raise StoreError(f"{self} cannot work; held_out lies between 0 and 1, the counts start at 1")


@dataclass(frozen=True, slots=True, eq=False)
class Hybrid:
    """A weighted sum of the scores of other recommenders, each standardised over the items for each user.

    Burke 2002, "Hybrid recommender systems: survey and experiments", https://doi.org/10.1023/A:1021240730564 (weighted
    hybrid). Weights are found by coordinate ascent on the mean nDCG@10 of what was held out (as Metzler, Croft 2007,
    "Linear feature-based models for information retrieval", https://doi.org/10.1007/s10791-006-9019-z); then all parts
    learn from everything. `weights` sum to 1.
    """

    PARTS: ClassVar[Mapping[str, type[Recommender]]] = {
        "ease": Ease,
        "als": Als,
        "item_neighbours": ItemNeighbours,
        "user_neighbours": UserNeighbourLists,
        "content": Content,
        "popularity": Popularity,
    }
    """Parts and their order, in which their weights are tried."""

    item_ids: tuple[str, ...]
    parts: Mapping[str, Recommender]
    weights: Mapping[str, float]

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts, settings: HybridSettings = HybridSettings()) -> Self:
        """Learn weights, then the parts, leaving out those of weight 0."""
        return cls.of({name: part.fit for name, part in cls.PARTS.items()}, interactions, facts, settings)

    @classmethod
    def of(
        cls,
        parts: Mapping[str, Fit],
        interactions: Interactions,
        facts: ItemFacts,
        settings: HybridSettings = HybridSettings(),
    ) -> Self:
        """Make one of any recommenders, each of which learns twice."""
        is_held_out = np.random.default_rng(settings.seed).random(len(interactions)) < settings.held_out
        known, held_out = interactions.where(~is_held_out), interactions.where(is_held_out)
        learnt = {name: fit(known, facts) for name, fit in parts.items()}
        weights = learn_weights(learnt, known, held_out, settings)
        fitted = {name: fit(interactions, facts) for name, fit in parts.items() if weights[name] > 0}
        return cls(interactions.item_ids, fitted, {name: weights[name] for name in fitted})

    def scores(self, histories: Sequence[History]) -> NDArray[np.float32]:
        """Return the weighted sums."""
        summed = np.zeros((len(histories), len(self.item_ids)), dtype=np.float32)
        for name, part in self.parts.items():
            summed += np.float32(self.weights[name]) * standardised(part.scores(histories))
        return summed

    def recommend(self, history: History, top_k: int, allowed: Mask | None = None) -> Recommended:
        """Return what all together hold best."""
        return best_of(self.scores([history])[0], top_k, history, allowed)

    def explain(self, history: History, item: int) -> tuple[Cause, ...]:
        """Return the causes of each part, their shares on the scale and with the weight of the part.

        An item that several parts name stands once. What the other items' scores fall by, as the scale itself moves, is
        left out.
        """
        gathered: dict[tuple[str, int, str], Cause] = {}
        for name, part in self.parts.items():
            spread = float(part.scores([history])[0].std()) or 1.0
            for cause in part.explain(history, item):
                key = (cause.kind, cause.item, cause.name)
                share = self.weights[name] * cause.share / spread
                former = gathered.get(key, Cause(cause.kind, 0.0, cause.item, cause.name))
                gathered[key] = Cause(cause.kind, former.share + share, cause.item, cause.name, max(former.n, cause.n))
        return tuple(sorted(gathered.values(), key=lambda cause: -cause.share))

    def save(self, folder: Path) -> None:
        """Write weights, and each part into a folder of its own."""
        for name, part in self.parts.items():
            part.save(folder / name)
        save_model(folder, _KIND, _FORMAT, self.item_ids, {"weights": dict(self.weights)}, {})

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read weights and parts, which must be of `PARTS`."""
        stored = load_model(folder, _KIND, _FORMAT)
        weights: dict[str, float] = stored.settings["weights"]
        unknown = weights.keys() - cls.PARTS.keys()
        if unknown:
            raise ArtifactError(f"The model in {folder} has the unknown parts {sorted(unknown)}: {REMEDY}.")
        return cls(stored.item_ids, {name: cls.PARTS[name].load(folder / name) for name in weights}, weights)


def standardised(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return each row less its mean over its standard deviation; a row of equals becomes 0.

    >>> standardised(np.array([[1, 3], [2, 2]], dtype=np.float32)).tolist()
    [[-1.0, 1.0], [0.0, 0.0]]
    """
    if not scores.shape[1]:
        return scores
    spreads = scores.std(axis=1, keepdims=True)
    centred = scores - scores.mean(axis=1, keepdims=True)
    return np.where(spreads > 0, centred / np.where(spreads > 0, spreads, 1), 0).astype(np.float32)


def learn_weights(
    parts: Mapping[str, Recommender], known: Interactions, held_out: Interactions, settings: HybridSettings
) -> dict[str, float]:
    """Return a weight of each part, 0 or more, together 1, by which what was held out is foretold best.

    Begins with the best part alone. Equal weights where nobody can be judged by.
    """
    names = tuple(parts)
    judged = _judged_users(held_out, settings)
    if not len(judged):
        return dict.fromkeys(names, 1 / len(names))
    pools = _pools(parts, known, held_out, judged)
    found = [pools.ndcg(signal) for signal in pools.signals]
    weights = np.zeros(len(names))
    weights[int(np.argmax(found))] = 1.0
    best = max(found)
    for _ in range(settings.n_rounds):
        former = best
        for place in range(len(names)):
            others = np.delete(weights, place)
            if not others.any():
                continue
            rest = np.tensordot(np.insert(others / others.sum(), place, 0.0).astype(np.float32), pools.signals, 1)
            for step in settings.steps:
                value = pools.ndcg(rest * np.float32(1 - step) + pools.signals[place] * np.float32(step))
                if value > best:
                    best = value
                    weights = np.insert(others / others.sum() * (1 - step), place, step)
        if best == former:
            break
    return dict(zip(names, (weights / weights.sum()).tolist(), strict=True))


def _judged_users(held_out: Interactions, settings: HybridSettings) -> NDArray[np.int64]:
    """Return users who like something that was held out, at most as many as set, ascending."""
    users = np.unique(held_out.users[held_out.ratings >= LIKED_FROM]).astype(np.int64)
    if len(users) > settings.n_users:
        users = np.sort(np.random.default_rng(settings.seed).choice(users, settings.n_users, replace=False))
    return users


@dataclass(frozen=True, slots=True, eq=False)
class _Pools:
    """What any part ranks high for users, padded: signals (n_parts, n_users, n), what is liked (n_users, n).

    `best` (n_users,) is the gain of the best possible list.
    """

    signals: NDArray[np.float32]
    is_liked: NDArray[np.bool_]
    best: NDArray[np.float64]

    def ndcg(self, mixed: NDArray[np.float32]) -> float:
        """Return the mean nDCG@10 of the pools ranked by `mixed` (n_users, n)."""
        n_listed = min(_AT, mixed.shape[1])
        order = np.argsort(-mixed, axis=1, kind="stable")[:, :n_listed]
        gains = np.take_along_axis(self.is_liked, order, axis=1) @ _DISCOUNTS[:n_listed]
        return float((gains / self.best).mean())


def _pools(
    parts: Mapping[str, Recommender], known: Interactions, held_out: Interactions, judged: NDArray[np.int64]
) -> _Pools:
    """Gather the pools of the users judged by, a few users at a time."""
    width = min(known.n_items, _IN_POOL * len(parts))
    signals = np.full((len(parts), len(judged), width), _UNLISTED, dtype=np.float32)
    is_liked = np.zeros((len(judged), width), dtype=bool)
    best = np.zeros(len(judged))
    for start in range(0, len(judged), _USERS_AT_ONCE):
        users = judged[start : start + _USERS_AT_ONCE]
        histories = [known.history(int(user)) for user in users]
        scores = [standardised(part.scores(histories)) for part in parts.values()]
        for row, (user, history) in enumerate(zip(users, histories, strict=True), start=start):
            listed = [best_of(own[row - start], _IN_POOL, history).items for own in scores]
            pool, liked = np.unique(np.concatenate(listed)), held_out.history(int(user)).liked
            signals[:, row, : len(pool)] = [own[row - start, pool] for own in scores]
            is_liked[row, : len(pool)] = np.isin(pool, liked)
            best[row] = _DISCOUNTS[: len(liked)].sum()
    return _Pools(signals, is_liked, best)
