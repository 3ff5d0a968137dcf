"""What lists are like, whatever is relevant: how much of the catalogue they show, how varied, new and fair they are.

`ranked` (n_users, k) int64 holds columns of items, best first, NOTHING where there is none.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrieval.evaluation.recommending.list_metrics import NOTHING

Ranked = NDArray[np.int64]
Values = NDArray[np.float64]

SMOOTHING = 0.01
"""How much of the history's own share is mixed into the list's, so that a kind missing from it costs no infinity."""


def times_shown(ranked: Ranked, n_items: int) -> NDArray[np.int64]:
    """Return in how many lists each item stands, (n_items,)."""
    return np.bincount(ranked[ranked != NOTHING], minlength=n_items).astype(np.int64)


def coverage(shown: NDArray[np.int64]) -> float:
    """Return which share of the items is shown to anybody, nan without items.

    Ge, Delgado-Battenfeld and Jannach 2010, Beyond accuracy: evaluating recommender systems by coverage and
    serendipity, https://doi.org/10.1145/1864708.1864761 (catalogue coverage).

    >>> coverage(np.array([3, 0, 1, 0]))
    0.5
    """
    return float(np.mean(shown > 0)) if len(shown) else float("nan")


def gini(shown: NDArray[np.int64]) -> float:
    """Return how unevenly items are shown: 0 all alike, towards 1 the more of it few items have.

    sum over items by rising count of (2 i - n - 1) x_i / (n sum x), i from 1 (Fleder and Hosanagar 2009, Blockbuster
    culture's next rise or fall, https://doi.org/10.1287/mnsc.1080.0974). nan where nothing is shown.

    >>> gini(np.array([1, 1, 1])), gini(np.array([0, 0, 0, 8]))
    (0.0, 0.75)
    """
    n, total = len(shown), int(shown.sum())
    if not total:
        return float("nan")
    return float(((2 * np.arange(1, n + 1) - n - 1) * np.sort(shown)).sum() / (n * total))


def intra_list_distance(ranked: Ranked, likeness: sparse.csr_array) -> Values:
    """Return the mean distance, 1 - cosine, between two items of a list, (n_users,).

    Ziegler, McNee, Konstan and Lausen 2005, Improving recommendation lists through topic diversification,
    https://doi.org/10.1145/1060745.1060754, as a distance (Zhang and Hurley 2008, Avoiding monotony,
    https://doi.org/10.1145/1454008.1454030). `likeness` (n_items, dim) has rows of unit length, or without entries
    where nothing is known of an item: such an item is left out. nan where fewer than two are left.

    The sum of all cosines between m rows is the squared length of their sum less m, so no pair is looked at.
    """
    is_known = np.diff(likeness.indptr) > 0
    rows, items = _places(ranked, is_known)
    n_left = np.bincount(rows, minlength=len(ranked)).astype(np.float64)
    summed = _choice(rows, items, np.ones(len(rows)), (len(ranked), likeness.shape[0])) @ likeness
    of_pairs = np.asarray(summed.multiply(summed).sum(axis=1)).ravel() - n_left
    n_pairs = n_left * (n_left - 1)
    return np.where(n_left > 1, 1 - of_pairs / np.where(n_pairs > 0, n_pairs, 1.0), np.nan)


def novelty(ranked: Ranked, n_touched_by: NDArray[np.int64], n_users: int) -> Values:
    """Return the mean self-information of a list's items in bits, (n_lists,): how little known they are.

    -log2 of the share of the `n_users` of training that touched an item (Zhou et al. 2010, Solving the apparent
    diversity-accuracy dilemma of recommender systems, https://doi.org/10.1073/pnas.1000488107). `n_touched_by`
    (n_items,) says how many did; an item of nobody counts as one of one user, or it would be infinite. nan for an empty
    list or without users.
    """
    if not n_users:
        return np.full(len(ranked), np.nan)
    bits = -np.log2(np.maximum(n_touched_by, 1) / n_users)
    is_item = ranked != NOTHING
    n_shown = is_item.sum(axis=1)
    summed = np.where(is_item, bits[ranked] if len(bits) else 0.0, 0.0).sum(axis=1)
    return np.where(n_shown > 0, summed / np.maximum(n_shown, 1), np.nan)


def miscalibration(ranked: Ranked, histories: sparse.csr_array, kinds: sparse.csr_array) -> Values:
    """Return how far the kinds of a list are from those of its user's history, (n_users,), 0 is calibrated.

    Steck 2018, Calibrated recommendations, https://doi.org/10.1145/3240323.3240372: the Kullback-Leibler divergence in
    nats of p, the kinds' shares in the history, from (1 - a) q + a p with q those of the list and a = SMOOTHING.
    `histories` (n_users, n_items) holds the weight of each item, `kinds` (n_items, n_kinds) how an item divides among
    kinds, in rows that sum to 1, or none where it is not known. nan where no kind is known of either.
    """
    is_known = np.diff(kinds.indptr) > 0
    rows, items = _places(ranked, is_known)
    of_list = _choice(rows, items, np.ones(len(rows)), (len(ranked), kinds.shape[0])) @ kinds
    p, q = _shares(histories @ kinds), _shares(sparse.csr_array(of_list))
    mixed = (1 - SMOOTHING) * q + SMOOTHING * p
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(p > 0, p * np.log(p / mixed), 0.0)
    is_judgeable = (p.sum(axis=1) > 0) & (q.sum(axis=1) > 0)
    return np.where(is_judgeable, np.maximum(terms.sum(axis=1), 0.0), np.nan)


def _places(ranked: Ranked, is_known: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return list and item wherever a list holds an item of which something is known."""
    rows, places = np.nonzero(ranked != NOTHING)
    items = ranked[rows, places]
    return rows[is_known[items]], items[is_known[items]]


def _choice(
    rows: NDArray[np.int64], items: NDArray[np.int64], weights: Values, shape: tuple[int, int]
) -> sparse.csr_array:
    return sparse.csr_array((weights, (rows, items)), shape=shape)


def _shares(weights: sparse.csr_array) -> Values:
    """Return each row divided by its sum, dense; a row of nothing stays 0."""
    dense = weights.toarray()
    sums = dense.sum(axis=1, keepdims=True)
    return np.asarray(dense / np.where(sums > 0, sums, 1.0), dtype=np.float64)
