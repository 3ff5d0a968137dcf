"""How alike users rate: Pearson correlation or cosine over the items that both rated, by sparse products."""

from concurrent.futures import Executor
from dataclasses import dataclass
from enum import Enum
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

try:  # what `@` calls after a walk through all places that only counts them; here room for all of them is at hand
    from scipy.sparse._sparsetools import csr_matmat, csr_todense
except ImportError:  # no part of scipy's public face, so it may go; `@` then takes half as long again
    csr_matmat = csr_todense = None

_FINEST = 8  # parts of a star that ratings may have, to be packed
_CELLS_AT_ONCE = 40_000  # what is computed on the way then stays in the processor's cache


class Similarity(Enum):
    """Measures of likeness between two users, each over the items that both have rated."""

    PEARSON = "pearson"
    COSINE = "cosine"


@dataclass(frozen=True, slots=True, eq=False)
class CoRatings:
    """Sums over the items that a user of a group (row) and a user among all (column) have both rated.

    Each is (n_group, n_users) float64: `n` the number of such items, `products` the sum of both ratings multiplied,
    `own` and `other` the sums of the row's and the column's ratings, `other_squares` of the column's squares.
    """

    n: NDArray[np.float64]
    products: NDArray[np.float64]
    own: NDArray[np.float64]
    other: NDArray[np.float64]
    other_squares: NDArray[np.float64]

    @classmethod
    def of(cls, rows: sparse.csr_array, by_item: sparse.csr_array) -> Self:
        """Sum for the users of a group, (n_group, n_items), against all users, (n_items, n_users).

        A sparse product spends its time on finding places, not on arithmetic, so two sums share each where they can, as
        the real and the imaginary part of a complex number; that rounds neither otherwise than alone.
        """
        ratings = _product(rows, rows.data + 1j, by_item, by_item.data)
        counts = _product(rows, rows.data + 1j, by_item, np.ones_like(by_item.data))
        other_squares = _product(rows, np.ones_like(rows.data), by_item, by_item.data**2)
        return cls(counts.imag, ratings.real, counts.real, ratings.imag, other_squares)

    @classmethod
    def of_packed(
        cls, rows: sparse.csr_array, packed: NDArray[np.complex128], by_item: sparse.csr_array, packing: "Packing"
    ) -> Self:
        """Give what `of` gives for whole ratings with known bounds, from one product instead of three.

        With r and s the two ratings, c the middle of the scale and β and γ large powers of two, the product of r + i
        and s + β + iγ(s − c)² is rs + βr − γ(s − c)² + i(s + β + γr(s − c)²). The sums of its terms lie in different
        bits of the two floats, from which each is read exactly. `packed`, beside the data of `by_item`, holds the
        second factor.
        """
        sums = _product(rows, rows.data * packing.scale + 1j, by_item, packed)
        negative, own, products = _fields(sums.real, packing.beta, packing.gamma)
        _, n, other = _fields(sums.imag, packing.beta, packing.gamma)
        return cls(n, products, own, other, 2 * packing.centre * other - packing.centre**2 * n - negative)

    def numerators(self, measure: Similarity, min_support: int) -> NDArray[np.float64]:
        """Return what stands above the line in `similarities_to_all`, 0 under `min_support` common items."""
        numerators = self.products
        if measure is Similarity.PEARSON:
            numerators = self.n * self.products - self.own * self.other
        return numerators if min_support == 1 else np.where(self.n < min_support, 0.0, numerators)

    def spreads(self, measure: Similarity) -> NDArray[np.float64]:
        """Return what stands below the line in `similarities_to_all` for the column's user."""
        return self.n * self.other_squares - self.other**2 if measure is Similarity.PEARSON else self.other_squares


@dataclass(frozen=True, slots=True)
class Packing:
    """How ratings become whole numbers, times `scale`, whose sums fit beside each other; see `CoRatings.of_packed`."""

    scale: float
    centre: float
    beta: float
    gamma: float

    @classmethod
    def find(cls, by_user: sparse.csr_array) -> Self | None:
        """Find it for ratings not below 0 in steps of 1, 1/2, 1/4 or 1/8; None for finer steps or too large sums."""
        ratings = by_user.data
        if ratings.min(initial=0) < 0 or ratings.max(initial=0) >= 2**16:
            return None
        finest = ratings * _FINEST
        eighths = finest.astype(np.int32)
        if not np.array_equal(eighths, finest):
            return None
        all_bits = int(np.bitwise_or.reduce(eighths)) | _FINEST
        scale = _FINEST // (all_bits & -all_bits)  # the lowest bit set is the step, in eighths
        largest = max(1, int(ratings.max(initial=0) * scale))
        n_most = int(np.diff(by_user.indptr).max(initial=0))
        centre = largest // 2
        beta = 1 << (n_most * largest**2).bit_length()
        gamma = beta << (n_most * largest).bit_length()
        fits = gamma * (n_most * largest * (largest - centre) ** 2 + 1) <= 2**53
        return cls(scale, centre, beta, gamma) if fits else None

    def second_factor(self, ratings: NDArray[np.float64]) -> NDArray[np.complex128]:
        """Return what `CoRatings.of_packed` multiplies with."""
        whole = ratings * self.scale
        factor = np.empty(len(ratings), dtype=np.complex128)
        factor.real = whole + self.beta
        factor.imag = self.gamma * (whole - self.centre) ** 2
        return factor


