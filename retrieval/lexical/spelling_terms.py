"""The words of a language that a misspelt one may stand for, and the nearest of them.

Distance is the optimal string alignment of Damerau (1964, DOI 10.1145/363958.363994): letters added, left out, changed,
or swapped with their neighbour; rapidfuzz computes it. It is asked of few words only: a set of the letters of each,
as bits, tells which cannot be near, and words lie in order of length.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from retrieval.lexical.name_lists import joined, split

_N_BITS = 64
_HANGUL_SYLLABLES = range(0xAC00, 0xD7A4)
_OTHER_FIRST_LETTER = 0.5
_LONGEST_WITH_FIRST_LETTER = 7
_PER_FREQUENCY = 0.1


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A word near another: `cost` is its distance, more where the first letter differs, less where it is frequent.

    Short words keep their first letter, as people rarely miss it and too many words are near.
    """

    word: str
    distance: int
    cost: float


@dataclass(frozen=True, slots=True)
class SpellingTerms:
    """Words (n,) in order of the length of their keys; `frequencies` (n,) float32; `letters` (n,) uint64.

    `starts[length]` is where the words with keys of this length begin.
    """

    words: Sequence[str]
    keys: Sequence[str]
    frequencies: NDArray[np.float32]
    letters: NDArray[np.uint64]
    starts: Sequence[int]

    @classmethod
    def of(cls, frequencies: Mapping[str, float], keys: Mapping[str, str]) -> "SpellingTerms":
        """Return the terms for words with their frequencies and keys, as `spelling_key` gives them."""
        words = sorted(frequencies, key=lambda word: (len(keys[word]), keys[word], word))
        in_order = [keys[word] for word in words]
        letters = np.array([_letters(key) for key in in_order], dtype=np.uint64)
        return cls._ordered(words, in_order, np.array([frequencies[word] for word in words]), letters)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "SpellingTerms":
        """Return the terms whose `arrays` gave; raises KeyError where one is missing."""
        letters = arrays["letters"].view(np.uint64)
        return cls._ordered(split(arrays["words"]), split(arrays["keys"]), arrays["frequencies"], letters)

    @classmethod
    def _ordered(
        cls, words: list[str], keys: list[str], frequencies: NDArray[Any], letters: NDArray[np.uint64]
    ) -> "SpellingTerms":
        lengths = np.array([len(key) for key in keys], dtype=np.int64)
        starts = np.searchsorted(lengths, np.arange(int(lengths.max(initial=0)) + 2)).tolist()
        return cls(words, keys, frequencies.astype(np.float32), letters, starts)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what is to be kept of the terms."""
        return {
            "words": joined(self.words),
            "keys": joined(self.keys),
            "frequencies": self.frequencies,
            "letters": self.letters.view(np.int64),
        }

    def nearest(self, key: str, max_distance: int) -> Neighbour | None:
        """Return the word of least cost within `max_distance` of `key`, None where there is none."""
        last = len(self.starts) - 1
        begin = self.starts[min(max(len(key) - max_distance, 0), last)]
        end = self.starts[min(len(key) + max_distance + 1, last)]
        differing = np.bitwise_count(self.letters[begin:end] ^ np.uint64(_letters(key)))
        best: Neighbour | None = None
        for place in (np.flatnonzero(differing <= 2 * max_distance) + begin).tolist():
            distance = OSA.distance(key, self.keys[place], score_cutoff=max_distance)
            if distance > max_distance:
                continue
            cost = distance - _PER_FREQUENCY * float(np.log1p(self.frequencies[place]))
            if self.keys[place][0] != key[0]:
                if len(key) <= _LONGEST_WITH_FIRST_LETTER and not _swaps_first(key, self.keys[place]):
                    continue
                cost += _OTHER_FIRST_LETTER
            if best is None or cost < best.cost:
                best = Neighbour(self.words[place], int(distance), cost)
        return best


def spelling_key(folded: str) -> str:
    """Return what is compared of a folded word: its letters, those of a Korean syllable one by one.

    >>> len(spelling_key("헤드폰")), spelling_key("schuhe")
    (7, 'schuhe')
    """
    if any(ord(letter) in _HANGUL_SYLLABLES for letter in folded):
        return normalize("NFD", folded)
    return folded


def _letters(key: str) -> int:
    """Return a bit for each letter of a word; several letters may share one."""
    bits = 0
    for letter in key:
        bits |= 1 << (ord(letter) % _N_BITS)
    return bits


def _swaps_first(one: str, other: str) -> bool:
    """Return whether the first two letters of two words are the same, the other way round."""
    return one[:2] == other[1::-1]
