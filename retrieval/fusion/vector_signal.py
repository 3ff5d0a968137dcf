"""What one encoder says: how near a query is to products, on a scale that can be weighed.

Cosines of different encoders, and of one encoder between different languages, lie on different levels: e5 puts nearly
all between 0.7 and 1.0, and two texts in one language closer together than in two. So the mean cosine of the query with
texts of a row's language is taken off, and the rest is divided by the spread that the encoder has over this catalogue.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from retrieval.encoder import Encoder
from retrieval.fusion.text_ranges import TextRanges
from retrieval.text_rows import TextRows
from retrieval.vector_index import VectorIndex

_N_SAMPLED = 512
_LEAST_SPREAD = 1e-3


@dataclass(frozen=True, slots=True)
class VectorSignal:
    """An encoder and its index of a catalogue.

    `centres` (n_languages, dim) are the mean vectors of the texts of each language, `language_of` (n_texts,) says which
    of them is each text's; `spread` is the standard deviation of centred cosines; `is_known` (n_texts,) says which
    texts are in a language that the encoder knows.
    """

    encoder: Encoder
    index: VectorIndex
    centres: NDArray[np.float32]
    language_of: NDArray[np.int32]
    spread: float
    is_known: NDArray[np.bool_]

    @classmethod
    def of(cls, encoder: Encoder, index: VectorIndex, texts: TextRows) -> Self:
        """Measure level and spread on up to 512 texts of each language, evenly spaced over the catalogue."""
        languages, language_of = np.unique(texts.languages, return_inverse=True)
        centres = np.zeros((len(languages), encoder.dim), dtype=np.float32)
        spreads = []
        for number in range(len(languages)):
            vectors = index.vectors(_evenly(np.flatnonzero(language_of == number)))
            centres[number] = vectors.mean(axis=0)
            spreads.append(float(((vectors - centres[number]) @ vectors.T).std()))
        return cls(
            encoder=encoder,
            index=index,
            centres=centres,
            language_of=language_of.astype(np.int32),
            spread=max(float(np.mean(spreads)) if spreads else 1.0, _LEAST_SPREAD),
            is_known=texts.in_languages(encoder.languages),
        )

    def nearest_texts(
        self, query: NDArray[np.float32], allowed: NDArray[np.bool_] | None, n_texts: int
    ) -> NDArray[np.int64]:
        """Return the text rows nearest to `query` (dim,), of those that are `allowed` and known, nearest first."""
        wanted = self.is_known if allowed is None else self.is_known & allowed
        rows = self.index.search(query[None], n_texts, None if wanted.all() else wanted).rows[0]
        found: NDArray[np.int64] = rows[rows >= 0]
        return found

    def scores(self, query: NDArray[np.float32], ranges: TextRanges) -> NDArray[np.float32]:
        """Return how near `query` (dim,) is to each product of `ranges`, (n,): the best of its texts counts.

        0 is as near as any text, 1 a spread nearer. A product without a text that the encoder knows gets 0.
        """
        rows = ranges.text_rows
        cosines = self.index.vectors(rows) @ query
        levels = self.centres @ query
        centred = (cosines - levels[self.language_of[rows]]) / np.float32(self.spread)
        best = ranges.best(np.where(self.is_known[rows], centred, -np.inf).astype(np.float32))
        return np.where(np.isfinite(best), best, np.float32(0))

    def is_fluent_in(self, language: str) -> bool:
        """Return whether the encoder knows a language."""
        return self.encoder.languages is None or language in self.encoder.languages


def signals_of(
    encoders: Mapping[str, Encoder], indexes: Mapping[str, VectorIndex], texts: TextRows
) -> dict[str, VectorSignal]:
    """Return the signal of each encoder by its name."""
    return {name: VectorSignal.of(encoder, indexes[name], texts) for name, encoder in encoders.items()}


def _evenly(rows: NDArray[np.intp]) -> NDArray[np.int64]:
    step = max(1, len(rows) // _N_SAMPLED)
    return rows[::step][:_N_SAMPLED].astype(np.int64)
