"""Learning how much each signal counts, from judged queries.

ListNet's top-one loss (Cao et al. 2007, Learning to rank: from pairwise approach to listwise approach,
doi:10.1145/1273496.1273513): of each query the softmax of the weighted sums over all candidates is brought near the
distribution of the gains 2^grade - 1. Penalties hold a language's weights to those of its group, and a group's to what
all share, so that a language with few queries leans on the others. No weight may be negative: a signal that speaks for
a product never counts against it, nor one that speaks against it for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from retrieval.errors import EvaluationError
from retrieval.fusion.signals import SIGNALS
from retrieval.fusion.weights import GROUPS, FusionWeights

GROUP_PENALTY, LANGUAGE_PENALTY = 0.01, 0.05
"""How strongly a group is held to what all languages share, and a language to its group."""

_SIZE_PENALTY = 1e-4


@dataclass(frozen=True, slots=True)
class Example:
    """A judged query: its signals (n_products, len(SIGNALS)) and the grade of each product (n_products,)."""

    language: str
    group: str
    columns: NDArray[np.float32]
    grades: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Tree:
    """Which rows of the parameters hold what: row 0 what all share, then the groups, then the languages.

    `parents` (n_rows,) gives the row that each is held to, `penalties` (n_rows,) how strongly; `row_of` the row of each
    language in a group.
    """

    groups: tuple[str, ...]
    row_of: dict[tuple[str, str], int]
    parents: NDArray[np.int64]
    penalties: NDArray[np.float64]

    @classmethod
    def of(cls, examples: Sequence[Example], group_penalty: float, language_penalty: float) -> "_Tree":
        groups = tuple(sorted({example.group for example in examples}))
        pairs = sorted({(example.language, example.group) for example in examples})
        parents = [0, *(0 for _ in groups), *(1 + groups.index(group) for _, group in pairs)]
        penalties = [0.0, *(group_penalty for _ in groups), *(language_penalty / len(pairs) for _ in pairs)]
        rows = {pair: 1 + len(groups) + place for place, pair in enumerate(pairs)}
        return cls(groups, rows, np.array(parents), np.array(penalties))


def learn(
    examples: Sequence[Example],
    group_penalty: float = GROUP_PENALTY,
    language_penalty: float = LANGUAGE_PENALTY,
    others: Sequence[Example] = (),
) -> FusionWeights:
    """Return the weights that rank the examples best, and `others`, of another catalogue, with them.

    What the weighted sum says of relevance is read from the examples alone.

    A group that no example is in gets what all share. Raises EvaluationError where no example has a relevant product.
    """
    usable = [example for example in examples if example.grades.max(initial=0) > 0]
    if not usable:
        raise EvaluationError(f"None of {len(examples)} judged queries has a relevant product: judge some first.")
    ranked = [*usable, *(example for example in others if example.grades.max(initial=0) > 0)]
    tree = _Tree.of(ranked, group_penalty, language_penalty)
    start = np.ones(len(tree.parents) * len(SIGNALS))
    found = minimize(_loss, start, args=(ranked, tree), jac=True, method="L-BFGS-B", bounds=[(0, None)] * start.size)
    best = found.x.astype(np.float32).reshape(len(tree.parents), len(SIGNALS))
    weights = FusionWeights(
        groups={group: best[1 + tree.groups.index(group)] if group in tree.groups else best[0] for group in GROUPS},
        languages={pair: best[row] for pair, row in tree.row_of.items()},
    )
    slope, intercept = _calibrated(usable, weights)
    return FusionWeights(weights.groups, weights.languages, slope, intercept)


def _loss(flat: NDArray[np.float64], examples: Sequence[Example], tree: _Tree) -> tuple[float, NDArray[np.float64]]:
    """Return the mean loss of the examples with the penalties, and its gradient."""
    weights = flat.reshape(len(tree.parents), len(SIGNALS))
    slopes = 2 * _SIZE_PENALTY * weights
    total = _SIZE_PENALTY * float((weights**2).sum())
    for example in examples:
        row = tree.row_of[example.language, example.group]
        value, slope = _query_loss(example, weights[row])
        total += value / len(examples)
        slopes[row] += slope / len(examples)
    differences = weights - weights[tree.parents]
    total += float((tree.penalties[:, None] * differences**2).sum())
    pulls = 2 * tree.penalties[:, None] * differences
    slopes += pulls
    np.subtract.at(slopes, tree.parents, pulls)
    return total, slopes.ravel()


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
        [example.columns @ weights.of(example.language, example.group) for example in examples]
    ).astype(np.float64)
    wanted = np.concatenate([example.grades for example in examples]) / 3

    def loss(line: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        exponent = line[0] * scores + line[1]
        value = np.logaddexp(0, exponent) - wanted * exponent
        error = 1 / (1 + np.exp(-np.clip(exponent, -60, 60))) - wanted
        return float(value.mean()), np.array([(error * scores).mean(), error.mean()])

    line = minimize(loss, np.array([1.0, -3.0]), jac=True, method="L-BFGS-B").x
    return float(line[0]), float(line[1])
