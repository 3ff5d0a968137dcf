"""One language's words: which are right, and which a misspelt one may stand for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from retrieval.lexical.analysis import word_of
from retrieval.lexical.compounds import is_compounding, parts_of
from retrieval.lexical.folding import fold
from retrieval.lexical.name_lists import joined, split
from retrieval.lexical.spelling_terms import SpellingTerms, spelling_key
from retrieval.lexical.spelling_words import bare_forms, without_article

OFFERED_FROM = 4
"""How often the shop must use a word before others are corrected to it; a word of a title counts threefold."""
_SHORTEST_CORRECTED = 4
_SHORTEST_WITH_TWO = 8
_KOREAN, _VIETNAMESE = "ko", "vi"
_LETTERS_OF_A_SYLLABLE, _READ_AS = 3, 2
_VIETNAMESE_ALLOWANCE = 2


@dataclass(frozen=True, slots=True)
class SpellingDictionary:
    """`terms` are what is corrected to, `folded` all words that the shop uses, `stems` their stems."""

    terms: SpellingTerms
    folded: frozenset[str]
    stems: frozenset[str]

    @classmethod
    def of(cls, frequencies: Mapping[str, int], language: str) -> "SpellingDictionary":
        """Return the dictionary of a language (without script and region) for its words and how often each is used."""
        offered = {word: float(count) for word, count in frequencies.items() if count >= OFFERED_FROM}
        keys = {word: spelling_key(without_article(fold(word), language)) for word in offered}
        stems = frozenset(term for word in frequencies for term in word_of(word, language).terms)
        return cls(SpellingTerms.of(offered, keys), frozenset(map(fold, frequencies)), stems)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "SpellingDictionary":
        """Return the dictionary whose `arrays` gave; raises KeyError where one is missing."""
        folded, stems = frozenset(split(arrays["folded"])), frozenset(split(arrays["stems"]))
        return cls(SpellingTerms.from_arrays(arrays), folded, stems)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what is to be kept of the dictionary."""
        return {**self.terms.arrays(), "folded": joined(sorted(self.folded)), "stems": joined(sorted(self.stems))}

    def has(self, plain: str, folded: str, language: str) -> bool:
        """Return whether the shop uses a word, another form of it, or all that it is made of."""
        if not self.folded.isdisjoint(bare_forms(folded, language)) or not self.stems.isdisjoint(
            word_of(plain, language).terms
        ):
            return True
        return is_compounding(language) and bool(parts_of(folded, self.folded, language))

    def nearest(self, key: str, n_letters_off: int) -> str | None:
        """Return the nearest word to `key` that is at most so many letters off, None where there is none."""
        for allowed in range(1, n_letters_off + 1):
            found = self.terms.nearest(key, allowed)
            if found is not None:
                return found.word
        return None


def max_distance(key: str, language: str) -> int:
    """Return how many letters a word may be off, 0, 1 or 2, by the length of its `spelling_key`.

    >>> max_distance("hut", "de"), max_distance("schuhe", "de"), max_distance("kopfhorer", "de")
    (0, 1, 2)
    """
    n_letters = len(key)
    if language == _KOREAN:
        n_letters = n_letters * _READ_AS // _LETTERS_OF_A_SYLLABLE
    elif language == _VIETNAMESE:
        n_letters -= _VIETNAMESE_ALLOWANCE
    if n_letters < _SHORTEST_CORRECTED:
        return 0
    return 1 if n_letters < _SHORTEST_WITH_TWO else 2
