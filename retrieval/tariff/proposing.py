"""Proposing a heading for products without a usable code."""

import math
from collections.abc import Sequence

import numpy as np

from retrieval.encoder import Progress
from retrieval.product import Product
from retrieval.tariff.heading_search import HeadingSearch
from retrieval.tariff.proposal import Proposal

LEAST_CONFIDENCE = 0.5
"""A heading that is more likely wrong than right is not proposed: what hangs on it stays unknown."""

_OFFSET, _BY_LEAD = -0.438, 5.13
"""Log odds of a first heading being right, and what each point of its lead over the second adds to them.

Fitted by logistic regression on the dev half of the demo shop's products, each once whole, once in the merchant's
language alone, and once without its category; `crossaisle evaluate hs` shows how they hold on the test half.
"""

_AT_ONCE = 4096
"""Products whose scores are held in memory together: 4,096 by 1,229 headings are 20 MB."""


def confidence(lead: float) -> float:
    """Return how likely a heading is right that leads the second by `lead` points.

    >>> round(confidence(0.0), 2), round(confidence(1.0), 2)
    (0.39, 0.99)
    """
    return 1 / (1 + math.exp(-(_OFFSET + _BY_LEAD * lead)))


def proposals(search: HeadingSearch, products: Sequence[Product], progress: Progress | None = None) -> list[Proposal]:
    """Return the best heading for each product, with its confidence, however low, and the runner-up.

    Of headings that fit equally well the lower number comes first.
    """
    found: list[Proposal] = []
    for begin in range(0, len(products), _AT_ONCE):
        scores = search.scores(products[begin : begin + _AT_ONCE])
        for row in scores:
            first, second = (int(place) for place in np.argsort(-row, kind="stable")[:2])
            lead = float(row[first] - row[second])
            found.append(Proposal(search.headings[first], round(confidence(lead), 3), search.headings[second]))
        if progress is not None:
            progress(len(found), len(products))
    return found
