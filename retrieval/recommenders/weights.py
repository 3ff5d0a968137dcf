"""How much an interaction says that its user wants the item."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrieval.recommenders.interactions import HIGHEST, History, Interactions, matrix_of


def weights_of(ratings: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weight of each rating, 0.1..1: in proportion to it, as even what disappoints tells what one looks for.

    >>> weights_of(np.array([5.0, 2.5])).tolist()
    [1.0, 0.5]
    """
    return ratings / HIGHEST


def weighted(interactions: Interactions) -> sparse.csr_array:
    """Return (n_users, n_items) csr float64 with sorted columns, an entry being the weight of a rating."""
    return interactions.matrix(weights_of(interactions.ratings))


def weighted_rows(histories: Sequence[History], n_items: int) -> sparse.csr_array:
    """Return (n_histories, n_items) csr float64 with sorted columns, an entry being the weight of a rating."""
    rows = matrix_of(histories, n_items)
    rows.data = weights_of(rows.data)
    return rows
