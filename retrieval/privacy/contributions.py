"""What one shopper may add to counts that are to be released: so little that noise can hide it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import inf, nextafter, sqrt

from retrieval.advice.baskets import Basket
from retrieval.errors import StoreError


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of a shopper counts.

    most_products: at most so many of a shopper's products count, drawn by the seed, alone and in pairs.
    seed: of the drawing; it need not be secret, as any drawing from one shopper's own products bounds them alike.
    """

    most_products: int = 10
    seed: int = 0

    def __post_init__(self) -> None:
        if self.most_products < 2:
            raise StoreError(f"{self.most_products} products of a shopper make no pair; give 2 or more")

    @property
    def most_pairs(self) -> int:
        """How many pairs of one shopper count at most."""
        return self.most_products * (self.most_products - 1) // 2

    @property
    def l2(self) -> float:
        """By how much one shopper changes the counts at most, as Euclidean distance: themselves, products and pairs.

        Rounded up, as it may not be less.

        >>> round(Bounds(most_products=3).l2 ** 2, 9)
        7.0
        """
        return nextafter(sqrt(1 + self.most_products + self.most_pairs), inf)


@dataclass(frozen=True, slots=True)
class Bought:
    """What one shopper bought together, each set once, and all of it in the order in which it is drawn."""

    baskets: tuple[frozenset[str], ...]
    drawn: tuple[str, ...]

    @classmethod
    def of(cls, user_id: str, baskets: Iterable[frozenset[str]], bounds: Bounds) -> "Bought":
        """Put a shopper's products in an order that depends on seed, shopper and product alone."""
        sets = tuple(dict.fromkeys(baskets))
        products = {product_id for basket in sets for product_id in basket}
        return cls(sets, tuple(sorted(products, key=lambda one: _lot(bounds.seed, user_id, one))))

    @classmethod
    def of_baskets(cls, user_id: str, baskets: Sequence[Basket], bounds: Bounds) -> "Bought":
        """Take the purchases of baskets that are not too large, as the shop's own counts do."""
        return cls.of(user_id, (one.bought for one in baskets if one.bought and not one.is_too_large), bounds)

    def counted(self, among: frozenset[str], bounds: Bounds) -> tuple[list[str], list[tuple[str, str]]]:
        """Return which products `among` those given count, and which pairs of them, each once, ids in order.

        >>> Bought.of("ann", [frozenset("ab"), frozenset("c")], Bounds()).counted(frozenset("abc"), Bounds())[1]
        [('a', 'b')]
        """
        own = sorted([one for one in self.drawn if one in among][: bounds.most_products])
        if len(self.baskets) == 1:
            return own, list(combinations(own, 2))
        pairs = {pair for basket in self.baskets for pair in combinations([one for one in own if one in basket], 2)}
        return own, sorted(pairs)


def _lot(seed: int, user_id: str, product_id: str) -> bytes:
    """Return the lot of a product: the least ones of a shopper are a uniform sample without replacement."""
    return hashlib.sha256(f"{seed}\0{user_id}\0{product_id}".encode()).digest()
