"""Measures of ranked lists, and how sure they are.

Grades are whole numbers from 0 (not relevant) up. A list is judged by the grades of its products in order; what nobody
judged counts 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

N_RESAMPLES = 1000
_CONFIDENCE = 0.95
_DRAWN_AT_ONCE = 4_000_000
"""Draws held in memory at a time, 32 MB of them."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over queries, and the bounds between which it lies with 95 % confidence."""

    mean: float
    low: float
    high: float


def ndcg_at(k: int, ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return the normalised discounted cumulative gain of the first `k` of a list.

    Gain 2^grade - 1, discount log2(1 + place), divided by that of the best possible list (Järvelin and Kekäläinen 2002,
    Cumulated gain-based evaluation of IR techniques, doi:10.1145/582415.582418; the exponential gain is that of Burges
    et al. 2005). nan where nothing is relevant.

    >>> round(ndcg_at(10, ["b", "a"], {"a": 3, "b": 1}), 4)
    0.7098
    """
    best = sorted((grade for grade in grades.values() if grade > 0), reverse=True)[:k]
    if not best:
        return float("nan")
    return _gain([grades.get(product_id, 0) for product_id in ranked[:k]]) / _gain(best)


def recall_at(k: int, ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return which share of the relevant products (grade 1 and up) is among the first `k`.

    Where more than `k` are relevant, `k` of them are all that can be found. nan where nothing is relevant.

    >>> recall_at(2, ["a", "x"], {"a": 3, "b": 1})
    0.5
    """
    relevant = {product_id for product_id, grade in grades.items() if grade > 0}
    if not relevant:
        return float("nan")
    return len(relevant.intersection(ranked[:k])) / min(k, len(relevant))


def reciprocal_rank(ranked: Sequence[str], grades: Mapping[str, int], least: int = 2) -> float:
    """Return 1 / the place of the first product of grade `least` or better, 0 where there is none in the list.

    Voorhees 1999, The TREC-8 question answering track report. nan where no product has such a grade.

    >>> reciprocal_rank(["x", "a"], {"a": 3})
    0.5
    """
    if not any(grade >= least for grade in grades.values()):
        return float("nan")
    places = (place for place, product_id in enumerate(ranked, start=1) if grades.get(product_id, 0) >= least)
    return 1 / next(places, float("inf"))


def estimate(values: Sequence[float], seed: int) -> Estimate:
    """Return the mean of `values` with the percentile interval of the bootstrap over queries; nan are left out.

    Efron and Tibshirani 1993, An Introduction to the Bootstrap. No value at all gives nan three times.

    >>> estimate([1.0, 1.0, float("nan")], seed=0)
    Estimate(mean=1.0, low=1.0, high=1.0)
    """
    known = np.array(values, dtype=np.float64)
    known = known[~np.isnan(known)]
    return estimate_ratio(known, np.ones(known.size), seed)


def estimate_ratio(sums: NDArray[np.float64], counts: NDArray[np.float64], seed: int) -> Estimate:
    """Return sum(sums) / sum(counts) with the percentile interval of the bootstrap over their parts.

    For a mean over things that belong together, such as the ratings of one user: `sums` (n,) and `counts` (n,) have one
    entry a user, and users are drawn whole. Nothing counted at all gives nan three times.

    >>> estimate_ratio(np.array([2.0, 6.0]), np.array([1.0, 3.0]), seed=0)
    Estimate(mean=2.0, low=2.0, high=2.0)
    """
    if not counts.sum():
        return Estimate(float("nan"), float("nan"), float("nan"))
    random, n = np.random.default_rng(seed), len(sums)
    at_once = max(1, _DRAWN_AT_ONCE // n)
    ratios = []
    for start in range(0, N_RESAMPLES, at_once):
        drawn = random.integers(0, n, (min(at_once, N_RESAMPLES - start), n))
        counted = counts[drawn].sum(axis=1)
        ratios.append(sums[drawn].sum(axis=1)[counted > 0] / counted[counted > 0])
    low, high = np.quantile(np.concatenate(ratios), ((1 - _CONFIDENCE) / 2, (1 + _CONFIDENCE) / 2))
    return Estimate(float(sums.sum() / counts.sum()), float(low), float(high))


def _gain(grades: Sequence[int]) -> float:
    gains = np.exp2(np.array(grades, dtype=np.float64)) - 1
    return float((gains / np.log2(np.arange(2, len(grades) + 2))).sum())
