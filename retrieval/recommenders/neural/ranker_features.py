"""What the ranker is told of users and items beside their embeddings."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrieval.recommenders.interactions import LIKED_FROM, Interactions
from retrieval.recommenders.neural.history_rows import Touches
from retrieval.recommenders.neural.item_traits import ItemTraits

KINDS = ("category", "brand", "price_band", "style")
N_MATCHES = 2 * len(KINDS)
_RECENT = 5
_TREND_SHARE = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class TraitMatch:
    """How a user's history and an item agree, by kind of trait."""

    kinds: tuple[sparse.csr_array, ...]

    @classmethod
    def of(cls, traits: ItemTraits) -> "TraitMatch":
        """Part the traits by kind."""
        columns = [np.flatnonzero([name.startswith(f"{kind}=") for name in traits.names]) for kind in KINDS]
        return cls(tuple(sparse.csr_array(traits.matrix[:, own]) for own in columns))

    def matches(self, liked: sparse.csr_array, recent: sparse.csr_array) -> NDArray[np.float32]:
        """Return (n_users, n_items, 8) float32: which share of what was liked, and of the latest, has an item's value.

        Both are (n_users, n_items) with rows adding to 1; the eight are the kinds of trait for the one, then the other.
        """
        n_users, n_items = liked.shape
        found = np.zeros((n_users, n_items, N_MATCHES), np.float32)
        for place, matrix in enumerate(self.kinds * 2):
            rows = liked if place < len(KINDS) else recent
            if matrix.nnz:
                found[:, :, place] = (matrix @ (rows @ matrix).toarray().T).T
        return found


def recent_rows(touches: Touches, n_rows: int, n_items: int) -> sparse.csr_array:
    """Return (n_rows, n_items) csr float32: the last 5 things of each user, alike, adding to 1."""
    counts = np.bincount(touches.rows, minlength=n_rows)
    places_from_end = np.cumsum(counts)[touches.rows] - np.arange(len(touches.rows))
    last = touches.where(places_from_end <= _RECENT)
    n_last = np.bincount(last.rows, minlength=n_rows)
    ends = np.concatenate([[0], np.cumsum(n_last)]).astype(np.int32)
    weights = (1.0 / np.maximum(n_last, 1))[last.rows].astype(np.float32)
    return sparse.csr_array((weights, last.items.astype(np.int32), ends), shape=(n_rows, n_items))


def item_signals(interactions: Interactions) -> NDArray[np.float32]:
    """Return (n_items, 3) float32: how often each was liked, logged, in 0..1, how much of that is late, is new.

    Late is the last quarter of all interactions; an item is new where nobody touched it.
    """
    n_items = interactions.n_items
    is_liked = interactions.ratings >= LIKED_FROM
    n_liked = np.bincount(interactions.items[is_liked], minlength=n_items).astype(np.float64)
    n_met = np.bincount(interactions.items, minlength=n_items)
    is_late = np.zeros(len(interactions), bool)
    if len(interactions):
        is_late = interactions.moments >= np.quantile(interactions.moments, 1.0 - _TREND_SHARE)
    n_late = np.bincount(interactions.items[is_late], minlength=n_items)
    logged = np.log1p(n_liked)
    return np.stack(
        [logged / max(1.0, logged.max(initial=0.0)), (n_late + _TREND_SHARE) / (n_met + 1.0), n_met == 0], axis=1
    ).astype(np.float32)
