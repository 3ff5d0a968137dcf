"""Headings by the words of their texts."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.lexical import analyse
from retrieval.tariff.nomenclature import HEADING, Nomenclature

_ENGLISH = "en"
_PUBLISHED = 0.5
"""What a word of a published text counts beside one of the project's own: those texts also name what is left out."""


@dataclass(frozen=True, slots=True)
class HeadingWords:
    """For each stem the rows of headings that have it, with what it counts there."""

    n_headings: int
    _rows: Mapping[str, NDArray[np.int64]]
    _counts: Mapping[str, NDArray[np.float32]]

    @classmethod
    def of(cls, nomenclature: Nomenclature, own: Mapping[str, str], headings: Iterable[str]) -> "HeadingWords":
        """Index `headings` by their own words, and by the published texts of theirs and their subheadings."""
        row_of = {heading: row for row, heading in enumerate(headings)}
        counted: dict[str, dict[int, float]] = defaultdict(dict)
        for code, text in nomenclature.texts.items():
            row = row_of.get(code[:HEADING])
            if row is not None:
                for stem in analyse(text, _ENGLISH):
                    counted[stem][row] = _PUBLISHED
        for code, text in own.items():
            if code in row_of:
                for stem in analyse(text, _ENGLISH):
                    counted[stem][row_of[code]] = 1.0
        rows = {stem: np.array(list(found), dtype=np.int64) for stem, found in counted.items()}
        counts = {stem: np.array(list(found.values()), dtype=np.float32) for stem, found in counted.items()}
        return cls(len(row_of), rows, counts)

    def scores(self, weighed: Mapping[str, float]) -> NDArray[np.float32]:
        """Return how much of the weight of the words a heading has, (n_headings,) float32 in 0..1.

        `weighed` holds words' stems with their weights; each counts the more, the fewer headings have it (inverse
        document frequency, Spärck Jones 1972, doi:10.1108/eb026526). Words that no heading has count nowhere.
        """
        scores = np.zeros(self.n_headings, dtype=np.float32)
        total = 0.0
        for stem, weight in weighed.items():
            rows = self._rows.get(stem)
            if rows is not None:
                rarity = weight * math.log(1 + self.n_headings / len(rows))
                total += rarity
                scores[rows] += np.float32(rarity) * self._counts[stem]
        return scores / np.float32(total) if total else scores


def weighed_words(parts: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Return the stems of English texts, each with the greatest weight of a text that has it.

    >>> weighed_words([("black tea", 1.0), ("tea for mornings", 0.5)])
    {'black': 1.0, 'tea': 1.0, 'for': 0.5, 'morn': 0.5}
    """
    weights: dict[str, float] = {}
    for text, weight in parts:
        for stem in analyse(text, _ENGLISH):
            weights[stem] = max(weights.get(stem, 0.0), weight)
    return weights
