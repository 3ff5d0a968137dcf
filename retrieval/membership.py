"""Which products belong to a list, and how well each matches what was said."""

import unicodedata
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.filters import Filters
from retrieval.findings import narrows
from retrieval.ranking import relative_similarity
from retrieval.semantic_search import Candidates

N_CANDIDATES = 100
"""How many products are fetched by what was said before they are ranked."""

MIN_SHARE = 0.5
"""From which share of the best one's relevance on a product counts as found, where nothing else narrows a search."""

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Search(Protocol):
    """Finds products by what a text says."""

    def nearest(self, text: str, language: str, allowed: Mask, top_k: int) -> Candidates:
        """Return at most `top_k` products of those `allowed` (n_products,) by falling relevance.

        A larger `top_k` goes on with the same order.
        """
        ...

    def similar(self, product_row: int, allowed: Mask, top_k: int) -> Candidates:
        """Return at most `top_k` of the products `allowed` that are most like one."""
        ...

    def vectors(self, product_rows: Rows) -> NDArray[np.float32]:
        """Return what products mean, (n, dim) float32, rows of unit length."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """The products of a list.

    `rows` are all of them, in no order; `nearest` those compared with the text, by falling relevance, and `match` (n,)
    float64 in 0..1 how well these match, nan where nothing was said; `other_match` is the match of all others.
    `is_closest` says that nothing but nearness made the list.
    """

    rows: Rows
    nearest: Rows
    match: NDArray[np.float64]
    other_match: float
    is_closest: bool

    def match_of(self, rows: Rows) -> NDArray[np.float64]:
        """Return the match of any rows."""
        known = dict(zip(self.nearest.tolist(), self.match.tolist(), strict=True))
        return np.array([known.get(row, self.other_match) for row in rows.tolist()], dtype=np.float64)

    def without(self, hidden: Mask) -> "Members":
        """Return the list without the rows that are `hidden` (n_products,)."""
        kept = ~hidden[self.nearest]
        rows = self.rows[~hidden[self.rows]]
        return Members(rows, self.nearest[kept], self.match[kept], self.other_match, self.is_closest)


def members(text: str, language: str, mask: Mask, applied: Filters, search: Search, hidden: Mask | None) -> Members:
    """Return the list that `text` and the filters `applied` make of the products that meet these, `mask` (n_products,).

    Where the filters say what kind of product is meant, or where nothing was said, all that meet them belong to it;
    otherwise those whose relevance comes close to the best one's. Rows `hidden` (n_products,) may be in `rows`; they
    take no place among `nearest` where others belong there.
    """
    is_narrowed = narrows(applied)
    if not says_something(text):
        nothing = np.empty(0, dtype=np.int64)
        return Members(np.flatnonzero(mask), nothing, np.empty(0), np.nan, is_closest=False)
    if is_narrowed:
        looked_at = mask if hidden is None else mask & ~hidden
        found = search.nearest(text, language, looked_at, N_CANDIDATES)
        match = 0.5 + 0.5 * relative_similarity(found.relevance)
        return Members(np.flatnonzero(mask), found.rows, match, 0.5, is_closest=False)
    found = search.nearest(text, language, mask, N_CANDIDATES)
    is_near = found.relevance >= MIN_SHARE * found.relevance.max(initial=0)
    rows, match = found.rows[is_near], relative_similarity(found.relevance[is_near])
    closest = Members(rows, rows, match, 0.0, is_closest=True)
    return closest if hidden is None else closest.without(hidden)


def says_something(text: str) -> bool:
    """Return whether a text has a letter, a number or a picture such as an emoji; signs alone say nothing.

    >>> says_something("??? …"), says_something("🎧"), says_something("跑鞋"), says_something(" ")
    (False, True, True, False)
    """
    return any(unicodedata.category(letter)[0] in "LN" or unicodedata.category(letter) == "So" for letter in text)
