"""Ratings of many shoppers laid out by product, so that the raters of all products of a list are read at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse


@dataclass(frozen=True, slots=True, eq=False)
class OwnRatings:
    """One shopper's ratings: `columns` (n,) int32 of the products, each once, and `values` (n,) float64."""

    columns: NDArray[np.int32]
    values: NDArray[np.float64]

    @classmethod
    def of(cls, ratings: Mapping[str, float], product_columns: dict[str, int]) -> Self:
        """Look the columns of products up; one that has none gets the next."""
        for product_id in ratings:
            product_columns.setdefault(product_id, len(product_columns))
        columns = np.fromiter(map(product_columns.__getitem__, ratings), np.int32, len(ratings))
        return cls(columns, np.fromiter(ratings.values(), np.float64, len(ratings)))

    def __len__(self) -> int:
        return len(self.columns)


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Some of the ratings of `RatingRows`: of which product asked about, by which shopper, and where they lie there."""

    places: NDArray[np.int64]
    shoppers: NDArray[np.int64]
    positions: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class RatingRows:
    """Ratings by product and shopper; both are numbered.

    Each is (n_products, n_shoppers) csr float64 with a place for each rating, those of a product in the order of
    shoppers: `values` say what it is, `deviations` how far above that shopper's mean, `is_liked`, 1 or 0, whether the
    shopper likes the product, and `ones` that there is a rating.
    """

    values: sparse.csr_array
    deviations: sparse.csr_array
    is_liked: sparse.csr_array
    ones: sparse.csr_array

    @classmethod
    def of(cls, given: Sequence[OwnRatings], n_products: int, liked_from: float) -> Self:
        """Lay out the ratings of shoppers who have some each; one likes what one gave `liked_from` or more.

        Counts instead of comparing: time grows with the ratings and the products.
        """
        lengths = np.array([len(own) for own in given], dtype=np.int64)
        nothing = OwnRatings(np.zeros(0, np.int32), np.zeros(0))
        columns = np.concatenate([own.columns for own in (*given, nothing)])
        values = np.concatenate([own.values for own in (*given, nothing)])
        row_ends = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        positions = np.arange(len(columns), dtype=np.int32)
        by_product = sparse.csr_array((positions, columns, row_ends), shape=(len(given), n_products)).tocsc()
        means = np.array([own.values.mean() for own in given])
        beside = (values, values - np.repeat(means, lengths), (values >= liked_from).astype(np.float64))
        at = (by_product.indices, by_product.indptr)
        return cls.beside([own[by_product.data] for own in beside], *at, (n_products, len(given)))

    @classmethod
    def beside(
        cls,
        numbers: Sequence[NDArray[np.float64]],
        shoppers: NDArray[np.int32],
        ends: NDArray[np.int32],
        shape: tuple[int, int],
    ) -> Self:
        """Put values, deviations and likes in the same places."""
        return cls(
            *(sparse.csr_array((own, shoppers, ends), shape=shape) for own in (*numbers, np.ones(len(shoppers))))
        )

    @property
    def n_products(self) -> int:
        """How many products there are."""
        return int(self.values.shape[0])

    @property
    def n_shoppers(self) -> int:
        """How many shoppers there are."""
        return int(self.values.shape[1])

    def likeness_to(self, active: OwnRatings, min_support: int) -> NDArray[np.float64]:
        """Return (n_shoppers,) of the cosine over common products; 0 with fewer than `min_support` of these.

        It is `user_similarity.similarities_to_all` for one shopper: with r the active shopper's ratings and s another
        one's, Σrs / sqrt(Σr² Σs²) over the products that both rated.
        """
        cells = self.cells_of(active.columns)
        own, other = active.values[cells.places], self.values.data[cells.positions]
        n_common = np.bincount(cells.shoppers, minlength=self.n_shoppers)
        products, own_squares, other_squares = (
            np.bincount(cells.shoppers, terms, self.n_shoppers) for terms in (own * other, own * own, other * other)
        )
        squares = own_squares * other_squares
        is_alike = (n_common >= min_support) & (squares > 0)
        likeness: NDArray[np.float64] = np.where(is_alike, products, 0.0) / np.sqrt(np.where(is_alike, squares, 1.0))
        return likeness

    def n_ratings_of(self, columns: NDArray[np.integer]) -> int:
        """Return how many ratings products have in all; for a number that no product has, none."""
        return int(self._spans(columns)[1].sum())

    def cells_of(self, columns: NDArray[np.integer]) -> Cells:
        """Return the ratings of products, product by product; a number that no product has stands for none."""
        starts, lengths = self._spans(columns)
        shifts = starts - np.cumsum(lengths) + lengths
        positions = np.repeat(shifts, lengths) + np.arange(int(lengths.sum()))
        places = np.repeat(np.arange(len(columns)), lengths)
        return Cells(places, self.values.indices[positions].astype(np.int64), positions)

    def of_products(self, columns: NDArray[np.integer]) -> "RatingRows":
        """Return the same for some products, numbered as given; a number that no product has stands for none."""
        cells = self.cells_of(columns)
        ends = np.concatenate([[0], np.cumsum(self._spans(columns)[1])]).astype(np.int32)
        numbers = [own.data[cells.positions] for own in (self.values, self.deviations, self.is_liked)]
        shape = (len(columns), self.n_shoppers)
        return RatingRows.beside(numbers, self.values.indices[cells.positions], ends, shape)

    def _spans(self, columns: NDArray[np.integer]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where the ratings of each product start and how many they are."""
        is_known = (columns >= 0) & (columns < self.n_products)
        known = np.where(is_known, columns, 0)
        ends: NDArray[np.int64] = np.append(self.values.indptr, 0).astype(np.int64)
        return ends[known], np.where(is_known, ends[known + 1] - ends[known], 0)
