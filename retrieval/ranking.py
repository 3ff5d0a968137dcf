"""Merging what is known about each candidate into one score, and the reasons that the score rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

import numpy as np
from numpy.typing import NDArray

from retrieval.product import Product

Column = NDArray[np.float64]

NEW_DAYS = 60
"""A product counts as new for this many days after it was added."""

_PRIOR_RATINGS = 20
_PRIOR_MEAN = 3.8
_MIN_REASON = 0.5
_MAX_REASONS = 3


@dataclass(frozen=True, slots=True)
class Features:
    """What is known about each candidate: columns of (n_candidates,) float64 in 0..1, nan where it is not known."""

    match: Column
    similar_shoppers: Column
    your_taste: Column
    popular: Column
    new: Column
    price_fit: Column


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each feature counts beside a full match of 1. Set by hand: they serve until events teach better ones."""

    match: float = 1.0
    similar_shoppers: float = 0.35
    your_taste: float = 0.30
    popular: float = 0.10
    new: float = 0.03
    price_fit: float = 0.05

    @property
    def total(self) -> float:
        """The sum of all weights."""
        return float(sum(getattr(self, spec.name) for spec in fields(self)))


@dataclass(frozen=True, slots=True)
class Ranking:
    """Candidates from best to worst.

    `order` holds positions among the candidates, `scores` (0..1) their scores in that order, and `contributions` for
    each feature what it added to those scores, in that order too.
    """

    order: NDArray[np.intp]
    scores: Column
    contributions: Mapping[str, Column]


def rank(features: Features, weights: Weights) -> Ranking:
    """Order candidates by the weighted sum of their features, divided by the sum of all weights.

    A feature that is not known adds nothing. Ties keep the candidates' order.
    """
    total = weights.total
    contributions = {
        spec.name: np.nan_to_num(getattr(features, spec.name)) * (getattr(weights, spec.name) / total)
        for spec in fields(Features)
    }
    scores = np.sum(list(contributions.values()), axis=0)
    order = np.argsort(-scores, kind="stable")
    return Ranking(order, scores[order], {name: column[order] for name, column in contributions.items()})


def reasons(ranking: Ranking, place: int, weights: Weights) -> list[str]:
    """Return the features that carried the product at `place` of a ranking, the strongest first.

    A feature is a reason where it reached at least half of what it can add.
    """
    total = weights.total
    found = []
    for name, column in ranking.contributions.items():
        most = getattr(weights, name) / total
        if most and column[place] >= _MIN_REASON * most:
            found.append((column[place], name))
    return [name for _, name in sorted(found, key=lambda pair: -pair[0])[:_MAX_REASONS]]


def log_odds(relevance: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return log(p / (1 - p)) of relevance p in 0..1, in which candidates differ as much at the top as elsewhere.

    Probabilities of the best ones are all near 1; compared as they are, popularity would outweigh relevance there
    (docs/decisions/0006-lists.md).
    """
    chances = np.clip(relevance.astype(np.float64), 1e-6, 1 - 1e-6)
    odds: NDArray[np.float32] = np.log(chances / (1 - chances)).astype(np.float32)
    return odds


def relative_similarity(similarities: NDArray[np.float32], n_compared: int | None = None) -> Column:
    """Map similarities of candidates to 0..1, the best of them to 1.

    They come by falling similarity where `n_compared` is given; then those after so many count as the last of these.

    Encoders differ in scale (e5's scores lie between 0.7 and 1.0), so only the place between the best and the worst
    candidate is kept; equal similarities all give 1.
    """
    if similarities.size == 0:
        return np.empty(0)
    compared = similarities[:n_compared]
    low, high = float(compared.min()), float(compared.max())
    if high == low:
        return np.where(similarities >= low, 1.0, 0.0)
    return np.maximum((similarities.astype(np.float64) - low) / (high - low), 0)


def popularity(product: Product) -> float:
    """Return how well liked a product is, in 0..1; nan where nobody rated it.

    The Bayesian mean of its ratings, by which two full marks do not beat two hundred good ones, mapped from 3..5 to
    0..1.
    """
    if product.rating is None or product.n_ratings == 0:
        return float("nan")
    return min(max((mean_rating(product) - 3) / 2, 0.0), 1.0)


def mean_rating(product: Product) -> float:
    """Return the Bayesian mean of a product's ratings, 1..5, by which lists are sorted; nan where nobody rated it.

    The mean of its ratings and of 20 more at 3.8: (20 · 3.8 + n · rating) / (20 + n).
    """
    if product.rating is None or product.n_ratings == 0:
        return float("nan")
    return (_PRIOR_RATINGS * _PRIOR_MEAN + product.n_ratings * product.rating) / (_PRIOR_RATINGS + product.n_ratings)


def newness(product: Product, today: date) -> float:
    """Return 1 for a product added today, falling to 0 after NEW_DAYS; nan where the day is not known."""
    if product.added is None:
        return float("nan")
    return float(np.clip(1 - (today - product.added).days / NEW_DAYS, 0, 1))
