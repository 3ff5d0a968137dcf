"""A deep network that looks at a user and an item together and gives the chance that the item is wanted."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from retrieval.recommenders.interactions import History, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.neural.history_rows import Touches, fact_names, fact_rows, history_rows
from retrieval.recommenders.neural.item_traits import ItemTraits
from retrieval.recommenders.neural.leaving_out import item_causes
from retrieval.recommenders.neural.ranker_features import N_MATCHES, TraitMatch, recent_rows
from retrieval.recommenders.neural.ranker_settings import RankerSettings, RankerWeights
from retrieval.recommenders.recommender import Cause, Mask, Recommended, best_of
from retrieval.recommenders.storage import load_model, save_model

_KIND, _FORMAT = "dnn_ranker", 1
_USUAL = RankerSettings()


@dataclass(frozen=True, slots=True, eq=False)
class DnnRanker:
    """Layers of a network over features of the user, the item and both together.

    After the ranking network of Covington, Adams, Sargin 2016, "Deep neural networks for YouTube recommendations",
    https://doi.org/10.1145/2959100.2959190. Features: the means of the vectors of what was liked and what was only met,
    fading with age; how much that is; what users say of themselves; the item's vector, made of its own and of category,
    brand, price band, styles and text; how popular it is, how much of that is late, and whether it is new; the product
    of both vectors; and for each kind of trait which share of all that was liked, and of the last five things met,
    agrees with the item. The score is the logarithm of the chance that the next liked item is this one.
    """

    item_ids: tuple[str, ...]
    settings: RankerSettings
    weights: RankerWeights
    fact_names: tuple[str, ...]
    traits: ItemTraits
    match: TraitMatch

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts, settings: RankerSettings = _USUAL) -> Self:
        """Train with torch."""
        from retrieval.recommenders.neural.ranker_training import train_ranker

        traits = ItemTraits.of(facts)
        weights = train_ranker(interactions, traits, facts, settings)
        names = fact_names(interactions.facts)
        return cls(interactions.item_ids, settings, weights, names, traits, TraitMatch.of(traits))

    def scores(self, histories: Sequence[History]) -> NDArray[np.float32]:
        """Return the log of the chance of each item."""
        everything = np.arange(len(self.item_ids))
        rows = [self._scores(history, everything) for history in histories]
        return np.stack(rows) if rows else np.zeros((0, len(self.item_ids)), np.float32)

    def _scores(self, history: History, items: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the scores of some items for one user, (n,) float32."""
        weights, n_items = self.weights, len(self.item_ids)
        touches = Touches.of([history], n_items)
        rows = history_rows(touches, 1, n_items, self.settings.half_life_days)
        matches = self.match.matches(rows.liked, recent_rows(touches, 1, n_items))[0, items]
        liked, others = rows.liked @ weights.vectors, rows.others @ weights.vectors
        facts = fact_rows([history.facts], self.fact_names)
        user = np.concatenate([liked, others, rows.amounts, facts], axis=1) @ weights.user + weights.user_bias
        taste = (weights.shares[0] * liked + weights.shares[1] * others)[0]
        vectors = weights.vectors[items]
        hidden = vectors @ (taste[:, None] * weights.product)
        hidden += weights.told[items]
        hidden += user
        if matches.any():
            hidden += matches @ weights.matches
        np.maximum(hidden, 0.0, out=hidden)
        hidden = np.maximum(hidden @ weights.second + weights.second_bias, 0.0)
        scores = hidden @ weights.last + weights.last_bias + vectors @ taste + weights.biases[items]
        result: NDArray[np.float32] = scores.astype(np.float32)
        return result

    def recommend(self, history: History, top_k: int, allowed: Mask | None = None) -> Recommended:
        """Return the items of the best chance."""
        return best_of(self.scores([history])[0], top_k, history, allowed)

    def explain(self, history: History, item: int) -> tuple[Cause, ...]:
        """Return what each item of the history adds."""
        asked = np.array([item])
        return item_causes(history, lambda some: np.concatenate([self._scores(one, asked) for one in some]))

    def save(self, folder: Path) -> None:
        """Write the weights, and the items' traits."""
        arrays = {field.name: getattr(self.weights, field.name) for field in fields(RankerWeights)}
        arrays |= self.traits.arrays()
        settings = {"taught": asdict(self.settings), "facts": list(self.fact_names), "traits": list(self.traits.names)}
        save_model(folder, _KIND, _FORMAT, self.item_ids, settings, arrays)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        stored = load_model(folder, _KIND, _FORMAT)
        settings = RankerSettings(**stored.settings["taught"])
        names, facts = tuple(stored.settings["traits"]), tuple(stored.settings["facts"])
        n, dim, hidden, second = len(stored.item_ids), settings.dim, settings.n_hidden, settings.n_second
        weights = RankerWeights(
            stored.array("vectors", n, dim),
            stored.array("biases", n),
            stored.array("told", n, hidden),
            stored.array("user", 2 * dim + 2 + len(facts), hidden),
            stored.array("user_bias", hidden),
            stored.array("product", dim, hidden),
            stored.array("matches", N_MATCHES, hidden),
            stored.array("second", hidden, second),
            stored.array("second_bias", second),
            stored.array("last", second),
            stored.array("last_bias", 1),
            stored.array("shares", 2),
        )
        traits = ItemTraits.stored(names, stored)
        return cls(stored.item_ids, settings, weights, facts, traits, TraitMatch.of(traits))
