"""SLIM: each item foretold from a few others, with weights that are sparse and never negative."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrieval.errors import StoreError
from retrieval.recommenders.interactions import History, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.item_neighbours import ItemNeighbourSettings, similarities
from retrieval.recommenders.item_weights import ItemWeights
from retrieval.recommenders.popularity import everybodys
from retrieval.recommenders.recommender import Cause, Mask, Recommended
from retrieval.recommenders.storage import load_model, save_model
from retrieval.recommenders.weights import weighted

_KIND, _FORMAT = "slim", 1
_CELLS_AT_ONCE = 8_000_000
"""Numbers of small matrices held at a time, 64 MB."""
_Entries = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class SlimSettings:
    """How weights are held down.

    l1: holds small weights at 0. l2: draws all towards 0.
    n_candidates: items that may foretell an item: its nearest neighbours by cosine.
    n_sweeps: how often each weight is improved.
    """

    l1: float = 1.0
    l2: float = 50.0
    n_candidates: int = 100
    n_sweeps: int = 15

    def __post_init__(self) -> None:
        if self.l1 < 0 or self.l2 <= 0 or self.n_candidates < 1 or self.n_sweeps < 1:
            raise StoreError(f"{self} cannot work; l1 starts at 0, l2 lies over 0, the counts start at 1")


@dataclass(frozen=True, slots=True, eq=False)
class Slim:
    """Sparse linear method with feature selection.

    For each item i the weights of its candidates minimise, with x the columns of the users' weights::

        1/2 |x_i − Σ_j w_j x_j|² + l2/2 Σ_j w_j² + l1 Σ_j w_j        w_j ≥ 0, w_i = 0

    Ning, Karypis 2011, "SLIM: sparse linear methods for top-N recommender systems",
    https://doi.org/10.1109/ICDM.2011.134; candidates as in its section IV-C (fsSLIM). Solved by coordinate descent over
    products of columns (Friedman, Hastie, Tibshirani 2010, https://doi.org/10.18637/jss.v033.i01), for many items side
    by side.
    """

    item_ids: tuple[str, ...]
    settings: SlimSettings
    weights: ItemWeights

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts, settings: SlimSettings = SlimSettings()) -> Self:
        """Learn each item's weights."""
        del facts
        near = similarities(interactions, ItemNeighbourSettings(n_neighbours=settings.n_candidates))
        learnt = _learnt(weighted(interactions), near, settings)
        return cls(interactions.item_ids, settings, ItemWeights.of(learnt, everybodys(interactions)))

    def scores(self, histories: Sequence[History]) -> NDArray[np.float32]:
        """Return what the items of each history add up to."""
        return self.weights.scores(histories)

    def recommend(self, history: History, top_k: int, allowed: Mask | None = None) -> Recommended:
        """Return what the history foretells most, then what most want."""
        return self.weights.recommend(history, top_k, allowed)

    def explain(self, history: History, item: int) -> tuple[Cause, ...]:
        """Return what each item of the history adds."""
        return self.weights.causes(history, item)

    def save(self, folder: Path) -> None:
        """Write the weights."""
        save_model(folder, _KIND, _FORMAT, self.item_ids, asdict(self.settings), self.weights.arrays())

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the weights."""
        stored = load_model(folder, _KIND, _FORMAT)
        return cls(stored.item_ids, SlimSettings(**stored.settings), ItemWeights.stored(stored))


def _learnt(rows: sparse.csr_array, near: sparse.csr_array, settings: SlimSettings) -> sparse.csr_array:
    """Return (n_items, n_items) csr float32: at [j, i] what item j adds to item i."""
    n_items, columns = rows.shape[1], rows.T.tocsr()
    n_candidates = np.diff(near.indptr)
    targets = np.argsort(-n_candidates, kind="stable")[: np.count_nonzero(n_candidates)]
    entries = [_nothing()]
    start = 0
    while start < len(targets):
        width = int(n_candidates[targets[start]])
        batch = targets[start : start + max(1, _CELLS_AT_ONCE // width**2)]
        start += len(batch)
        entries.append(_learnt_of(batch, width, columns, near, settings))
    sources, owners, weights = (np.concatenate(part) for part in zip(*entries, strict=True))
    matrix = sparse.csr_array((weights, (sources, owners)), shape=(n_items, n_items))
    matrix.sort_indices()
    return matrix


def _learnt_of(
    batch: NDArray[np.int64], width: int, columns: sparse.csr_array, near: sparse.csr_array, settings: SlimSettings
) -> _Entries:
    """Return the weights of items with at most `width` candidates each: whose they are, and what of."""
    grams, wanted = np.zeros((len(batch), width, width)), np.zeros((len(batch), width))
    candidates = np.full((len(batch), width), -1, dtype=np.int64)
    for place, item in enumerate(batch):
        own = near.indices[near.indptr[item] : near.indptr[item + 1]]
        both = columns[np.append(own, item)]
        products = (both @ both.T).toarray()
        candidates[place, : len(own)] = own
        grams[place, : len(own), : len(own)] = products[:-1, :-1]
        wanted[place, : len(own)] = products[:-1, -1]
    weights = _descended(grams, wanted, settings)
    places, at = np.nonzero(weights)
    return candidates[places, at], batch[places], weights[places, at].astype(np.float32)


def _descended(grams: NDArray[np.float64], wanted: NDArray[np.float64], settings: SlimSettings) -> NDArray[np.float64]:
    """Return weights (n, width) after the sweeps, from 0, for gram matrices (n, width, width) and products with x_i."""
    weights = np.zeros_like(wanted)
    for _ in range(settings.n_sweeps):
        for at in range(wanted.shape[1]):
            own = grams[:, at, at]
            left = wanted[:, at] - np.einsum("nk,nk->n", grams[:, at], weights) + own * weights[:, at]
            weights[:, at] = np.maximum(left - settings.l1, 0.0) / (own + settings.l2)
    return weights


def _nothing() -> _Entries:
    return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float32)
