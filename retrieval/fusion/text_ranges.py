"""The text rows of products, and the best of their scores."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class TextRanges:
    """Where the text rows of some products lie: `text_rows` (n_texts,), product n's from `starts[n]` on.

    Each product has one text row at least.
    """

    text_rows: NDArray[np.int64]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, product_rows: NDArray[np.int64], offsets: NDArray[np.int64]) -> "TextRanges":
        """Return the ranges of `product_rows` (n,); product p's text rows are offsets[p] to offsets[p + 1].

        >>> TextRanges.of(np.array([2, 0]), np.array([0, 2, 3, 5]))
        TextRanges(text_rows=array([3, 4, 0, 1]), starts=array([0, 2]))
        """
        counts = offsets[product_rows + 1] - offsets[product_rows]
        starts = np.cumsum(counts) - counts
        text_rows = np.repeat(offsets[product_rows] - starts, counts) + np.arange(int(counts.sum()))
        return cls(text_rows, starts)

    def best(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the best score of each product, (n,), out of those of its text rows, (n_texts,)."""
        if not self.starts.size:
            return np.empty(0, dtype=np.float32)
        found: NDArray[np.float32] = np.maximum.reduceat(scores, self.starts)
        return found
