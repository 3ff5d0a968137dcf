"""How good ranked lists are, many users at once.

A user is judged by the relevant items that were kept from the recommender. Where a user has none, every measure is nan
and says nothing; where a recommender gives nothing to a user who has some, every measure is 0. A list shorter than k
has misses at its end.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrieval.errors import EvaluationError

Values = NDArray[np.float64]
NOTHING = -1
"""Stands in a ranked list where there is no item."""


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Lists of k places each: `is_hit` (n_users, k) says which places hold a relevant item.

    `n_relevant` (n_users,) int64 says how many items are relevant to a user, in the list or not.
    """

    is_hit: NDArray[np.bool_]
    n_relevant: NDArray[np.int64]

    @classmethod
    def of(cls, ranked: NDArray[np.int64], relevant: sparse.csr_array) -> "Judged":
        """Look up which items of `ranked` are relevant.

        `ranked` (n_users, k) holds columns of items, best first, each at most once in a row, NOTHING where there is
        none; `relevant` (n_users, n_items) has a stored entry for each relevant item. Raises EvaluationError where the
        two are of different users or an item is listed twice.
        """
        n_users, n_items = relevant.shape
        if len(ranked) != n_users:
            raise EvaluationError(f"{len(ranked)} lists for {n_users} users; give one list to each user")
        _check_no_item_twice(ranked)
        if not relevant.nnz:
            return cls(np.zeros(ranked.shape, bool), np.zeros(n_users, np.int64))
        n_relevant = np.diff(relevant.indptr).astype(np.int64)
        known = np.sort(np.repeat(np.arange(n_users), n_relevant) * n_items + relevant.indices)
        asked = np.arange(n_users)[:, None] * n_items + ranked
        places = np.minimum(np.searchsorted(known, asked), len(known) - 1)
        return cls((known[places] == asked) & (ranked != NOTHING), n_relevant)

    @property
    def k(self) -> int:
        """How many places a list has."""
        return int(self.is_hit.shape[1])


def precision(judged: Judged) -> Values:
    """Return which share of the k places holds a relevant item, (n_users,).

    Herlocker, Konstan, Terveen and Riedl 2004, Evaluating collaborative filtering recommender systems,
    https://doi.org/10.1145/963770.963772. The places of a short list count as misses.
    """
    return _of_judgeable(judged, judged.is_hit.sum(axis=1) / max(judged.k, 1))


def recall(judged: Judged) -> Values:
    """Return which share of the relevant items is in the list, (n_users,); with more than k of them never 1.

    Herlocker et al. 2004, as in `precision`.
    """
    return _of_judgeable(judged, judged.is_hit.sum(axis=1) / np.maximum(judged.n_relevant, 1))


def f1(judged: Judged) -> Values:
    """Return the harmonic mean of precision and recall, (n_users,), 0 where both are 0.

    van Rijsbergen 1979, Information Retrieval, second edition, chapter 7.
    """
    both = precision(judged) + recall(judged)
    return 2 * precision(judged) * recall(judged) / np.where(both == 0, 1.0, both)


def average_precision(judged: Judged) -> Values:
    """Return the mean precision at the places of the hits, (n_users,); its mean over users is MAP.

    The sum over hits of the precision down to each, divided by min(k, n_relevant), so that the best list gets 1
    (Manning, Raghavan and Schütze 2008, Introduction to Information Retrieval, section 8.4, cut off at k).
    """
    places = np.arange(1, judged.k + 1)
    summed = (np.cumsum(judged.is_hit, axis=1) / places * judged.is_hit).sum(axis=1)
    return _of_judgeable(judged, summed / np.clip(judged.n_relevant, 1, max(judged.k, 1)))


def ndcg(judged: Judged) -> Values:
    """Return the normalised discounted cumulative gain with gains of 0 and 1, (n_users,).

    Discount log2(1 + place), divided by the gain of the best possible list of k places (Järvelin and Kekäläinen 2002,
    Cumulated gain-based evaluation of IR techniques, https://doi.org/10.1145/582415.582418).
    """
    discounts = 1 / np.log2(np.arange(2, judged.k + 2))
    best = np.concatenate([[0.0], np.cumsum(discounts)])[np.minimum(judged.n_relevant, judged.k)]
    gained: Values = (judged.is_hit * discounts).sum(axis=1) / np.where(best == 0, 1.0, best)
    return _of_judgeable(judged, gained)


def hit(judged: Judged) -> Values:
    """Return 1 where any relevant item is in the list, else 0, (n_users,); its mean is the hit rate.

    Deshpande and Karypis 2004, Item-based top-N recommendation algorithms, https://doi.org/10.1145/963770.963776.
    """
    return _of_judgeable(judged, np.asarray(judged.is_hit.any(axis=1), dtype=np.float64))


def reciprocal_rank(judged: Judged) -> Values:
    """Return 1 / the place of the first relevant item, (n_users,), 0 where none is in the list; its mean is MRR.

    Voorhees 1999, The TREC-8 question answering track report.
    """
    if not judged.k:
        return _of_judgeable(judged, np.zeros(len(judged.n_relevant)))
    places = judged.is_hit.argmax(axis=1).astype(np.float64) + 1
    return _of_judgeable(judged, np.where(judged.is_hit.any(axis=1), np.reciprocal(places), 0.0))


def _of_judgeable(judged: Judged, values: Values) -> Values:
    """Put nan where nothing is relevant."""
    return np.where(judged.n_relevant > 0, values, np.nan)


def _check_no_item_twice(ranked: NDArray[np.int64]) -> None:
    ordered = np.sort(ranked, axis=1)
    is_twice = (ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] != NOTHING)
    if is_twice.any():
        row = int(np.flatnonzero(is_twice.any(axis=1))[0])
        item = int(ordered[row, 1:][is_twice[row]][0])
        raise EvaluationError(f"list {row} holds item {item} twice; a recommender gives an item once")
