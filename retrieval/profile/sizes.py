"""Which sizes a shopper wears, from what they bought and kept."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from retrieval.product import Product

_SYSTEM = re.compile(r"(EU|EUR|US|UK|JP|CN|KR|FR|IT|BR|AU)[ :-]+(\S.*)", re.IGNORECASE)
_NO_SIZE = "one size"
_SURE = 1.0
"""A size counts as the shopper's own from as much as one product that was to be had in no other."""


@dataclass(frozen=True, slots=True)
class OwnSize:
    """A size worn in a category: `system` is its country's (EU, US, JP), "" for one such as M.

    `weight` says how many products it rests on; one that is sold in several sizes counts for each in equal parts, as
    nobody said which was taken.
    """

    category: str
    system: str
    size: str
    weight: float

    @property
    def text(self) -> str:
        """The size as it is written."""
        return f"{self.system} {self.size}".strip()


def own_sizes(kept: Iterable[Product]) -> tuple[OwnSize, ...]:
    """Return the size most bought in each category and system, the surest first, those that are sure enough.

    Equal weights go by name. Several sizes of one product add up to no sure one: three shirts sold in S to XL leave
    three quarters for each, and none is claimed.
    """
    weights: dict[tuple[str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for product in kept:
        sizes = [size for size in product.sizes if size.casefold() != _NO_SIZE]
        for size in sizes:
            system, value = system_of(size)
            weights[product.category, system][value] += 1 / len(sizes)
    found = []
    for (category, system), own in weights.items():
        size = max(sorted(own), key=lambda value: own[value])
        if own[size] >= _SURE:
            found.append(OwnSize(category, system, size, own[size]))
    return tuple(sorted(found, key=lambda one: (-one.weight, one.category, one.system)))


def system_of(size: str) -> tuple[str, str]:
    """Return the system of a size and its bare value.

    >>> system_of("EU 38"), system_of("XL")
    (('EU', '38'), ('', 'XL'))
    """
    found = _SYSTEM.fullmatch(size.strip())
    return (found[1].upper(), found[2]) if found else ("", size.strip())
