"""Vectors of items to start from, so that a network need not find out what a decomposition knows at once."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from retrieval.recommenders.interactions import LIKED_FROM, Interactions

_MET_WEIGHT = 0.25
_DAMPING = 0.5
_NOISE = 0.02
_SPREAD_OF_SCORES = 1.5


def start_vectors(interactions: Interactions, dim: int, seed: int) -> NDArray[np.float32]:
    """Return (n_items, dim) float32 such that items liked by the same users have vectors alike.

    They are the right singular vectors of the matrix of what was liked (1) and only met (0.25), whose columns are
    divided by the square root of their length, as popular items would be alike to all; scaled so that the mean of a
    user's vectors times those of all items spreads by 1.5. After "PureSVD": Cremonesi, Koren, Turrin 2010, "Performance
    of recommender algorithms on top-n recommendation tasks", https://doi.org/10.1145/1864708.1864721; by random
    projections, Halko, Martinsson, Tropp 2011, https://doi.org/10.1137/090771806. A little noise tells apart what
    nobody touched.
    """
    random = np.random.default_rng(seed)
    vectors = random.normal(0.0, _NOISE, (interactions.n_items, dim))
    rank = min(dim, min(interactions.n_users, interactions.n_items) - 1)
    if rank < 1 or not len(interactions):
        return vectors.astype(np.float32)
    rows = interactions.matrix(np.where(interactions.ratings >= LIKED_FROM, 1.0, _MET_WEIGHT))
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=0)).ravel())
    inverse = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    scaled = rows @ sparse.diags_array(inverse**_DAMPING)
    _, singular, found = randomized_svd(sparse.csr_matrix(scaled), rank, random_state=seed)
    vectors[:, :rank] += found.T * np.sqrt(singular / singular[0])
    return (vectors * _scale(rows, vectors)).astype(np.float32)


def _scale(rows: sparse.csr_array, vectors: NDArray[np.float64]) -> float:
    """Return by what to multiply vectors so that the scores of users spread as they should."""
    asked = rows[np.flatnonzero(np.diff(rows.indptr))[:200]]
    means = (asked @ vectors) / np.asarray(asked.sum(axis=1)).reshape(-1, 1)
    spread = float((means @ vectors.T).std())
    return float(np.sqrt(_SPREAD_OF_SCORES / spread)) if spread > 0 else 1.0
