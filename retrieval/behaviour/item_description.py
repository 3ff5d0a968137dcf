"""What a shop or a data set says of its items, made into the facts that recommenders learn from."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.recommenders.item_facts import ItemFacts

N_PRICE_BANDS = 3
"""Low, middle and high: by thirds of the prices in a category."""

LEAST_PRICES = 6
"""A category with fewer different prices than this is divided by the thirds of all prices: two a band say nothing."""


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of one item, "" where it is not; `price` in one currency for all, None where unknown or not above 0.

    `style` may be several words.
    """

    text: str = ""
    category: str = ""
    brand: str = ""
    style: str = ""
    price: float | None = None


def item_facts(
    item_ids: tuple[str, ...], descriptions: Mapping[str, Description], vectors: NDArray[np.float32] | None = None
) -> ItemFacts:
    """Return the facts of items in their order; of an item without a description nothing is known."""
    nothing = Description()
    found = [descriptions.get(item_id, nothing) for item_id in item_ids]
    return ItemFacts(
        item_ids,
        tuple(one.text for one in found),
        tuple(one.category for one in found),
        tuple(one.brand for one in found),
        tuple(one.style for one in found),
        price_bands([one.category for one in found], [one.price for one in found]),
        np.zeros((len(item_ids), 0), np.float32) if vectors is None else vectors,
    )


def price_bands(categories: Sequence[str], prices: Sequence[float | None]) -> NDArray[np.int8]:
    """Return the price band of each item within its category, (n,) from 0, -1 without a usable price.

    Bands are divided at the terciles of the category's prices, or of all prices where it has few different ones. Equal
    prices are in one band; where all are equal it is the middle one.

    >>> price_bands(["mug"] * 3, [1.0, 2.0, None]).tolist()
    [0, 2, -1]
    """
    known = np.array([np.nan if price is None else price for price in prices], dtype=np.float64)
    known[~(np.isfinite(known) & (known > 0))] = np.nan
    bands = np.full(len(known), -1, dtype=np.int8)
    everywhere = known[~np.isnan(known)]
    rows_of: dict[str, list[int]] = defaultdict(list)
    for row in np.flatnonzero(~np.isnan(known)).tolist():
        rows_of[categories[row]].append(row)
    for rows in rows_of.values():
        own = known[rows]
        bands[rows] = _banded(own, own if len(np.unique(own)) >= LEAST_PRICES else everywhere)
    return bands


def _banded(prices: NDArray[np.float64], among: NDArray[np.float64]) -> NDArray[np.int64]:
    if among.min() == among.max():
        return np.full(len(prices), N_PRICE_BANDS // 2)
    edges = np.quantile(among, np.arange(1, N_PRICE_BANDS) / N_PRICE_BANDS)
    return np.searchsorted(edges, prices, side="left")
