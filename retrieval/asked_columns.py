"""Columns of products by id, found fast for a list that is asked about again and again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """Products that were asked about, of how many that were known then, and their columns."""

    product_ids: Sequence[str]
    n_known: int
    columns: NDArray[np.int64]


class AskedColumns:
    """Looks columns up in `known`, to which columns may be added but whose columns stay; several threads may use one.

    A shop's lists are mostly made of the same products, thousands of them, and looking each up is most of the work of
    scoring them. So what was asked about last is held: telling that a list is the same takes a hundredth of the time.
    """

    def __init__(self, known: Mapping[str, int]) -> None:
        self._known = known
        self._last = _Asked((), 0, np.zeros(0, dtype=np.int64))

    def of(self, product_ids: Sequence[str]) -> NDArray[np.int64]:
        """Return the column of each product, -1 for one that is not known; not to be written to.

        >>> AskedColumns({"cup": 0, "pot": 1}).of(["pot", "jug", "pot"]).tolist()
        [1, -1, 1]
        """
        last, n_known = self._last, len(self._known)
        if last.n_known != n_known or last.product_ids != product_ids:
            columns = np.fromiter(map(self._known.get, product_ids, repeat(-1)), np.int64, len(product_ids))
            columns.flags.writeable = False
            last = _Asked(product_ids[:], n_known, columns)  # a copy, as the caller may change theirs
            self._last = last
        return last.columns
