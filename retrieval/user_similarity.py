"""How alike users rate: Pearson correlation or cosine over the items that both rated, by sparse products."""

from concurrent.futures import Executor
from dataclasses import dataclass
from enum import Enum
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

_QUARTERS = 4
_CELLS_AT_ONCE = 30_000  # what is computed on the way then stays in the processor's cache


class Similarity(Enum):
    """Measures of likeness between two users, each over the items that both have rated."""

    PEARSON = "pearson"
    COSINE = "cosine"


@dataclass(frozen=True, slots=True, eq=False)
class CoRatings:
    """Sums over the items that a user of a group (row) and a user among all (column) have both rated.

    Each is (n_group, n_users) float64: `n` the number of such items, `products` the sum of both ratings multiplied,
    `own` and `other` the sums of the row's and the column's ratings, `own_squares` and `other_squares` those of their
    squares.
    """

    n: NDArray[np.float64]
    products: NDArray[np.float64]
    own: NDArray[np.float64]
    other: NDArray[np.float64]
    own_squares: NDArray[np.float64]
    other_squares: NDArray[np.float64]

    @classmethod
    def of(cls, rows: sparse.csr_array, by_item: sparse.csr_array) -> Self:
        """Sum for the users of a group, (n_group, n_items), against all users, (n_items, n_users).

        A sparse product spends its time on finding places, not on arithmetic, so two sums share each where they can, as
        the real and the imaginary part of a complex number; that rounds neither otherwise than alone.
        """
        ones = np.ones_like(by_item.data)
        ratings = _product(rows, rows.data + 1j, by_item, by_item.data)
        counts = _product(rows, rows.data + 1j, by_item, ones)
        own_squares = _product(rows, rows.data**2, by_item, ones)
        other_squares = _product(rows, np.ones_like(rows.data), by_item, by_item.data**2)
        return cls(counts.imag, ratings.real, counts.real, ratings.imag, own_squares, other_squares)

    @classmethod
    def of_whole_numbers(cls, rows: sparse.csr_array, by_item: sparse.csr_array, packing: "Packing") -> Self:
        """Give what `of` gives, in half the time, for uint64 ratings of which `packing` knows the bounds.

        With r and s the two ratings and a to d powers of two, (r + a)(s + b) = rs + a·s + b·r + a·b and
        (r² + c)(s² + d) = r²s² + c·s² + d·r² + c·d add up in bits of their own, from which each sum is read exactly.
        """
        a, b, c, d = (1 << shift for shift in packing.shifts)
        first = _product(rows, rows.data + np.uint64(a), by_item, by_item.data + np.uint64(b))
        n = _bits(first, a * b, 1 << 64)
        second = _product(rows, rows.data**2 + np.uint64(c), by_item, by_item.data**2 + np.uint64(d))
        second -= n * np.uint64(c * d % (1 << 64))
        own, other = _bits(first, b, a * b), _bits(first, a, b)
        sums = (n, _bits(first, 1, a), own, other, _bits(second, d, 1 << 64), _bits(second, c, d))
        return cls(*(one.astype(np.float64) for one in sums))

    def similarities(self, measure: Similarity, min_support: int) -> NDArray[np.float64]:
        """Return (n_group, n_users) float64 of likeness; 0 under `min_support` common items and where it is undefined.

        Over the common items, with r the row's ratings, s the column's and n their number::

            pearson = (n Σrs − Σr Σs) / sqrt((n Σr² − (Σr)²) (n Σs² − (Σs)²))
            cosine  = Σrs / sqrt(Σr² Σs²)

        Resnick, Iacovou, Suchak, Bergstrom, Riedl 1994, "GroupLens", https://doi.org/10.1145/192844.192905 (Pearson);
        Breese, Heckerman, Kadie 1998, "Empirical analysis of predictive algorithms", https://arxiv.org/abs/1301.7363.
        Terms stand in the order in which scikit-surprise 1.1.5 computes them, and sums run in the order of the items,
        so that both give the same bits, and with them the same ties. A correlation is undefined where one side rates
        all common items alike; surprise gives 0 there too, unless rounding hides it (4.3 for three common items).
        """
        if measure is Similarity.PEARSON:
            numerator = self.n * self.products - self.own * self.other
            square = (self.n * self.own_squares - self.own**2) * (self.n * self.other_squares - self.other**2)
        else:
            numerator, square = self.products, self.own_squares * self.other_squares
        square[(square <= 0) | (self.n < min_support)] = np.inf
        similarities: NDArray[np.float64] = numerator / np.sqrt(square)
        return similarities


