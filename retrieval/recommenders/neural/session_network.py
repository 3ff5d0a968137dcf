"""A recurrent network that follows a user step by step and foretells the next."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from retrieval.recommenders.interactions import History, Interactions, check_items
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.neural.item_vectors import ItemVectors
from retrieval.recommenders.neural.leaving_out import item_causes
from retrieval.recommenders.neural.sequences import Sequences
from retrieval.recommenders.neural.session_settings import SessionSettings, SessionWeights
from retrieval.recommenders.recommender import Cause, Mask, Recommended, best_of
from retrieval.recommenders.storage import load_model, save_model

_KIND, _FORMAT = "session_network", 1
_USUAL = SessionSettings()


@dataclass(frozen=True, slots=True, eq=False)
class SessionNetwork:
    """A gated recurrent unit over the latest steps, each an item with how it was liked and the time since the last.

    Hidasi, Karatzoglou, Baltrunas, Tikk 2016, "Session-based recommendations with recurrent neural networks",
    arXiv:1511.06939, with the cross-entropy over sampled items of their later work (Hidasi, Karatzoglou 2018,
    https://doi.org/10.1145/3269206.3271761). With x a step and h the state before it::

        r = σ(W_r x + U_r h)    z = σ(W_z x + U_z h)    n = tanh(W_n x + r ∘ (U_n h))    h' = (1 - z) ∘ n + z ∘ h

    and the score of an item is its vector times W_o h, plus its bias. Order counts, so it is at its best on what comes
    next, not on what a user likes at all. Who did nothing yet gets what most did.
    """

    item_ids: tuple[str, ...]
    settings: SessionSettings
    weights: SessionWeights

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts, settings: SessionSettings = _USUAL) -> Self:
        """Train with torch."""
        from retrieval.recommenders.neural.session_training import train_session

        del facts
        return cls(interactions.item_ids, settings, train_session(interactions, settings))

    @property
    def _items(self) -> ItemVectors:
        return ItemVectors(self.weights.embeddings, self.weights.biases)

    def users(self, histories: Sequence[History]) -> NDArray[np.float32]:
        """Return what is wanted after each history, (n_histories, dim) float32; zeros after an empty one."""
        for history in histories:
            check_items(history.items, len(self.item_ids))
        weights, n_hidden = self.weights, self.settings.n_hidden
        steps = Sequences.of(histories, self.settings.length)
        states = np.zeros((len(histories), n_hidden), np.float32)
        for step in range(steps.items.shape[1] if len(histories) else 0):
            goes_on = steps.lengths > step
            inputs = weights.embeddings[steps.items[goes_on, step]]
            inputs = inputs + weights.tones[steps.is_liked[goes_on, step].astype(np.int64)]
            inputs = inputs + steps.gaps[goes_on, step][:, None] * weights.gap
            states[goes_on] = _next(inputs, states[goes_on], weights, n_hidden)
        users = states @ weights.out + weights.out_bias
        users[steps.lengths == 0] = 0.0
        return users.astype(np.float32)

    def scores(self, histories: Sequence[History]) -> NDArray[np.float32]:
        """Return how likely each item comes next, as logits."""
        return self._items.scores(self.users(histories))

    def recommend(self, history: History, top_k: int, allowed: Mask | None = None) -> Recommended:
        """Return the likeliest next items."""
        return best_of(self.scores([history])[0], top_k, history, allowed)

    def explain(self, history: History, item: int) -> tuple[Cause, ...]:
        """Return what each step adds: what the score loses if it had not been taken."""
        return item_causes(history, lambda some: self._items.scores_of(self.users(some), item))

    def save(self, folder: Path) -> None:
        """Write the weights."""
        arrays = {field.name: getattr(self.weights, field.name) for field in fields(SessionWeights)}
        save_model(folder, _KIND, _FORMAT, self.item_ids, asdict(self.settings), arrays)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        stored = load_model(folder, _KIND, _FORMAT)
        settings, n = SessionSettings(**stored.settings), len(stored.item_ids)
        dim, hidden = settings.dim, settings.n_hidden
        weights = SessionWeights(
            stored.array("embeddings", n, dim),
            stored.array("tones", 2, dim),
            stored.array("gap", dim),
            stored.array("inputs", dim, 3 * hidden),
            stored.array("inputs_bias", 3 * hidden),
            stored.array("states", hidden, 3 * hidden),
            stored.array("states_bias", 3 * hidden),
            stored.array("out", hidden, dim),
            stored.array("out_bias", dim),
            stored.array("biases", n),
        )
        return cls(stored.item_ids, settings, weights)


def _next(
    inputs: NDArray[np.float32], states: NDArray[np.float32], weights: SessionWeights, n_hidden: int
) -> NDArray[np.float32]:
    """Return the states (n, n_hidden) after one more step (n, dim)."""
    told = np.split(inputs @ weights.inputs + weights.inputs_bias, [n_hidden, 2 * n_hidden], axis=1)
    kept = np.split(states @ weights.states + weights.states_bias, [n_hidden, 2 * n_hidden], axis=1)
    reset, update = expit(told[0] + kept[0]), expit(told[1] + kept[1])
    new = np.tanh(told[2] + reset * kept[2])
    following: NDArray[np.float32] = (1 - update) * new + update * states
    return following
