"""Collaborative filtering by items alike: who likes this also likes that, whoever else they are."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrieval.errors import StoreError
from retrieval.recommenders.interactions import HIGHEST, LOWEST, History, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.item_weights import ItemWeights, strongest
from retrieval.recommenders.popularity import BayesianRating, BayesianSettings, everybodys
from retrieval.recommenders.recommender import Cause, Mask, Recommended
from retrieval.recommenders.storage import load_model, save_model
from retrieval.recommenders.weights import weights_of

_KIND, _FORMAT = "item_neighbours", 1
_ENTRIES_AT_ONCE = 4_000_000
"""Products of two items held at a time while they are summed up; 50 bytes each with all that is made of them."""


class ItemSimilarity(Enum):
    """What is compared of two items: ratings as weights, less the item's mean, or less the user's mean."""

    COSINE = "cosine"
    PEARSON = "pearson"
    ADJUSTED_COSINE = "adjusted_cosine"


@dataclass(frozen=True, slots=True)
class ItemNeighbourSettings:
    """How items are compared and how many neighbours each keeps.

    similarity: see `ItemSimilarity`.
    n_neighbours: neighbours kept of each item, those most alike.
    shrinkage: a similarity that n users bear out counts n / (n + shrinkage) of itself.
    damping: added to the sum of similarities under a foretold rating, so that few neighbours say little.
    """

    similarity: ItemSimilarity = ItemSimilarity.COSINE
    n_neighbours: int = 100
    shrinkage: float = 50.0
    damping: float = 0.5

    def __post_init__(self) -> None:
        if self.n_neighbours < 1 or self.shrinkage < 0 or self.damping < 0:
            raise StoreError(f"{self} cannot work; n_neighbours starts at 1, shrinkage and damping at 0")


@dataclass(frozen=True, slots=True, eq=False)
class ItemNeighbours:
    """Item-based neighbours, few of each item, so that a catalogue of a million fits.

    With x_i the column of item i and n_ij the users of both (Sarwar, Karypis, Konstan, Riedl 2001, "Item-based
    collaborative filtering recommendation algorithms", https://doi.org/10.1145/371920.372071, over all users of an item
    instead of those of both; Herlocker et al. 1999, https://doi.org/10.1145/312624.312682, for the last factor)::

        s_ij = x_i · x_j / (|x_i| |x_j|) · n_ij / (n_ij + shrinkage)

    Lists are ranked by the sum of similarities to the items of a history, each times its weight (Deshpande, Karypis
    2004, "Item-based top-N recommendation algorithms", https://doi.org/10.1145/963770.963776). Ratings are foretold
    from what the user gave like items, with b the means of `BayesianRating`::

        r̂_ui = b_ui + Σ_j s_ij (r_uj − b_uj) / (damping + Σ_j s_ij)

    Only positive similarities count.
    """

    item_ids: tuple[str, ...]
    settings: ItemNeighbourSettings
    weights: ItemWeights
    means: BayesianRating

    @classmethod
    def fit(
        cls,
        interactions: Interactions,
        facts: ItemFacts,
        settings: ItemNeighbourSettings = ItemNeighbourSettings(),
    ) -> Self:
        """Compare all pairs of items that have a user in common."""
        means = BayesianRating.fit(interactions, facts)
        matrix = similarities(interactions, settings)
        return cls(interactions.item_ids, settings, ItemWeights.of(matrix, everybodys(interactions)), means)

    def scores(self, histories: Sequence[History]) -> NDArray[np.float32]:
        """Return what like items add up to."""
        return self.weights.scores(histories)

    def recommend(self, history: History, top_k: int, allowed: Mask | None = None) -> Recommended:
        """Return what is most like the history, then what most want."""
        return self.weights.recommend(history, top_k, allowed)

    def explain(self, history: History, item: int) -> tuple[Cause, ...]:
        """Return what each item of the history adds."""
        return self.weights.causes(history, item)

    def ratings(self, histories: Sequence[History], items: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the mean-centred prediction of each pair; without like items the means alone speak."""
        deviations = self.means.deviations(histories)
        found = self.means.means[items] + deviations
        for place, (history, item) in enumerate(zip(histories, items, strict=True)):
            start, end = self.weights.matrix.indptr[item : item + 2]
            alike, similarity = self.weights.matrix.indices[start:end], self.weights.matrix.data[start:end]
            _, of_history, of_alike = np.intersect1d(history.items, alike, return_indices=True)
            own = history.items[of_history]
            shifts = history.ratings[of_history] - self.means.means[own] - deviations[place]
            weights = similarity[of_alike].astype(np.float64)
            if len(own):
                found[place] += (weights @ shifts) / (self.settings.damping + weights.sum())
        return np.clip(found, LOWEST, HIGHEST)

    def save(self, folder: Path) -> None:
        """Write similarities and means."""
        settings = asdict(self.settings) | {"similarity": self.settings.similarity.value}
        own = {"means": self.means.means, "n_users_of": self.means.n_users_of}
        means = asdict(self.means.settings)
        save_model(
            folder, _KIND, _FORMAT, self.item_ids, {"own": settings, "means": means}, self.weights.arrays() | own
        )

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read similarities and means."""
        stored = load_model(folder, _KIND, _FORMAT)
        own, n = dict(stored.settings["own"]), len(stored.item_ids)
        settings = ItemNeighbourSettings(**own | {"similarity": ItemSimilarity(own["similarity"])})
        means = BayesianRating(
            stored.item_ids,
            BayesianSettings(**stored.settings["means"]),
            stored.array("means", n),
            stored.array("n_users_of", n),
        )
        return cls(stored.item_ids, settings, ItemWeights.stored(stored), means)


def similarities(interactions: Interactions, settings: ItemNeighbourSettings) -> sparse.csr_array:
    """Return (n_items, n_items) csr float32: the positive similarities s_ij of each item i to its neighbours j."""
    by_user = interactions.matrix(_values(interactions, settings.similarity))
    norms = np.sqrt(np.bincount(by_user.indices, by_user.data**2, interactions.n_items))
    by_user.data /= np.where(norms > 0, norms, 1.0)[by_user.indices]
    pattern = interactions.matrix(np.ones(len(interactions)))
    by_item, pattern_by_item = by_user.T.tocsr(), pattern.T.tocsr()
    parts = []
    for rows in row_blocks(pattern_by_item, np.diff(pattern.indptr)):
        found = by_item[rows] @ by_user
        found.sort_indices()
        if settings.shrinkage > 0:
            counts = pattern_by_item[rows] @ pattern
            counts.data = counts.data / (counts.data + settings.shrinkage)
            found = sparse.csr_array(found.multiply(counts))
        parts.append(strongest(positive_others(found, rows.start), settings.n_neighbours).astype(np.float32))
    n = interactions.n_items
    return sparse.csr_array(sparse.vstack(parts)) if parts else sparse.csr_array((n, n), dtype=np.float32)


def _values(interactions: Interactions, similarity: ItemSimilarity) -> NDArray[np.float64]:
    """Return what of each interaction is compared, (n,)."""
    if similarity is ItemSimilarity.COSINE:
        return weights_of(interactions.ratings)
    groups, n = (
        (interactions.items, interactions.n_items)
        if similarity is ItemSimilarity.PEARSON
        else (interactions.users, interactions.n_users)
    )
    counts = np.maximum(np.bincount(groups, minlength=n), 1)
    means = np.bincount(groups, interactions.ratings, n) / counts
    return interactions.ratings - means[groups]


def row_blocks(by_item: sparse.csr_array, n_items_of: NDArray[np.int64]) -> Iterator[slice]:
    """Yield rows of items in blocks whose products with all others take bounded room."""
    n_items = by_item.shape[0]
    reach = by_item @ n_items_of.astype(np.float64)
    ends = np.cumsum(np.minimum(reach, n_items) + 1)
    start = 0
    while start < n_items:
        before = ends[start - 1] if start else 0.0
        end = max(start + 1, int(np.searchsorted(ends, before + _ENTRIES_AT_ONCE, side="right")))
        yield slice(start, end)
        start = end


def positive_others(block: sparse.csr_array, first_row: int) -> sparse.csr_array:
    """Return a block of rows without what is not positive and without each item's likeness to itself."""
    rows = np.repeat(np.arange(block.shape[0]), np.diff(block.indptr))
    is_kept = (block.data > 0) & (block.indices != rows + first_row)
    ends = np.concatenate([[0], np.cumsum(np.bincount(rows[is_kept], minlength=block.shape[0]))])
    return sparse.csr_array((block.data[is_kept], block.indices[is_kept], ends), shape=block.shape)
