"""How much a product shown counts where exploration, not ranking, put it there."""

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


def shown_counts(propensities: Values) -> Values:
    """Return what each product shown counts, (n,): 1 where it was ranked, by its inverse propensity where it was tried.

    `propensities` (n,) are the chances with which exploration put products where they were, nan where ranking did. One
    that was tried with chance π stands for the 1 / π that might have been tried in its place: what is learned is then
    what all of them are worth, not what those are that exploration favours (Horvitz and Thompson 1952,
    doi:10.1080/01621459.1952.10483446). The weights are clipped at √n of their mean, n being how many were tried, so
    that one product of tiny chance does not outweigh all others (Ionides 2008, Truncated importance sampling,
    doi:10.1198/106186008X320456), and then brought to the mean 1: together what was tried counts as often as it was
    shown (Swaminathan and Joachims 2015, The self-normalized estimator for counterfactual learning, NeurIPS 28).

    >>> shown_counts(np.array([np.nan, 0.1, 0.05])).round(3).tolist()
    [1.0, 0.667, 1.333]
    """
    counts = np.ones(propensities.size)
    is_tried = ~np.isnan(propensities)
    if is_tried.any():
        inverse = 1 / propensities[is_tried]
        clipped = np.minimum(inverse, np.sqrt(inverse.size) * inverse.mean())
        counts[is_tried] = clipped / clipped.mean()
    return counts
