"""Which products belong to a list, and how well each matches what was said."""

import unicodedata
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.candidates import Candidates
from retrieval.filters import Filters
from retrieval.findings import narrows
from retrieval.ranking import log_odds, relative_similarity
from retrieval.understanding import Wishes

N_CANDIDATES = 100
"""How many products, the nearest to what was said, are ranked by all that is known of them."""

N_LOOKED_AT = 1000
"""How many products are put in order by what was said; a list of what comes closest ends there at the latest."""

MIN_SHARE = 0.03
"""From which share of the best one's relevance on a product counts as found, where nothing else narrows a search."""

NOTHING_CLOSE = 0.25
"""Below this relevance of the best product nothing was found that could be meant."""

N_DISTANT = 50
"""How many products are shown as closest where none of them is close."""

NO_WISHES = Wishes()

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Said:
    """What is searched for: a text, its language (BCP 47), and what it names without demanding it."""

    text: str
    language: str
    wishes: Wishes = NO_WISHES


class Search(Protocol):
    """Finds products by what a text says."""

    def nearest(self, text: str, language: str, allowed: Mask, top_k: int, wishes: Wishes | None = None) -> Candidates:
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
    float64 in 0..1 how well these match; `other_match` is the match of all others, nan where nothing was asked for.
    `is_closest` says that nothing but nearness made the list, and `best` the relevance of the nearest, nan for none.
    """

    rows: Rows
    nearest: Rows
    match: NDArray[np.float64]
    other_match: float
    is_closest: bool
    best: float = float("nan")

    def match_of(self, rows: Rows) -> NDArray[np.float64]:
        """Return the match of any rows."""
        known = dict(zip(self.nearest.tolist(), self.match.tolist(), strict=True))
        return np.array([known.get(row, self.other_match) for row in rows.tolist()], dtype=np.float64)

    def without(self, hidden: Mask) -> "Members":
        """Return the list without the rows that are `hidden` (n_products,)."""
        kept = ~hidden[self.nearest]
        rows = self.rows[~hidden[self.rows]]
        return Members(rows, self.nearest[kept], self.match[kept], self.other_match, self.is_closest, self.best)


def members(said: Said, mask: Mask, applied: Filters, search: Search, hidden: Mask | None) -> Members:
    """Return the list that what was `said` and the filters `applied` make of the products meeting them, `mask`.

    Where the filters say what kind of product is meant, or where nothing was said, all that meet them belong to it;
    otherwise those whose relevance comes close to the best one's, a few only where that is low. Rows `hidden`
    (n_products,) may be in `rows`; they take no place among `nearest` where others belong there.
    """
    if not says_something(said.text) and said.wishes == NO_WISHES:
        nothing = np.empty(0, dtype=np.int64)
        match = 1.0 if narrows(applied) else np.nan
        return Members(np.flatnonzero(mask), nothing, np.empty(0), match, is_closest=False)
    looked_at = mask if hidden is None or not narrows(applied) else mask & ~hidden
    found = search.nearest(said.text, said.language, looked_at, N_LOOKED_AT, said.wishes)
    best = float(found.relevance[0]) if found.rows.size else float("nan")
    nearness = relative_similarity(log_odds(found.relevance), N_CANDIDATES)
    if narrows(applied):
        return Members(np.flatnonzero(mask), found.rows, 0.5 + 0.5 * nearness, 0.5, is_closest=False, best=best)
    is_near = found.relevance >= MIN_SHARE * best
    if best < NOTHING_CLOSE:
        is_near[N_DISTANT:] = False
    return Members(found.rows[is_near], found.rows[is_near], nearness[is_near], 0.0, is_closest=True, best=best)


def says_something(text: str) -> bool:
    """Return whether a text has a letter, a number or a picture such as an emoji; signs alone say nothing.

    >>> says_something("??? …"), says_something("🎧"), says_something("跑鞋"), says_something(" ")
    (False, True, True, False)
    """
    return any(unicodedata.category(letter)[0] in "LN" or unicodedata.category(letter) == "So" for letter in text)
