"""Calibration: a list holds the kinds of things that a shopper likes in the proportions in which they like them."""

import numpy as np
from numpy.typing import NDArray

CALIBRATION = 0.5
"""How much the mix of categories counts beside how well each product suits; see `crossaisle evaluate lists`."""

MOST_CALIBRATED = 200
"""How many products at the top of a list are put in such an order."""

SMOOTHING = 0.01
"""How much of the wanted mix is mixed into that of the list, so that a kind missing from it costs no infinity."""

SHRINKAGE = 3.0
"""Taste that rests on n products counts n / (n + 3) in the mix; the rest is the mix that a stranger gets."""

Values = NDArray[np.float64]
Codes = NDArray[np.int64]


def calibrated(scores: Values, kinds: Codes, wanted: Values, calibration: float, n: int) -> NDArray[np.intp]:
    """Return which `n` of the candidates to show, in their order.

    Steck 2018, Calibrated recommendations, doi:10.1145/3240323.3240372: greedily, the next product is the one that
    makes (1 - c) · sum of scores - c · KL(p, q) largest, with KL the Kullback-Leibler divergence in nats of p, `wanted`
    (n_kinds,) with sum 1, from (1 - a) q + a p, where q are the shares of the kinds in the list and a = SMOOTHING. As
    the order is that of the choice, every beginning of the list is calibrated too.

    `scores` (n_candidates,) fall, `kinds` are numbers from 0; `calibration` c of 0 keeps the order. Equal gains go to
    the candidate that comes first. Fewer candidates than `n` are all returned.
    """
    n = min(n, scores.size)
    if calibration <= 0:
        return np.arange(n)
    by_kind = np.lexsort((np.arange(kinds.size), kinds))
    ends = np.cumsum(np.bincount(kinds, minlength=wanted.size))
    following = np.concatenate([[0], ends[:-1]])
    counts, chosen = np.zeros(wanted.size), np.empty(n, dtype=np.intp)
    for place in range(n):
        has = np.flatnonzero(following < ends)
        candidates = by_kind[following[has]]
        apart = _terms(wanted, counts / (place + 1))
        with_one = _terms(wanted[has], (counts[has] + 1) / (place + 1))
        divergence = apart.sum() - apart[has] + with_one
        gains = (1 - calibration) * scores[candidates] - calibration * divergence
        best = np.lexsort((candidates, -gains))[0]
        chosen[place] = candidates[best]
        counts[has[best]] += 1
        following[has[best]] += 1
    return chosen


def mix_of(kinds: Codes, n_kinds: int) -> Values:
    """Return the share of each kind, (n_kinds,), all 0 for no kinds at all."""
    counts = np.bincount(kinds, minlength=n_kinds).astype(np.float64)
    shares: Values = counts / max(counts.sum(), 1.0)
    return shares


def wanted_mix(liked: Values, evidence: int, usual: Values) -> Values:
    """Return the mix of kinds to aim at: `liked` (n_kinds,), in any scale, blended with the `usual` one.

    The less taste rests on, the more of the usual mix remains: one click makes no list of nothing else.
    """
    total = liked.sum()
    if total <= 0:
        return usual
    share = evidence / (evidence + SHRINKAGE)
    mixed: Values = share * liked / total + (1 - share) * usual
    return mixed


def _terms(p: Values, q: Values) -> Values:
    """Return what each kind adds to the divergence."""
    mixed = (1 - SMOOTHING) * q + SMOOTHING * p
    return np.where(p > 0, p * np.log(np.maximum(p, 1e-300) / np.maximum(mixed, 1e-300)), 0.0)
