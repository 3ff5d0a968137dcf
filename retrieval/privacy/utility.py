"""What noise costs in usefulness: released counts beside exact ones."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import inf, log2

import numpy as np
from scipy import stats

from retrieval.advice.co_occurrence import FEWEST_SHOPPERS, CoOccurrence
from retrieval.errors import EvaluationError
from retrieval.evaluation.metrics import Estimate, estimate
from retrieval.privacy.contributions import Bought
from retrieval.privacy.ledger import DELTA
from retrieval.privacy.noise import rho_of
from retrieval.privacy.release import ReleaseTerms, release

TOP_PAIRS = 100
_FIRST_PRODUCTS = 128
"""Products among which the pairs of most shoppers are looked for first; twice as many until they are surely there."""
_FEWEST_LIFTS = 3
"""Pairs below which a correlation says nothing."""

Pairs = Mapping[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class Utility:
    """What is left at an ε, inf standing for bounded contributions without noise; intervals are over runs.

    recall: share of the exact top pairs (by shoppers) among as many released ones.
    lift_correlation: Spearman's, of the lift of exact top pairs that are released, with their exact lift; nan for none.
    lift_error: mean of |log2(released lift / exact lift)| of the same; 1 is a factor of two.
    n_pairs: pairs released. scale, threshold: of the noise, see `Release`, means over runs.
    """

    epsilon: float
    recall: Estimate
    lift_correlation: Estimate
    lift_error: Estimate
    n_pairs: Estimate
    scale: float
    threshold: float


@dataclass(frozen=True, slots=True, eq=False)
class Exact:
    """The pairs that most shoppers bought together, how many did, and their lift among shoppers."""

    pairs: Pairs
    lifts: Pairs

    @classmethod
    def of(cls, shoppers: Sequence[Bought], product_ids: Iterable[str], n_pairs: int = TOP_PAIRS) -> "Exact":
        """Count without bounds and noise; of pairs of equally many shoppers the first by ids. EvaluationError for none.

        Only pairs of products that enough shoppers bought can be among them, so few of all pairs are counted.
        """
        known = frozenset(product_ids)
        n_with = Counter(one for shopper in shoppers for one in shopper.drawn if one in known)
        by_count = [one for one, _ in sorted(n_with.items(), key=lambda item: (-item[1], item[0]))]
        n_looked, found = _FIRST_PRODUCTS, list[tuple[tuple[str, str], int]]()
        while True:
            counts = _pairs_among(shoppers, frozenset(by_count[:n_looked]))
            ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
            found = [item for item in ranked if item[1] >= FEWEST_SHOPPERS][:n_pairs]
            least = found[-1][1] if len(found) == n_pairs else FEWEST_SHOPPERS - 1
            if n_looked >= len(by_count) or n_with[by_count[n_looked]] < least:
                break
            n_looked *= 2
        if not found:
            raise EvaluationError(
                f"no pair was bought by {FEWEST_SHOPPERS} of {len(shoppers)} shoppers; there is nothing to release yet"
            )
        total = len(shoppers)
        lifts = {(a, b): count * total / (n_with[a] * n_with[b]) for (a, b), count in found}
        return cls({pair: float(count) for pair, count in found}, lifts)


def utilities(
    shoppers: Sequence[Bought],
    product_ids: Sequence[str],
    epsilons: Sequence[float],
    n_runs: int,
    terms: ReleaseTerms,
    seed: int,
    tell: Callable[[str], None],
) -> Iterator[Utility]:
    """Release `n_runs` times at each ε, and once without noise, and yield how each ε compares with exact counts.

    Nothing leaves the shop, so nothing is spent; but figures of a shop's own data are not private themselves.
    `seed` is that of the intervals: noise has none.
    """
    exact = Exact.of(shoppers, product_ids)
    for epsilon in (*epsilons, inf):
        rho = rho_of(epsilon, DELTA) if epsilon < inf else inf
        made = [release(shoppers, product_ids, rho, terms) for _ in range(n_runs if epsilon < inf else 1)]
        compared = [_compared(one.counts, exact) for one in made]
        recall, correlation, error, n_pairs = ([row[place] for row in compared] for place in range(4))
        tell(f"  ε {epsilon:g}: {len(made)} releases compared")
        yield Utility(
            epsilon,
            estimate(recall, seed),
            estimate(correlation, seed),
            estimate(error, seed),
            estimate(n_pairs, seed),
            float(np.mean([one.scale for one in made])),
            float(np.mean([one.threshold for one in made])),
        )


def _compared(counts: CoOccurrence, exact: Exact) -> tuple[float, float, float, float]:
    """Return recall, correlation of lifts, their error, and how many pairs there are."""
    released = {(first, pair.product_id): pair.n_baskets for first, pair in counts.pairs()}
    top = sorted(released, key=lambda pair: (-released[pair], pair))[: len(exact.pairs)]
    recall = len(set(top) & set(exact.pairs)) / len(exact.pairs)
    both = [pair for pair in exact.pairs if pair in released]
    lifts = [
        released[a, b] * counts.n_baskets / (counts.n_with(a) * counts.n_with(b)) for a, b in both
    ]  # a pair that is released has products that are: it is never above them
    wanted = [exact.lifts[pair] for pair in both]
    correlation = float("nan")
    if len(both) >= _FEWEST_LIFTS and len(set(lifts)) > 1 and len(set(wanted)) > 1:
        correlation = float(stats.spearmanr(lifts, wanted).statistic)
    errors = [abs(log2(lift / other)) for lift, other in zip(lifts, wanted, strict=True)]
    return recall, correlation, float(np.mean(errors)) if errors else float("nan"), float(len(released))


def _pairs_among(shoppers: Iterable[Bought], among: frozenset[str]) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for shopper in shoppers:
        counts.update({pair for basket in shopper.baskets for pair in combinations(sorted(basket & among), 2)})
    return counts
