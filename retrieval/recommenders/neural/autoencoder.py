"""An autoencoder: from a part of what a user likes it tells the rest."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrieval.recommenders.interactions import LIKED_FROM, History, Interactions, matrix_of
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.neural.autoencoder_settings import AutoencoderSettings, AutoencoderWeights
from retrieval.recommenders.neural.history_rows import unit_rows
from retrieval.recommenders.neural.item_vectors import ItemVectors
from retrieval.recommenders.neural.leaving_out import item_causes
from retrieval.recommenders.recommender import Cause, Mask, Recommended, best_of
from retrieval.recommenders.storage import load_model, save_model

_KIND, _FORMAT = "autoencoder", 1
_USUAL = AutoencoderSettings()


@dataclass(frozen=True, slots=True, eq=False)
class Autoencoder:
    """A variational autoencoder with the multinomial likelihood ("Mult-VAE").

    Liang, Krishnan, Hoffman, Jebara 2018, "Variational autoencoders for collaborative filtering",
    https://doi.org/10.1145/3178876.3186150. x is the row of what a user likes (1) or only met (`met_weight`), scaled to
    length 1; asked, the mean of the code is taken for the code::

        z = W_z tanh(W_r x + b_r) + b_z        scores = W_w tanh(W_u z + b_u) + b_w

    Order and age of what was done do not count. An item that nobody touched has the score of one that nobody wants.
    """

    item_ids: tuple[str, ...]
    settings: AutoencoderSettings
    weights: AutoencoderWeights

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts, settings: AutoencoderSettings = _USUAL) -> Self:
        """Train with torch."""
        from retrieval.recommenders.neural.autoencoder_training import train_autoencoder

        del facts
        weights = train_autoencoder(_wanted(interactions.matrix(), settings), settings)
        return cls(interactions.item_ids, settings, weights)

    @property
    def _items(self) -> ItemVectors:
        return ItemVectors(self.weights.write, self.weights.write_bias)

    def users(self, histories: Sequence[History]) -> NDArray[np.float32]:
        """Return the last hidden layer for each history, (n_histories, n_hidden) float32."""
        weights = self.weights
        rows = unit_rows(_wanted(matrix_of(histories, len(self.item_ids)), self.settings))
        code = np.tanh(rows @ weights.read + weights.read_bias) @ weights.code + weights.code_bias
        users: NDArray[np.float32] = np.tanh(code @ weights.unfold + weights.unfold_bias).astype(np.float32)
        return users

    def scores(self, histories: Sequence[History]) -> NDArray[np.float32]:
        """Return the logits of the items."""
        return self._items.scores(self.users(histories))

    def recommend(self, history: History, top_k: int, allowed: Mask | None = None) -> Recommended:
        """Return the items that the history tells of most."""
        return best_of(self.scores([history])[0], top_k, history, allowed)

    def explain(self, history: History, item: int) -> tuple[Cause, ...]:
        """Return what each item of the history adds."""
        return item_causes(history, lambda some: self._items.scores_of(self.users(some), item))

    def save(self, folder: Path) -> None:
        """Write the weights."""
        arrays = {field.name: getattr(self.weights, field.name) for field in fields(AutoencoderWeights)}
        save_model(folder, _KIND, _FORMAT, self.item_ids, asdict(self.settings), arrays)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        stored = load_model(folder, _KIND, _FORMAT)
        settings, n = AutoencoderSettings(**stored.settings), len(stored.item_ids)
        hidden, dim = settings.n_hidden, settings.dim
        weights = AutoencoderWeights(
            stored.array("read", n, hidden),
            stored.array("read_bias", hidden),
            stored.array("code", hidden, dim),
            stored.array("code_bias", dim),
            stored.array("unfold", dim, hidden),
            stored.array("unfold_bias", hidden),
            stored.array("write", n, hidden),
            stored.array("write_bias", n),
        )
        return cls(stored.item_ids, settings, weights)


def _wanted(ratings: sparse.csr_array, settings: AutoencoderSettings) -> sparse.csr_array:
    """Return csr float32 with 1 for what is liked and `met_weight` for what was only met."""
    weights = np.where(ratings.data >= LIKED_FROM, 1.0, settings.met_weight).astype(np.float32)
    return sparse.csr_array((weights, ratings.indices, ratings.indptr), ratings.shape)
