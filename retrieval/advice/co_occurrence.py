"""How often products are in baskets, alone and in pairs, shopper by shopper."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
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

    def published(self, noise: Callable[[float], float], fewest_shoppers: int = FEWEST_SHOPPERS) -> "CoOccurrence":
        """Return counts fit to be shown outside: each with `noise`, and no pair of too few shoppers.

        `noise` takes a count and gives it back with noise, as a differentially private release demands. A threshold on
        the noisy number of shoppers hides pairs whose mere presence would tell of somebody (Korolova, Kenthapadi,
        Mishra, Ntoulas 2009, "Releasing search queries and clicks privately", https://doi.org/10.1145/1526709.1526733).
        One shopper changes a pair's number of shoppers by at most 1, and its baskets by at most MOST_BASKETS.
        """
        made = CoOccurrence()
        made.n_baskets = max(0.0, noise(self.n_baskets))
        for product_id in sorted(self._by_product):
            made._by_product[product_id] = min(max(0.0, noise(self._by_product[product_id])), made.n_baskets)
        for first in sorted(self._by_pair):
            for pair in self.pairs_with(first):
                second = pair.product_id
                if second < first:
                    continue
                n_shoppers = round(noise(pair.n_shoppers))
                if n_shoppers >= fewest_shoppers:
                    most = min(made._by_product[first], made._by_product[second])
                    n_baskets = min(max(0.0, noise(pair.n_baskets)), most)
                    for one, other in ((first, second), (second, first)):
                        made._by_pair[one][other] = n_baskets
                        made._n_shoppers[one][other] = n_shoppers
        return made

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
