"""The columns of a catalogue that lists are sorted, varied and counted by, one entry a product row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from retrieval.catalogue import Catalogue
from retrieval.lists.shown import digests_of
from retrieval.product import Product
from retrieval.ranking import mean_rating, novelty, popularity, stock_depth

WORD_FIELDS = ("category", "department", "brand", "color", "material", "audience", "size")
"""The columns of words, by the names that facets have."""

_FIELDS = {"color": "colors", "material": "materials", "size": "sizes"}
_UNKNOWN_DAY = np.nan


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A column of words, of which a row has none, one or several.

    Row r has the values numbered `codes[starts[r]:starts[r + 1]]`; `values` are as first written, and spellings that
    differ in case alone are one value. `code_of` gives the number of each case-folded value.
    """

    values: tuple[str, ...]
    starts: NDArray[np.int64]
    codes: NDArray[np.int32]
    code_of: Mapping[str, int]

    @classmethod
    def of(cls, rows: Iterable[Sequence[str]]) -> Self:
        """Read the words of each row; empty ones count as none."""
        values: list[str] = []
        code_of: dict[str, int] = {}
        starts, codes = [0], []
        for words in rows:
            for word in words:
                if not word:
                    continue
                code = code_of.setdefault(word.casefold(), len(values))
                if code == len(values):
                    values.append(word)
                codes.append(code)
            starts.append(len(codes))
        return cls(tuple(values), np.array(starts, dtype=np.int64), np.array(codes, dtype=np.int32), code_of)

    def first(self, rows: NDArray[np.int64]) -> NDArray[np.int32]:
        """Return the number of each row's first value, -1 where it has none."""
        has = self.starts[rows + 1] > self.starts[rows]
        found = np.full(rows.size, -1, dtype=np.int32)
        found[has] = self.codes[self.starts[rows[has]]]
        return found

    def entries(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Return every value of `rows`: the place among `rows` that has it, and the value's number."""
        counts = self.counts(rows)
        places = np.repeat(np.arange(rows.size), counts)
        ends = np.cumsum(counts)
        within = np.arange(counts.sum()) - np.repeat(ends - counts, counts)
        return places, self.codes[np.repeat(self.starts[rows], counts) + within]

    def counts(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how many values each of `rows` has."""
        return self.starts[rows + 1] - self.starts[rows]

    def mean(self, rows: NDArray[np.int64], figures: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the mean of `figures` (n_values,) over each row's values; 0 where a row has none."""
        places, codes = self.entries(rows)
        sums = np.bincount(places, weights=figures[codes], minlength=rows.size)
        found: NDArray[np.float64] = sums / np.maximum(self.counts(rows), 1)
        return found

    def without(self, value: str) -> Self:
        """Return the same words less one value: a row that had no other has none."""
        dropped = self.code_of.get(value.casefold())
        if dropped is None:
            return self
        is_kept = self.codes != dropped
        before = np.concatenate([[0], np.cumsum(is_kept)]).astype(np.int64)
        return replace(self, starts=before[self.starts], codes=self.codes[is_kept])


@dataclass(frozen=True, slots=True, eq=False)
class ListColumns:
    """Figures of each product, (n_products,) float64, nan where they are not known, and its words.

    `prices` are in the filter columns' currency; `ratings` Bayesian means of 1..5; `days` the day added, as an ordinal;
    `stars` are ratings as they are; `popularity`, `novelty` and
    `stock` are in 0..1 as `ranking` says, `margins` the share of the price that the merchant keeps, from its attribute
    `margin`. `id_places` (n_products,) int64 are the products' places
    in the order of their ids, `digests` (n_products,) uint64 what `Shown` knows them by.
    """

    product_ids: tuple[str, ...]
    id_places: NDArray[np.int64]
    digests: NDArray[np.uint64]
    prices: NDArray[np.float64]
    ratings: NDArray[np.float64]
    stars: NDArray[np.float64]
    popularity: NDArray[np.float64]
    days: NDArray[np.float64]
    novelty: NDArray[np.float64]
    stock: NDArray[np.float64]
    margins: NDArray[np.float64]
    in_stock: NDArray[np.bool_]
    words: Mapping[str, Words]

    @classmethod
    def of(cls, catalogue: Catalogue, prices: NDArray[np.float64]) -> Self:
        """Read the columns of a catalogue, one pass over its products."""
        ids, ratings, stars, liked, days, in_stock = [], [], [], [], [], []
        n_ratings, stock, margins = [], [], []
        words: dict[str, list[tuple[str, ...]]] = {name: [] for name in WORD_FIELDS}
        for product in catalogue:
            ids.append(product.product_id)
            ratings.append(mean_rating(product))
            stars.append(np.nan if product.rating is None else product.rating)
            liked.append(popularity(product))
            days.append(product.added.toordinal() if product.added else _UNKNOWN_DAY)
            in_stock.append(product.is_in_stock)
            n_ratings.append(product.n_ratings)
            stock.append(np.nan if product.stock is None else product.stock)
            margins.append(_margin(product))
            for name in WORD_FIELDS:
                found = getattr(product, _FIELDS.get(name, name))
                words[name].append(found if isinstance(found, tuple) else (found,))
        id_places = np.empty(len(ids), dtype=np.int64)
        id_places[np.argsort(np.array(ids, dtype=np.str_), kind="stable")] = np.arange(len(ids))
        return cls(
            product_ids=tuple(ids),
            id_places=id_places,
            digests=digests_of(ids),
            prices=prices,
            ratings=np.array(ratings, dtype=np.float64),
            stars=np.array(stars, dtype=np.float64),
            popularity=np.array(liked, dtype=np.float64),
            days=np.array(days, dtype=np.float64),
            novelty=novelty(np.array(n_ratings, dtype=np.float64)),
            stock=stock_depth(np.array(stock, dtype=np.float64)),
            margins=np.array(margins, dtype=np.float64),
            in_stock=np.array(in_stock, dtype=np.bool_),
            words={name: Words.of(rows) for name, rows in words.items()},
        )


def _margin(product: Product) -> float:
    """Return the margin that the merchant states, 0..1; nan for none, and for what is no share of a price."""
    stated = product.attributes.get("margin")
    if isinstance(stated, bool) or not isinstance(stated, int | float) or not 0 <= stated <= 1:
        return float("nan")
    return float(stated)
