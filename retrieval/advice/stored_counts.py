"""Counts of what is bought together in a folder, however and wherever they were counted."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from retrieval.advice.bought_together import Companion, surest
from retrieval.advice.co_occurrence import CoOccurrence
from retrieval.quality.serving import Served
from retrieval.recommenders.storage import load_model, save_model

KIND = "co_occurrence"
_FORMAT = 1


def save_counts(counts: CoOccurrence, folder: Path) -> None:
    """Write counts into a folder; equal counts give equal files."""
    pairs = list(counts.pairs())
    by_product = counts.by_product()
    product_ids = sorted({*by_product, *(first for first, _ in pairs), *(pair.product_id for _, pair in pairs)})
    column = {product_id: place for place, product_id in enumerate(product_ids)}
    arrays: dict[str, NDArray[Any]] = {
        "by_product": np.array([by_product.get(product_id, 0.0) for product_id in product_ids], dtype=np.float64),
        "first": np.array([column[first] for first, _ in pairs], dtype=np.int32),
        "second": np.array([column[pair.product_id] for _, pair in pairs], dtype=np.int32),
        "together": np.array([pair.n_baskets for _, pair in pairs], dtype=np.float64),
        "shoppers": np.array([pair.n_shoppers for _, pair in pairs], dtype=np.int64),
    }
    totals = {"n_baskets": counts.n_baskets, "n_left_out": counts.n_left_out}
    save_model(folder, KIND, _FORMAT, product_ids, totals, arrays)


def load_counts(folder: Path) -> CoOccurrence:
    """Read what `save_counts` wrote; raises ArtifactError where it cannot be used."""
    stored = load_model(folder, KIND, _FORMAT)
    ids = stored.item_ids
    by_product = dict(zip(ids, stored.array("by_product", len(ids)).tolist(), strict=True))
    columns = (stored.array(name, -1).tolist() for name in ("first", "second", "together", "shoppers"))
    by_pair = {
        (ids[first], ids[second]): (together, shoppers)
        for first, second, together, shoppers in zip(*columns, strict=True)
    }
    counts = CoOccurrence.from_counts(float(stored.settings["n_baskets"]), by_product, by_pair)
    counts.n_left_out = int(stored.settings["n_left_out"])
    return counts


class StoredTogether:
    """Finds companions by counts that stay as they are, as `BoughtTogether` does by those of every moment."""

    def __init__(self, counts: CoOccurrence) -> None:
        self._counts = counts

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the counts of a folder; raises ArtifactError where they cannot be used."""
        return cls(load_counts(folder))

    def companions(self, product_id: str, limit: int, is_offered: Callable[[str], bool]) -> tuple[Companion, ...]:
        """Return what is bought together with a product and `is_offered`, the surest lift first."""
        pairs = self._counts.pairs_with(product_id)
        n_others = {pair.product_id: self._counts.n_with(pair.product_id) for pair in pairs}
        found = surest(pairs, self._counts.n_with(product_id), n_others, self._counts.n_baskets)
        offered = (one for one in found if is_offered(one.product_id))
        return tuple(one for one, _ in zip(offered, range(limit), strict=False))


class KeptTogether:
    """Finds companions by the counts that serve at the moment, none where none do: nothing else takes their place."""

    def __init__(self, serving: Callable[[], Served[StoredTogether] | None]) -> None:
        self._serving = serving

    def companions(self, product_id: str, limit: int, is_offered: Callable[[str], bool]) -> tuple[Companion, ...]:
        """Return what is bought together with a product and `is_offered`, the surest lift first."""
        served = self._serving()
        return served.model.companions(product_id, limit, is_offered) if served else ()