@dataclass(frozen=True, slots=True)
class Packing:
    """How ratings become whole numbers, times `scale`, whose sums fit side by side into 64 bits.

    `shifts` are the powers of two a, b, c and d of `CoRatings.of_whole_numbers`, as exponents.
    """

    scale: float
    shifts: tuple[int, int, int, int]

    @classmethod
    def find(cls, by_user: sparse.csr_array) -> Self | None:
        """Find it for ratings not below 0 in steps of 1, 1/2, 1/4 or 1/8; None for finer steps or too large sums."""
        ratings = by_user.data
        n_most = int(np.diff(by_user.indptr).max(initial=0))
        for scale in (1.0, 2.0, 4.0, 8.0):
            if np.all((ratings >= 0) & (ratings < 2**16) & (np.rint(ratings * scale) == ratings * scale)):
                largest = int(ratings.max(initial=0) * scale)
                n_bits, sums, squares, rest = ((n_most * largest**power).bit_length() for power in (0, 1, 2, 4))
                fits = 2 * squares + sums + n_bits <= 64 and rest + 2 * squares <= 64
                return cls(scale, (squares, squares + sums, rest, rest + squares)) if fits else None
        return None


def fill_similarities(
    out: NDArray[np.float64],
    by_user: sparse.csr_array,
    by_item: sparse.csr_array,
    measure: Similarity,
    min_support: int,
    pool: Executor,
) -> None:
    """Write into `out`, (n_users, n_users), the likeness of all users to each other; that to oneself is left undefined.

    Likeness has no direction, so users are compared with those up to the end of their quarter only, and mirrored.
    Blocks run beside each other in `pool`, as scipy multiplies outside the interpreter's lock. Whole numbers times a
    power of two have the same Pearson correlation and cosine to the last bit.
    """
    packing = Packing.find(by_user)
    if packing:
        by_user, by_item = ((ratings * packing.scale).astype(np.uint64) for ratings in (by_user, by_item))

    def fill(start: int, end: int, others: sparse.csr_array) -> None:
        rows, n_others = by_user[start:end], others.shape[1]
        sums = CoRatings.of_whole_numbers(rows, others, packing) if packing else CoRatings.of(rows, others)
        similarities = sums.similarities(measure, min_support)
        out[start:end, :n_others] = similarities
        out[:n_others, start:end] = similarities.T

    waiting = []
    for quarter in np.array_split(np.arange(by_user.shape[0]), _QUARTERS):
        n_others = int(quarter[-1]) + 1 if len(quarter) else 0
        others = by_item[:, :n_others]
        for part in np.array_split(quarter, len(quarter) * n_others // _CELLS_AT_ONCE + 1):
            if len(part):
                waiting.append(pool.submit(fill, int(part[0]), int(part[-1]) + 1, others))
    for one in waiting:
        one.result()


def _product(
    rows: sparse.csr_array, row_values: NDArray[Any], by_item: sparse.csr_array, item_values: NDArray[np.float64]
) -> NDArray[Any]:
    """Sum `row_values · item_values` over common items: (n_group, n_users), complex where `row_values` are."""
    left = sparse.csr_array((row_values, rows.indices, rows.indptr), shape=rows.shape)
    right = sparse.csr_array((item_values, by_item.indices, by_item.indptr), shape=by_item.shape)
    sums: NDArray[Any] = (left @ right).toarray()
    return sums


def _bits(values: NDArray[np.uint64], start: int, end: int) -> NDArray[np.uint64]:
    """Read the number between two powers of two: the bits from that of `start` up to, not including, that of `end`.

    >>> _bits(np.array([5 + 3 * 64 + 1024], dtype=np.uint64), 64, 1024)
    array([3], dtype=uint64)
    """
    return (values & np.uint64(end - 1)) >> np.uint64(start.bit_length() - 1)
