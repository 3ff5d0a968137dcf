"""A language's block while its rows are read: every word of every field becomes the ids of its terms."""

from array import array

from retrieval.lexical.analysis import parts, word_of
from retrieval.lexical.fields import fact_fields, written_fields
from retrieval.lexical.language_block import LanguageBlock
from retrieval.lexical.stop_words import stop_words
from retrieval.lexicon import Lexicon
from retrieval.product import Product


class BlockDraft:
    """Rows of one primary language, in the order in which they are added."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._rows = array("i")
        self._row_terms: list[array[int]] = []
        self._terms: dict[str, int] = {}
        self._surfaces: dict[str, int] = {}
        self._ids_by_part: dict[str, tuple[int, ...]] = {}
        self._ids_by_fact: dict[tuple[str, str], tuple[int, ...]] = {}

    def add(self, row: int, product: Product, language: str, lexicon: Lexicon) -> None:
        """Add text row `row`: the fields of `product` in `language`; a term of several facts counts once."""
        term_ids = array("i")
        for text, weight in written_fields(product, language):
            for part in parts(text, language):
                term_ids.extend(self._ids(part) * weight)
        weights: dict[int, int] = {}
        for text, weight in fact_fields(product, language, lexicon):
            for term_id in self._fact_ids(text, language):
                weights[term_id] = max(weight, weights.get(term_id, 0))
        for term_id, weight in weights.items():
            term_ids.extend((term_id,) * weight)
        self._rows.append(row)
        self._row_terms.append(term_ids)

    def block(self) -> LanguageBlock:
        """Return the finished block."""
        return LanguageBlock.build(self._language, self._rows, self._row_terms, self._terms, self._surfaces)

    def _ids(self, part: str) -> tuple[int, ...]:
        ids = self._ids_by_part.get(part)
        if ids is None:
            word = word_of(part, self._language)
            ids = tuple(self._terms.setdefault(term, len(self._terms)) for term in word.all_terms)
            self._surfaces.setdefault(word.surface, ids[0])
            self._ids_by_part[part] = ids
        return ids

    def _fact_ids(self, text: str, language: str) -> tuple[int, ...]:
        ids = self._ids_by_fact.get((text, language))
        if ids is None:
            idle = stop_words(language)
            said = [part for part in parts(text, language) if word_of(part, self._language).surface not in idle]
            ids = tuple(dict.fromkeys(term_id for part in said for term_id in self._ids(part)))
            self._ids_by_fact[text, language] = ids
        return ids
