"""Learning how much each signal counts, from judged queries.

ListNet's top-one loss (Cao et al. 2007, Learning to rank: from pairwise approach to listwise approach,
doi:10.1145/1273496.1273513): of each query the softmax of the weighted sums over all candidates is brought near the
distribution of the gains 2^grade - 1. A language's weights are those of its group plus a difference of its own that a
penalty keeps small, so that a language with few queries leans on the others. No weight may be negative: a signal that
speaks for a product never counts against it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from retrieval.errors import CatalogError
from retrieval.fusion.signals import SIGNALS
from retrieval.fusion.weights import KNOWN, OTHER, FusionWeights

OWN_PENALTY = 0.05
"""How strongly a language's own weights are held to those of its group; chosen by cross-validation over needs."""

GROUP_PENALTY = 1e-4


@dataclass(frozen=True, slots=True)
class Example:
    """A judged query: its signals (n_products, len(SIGNALS)) and the grade of each product (n_products,)."""

    language: str
    is_known: bool
    columns: NDArray[np.float32]
    grades: NDArray[np.int64]


def learn(examples: Sequence[Example], own_penalty: float = OWN_PENALTY) -> FusionWeights:
    """Return the weights that rank the examples best.

    Raises CatalogError where no example has a relevant product.
    """
    usable = [example for example in examples if example.grades.max(initial=0) > 0]
    if not usable:
        raise CatalogError(f"None of {len(examples)} judged queries has a relevant product: judge some first.")
    groups = sorted({_group(example) for example in usable})
    languages = sorted({example.language for example in usable})
    n_signals = len(SIGNALS)
    group_of = {example.language: groups.index(_group(example)) for example in usable}

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        shared = flat[: len(groups) * n_signals].reshape(len(groups), n_signals)
        own = flat[len(groups) * n_signals :].reshape(len(languages), n_signals)
        shared_slope, own_slope = 2 * GROUP_PENALTY * shared, np.zeros_like(own)
        total = GROUP_PENALTY * float((shared**2).sum())
        for example in usable:
            number = languages.index(example.language)
            value, slope = _query_loss(example, own[number])
            total += value / len(usable)
            own_slope[number] += slope / len(usable)
        for number, language in enumerate(languages):
            difference = own[number] - shared[group_of[language]]
            total += own_penalty * float((difference**2).sum()) / len(languages)
            own_slope[number] += 2 * own_penalty * difference / len(languages)
            shared_slope[group_of[language]] -= 2 * own_penalty * difference / len(languages)
        return total, np.concatenate([shared_slope.ravel(), own_slope.ravel()])

    start = np.ones((len(groups) + len(languages)) * n_signals)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * start.size)
    best = found.x.astype(np.float32).reshape(-1, n_signals)
    by_group = {group: best[place] for place, group in enumerate(groups)}
    fallback = best[: len(groups)].mean(axis=0)
    weights = FusionWeights(
        groups={group: by_group.get(group, fallback) for group in (KNOWN, OTHER)},
        languages={language: best[len(groups) + place] for place, language in enumerate(languages)},
    )
    slope, intercept = _calibrated(usable, weights)
    return FusionWeights(weights.groups, weights.languages, slope, intercept)


def _group(example: Example) -> str:
    return KNOWN if example.is_known else OTHER


def _query_loss(example: Example, weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
    """Return the cross entropy of one query and its gradient (len(SIGNALS),)."""
    scores = example.columns @ weights
    scores -= scores.max()
    shares = np.exp(scores)
    normaliser = shares.sum()
    gains = np.exp2(example.grades) - 1
    wanted = gains / gains.sum()
    value = float(-(wanted * (scores - np.log(normaliser))).sum())
    return value, (shares / normaliser - wanted) @ example.columns


def _calibrated(examples: Sequence[Example], weights: FusionWeights) -> tuple[float, float]:
    """Return slope and intercept of the logistic curve from weighted sum to grade / 3 (Platt 1999), fitted to all."""
    scores = np.concatenate(
        [example.columns @ weights.of(example.language, example.is_known) for example in examples]
    ).astype(np.float64)
    wanted = np.concatenate([example.grades for example in examples]) / 3

    def loss(line: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        exponent = line[0] * scores + line[1]
        value = np.logaddexp(0, exponent) - wanted * exponent
        error = 1 / (1 + np.exp(-np.clip(exponent, -60, 60))) - wanted
        return float(value.mean()), np.array([(error * scores).mean(), error.mean()])

    line = minimize(loss, np.array([1.0, -3.0]), jac=True, method="L-BFGS-B").x
    return float(line[0]), float(line[1])
