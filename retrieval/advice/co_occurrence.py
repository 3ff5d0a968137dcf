"""How often products are in baskets, alone and in pairs, shopper by shopper."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from retrieval.advice.baskets import MOST_BASKETS, Basket

Count = TypeVar("Count", int, float)

CARTED = 0.25
"""What a product in the cart counts beside one that was bought; set by hand, a power of two so that sums are exact."""

FEWEST_SHOPPERS = 3
"""Different shoppers who bought a pair before anybody is told of it, so that no single one can be recognised."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Another product of the same baskets: in how many (carts in part), and how many different shoppers bought both."""

    product_id: str
    n_baskets: float
    n_shoppers: int


@dataclass(frozen=True, slots=True)
class Share:
    """What one shopper adds to the counts: baskets in all, by product and by pair (ids in order), and pairs bought."""

    n_baskets: float
    by_product: Mapping[str, float]
    by_pair: Mapping[tuple[str, str], float]
    bought_pairs: frozenset[tuple[str, str]]
    n_left_out: int

    @classmethod
    def of(cls, baskets: Sequence[Basket]) -> "Share":
        """Count a shopper's latest baskets; `n_left_out` are those beyond the bounds of `retrieval.advice.baskets`.

        A product counts 1 where it was bought and CARTED where it stayed in the cart, a pair as its weaker half, a
        basket as its strongest product: so no pair ever counts more than its products, nor these more than all baskets.
        """
        counted = [basket for basket in baskets if not basket.is_too_large][-MOST_BASKETS:]
        total = 0.0
        by_product: dict[str, float] = defaultdict(float)
        by_pair: dict[tuple[str, str], float] = defaultdict(float)
        bought_pairs: set[tuple[str, str]] = set()
        for basket in counted:
            weights = {**dict.fromkeys(basket.carted, CARTED), **dict.fromkeys(basket.bought, 1.0)}
            total += max(weights.values())
            for product_id, weight in weights.items():
                by_product[product_id] += weight
            for first, second in combinations(sorted(weights), 2):
                by_pair[first, second] += min(weights[first], weights[second])
            bought_pairs.update(combinations(sorted(basket.bought), 2))
        return cls(total, dict(by_product), dict(by_pair), frozenset(bought_pairs), len(baskets) - len(counted))


class CoOccurrence:
    """Counts over all shoppers, to which a shopper's share is added and from which it is taken again, exactly.

    One thread at a time may change it.
    """

    def __init__(self) -> None:
        self.n_baskets = 0.0
        self.n_left_out = 0
        self._by_product: dict[str, float] = defaultdict(float)
        self._by_pair: dict[str, dict[str, float]] = defaultdict(dict)
        self._n_shoppers: dict[str, dict[str, int]] = defaultdict(dict)

    @classmethod
    def of(cls, shares: Iterator[Share]) -> "CoOccurrence":
        """Count the shares of many shoppers."""
        counts = cls()
        for share in shares:
            counts.add(share)
        return counts

    @classmethod
    def from_counts(
        cls, n_baskets: float, by_product: Mapping[str, float], by_pair: Mapping[tuple[str, str], tuple[float, int]]
    ) -> "CoOccurrence":
        """Take counts as they are: baskets in all, by product, and by pair (ids in order) with its shoppers."""
        counts = cls()
        counts.n_baskets = n_baskets
        counts._by_product.update({product_id: count for product_id, count in by_product.items() if count})
        for (first, second), (n_together, n_shoppers) in by_pair.items():
            for one, other in ((first, second), (second, first)):
                counts._by_pair[one][other] = n_together
                if n_shoppers:
                    counts._n_shoppers[one][other] = n_shoppers
        return counts

    def add(self, share: Share) -> None:
        """Count a shopper's share."""
        self._change(share, 1)

    def take_out(self, share: Share) -> None:
        """Count a shopper's share no longer; it must be one that was added."""
        self._change(share, -1)

    def n_with(self, product_id: str) -> float:
        """Return how many baskets hold a product, carts in part."""
        return self._by_product.get(product_id, 0.0)

    def pairs_with(self, product_id: str) -> list[Pair]:
        """Return every product that shares baskets with one, in the order of ids."""
        shoppers = self._n_shoppers.get(product_id, {})
        pairs = sorted(self._by_pair.get(product_id, {}).items())
        return [Pair(other, n_baskets, shoppers.get(other, 0)) for other, n_baskets in pairs]

    def pairs(self) -> Iterator[tuple[str, Pair]]:
        """Yield every pair once, under the lesser of its ids, in the order of ids."""
        for first in sorted(self._by_pair):
            yield from ((first, pair) for pair in self.pairs_with(first) if first < pair.product_id)

    def by_product(self) -> dict[str, float]:
        """Return how many baskets hold each product, in the order of ids."""
        return dict(sorted(self._by_product.items()))

    def _change(self, share: Share, sign: int) -> None:
        self.n_baskets += sign * share.n_baskets
        self.n_left_out += sign * share.n_left_out
        for product_id, count in share.by_product.items():
            _step(self._by_product, product_id, sign * count)
        for (first, second), count in share.by_pair.items():
            _step(self._by_pair[first], second, sign * count)
            _step(self._by_pair[second], first, sign * count)
        for first, second in share.bought_pairs:
            _step(self._n_shoppers[first], second, sign)
            _step(self._n_shoppers[second], first, sign)


def _step(counts: dict[str, Count], key: str, change: Count) -> None:
    """Change a count and forget it at zero, so that what is erased leaves no trace."""
    left = counts[key] + change if key in counts else change
    if left:
        counts[key] = left
    else:
        counts.pop(key, None)
