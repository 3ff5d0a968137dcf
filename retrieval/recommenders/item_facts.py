"""What is known of items beside what users did with them."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class ItemFacts:
    """Facts of each item, in the order of `Interactions.item_ids`; "" or -1 where one is not known.

    `texts` are title and description, `categories`, `brands` and `styles` words, `price_bands` (n_items,) int8 the
    number of the price band within its category, from 0, `vectors` (n_items, dim) float32 rows of unit length, or
    (n_items, 0) where there are no embeddings, a row of zeros where an item has none. `pictures`
    (n_items, side, side, 3) uint8 are RGB, black all over where an item has none, or (0, 0, 0, 3) where none has.
    """

    item_ids: tuple[str, ...]
    texts: tuple[str, ...]
    categories: tuple[str, ...]
    brands: tuple[str, ...]
    styles: tuple[str, ...]
    price_bands: NDArray[np.int8]
    vectors: NDArray[np.float32]
    pictures: NDArray[np.uint8] = field(default_factory=lambda: np.zeros((0, 0, 0, 3), np.uint8))

    @classmethod
    def unknown(cls, item_ids: tuple[str, ...]) -> "ItemFacts":
        """Return the facts of items of which nothing is known."""
        nothing, n = ("",) * len(item_ids), len(item_ids)
        return cls(item_ids, *(nothing,) * 4, np.full(n, -1, np.int8), np.zeros((n, 0), np.float32))
