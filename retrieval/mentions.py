"""Which products' texts speak of a thing without denying it."""

from collections.abc import Callable, Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from retrieval.text_rows import TextRows
from retrieval.understanding.denial import Denials, word_pattern
from retrieval.understanding.tokens import normalised, plain
from retrieval.understanding.vocabulary import Vocabulary

Rows = NDArray[np.int64]

_KINDS = {"word": "substance", "material": "material", "color": "color"}
_REMEMBERED = 512
"""Words whose products are remembered: shoppers rule out the same few things."""


class Mentions:
    """Finds products by what their texts speak of; made for one catalogue, safe for threads.

    `candidates(word, language)` gives the text rows that may have a word, from an index of words; without it all rows
    are read, which takes a quarter of a second for 1,000 products.
    """

    def __init__(
        self, texts: TextRows, vocabulary: Vocabulary, candidates: Callable[[str, str], Rows] | None = None
    ) -> None:
        self._texts = texts
        self._vocabulary = vocabulary
        self._candidates = candidates
        negation = vocabulary.cues.negation
        self._denials = {language: Denials.of(language, negation[language]) for language in negation}
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._found)

    def __call__(self, kind: str, value: str) -> Rows:
        """Return the rows of products that speak of a `material`, a `color` or another `word`, ascending.

        A value of the lexicon is found in all its languages, any other word as it is spelled.
        """
        return self._remembered(kind, value)

    def _found(self, kind: str, value: str) -> Rows:
        words: dict[str, list[str]] = {}
        for language, word in self._vocabulary.spellings(_KINDS[kind], value):
            words.setdefault(language, []).append(word)
        known = self._vocabulary.lexicon.words.get(_KINDS[kind], {})
        is_known = value in known
        found: set[int] = set()
        for code, language in enumerate(self._texts.language_names):
            primary = self._vocabulary.book_language(language)
            spelled = words.get(primary, []) if is_known else [value]
            if spelled:
                others = [word for other in known if other != value for word in known[other].get(primary, ())]
                found.update(self._speaking(code, primary, spelled, others))
        return np.array(sorted(found), dtype=np.int64)

    def _speaking(self, code: int, language: str, words: list[str], others: list[str]) -> Iterable[int]:
        """Yield the products whose texts in one language speak of one of `words`."""
        pattern, denials = word_pattern(words, language, others), self._denials[language]
        is_read = self._texts.language_codes == code
        if self._candidates is not None:
            is_possible = np.zeros(len(self._texts), dtype=bool)
            for word in words:
                is_possible[self._candidates(word, language)] = True
            is_read &= is_possible
        for row in np.flatnonzero(is_read):
            if denials.speaks_of(pattern, plain(normalised(self._texts.texts[int(row)]))):
                yield int(self._texts.product_rows[row])