def similarities_to_all(
    rows: sparse.csr_array, by_item: sparse.csr_array, measure: Similarity, min_support: int
) -> NDArray[np.float64]:
    """Return (n_group, n_users) float64 of likeness; 0 under `min_support` common items and where it is undefined.

    Over the common items, with r the row's ratings, s the column's and n their number::

        pearson = (n Σrs − Σr Σs) / sqrt((n Σr² − (Σr)²) (n Σs² − (Σs)²))
        cosine  = Σrs / sqrt(Σr² Σs²)

    Resnick, Iacovou, Suchak, Bergstrom, Riedl 1994, "GroupLens", https://doi.org/10.1145/192844.192905 (Pearson);
    Breese, Heckerman, Kadie 1998, "Empirical analysis of predictive algorithms", https://arxiv.org/abs/1301.7363.
    Terms stand in the order in which scikit-surprise 1.1.5 computes them, and sums run in the order of the items, so
    that both give the same bits, and with them the same ties. A correlation is undefined where one side rates all
    common items alike; surprise gives 0 there too, unless rounding hides it (4.3 for three common items).
    """
    sums = CoRatings.of(rows, by_item)
    own_squares = _product(rows, rows.data**2, by_item, np.ones_like(by_item.data))
    own = own_squares if measure is Similarity.COSINE else sums.n * own_squares - sums.own**2
    return _quotients(sums.numerators(measure, min_support), own * sums.spreads(measure))


def fill_similarities(
    out: NDArray[np.float64],
    by_user: sparse.csr_array,
    by_item: sparse.csr_array,
    measure: Similarity,
    min_support: int,
    pool: Executor,
) -> None:
    """Write into `out`, (n_users, n_users), what `similarities_to_all` gives for all users; the diagonal means nothing.

    A user's spread beside another stands where the two are in exchanged places: `out` holds the spreads of a block
    until the block of the other user has come, which needs them last. Blocks are summed up beside each other in `pool`,
    as scipy multiplies outside the interpreter's lock. Whole numbers times a power of two have the same Pearson
    correlation and cosine to the last bit, in any order of the items: taking those first that most have rated finds
    most places early, and what only one has rated says nothing of two.
    """
    packing = Packing.find(by_user)
    packed = by_item.data
    if packing:
        n_raters = np.diff(by_item.indptr)
        popular = np.argsort(-n_raters, kind="stable")
        by_item = by_item[popular[: np.count_nonzero(n_raters > 1)]]
        by_user, packed = by_item.T.tocsr(), packing.second_factor(by_item.data)

    def sum_up(start: int) -> tuple[slice, NDArray[np.float64], NDArray[np.float64]]:
        rows = slice(start, min(start + n_rows, n_users))
        own = by_user[rows]
        sums = CoRatings.of_packed(own, packed, by_item, packing) if packing else CoRatings.of(own, by_item)
        return rows, sums.numerators(measure, min_support)[:, : rows.stop], sums.spreads(measure)

    n_users = by_user.shape[0]
    n_rows = max(1, _CELLS_AT_ONCE // max(1, n_users))
    for rows, numerators, spreads in pool.map(sum_up, range(0, n_users, n_rows)):
        out[rows] = spreads
        known = slice(0, rows.stop)
        similarities = _quotients(numerators, out[known, rows].T * spreads[:, known])
        out[rows, known] = similarities
        out[known, rows] = similarities.T


def _quotients(numerators: NDArray[np.float64], squares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide by the root of `squares`; 0 where that is 0 or, by rounding, below."""
    quotients: NDArray[np.float64] = numerators / np.sqrt(np.where(squares > 0, squares, np.inf))
    return quotients


def _product(
    rows: sparse.csr_array, row_values: NDArray[Any], by_item: sparse.csr_array, item_values: NDArray[Any]
) -> NDArray[Any]:
    """Sum `row_values · item_values` over common items: (n_group, n_users), complex where one of the two is."""
    kind = np.result_type(row_values, item_values)
    n_rows, n_users = rows.shape[0], by_item.shape[1]
    left, right = row_values.astype(kind, copy=False), item_values.astype(kind, copy=False)
    index = rows.indices.dtype
    if csr_matmat is None or index != by_item.indices.dtype or n_rows * n_users > np.iinfo(index).max:
        first = sparse.csr_array((left, rows.indices, rows.indptr), shape=rows.shape)
        product = first @ sparse.csr_array((right, by_item.indices, by_item.indptr), shape=by_item.shape)
        sums: NDArray[Any] = product.toarray()
        return sums
    ends = np.empty(n_rows + 1, dtype=index)
    places, found = np.empty(n_rows * n_users, dtype=index), np.empty(n_rows * n_users, dtype=kind)
    operands = (rows.indptr, rows.indices, left, by_item.indptr, by_item.indices, right)
    csr_matmat(n_rows, n_users, *operands, ends, places, found)
    sums = np.zeros((n_rows, n_users), dtype=kind)
    csr_todense(n_rows, n_users, ends, places, found, sums)
    return sums


def _fields(
    sums: NDArray[np.float64], beta: float, gamma: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Take γ · high + β · middle + low apart, with 0 ≤ low < β and 0 ≤ β · middle + low < γ; powers of two.

    >>> _fields(np.array([3 * 1024 + 2 * 16 + 5.0, -3 * 1024 + 2 * 16 + 5.0]), 16, 1024)
    (array([ 3., -3.]), array([2., 2.]), array([5., 5.]))
    """
    rest = sums * (1 / gamma)  # all steps are exact: they shift bits, or take the upper ones away
    high = np.floor(rest)
    rest -= high
    rest *= gamma / beta
    middle = np.floor(rest)
    rest -= middle
    rest *= beta
    return high, middle, rest
