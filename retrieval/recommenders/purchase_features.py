"""What may tell how likely a user is to buy an item: the features of each pair of user and item."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from retrieval.recommenders.interactions import History, Interactions, check_items
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.item_neighbours import ItemNeighbourSettings, similarities
from retrieval.recommenders.item_weights import ItemWeights
from retrieval.recommenders.popularity import Popularity, PopularitySettings, everybodys
from retrieval.recommenders.storage import StoredModel
from retrieval.recommenders.weights import weights_of

NAMES = (
    "popular",
    "popular lately",
    "category",
    "brand",
    "style",
    "price band",
    "bought with",
    "bought with the last",
    "content",
    "events",
)
"""The columns of `PairFeatures.of`, in order."""

_TRAITS = slice(2, 6)
_N_LAST = 3
_LATELY_DAYS = 30.0
_LONG = 100.0
"""A history of so many events counts 1 as to its length."""


@dataclass(frozen=True, slots=True, eq=False)
class PairFeatures:
    """Features of pairs, all in about 0..1.

    How much an item is wanted, in all and lately; the share of the history's weight that has the item's category,
    brand, style and price band; how strongly users of the history's items, and of its last three, took the item too;
    the cosine of its embedding to the mean of theirs; how long the history is.

    `popular` (2, n_items) float64; `traits` (4, n_items) int32 numbers what items have, −1 where it is not known;
    `vectors` (n_items, dim) float32 as in `ItemFacts`.
    """

    popular: NDArray[np.float64]
    traits: NDArray[np.int32]
    neighbours: ItemWeights
    vectors: NDArray[np.float32]

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts) -> Self:
        """Gather what is known of items by now."""
        counts = np.bincount(interactions.items, minlength=interactions.n_items)
        wanted = np.log1p(counts) / max(float(np.log1p(counts.max(initial=0))), 1.0)
        lately = Popularity.fit(interactions, facts, PopularitySettings(_LATELY_DAYS)).item_scores
        named = (facts.categories, facts.brands, facts.styles)
        traits = np.array([*map(_numbered, named), facts.price_bands.astype(np.int32)], dtype=np.int32)
        matrix = similarities(interactions, ItemNeighbourSettings())
        return cls(
            np.stack([wanted, lately.astype(np.float64)]),
            traits,
            ItemWeights.of(matrix, everybodys(interactions)),
            facts.vectors,
        )

    @property
    def n_items(self) -> int:
        """How many items there are."""
        return int(self.popular.shape[1])

    def of(self, history: History, items: NDArray[np.int64] | None = None) -> NDArray[np.float64]:
        """Return (n, len(NAMES)) for a history beside `items` (n,), or all; of an empty one the first two speak alone.

        Raises StoreError where the history names an item that is none.
        """
        check_items(history.items, self.n_items)
        asked = np.arange(self.n_items) if items is None else items
        found = np.zeros((len(asked), len(NAMES)))
        found[:, :2] = self.popular[:, asked].T
        if not len(history):
            return found
        weights = weights_of(history.ratings)
        for column, numbers in enumerate(self.traits, start=_TRAITS.start):
            found[:, column] = _affinity(numbers, history.items, weights, asked)
        for column, part in ((6, history), (7, _last(history))):
            reached, scores = self.neighbours.reached(part)
            together = np.zeros(self.n_items)
            together[reached] = np.log1p(np.maximum(scores, 0))
            found[:, column] = together[asked]
        if self.vectors.shape[1]:
            taste = weights @ self.vectors[history.items]
            found[:, 8] = self.vectors[asked] @ (taste / max(float(np.linalg.norm(taste)), 1e-9))
        found[:, 9] = min(1.0, len(history) / _LONG)
        return found

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return all there is, to be kept."""
        own: dict[str, NDArray[Any]] = {"popular": self.popular, "traits": self.traits, "vectors": self.vectors}
        return own | self.neighbours.arrays()

    @classmethod
    def stored(cls, model: StoredModel) -> Self:
        """Return what `arrays` gave; raises ArtifactError where something is missing."""
        n = len(model.item_ids)
        parts = model.array("popular", 2, n), model.array("traits", 4, n)
        return cls(*parts, ItemWeights.stored(model), model.array("vectors", n, -1))


def _numbered(names: Sequence[str]) -> NDArray[np.int32]:
    """Return the number of each name, −1 for none."""
    numbers = {name: number for number, name in enumerate(sorted(set(names) - {""}))}
    return np.array([numbers.get(name, -1) for name in names], dtype=np.int32)


def _affinity(
    numbers: NDArray[np.int32], own: NDArray[np.int64], weights: NDArray[np.float64], asked: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the share of a history's weight whose items have what each asked item has, 0 where that is not known."""
    is_known = numbers[own] >= 0
    sums = np.bincount(numbers[own[is_known]], weights[is_known], int(numbers.max(initial=0)) + 1)
    shares = sums / max(float(sums.sum()), 1e-9)
    return np.where(numbers[asked] >= 0, shares[numbers[asked]], 0.0)


def _last(history: History) -> History:
    return History(history.items[-_N_LAST:], history.ratings[-_N_LAST:], history.moments[-_N_LAST:])
