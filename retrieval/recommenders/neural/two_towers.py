"""Two towers: a user's vector from what they did, an item's from what it is, and their product as the score."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from retrieval.recommenders.interactions import History, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.neural.history_rows import Touches, fact_names, fact_rows, history_rows
from retrieval.recommenders.neural.item_traits import ItemTraits, without_mean
from retrieval.recommenders.neural.item_vectors import ItemVectors
from retrieval.recommenders.neural.leaving_out import item_causes, strongest_first
from retrieval.recommenders.neural.two_towers_settings import TwoTowersSettings, TwoTowersWeights
from retrieval.recommenders.recommender import Cause, Mask, Recommended, best_of
from retrieval.recommenders.storage import load_model, save_model

_KIND, _FORMAT = "two_towers", 1
_USUAL = TwoTowersSettings()


@dataclass(frozen=True, slots=True, eq=False)
class TwoTowers:
    """Deep embeddings of users and items whose dot product is the score, learnt with a sampled softmax.

    Yi, Yang, Hong et al. 2019, "Sampling-bias-corrected neural modeling for large corpus item recommendations",
    https://doi.org/10.1145/3298689.3346996; the user tower after Covington, Adams, Sargin 2016, "Deep neural networks
    for YouTube recommendations", https://doi.org/10.1145/2959100.2959190. With m and o the means of the vectors of what
    was liked and what was only met, fading with age, a and f how much that is and what users say of themselves::

        u = s₁ m + s₂ o + W₂ relu(W₁ [m, o, a, f] + b₁) + b₂
        i = own embedding + those of its category, brand, price band and styles + P · text vector

    An item that nobody touched has no embedding of its own and is scored by its content. `fact_names` are what
    users may say of themselves, `content` (n_items, dim + 1) float32 the part of an item's vector that is not its own.
    """

    item_ids: tuple[str, ...]
    settings: TwoTowersSettings
    weights: TwoTowersWeights
    fact_names: tuple[str, ...]
    traits: ItemTraits
    content: NDArray[np.float32]
    items: ItemVectors

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts, settings: TwoTowersSettings = _USUAL) -> Self:
        """Train with torch; without anything liked, all users and items are told apart by chance alone."""
        from retrieval.recommenders.neural.two_towers_training import train_two_towers

        traits = ItemTraits.of(facts)
        weights = train_two_towers(interactions, traits, facts, settings)
        content = _content(weights, traits, facts.vectors)
        return cls._of(interactions.item_ids, settings, weights, fact_names(interactions.facts), traits, content)

    @classmethod
    def _of(
        cls,
        item_ids: tuple[str, ...],
        settings: TwoTowersSettings,
        weights: TwoTowersWeights,
        names: tuple[str, ...],
        traits: ItemTraits,
        content: NDArray[np.float32],
    ) -> Self:
        whole = weights.embeddings + content
        items = ItemVectors(np.ascontiguousarray(whole[:, :-1]), whole[:, -1].copy())
        return cls(item_ids, settings, weights, names, traits, content, items)

    def with_items(self, facts: ItemFacts) -> Self:
        """Return the same towers over other items: known ones keep what was learnt, new ones are their content."""
        rows = {item_id: row for row, item_id in enumerate(self.item_ids)}
        embeddings = np.zeros((len(facts.item_ids), self.weights.embeddings.shape[1]), np.float32)
        for place, item_id in enumerate(facts.item_ids):
            if item_id in rows:
                embeddings[place] = self.weights.embeddings[rows[item_id]]
        learnt = {field.name: getattr(self.weights, field.name) for field in fields(TwoTowersWeights)}
        weights = TwoTowersWeights(**{**learnt, "embeddings": embeddings})
        traits = ItemTraits.of(facts, self.traits.names)
        content = _content(weights, traits, facts.vectors)
        return self._of(facts.item_ids, self.settings, weights, self.fact_names, traits, content)

    def users(self, histories: Sequence[History]) -> NDArray[np.float32]:
        """Return the vectors of users (n_histories, dim) float32."""
        weights, n_items = self.weights, len(self.item_ids)
        touches = Touches.of(histories, n_items)
        rows = history_rows(touches, len(histories), n_items, self.settings.half_life_days)
        liked, others = rows.liked @ self.items.vectors, rows.others @ self.items.vectors
        facts = fact_rows([history.facts for history in histories], self.fact_names)
        told = np.concatenate([liked, others, rows.amounts, facts], axis=1)
        hidden = np.maximum(told @ weights.first + weights.first_bias, 0.0)
        users = weights.shares[0] * liked + weights.shares[1] * others + hidden @ weights.second + weights.second_bias
        result: NDArray[np.float32] = users.astype(np.float32)
        return result

    def scores(self, histories: Sequence[History]) -> NDArray[np.float32]:
        """Return the products of the vectors of users and items."""
        return self.items.scores(self.users(histories))

    def recommend(self, history: History, top_k: int, allowed: Mask | None = None) -> Recommended:
        """Return the items of the largest product."""
        return best_of(self.scores([history])[0], top_k, history, allowed)

    def explain(self, history: History, item: int) -> tuple[Cause, ...]:
        """Return what the items of the history, the traits of the item and its own popularity add."""
        user = self.users([history])[0]
        first, end = self.traits.matrix.indptr[item : item + 2]
        causes = list(item_causes(history, lambda some: self.items.scores_of(self.users(some), item)))
        for trait in self.traits.matrix.indices[first:end]:
            embedding = self.weights.trait_embeddings[trait]
            causes.append(Cause("feature", float(user @ embedding[:-1] + embedding[-1]), name=self.traits.names[trait]))
        causes.append(Cause("popular", float(self.weights.embeddings[item, -1])))
        return strongest_first(causes)

    def save(self, folder: Path) -> None:
        """Write the weights, and the items' traits."""
        arrays = {field.name: getattr(self.weights, field.name) for field in fields(TwoTowersWeights)}
        arrays["content"] = self.content
        arrays |= self.traits.arrays()
        settings = {"taught": asdict(self.settings), "facts": list(self.fact_names), "traits": list(self.traits.names)}
        save_model(folder, _KIND, _FORMAT, self.item_ids, settings, arrays)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        stored = load_model(folder, _KIND, _FORMAT)
        settings = TwoTowersSettings(**stored.settings["taught"])
        names, facts = tuple(stored.settings["traits"]), tuple(stored.settings["facts"])
        n_items, dim, hidden = len(stored.item_ids), settings.dim, settings.n_hidden
        weights = TwoTowersWeights(
            stored.array("embeddings", n_items, dim + 1),
            stored.array("trait_embeddings", len(names), dim + 1),
            stored.array("projection", -1, dim + 1),
            stored.array("mean", -1),
            stored.array("first", 2 * dim + 2 + len(facts), hidden),
            stored.array("first_bias", hidden),
            stored.array("second", hidden, dim),
            stored.array("second_bias", dim),
            stored.array("shares", 2),
        )
        content = stored.array("content", n_items, dim + 1)
        return cls._of(stored.item_ids, settings, weights, facts, ItemTraits.stored(names, stored), content)


def _content(weights: TwoTowersWeights, traits: ItemTraits, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the part of the items' vectors that comes from traits and texts, (n_items, dim + 1) float32."""
    content = traits.matrix @ weights.trait_embeddings
    if vectors.shape[1] == len(weights.mean):
        content = content + without_mean(vectors, weights.mean) @ weights.projection
    result: NDArray[np.float32] = content.astype(np.float32)
    return result
