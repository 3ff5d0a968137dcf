"""Products that are the same thing twice: from two merchants, listed again, or in another colour or size."""

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from retrieval.catalogue import Catalogue
from retrieval.lexicon import Lexicon
from retrieval.lists.titles import TitleKeys, overlap
from retrieval.product import Product

MIN_OVERLAP = 0.65
"""From this share of words in common on, two descriptions are of one thing.

Measured on products of one category that share their title but for colour and size (docs/decisions/0006-lists.md):
different things of a catalogue without brands reach 0.58 at most, listings of one thing lie mostly above 0.9.
"""

MAX_PRICE_RATIO = 2.0
"""Beyond this ratio of prices two products are not the same thing: a charger and a bigger one of the same name."""

_COLOR_IS_THE_KIND = frozenset({"food"})
"""Departments in which a colour tells things apart: green and black tea, red and white wine."""

_MOST_COMPARED = 50
"""With how many things of one title a further product is compared, so that a feed of a single title takes no age."""

_FILE_NAME = "groups-1.npy"
_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Which products are one thing.

    `group_of` (n_products,) int64 holds for each product row the first row of its group, its own where it is alone.
    `members` holds the rows of each group of two and more.
    """

    group_of: NDArray[np.int64]
    members: Mapping[int, NDArray[np.int64]]

    @classmethod
    def from_column(cls, group_of: NDArray[np.int64]) -> Self:
        """Complete a column of groups."""
        order = np.argsort(group_of, kind="stable")
        groups, starts, counts = np.unique(group_of[order], return_index=True, return_counts=True)
        members = {
            int(group): order[start : start + count].astype(np.int64)
            for group, start, count in zip(groups, starts, counts, strict=True)
            if count > 1
        }
        return cls(group_of, members)

    @classmethod
    def none(cls, n_products: int) -> Self:
        """Return groups for `n_products` that are all different things."""
        return cls(np.arange(n_products, dtype=np.int64), {})

    @classmethod
    def of(cls, catalogue: Catalogue, prices: NDArray[np.float64], lexicon: Lexicon) -> Self:
        """Find what is the same thing in a catalogue.

        Two products are, where brand, category, department, audience and materials are the same, their titles in the
        languages they share say the same but for colour and size (`TitleKeys`), and the dearer costs no more than
        MAX_PRICE_RATIO times the cheapest. Without a brand, and where a colour within the title was left out,
        descriptions must agree too (MIN_OVERLAP). Numbers in titles tell things apart.
        """
        keys = TitleKeys(lexicon)
        by_key: dict[_Key, list[int]] = defaultdict(list)
        for row, product in enumerate(catalogue):
            for key in _keys_of(product, keys):
                by_key[key].append(row)
        joined = _Joined(len(catalogue))
        for key, rows in by_key.items():
            if len(rows) > 1:
                by_price = sorted(rows, key=lambda row: (prices[row], row))
                for first, second in _same_things(key, by_price, catalogue, prices, keys):
                    joined.join(first, second)
        return cls.from_column(joined.roots())

    @classmethod
    def load_or_find(cls, folder: Path, catalogue: Catalogue, prices: NDArray[np.float64], lexicon: Lexicon) -> Self:
        """Return the groups kept in `folder`, else find and keep them there; the folder is this catalogue's own."""
        path = folder / _FILE_NAME
        kept = _column_in(path)
        if kept is not None and kept.shape == (len(catalogue),):
            return cls.from_column(kept)
        found = cls.of(catalogue, prices, lexicon)
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}.tmp")
        with unfinished.open("wb") as file:
            np.save(file, found.group_of, allow_pickle=False)
        unfinished.replace(path)
        return found

    def first_of_each(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return `rows` in their order, of each group only the first."""
        if not self.members or not rows.size:
            return rows
        _, first = np.unique(self.group_of[rows], return_index=True)
        return rows if first.size == rows.size else rows[np.sort(first)]

    def rows_with(self, row: int) -> NDArray[np.int64]:
        """Return the rows of a product's group, its own among them."""
        group = int(self.group_of[row])
        return self.members.get(group, np.array([row], dtype=np.int64))


def _column_in(path: Path) -> NDArray[np.int64] | None:
    """Return the column kept in a file, None where there is none that can be read."""
    try:
        return np.asarray(np.load(path, allow_pickle=False), dtype=np.int64)
    except (OSError, ValueError, EOFError):
        return None


class _Joined:
    """Rows joined into groups, each known by its first row (union-find)."""

    def __init__(self, n_rows: int) -> None:
        self._parents = np.arange(n_rows, dtype=np.int64)

    def root(self, row: int) -> int:
        while self._parents[row] != row:
            row = int(self._parents[row])
        return row

    def join(self, first: int, second: int) -> None:
        low, high = sorted((self.root(first), self.root(second)))
        self._parents[high] = low

    def roots(self) -> NDArray[np.int64]:
        return np.array([self.root(row) for row in range(self._parents.size)], dtype=np.int64)


def _keys_of(product: Product, keys: TitleKeys) -> Iterator[_Key]:
    """Yield for each language of a product what it must have in common with another one to be the same thing."""
    has_kind_colors = product.department in _COLOR_IS_THE_KIND
    kind = (
        product.brand.casefold(), product.category, product.department, product.audience,
        " ".join(sorted(product.materials)), "colors" if has_kind_colors else "",
    )  # fmt: skip
    for language, words in _titles_of(product, keys).items():
        if words:
            yield (language, *kind, *words)


def _titles_of(product: Product, keys: TitleKeys) -> dict[str, _Key]:
    """Return by language what a product's titles say but for colour and size."""
    colors = () if product.department in _COLOR_IS_THE_KIND else product.colors
    return {language: keys.key(title, language, colors, product.sizes) for language, title in product.titles.items()}


def _same_things(
    key: _Key, rows: list[int], catalogue: Catalogue, prices: NDArray[np.float64], keys: TitleKeys
) -> Iterator[tuple[int, int]]:
    """Yield pairs of rows that are the same thing, of rows that share a key and come by rising price."""
    language, brand = key[:2]
    cheapest: list[_Listing] = []
    for row in rows:
        product = catalogue.products[row]
        listing = _Listing(
            row=row,
            price=float(prices[row]),
            titles=_titles_of(product, keys),
            title=keys.key(product.titles[language], language, (), product.sizes),
            description=keys.plain_words(product.descriptions.get(language, ""), language),
        )
        same = next((one for one in cheapest[-_MOST_COMPARED:] if one.is_same(listing, has_brand=bool(brand))), None)
        if same is None:
            cheapest.append(listing)
        else:
            yield same.row, row


@dataclass(frozen=True, slots=True)
class _Listing:
    """What two products that share a key are compared by.

    `titles` are as `_titles_of` gives them; `title` is the one of the key, colours of the product's own left in.
    """

    row: int
    price: float
    titles: Mapping[str, _Key]
    title: _Key
    description: frozenset[str]

    def is_same(self, dearer: "_Listing", has_brand: bool) -> bool:
        shared = self.titles.keys() & dearer.titles.keys()
        differs = any(self.titles[language] != dearer.titles[language] for language in shared)
        if differs or dearer.price > MAX_PRICE_RATIO * self.price:
            return False
        if has_brand and self.title == dearer.title:
            return True
        is_told = has_brand or bool(self.description and dearer.description)
        return is_told and overlap(self.description, dearer.description) >= MIN_OVERLAP
