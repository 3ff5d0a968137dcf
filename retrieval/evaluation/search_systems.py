"""The systems that an evaluation of search sets side by side: the parts of the search, their fusion, and all of it."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from retrieval.asking import Asker, WordedSearch
from retrieval.catalogue import Catalogue
from retrieval.evaluation.judged import JudgedQuery
from retrieval.evaluation.search_report import DEPTH, Ranker
from retrieval.filters import Filters
from retrieval.fusion.fused_search import FusedSearch
from retrieval.fusion.signals import Signals
from retrieval.understanding import Wishes

SYSTEMS = ("random", "bm25", "e5", "use", "fused", "full")
PARTS: Mapping[str, str] = {"bm25": "lexical", "e5": "e5", "use": "use"}
"""System → the signal that it ranks by alone."""

_ANYTHING = Filters(in_stock=False)
"""Judgements do not ask what is in stock."""


def search_systems(catalogue: Catalogue, search: FusedSearch, asking: WordedSearch, asker: Asker) -> dict[str, Ranker]:
    """Return the systems by name: at random, by BM25 and by each encoder alone, these fused, and as a shopper gets it.

    The parts and their fusion get the query as typed; `full` reads it first, as the shop's own search does.
    """
    ids = np.array([product.product_id for product in catalogue])
    everything = np.ones(len(catalogue), dtype=bool)

    @lru_cache(maxsize=1)
    def signals(text: str, language: str) -> Signals:
        return search.signals(text, language, everything, Wishes())

    def at_random(query: JudgedQuery) -> Sequence[str]:
        rng = np.random.default_rng(crc32(f"{query.language}/{query.need_id}".encode()))
        return _named(ids, rng.permutation(len(ids))[:DEPTH])

    def by(column: str) -> Ranker:
        def rank(query: JudgedQuery) -> Sequence[str]:
            found = signals(query.text, query.language)
            order = np.lexsort((found.rows, -found.column(column)))[:DEPTH]
            return _named(ids, found.rows[order])

        return rank

    def fused(query: JudgedQuery) -> Sequence[str]:
        return _named(ids, search.nearest(query.text, query.language, everything, DEPTH).rows)

    def full(query: JudgedQuery) -> Sequence[str]:
        found = asking.ask(query.text, query.language, _ANYTHING, asker, DEPTH)
        return [item.product.product_id for item in found.findings.items]

    parts = {system: by(column) for system, column in PARTS.items()}
    return {"random": at_random, **parts, "fused": fused, "full": full}


def _named(ids: NDArray[np.str_], rows: NDArray[np.int64]) -> Sequence[str]:
    named: list[str] = ids[rows].tolist()
    return named
