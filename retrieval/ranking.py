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
_PLENTY = 10
_MIN_REASON = 0.5
_MAX_REASONS = 3


@dataclass(frozen=True, slots=True)
class Features:
    """What is known about each candidate: columns of (n_candidates,) float64 in 0..1, nan where it is not known.

    `outlook` says how much likelier than a stranger the shopper turns to such a product next, as a learned profile
    foretells. A new feature comes last: lists kept before have the ones before it.
    """

    match: Column
    similar_shoppers: Column
    your_taste: Column
    popular: Column
    new: Column
    price_fit: Column
    novelty: Column
    stock: Column
    margin: Column
    outlook: Column


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each feature counts beside a full match of 1.

    Those here are set by hand: they serve until events teach better ones (`retrieval.learning`). `margin` is the shop's
    choice, 0 unless it says otherwise, and is never learned: what earns more is not for that what the shopper wants.
    `outlook` counts only where a learned profile serves. `version` names them.
    """

    match: float = 1.0
    similar_shoppers: float = 0.35
    your_taste: float = 0.30
    popular: float = 0.10
    new: float = 0.03
    price_fit: float = 0.05
    novelty: float = 0.02
    stock: float = 0.02
    margin: float = 0.0
    outlook: float = 0.15
    version: str = "by hand"

    @property
    def total(self) -> float:
        """The sum of all weights."""
        return float(sum(getattr(self, name) for name in FEATURES))


FEATURES = tuple(spec.name for spec in fields(Features))
"""The names of all features, in their order."""

_NAMED = (*FEATURES[: FEATURES.index("price_fit") + 1], "outlook")


@dataclass(frozen=True, slots=True)
class Ranking:
    """Candidates from best to worst.

    `order` holds positions among the candidates, `scores` (0..1) their scores in that order, and `contributions` for
    each feature what it added to those scores, in that order too. `features` are those of the candidates as they came.
    """

    order: NDArray[np.intp]
    scores: Column
    contributions: Mapping[str, Column]
    features: Features

    def features_at(self, place: int) -> tuple[float, ...]:
        """Return what was known of the candidate at a place, in the order of FEATURES, nan for what was not."""
        candidate = self.order[place]
        return tuple(float(getattr(self.features, name)[candidate]) for name in FEATURES)


def rank(features: Features, weights: Weights) -> Ranking:
    """Order candidates by the weighted sum of their features, divided by the sum of all weights.

    A feature that is not known adds nothing. Ties keep the candidates' order.
    """
    total = weights.total
    contributions = {
        name: np.nan_to_num(getattr(features, name)) * (getattr(weights, name) / total) for name in FEATURES
    }
    scores = np.sum(list(contributions.values()), axis=0)
    order = np.argsort(-scores, kind="stable")
    contributed = {name: column[order] for name, column in contributions.items()}
    return Ranking(order, scores[order], contributed, features)


def reasons(ranking: Ranking, place: int, weights: Weights) -> list[str]:
    """Return the features that carried the product at `place` of a ranking, the strongest first.

    A feature is a reason where it reached at least half of what it can add. That a product is little known, in stock or
    earns well is none.
    """
    total = weights.total
    found = []
    for name in _NAMED:
        column = ranking.contributions[name]
        most = getattr(weights, name) / total
        if most and column[place] >= _MIN_REASON * most:
            found.append((column[place], name))
    return [name for _, name in sorted(found, key=lambda pair: -pair[0])[:_MAX_REASONS]]


def is_moved_up(ranking: Ranking, place: int, name: str) -> bool:
    """Return whether the product at `place` stands above one that it would stand below if a feature were taken away.

    >>> known = dict.fromkeys(FEATURES, np.zeros(2)) | {"match": np.array([0.6, 0.5]), "new": np.array([0.0, 1.0])}
    >>> ranking = rank(Features(**known), Weights(match=1.0, new=0.3))
    >>> is_moved_up(ranking, 0, "new"), is_moved_up(ranking, 1, "new")
    (True, False)
    """
    column = ranking.contributions[name]
    without = ranking.scores[place] - column[place]
    end = int(np.searchsorted(-ranking.scores, -without, side="left"))
    below = slice(place + 1, max(end, place + 1))
    return bool((ranking.scores[below] - column[below] > without).any())


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
    """Return the Bayesian mean of a product's ratings, 1..5, by which lists are sorted; nan where nobody rated it."""
    if product.rating is None or product.n_ratings == 0:
        return float("nan")
    return damped_rating(product.rating, product.n_ratings)


def damped_rating(rating: float, n_ratings: int) -> float:
    """Return the mean of `n_ratings` ratings and of 20 more at 3.8: (20 · 3.8 + n · rating) / (20 + n).

    >>> round(damped_rating(5.0, 20), 2)
    4.4
    """
    return (_PRIOR_RATINGS * _PRIOR_MEAN + n_ratings * rating) / (_PRIOR_RATINGS + n_ratings)


def novelty(n_ratings: Column) -> Column:
    """Return how little known products are, 1 for one that nobody rated, 0 for the one most rated, (n,).

    The self-information of their popularity, -log p, brought to 0..1 (Vargas and Castells 2011, Rank and relevance in
    novelty and diversity metrics for recommender systems, doi:10.1145/2043932.2043955).
    """
    most = np.log1p(n_ratings.max(initial=0))
    return 1 - np.log1p(n_ratings) / most if most else np.ones(n_ratings.shape)


def stock_depth(stock: Column) -> Column:
    """Return how surely products can be sent: 1 from ten pieces in stock on, nan where the merchant does not say."""
    return np.minimum(stock / _PLENTY, 1.0)


def newness(product: Product, today: date) -> float:
    """Return 1 for a product added today, falling to 0 after NEW_DAYS; nan where the day is not known."""
    if product.added is None:
        return float("nan")
    return float(np.clip(1 - (today - product.added).days / NEW_DAYS, 0, 1))
