"""Which products have a word among their facts: one column of words, inverted."""

import re
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int32]

_IMITATIONS = frozenset({"artificial", "faux", "imitation", "protein", "synthetic", "vegan"})
"""Vegan leather is no leather."""

_LONGEST_PART = 3
"""Words of the longest part by which a longer fact is found: "stainless steel" in "brushed stainless steel"."""

_SYSTEM = re.compile(r"(?:eu|eur|us|uk|jp|cn|kr|fr|it|br|au)[ :-]+(\S+)")

_NONE: Rows = np.empty(0, dtype=np.int32)


class WordRows:
    """The rows of each value, case-folded.

    `reached(value)` gives the further words by which a value is found too.
    """

    def __init__(self, reached: Callable[[str], Iterator[str]] | None = None) -> None:
        self._reached = reached
        self._rows: dict[str, array[int]] = {}
        self._values: dict[str, list[str]] = {}

    def add(self, row: int, words: Sequence[str]) -> None:
        """Put down what the product at `row` has."""
        for word in words:
            folded = word.casefold()
            rows = self._rows.get(folded)
            if rows is None:
                rows = self._rows[folded] = array("i")
                for part in self._reached(folded) if self._reached else ():
                    self._values.setdefault(part, []).append(folded)
            rows.append(row)

    def any_of(self, values: Sequence[str], exactly: Sequence[str] = ()) -> Rows:
        """Return the rows that have one of `values`, or one of `exactly` as it stands; rows may come twice."""
        found = [self._of(word) for value in values for word in self._words(value.casefold())]
        found += [self._of(value.casefold()) for value in exactly]
        return np.concatenate(found) if found else _NONE

    def items(self) -> Iterator[tuple[str, Rows]]:
        """Yield each value with its rows."""
        for word in self._rows:
            yield word, self._of(word)

    def _words(self, folded: str) -> list[str]:
        return list(dict.fromkeys((folded, *self._values.get(folded, ()))))

    def _of(self, word: str) -> Rows:
        rows = self._rows.get(word)
        return _NONE if rows is None else np.frombuffer(rows, dtype=np.int32)


def readers_of(synonyms: Mapping[str, str]) -> Callable[[str], Iterator[str]]:
    """Return what gives the words by which a colour or material is found too: organic cotton is cotton.

    `synonyms` gives the value that a word stands for, as leather for suede; vegan leather is none.

    >>> reached = readers_of({"suede": "leather"})
    >>> list(reached("organic cotton")), list(reached("suede")), list(reached("vegan leather"))
    (['organic', 'cotton'], ['leather'], [])
    """

    def reached(fact: str) -> Iterator[str]:
        words = re.split(r"[\s/-]+", fact)
        if not _IMITATIONS.isdisjoint(words):
            return
        parts = [
            " ".join(words[first : first + length])
            for length in range(1, min(_LONGEST_PART, len(words)) + 1)
            for first in range(len(words) - length + 1)
        ]
        meant = [synonyms[part] for part in (fact, *parts) if part in synonyms]
        yield from (part for part in dict.fromkeys((*parts, *meant)) if part != fact)

    return reached


def bare_size(size: str) -> Iterator[str]:
    """Yield the size without its system: who asks for 38 takes EU 38.

    >>> list(bare_size("eu 38")), list(bare_size("xl"))
    (['38'], [])
    """
    found = _SYSTEM.fullmatch(size)
    if found:
        yield found[1]
