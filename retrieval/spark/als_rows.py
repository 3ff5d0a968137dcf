"""One side's half of a round of alternating least squares, for a part of its rows; needs nothing but numpy.

The steps are those of implicit, which the shop learns with in one process: from the same first factors both come to
the same, but for rounding.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

STEPS = 3
"""Conjugate gradient steps a row and round, as implicit takes."""
_DONE = 1e-20
"""Squared length of a residual from which on a row is solved, as in implicit."""
FIRST_SCALE = 0.01
"""First factors are uniform from 0 to this, as in implicit."""

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class RowBlock:
    """Rows `first`, `first` + 1 and so on of one side with what they touch of the other.

    `ends` (n_rows + 1,) int64 divide `columns` (n,) int64 and `confidences` (n,) float32, all over 0.
    """

    first: int
    ends: NDArray[np.int64]
    columns: NDArray[np.int64]
    confidences: NDArray[np.float32]

    @classmethod
    def of(cls, first: int, rows: Sequence[Iterable[tuple[int, float]]]) -> "RowBlock":
        """Make a block of rows of (column, confidence), sorted by column."""
        sorted_rows = [sorted(row) for row in rows]
        ends = np.concatenate([[0], np.cumsum([len(row) for row in sorted_rows])]).astype(np.int64)
        columns = np.array([column for row in sorted_rows for column, _ in row], dtype=np.int64)
        confidences = np.array([confidence for row in sorted_rows for _, confidence in row], dtype=np.float32)
        return cls(first, ends, columns, confidences)

    def __len__(self) -> int:
        return len(self.ends) - 1

    def sums(self) -> NDArray[np.float64]:
        """Return the sum of each row's confidences, (n_rows,)."""
        totals = np.concatenate([[0.0], np.cumsum(self.confidences.astype(np.float64))])
        return np.diff(totals[self.ends])

    def turned(self) -> Iterator[tuple[int, tuple[int, float]]]:
        """Yield (column, (row, confidence)) of each entry: what the other side's blocks are made of."""
        rows = np.repeat(np.arange(len(self)), np.diff(self.ends)) + self.first
        entries = zip(self.columns.tolist(), rows.tolist(), self.confidences.tolist(), strict=True)
        for column, row, confidence in entries:
            yield column, (row, confidence)


def first_factors(n_users: int, n_items: int, n_factors: int, seed: int) -> tuple[Floats, Floats]:
    """Return users' and items' first factors, (n_users, n_factors) and (n_items, n_factors) float32, as implicit's."""
    random = np.random.default_rng(seed)
    users = random.random((n_users, n_factors), dtype=np.float32) * FIRST_SCALE
    items = random.random((n_items, n_factors), dtype=np.float32) * FIRST_SCALE
    return users.astype(np.float32), items.astype(np.float32)


def gram_of(others: Floats, ridge: float) -> NDArray[np.float64]:
    """Return YᵀY + λI of the other side's factors Y (n, n_factors), (n_factors, n_factors)."""
    wide = others.astype(np.float64)
    found: NDArray[np.float64] = wide.T @ wide + ridge * np.eye(others.shape[1])
    return found


def solved(block: RowBlock, former: Floats, others: Floats, gram: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return the block's factors (n_rows, n_factors) nearer to the least squares of its rows than `former` are.

    A row x of confidences c at columns j goes STEPS steps of conjugate gradients towards the solution of
    (YᵀY + λI + Σ_j (c_j − 1) y_j y_jᵀ) x = Σ_j c_j y_j (Takács, Pilászy, Tikk 2011, "Applications of the conjugate
    gradient method for implicit feedback collaborative filtering", https://doi.org/10.1145/2043932.2043987). A row
    without entries is 0.
    """
    found = np.zeros((len(block), others.shape[1]), dtype=np.float32)
    for row in range(len(block)):
        part = slice(int(block.ends[row]), int(block.ends[row + 1]))
        if part.stop > part.start:
            own = others[block.columns[part]].astype(np.float64)
            found[row] = _solved_row(former[row].astype(np.float64), own, block.confidences[part], gram)
    return found


def _solved_row(
    x: NDArray[np.float64], own: NDArray[np.float64], confidences: NDArray[np.float32], gram: NDArray[np.float64]
) -> NDArray[np.float64]:
    wide = confidences.astype(np.float64)
    residual = own.T @ (wide - (wide - 1) * (own @ x)) - gram @ x
    direction, square = residual, float(residual @ residual)
    for _ in range(STEPS):
        if square < _DONE:
            break
        turned = gram @ direction + own.T @ ((wide - 1) * (own @ direction))
        step = square / float(direction @ turned)
        x, residual = x + step * direction, residual - step * turned
        former, square = square, float(residual @ residual)
        direction = residual + (square / former) * direction
    return x


def blocks_of(rows: Iterable[tuple[int, Iterable[tuple[int, float]]]]) -> Iterator[RowBlock]:
    """Yield blocks of (row number, entries) that rise by number; where one is missing, another block begins."""
    first, held = 0, list[Iterable[tuple[int, float]]]()
    for number, entries in rows:
        if held and number != first + len(held):
            yield RowBlock.of(first, held)
            held = []
        if not held:
            first = number
        held.append(entries)
    if held:
        yield RowBlock.of(first, held)
