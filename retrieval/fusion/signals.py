"""What each part of the search says of each candidate: the columns that fusion weighs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SIGNALS = (
    "use",
    "e5",
    "english",
    "lexical",
    "translated",
    "category",
    "department",
    "color",
    "material",
    "brand",
    "audience",
    "unsuited",
    "use_beyond",
    "e5_beyond",
)
"""The columns in order.

`use` and `e5` are cosines, centred and scaled by `VectorSignal`. So is `english`: that of the English words for what is
named, by an encoder that does not know the query's language. `lexical` is BM25 of the query's own words, `translated`
that of the English words for what a product should do, be like or be for, both 0..1. `unsuited` counts against a
product: -1 where it is made for others than those it is wanted for. `use_beyond` and `e5_beyond` are `use` and `e5`
times 1 less the best `lexical` of the query: meaning counts for more where words find little. The rest say, 1 or 0,
whether the product has what was wished for; `audience`, that it is made for those it is wanted for, and not for all.
"""

SEMANTIC = ("use", "e5")
"""Encoders with a column of their own, and one more named `<encoder>_beyond`."""


@dataclass(frozen=True, slots=True)
class Signals:
    """The candidates of one query.

    `rows` (n,) int64 are catalogue rows, each once; `columns` (n, len(SIGNALS)) float32 what is said of them, 0 where a
    part has nothing to say.
    """

    rows: NDArray[np.int64]
    columns: NDArray[np.float32]

    def column(self, name: str) -> NDArray[np.float32]:
        """Return one column, (n,)."""
        found: NDArray[np.float32] = self.columns[:, SIGNALS.index(name)]
        return found
