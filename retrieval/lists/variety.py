"""Variety in a list: what is much like a product above it goes down, where others are about as good."""

import numpy as np
from numpy.typing import NDArray

DEFAULT_VARIETY = 0.3
"""How much variety counts beside relevance; measured, see docs/decisions/0006-lists.md."""

CLOSE = 0.05
"""How far below the best that is left a score (0..1) may lie for its product to be drawn up in the list."""

MOST_VARIED = 40
"""How many products at the top of a list are put in an order that varies."""

NAMED = 0.5
"""By how much a brand or category that was asked for lessens the variety wanted."""

_BRAND, _CATEGORY, _MEANING = 0.3, 0.3, 0.4


def likeness(
    brands: NDArray[np.int32], categories: NDArray[np.int32], vectors: NDArray[np.float32]
) -> NDArray[np.float64]:
    """Return how alike products are, (n, n) in 0..1: their brand, their category and their meaning.

    Brands and categories are numbers, -1 for none, which is like nothing; `vectors` (n, dim) of unit length, or (n, 0)
    where there are none. Cosines count from the middle of this list's own upwards, as encoders differ in scale.
    """
    same_brand = (brands[:, None] == brands[None, :]) & (brands >= 0)[:, None]
    same_category = (categories[:, None] == categories[None, :]) & (categories >= 0)[:, None]
    alike = _BRAND * same_brand + _CATEGORY * same_category
    if vectors.shape[1] and len(vectors) > 1:
        # Without BLAS: for so few products its threads cost more than they save where others use the cores too.
        cosines = np.einsum("id,jd->ij", vectors, vectors).astype(np.float64)
        middle = float(np.median(cosines))
        alike = alike + _MEANING * np.clip((cosines - middle) / max(1 - middle, 1e-6), 0, 1)
    return np.asarray(alike, dtype=np.float64)


def varied(scores: NDArray[np.float64], alike: NDArray[np.float64], variety: float) -> NDArray[np.intp]:
    """Return the order of a list by maximal marginal relevance.

    Carbonell and Goldstein, The Use of MMR, Diversity-Based Reranking for Reordering Documents and Producing Summaries,
    1998, doi:10.1145/290941.291025: the next product is the one of the highest (1 - v) · score - v · (highest likeness
    to one taken). Here `scores` (n,) fall, in 0..1, the first stays first, and only products whose score lies within
    CLOSE of the best that is left are weighed; likeness is scaled by CLOSE too, so that it decides among equals and
    never against relevance. `variety` v of 0 keeps the order, 1 takes the least like of those that are close.
    """
    n = scores.size
    if variety <= 0 or n < 3:
        return np.arange(n)
    order = np.empty(n, dtype=np.intp)
    order[0] = 0
    is_left = np.ones(n, dtype=np.bool_)
    is_left[0] = False
    nearest = alike[0].copy()
    for place in range(1, n):
        first = int(np.argmax(is_left))
        end = int(np.searchsorted(-scores, -(scores[first] - CLOSE), side="right"))
        gain = (1 - variety) * scores[first:end] - variety * CLOSE * nearest[first:end]
        gain[~is_left[first:end]] = -np.inf
        taken = first + int(np.argmax(gain))
        order[place] = taken
        is_left[taken] = False
        np.maximum(nearest, alike[taken], out=nearest)
    return order
