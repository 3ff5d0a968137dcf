"""BM25 over the text rows of one language.

Okapi BM25 in Lucene's form (Robertson and Zaragoza 2009, The Probabilistic Relevance Framework: BM25 and Beyond, DOI
10.1561/1500000019; Kamphuis et al. 2020, DOI 10.1007/978-3-030-45442-5_4), computed by bm25s. Each language has its own
document frequencies: "und" is common among German texts, not among all.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import bm25s
import numpy as np
from numpy.typing import NDArray

from retrieval.lexical.compounds import is_compounding, pieces_of
from retrieval.lexical.fields import TITLE_WEIGHT
from retrieval.lexical.matching import Group, Vocabulary
from retrieval.lexical.name_lists import joined, split

K1 = 1.2
"""How soon a word's repetition stops to add."""
B = 0.5
"""How much a long text's words count less, 0..1."""


@dataclass(frozen=True, slots=True)
class LanguageBlock:
    """`rows` (n,) int32: the text rows of a language, ascending.

    `best` (n_terms,) float32 holds what is attainable by each term: the highest score of any row, or what a title would
    score, if none has the term in its title.
    """

    language: str
    rows: NDArray[np.int32]
    vocabulary: Vocabulary
    best: NDArray[np.float32]
    _bm25: Any

    @classmethod
    def build(
        cls,
        language: str,
        rows: Sequence[int],
        row_terms: list["array[int]"],
        terms: dict[str, int],
        surfaces: dict[str, int],
    ) -> "LanguageBlock":
        """Index the rows' term ids, repeated as often as their fields weigh."""
        vocabulary = _vocabulary(language, terms, surfaces)
        if is_compounding(language):
            _add_compound_pieces(row_terms, vocabulary)
        bm25 = _scorer()
        bm25.scores = bm25.build_index_from_ids(range(len(terms)), row_terms, show_progress=False)
        best = _attainable(bm25.scores["data"], bm25.scores["indptr"], len(rows))
        return cls(language, np.array(rows, dtype=np.int32), vocabulary, best, bm25)

    @classmethod
    def from_arrays(cls, language: str, arrays: Mapping[str, NDArray[Any]]) -> "LanguageBlock":
        """Return the block whose `arrays` gave; raises KeyError where one is missing."""
        terms = {term: place for place, term in enumerate(split(arrays["terms"]))}
        surfaces = dict(zip(split(arrays["surfaces"]), arrays["surface_terms"].tolist(), strict=True))
        bm25 = _scorer()
        bm25.scores = {name: arrays[name] for name in ("data", "indices", "indptr")}
        bm25.scores["num_docs"] = len(arrays["rows"])
        return cls(language, arrays["rows"], _vocabulary(language, terms, surfaces), arrays["best"], bm25)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return all of the block but its language, to be kept."""
        return {
            "rows": self.rows,
            "best": self.best,
            "terms": joined(self.vocabulary.terms),
            "surfaces": joined(self.vocabulary.surfaces),
            "surface_terms": np.fromiter(self.vocabulary.surfaces.values(), dtype=np.int32),
            "data": self._bm25.scores["data"],
            "indices": self._bm25.scores["indices"],
            "indptr": self._bm25.scores["indptr"],
        }

    def scores(self, groups: Sequence[Group]) -> NDArray[np.float32]:
        """Return how well each row of the block meets `groups`, (n,) float32 in 0..1.

        A group weighs as much as the best score that any row has for it, and one that no row meets as much as the
        rarest word; a row's score is what it attains of the sum of the weights.
        """
        single = [group.alternatives[0].term_ids[0] for group in groups if _is_single(group)]
        total: NDArray[np.float32] = self._bm25.get_scores_from_ids(single)
        attainable = float(self.best[single].sum()) if single else 0.0
        for group in groups:
            if not group.alternatives:
                attainable += self._unknown() * group.n_words
            elif not _is_single(group):
                weight = self._weight(group)
                total += self._met(group, weight)
                attainable += weight
        return total / np.float32(attainable) if attainable else total

    def _met(self, group: Group, weight: float) -> NDArray[np.float32]:
        met = np.zeros(len(self.rows), dtype=np.float32)
        for alternative in group.alternatives:
            scores = self._bm25.get_scores_from_ids(alternative.term_ids)
            scores *= np.float32(alternative.weight * weight / self.best[list(alternative.term_ids)].sum())
            np.maximum(met, scores, out=met)
        return met

    def _weight(self, group: Group) -> float:
        rarest = max(float(self.best[list(alternative.term_ids)].max()) for alternative in group.alternatives)
        return rarest * group.n_words

    def _unknown(self) -> float:
        return float(self.best.max(initial=0.0))


def _is_single(group: Group) -> bool:
    alternatives = group.alternatives
    return len(alternatives) == 1 and len(alternatives[0].term_ids) == 1 and alternatives[0].weight == 1.0


def _scorer() -> Any:
    """Return a BM25 without scores yet."""
    bm25 = bm25s.BM25(k1=K1, b=B, method="lucene")
    bm25.nonoccurrence_array = None
    return bm25


def _vocabulary(language: str, terms: dict[str, int], surfaces: dict[str, int]) -> Vocabulary:
    if not is_compounding(language):
        return Vocabulary(terms, surfaces, lambda _: ())
    return Vocabulary(terms, surfaces, partial(pieces_of, vocabulary=surfaces, language=language))


def _add_compound_pieces(row_terms: Iterable["array[int]"], vocabulary: Vocabulary) -> None:
    """Add to each row, once, the terms of the pieces of its compounds."""
    parts: dict[int, tuple[int, ...]] = {}
    for surface, term_id in vocabulary.surfaces.items():
        found = vocabulary.compound_pieces(surface)
        if found:
            parts[term_id] = tuple(vocabulary.surfaces[part] for part in found)
    for term_ids in row_terms:
        more = {part for term_id in set(term_ids) & parts.keys() for part in parts[term_id]}
        term_ids.extend(sorted(more))


def _attainable(data: NDArray[np.float32], indptr: NDArray[np.int64], n_rows: int) -> NDArray[np.float32]:
    """Return each column's highest score, at least that of a title of average length; every term is in some row."""
    if not len(data):
        return np.zeros(0, dtype=np.float32)
    n_rows_with = np.diff(indptr)
    rarity = np.log1p((n_rows - n_rows_with + 0.5) / (n_rows_with + 0.5))
    in_title = rarity * TITLE_WEIGHT / (TITLE_WEIGHT + K1)
    return np.maximum(np.maximum.reduceat(data, indptr[:-1]), in_title).astype(np.float32)
