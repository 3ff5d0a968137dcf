"""Finding the headings that a product may fall under, by meaning and by words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.encoder import Encoder, Progress
from retrieval.product import Product
from retrieval.tariff.heading_words import HeadingWords, weighed_words
from retrieval.tariff.nomenclature import Nomenclature

_ENGLISH = "en"
_TITLE_WEIGHT, _DESCRIPTION_WEIGHT = 0.6, 0.2
"""What a word of a title and a description counts beside one of the category; set on the dev half of the demo shop."""

_UNWORDED = 0.15
"""Taken off the likeness of a heading that the project has no words of its own for: published texts are long and
formal, and such headings are rare in shops. Set on the dev half of the demo shop."""


@dataclass(frozen=True, slots=True)
class HeadingSearch:
    """Headings with the vectors of their texts; `owners` gives each vector's heading as a row of `headings`."""

    headings: tuple[str, ...]
    words: HeadingWords
    encoder: Encoder
    _vectors: NDArray[np.float32]
    _owners: NDArray[np.int64]
    _wholes: NDArray[np.float32]
    _is_worded: NDArray[np.bool_]

    @classmethod
    def build(cls, nomenclature: Nomenclature, own: Mapping[str, str], encoder: Encoder) -> "HeadingSearch":
        """Embed the texts of all headings: the project's own words singly and as a whole, else the published text."""
        headings = tuple(nomenclature.headings)
        wholes = [own.get(heading, nomenclature.headings[heading]) for heading in headings]
        phrases = [
            (row, phrase)
            for row, (heading, whole) in enumerate(zip(headings, wholes, strict=True))
            for phrase in (whole.split(", ") if heading in own else (whole,))
        ]
        order = np.array([row for row, _ in phrases], dtype=np.int64)
        return cls(
            headings,
            HeadingWords.of(nomenclature, own, headings),
            encoder,
            encoder.encode_documents([phrase for _, phrase in phrases]),
            order,
            encoder.encode_documents(wholes),
            np.array([heading in own for heading in headings]),
        )

    def scores(self, products: Sequence[Product], progress: Progress | None = None) -> NDArray[np.float32]:
        """Return how well each heading fits each product, (n_products, n_headings) float32, the higher the better.

        A score is the sum of three likenesses with equal weight: of category and title with the heading's best phrase,
        of those and material and wearer with its whole text, and of the words.
        """
        n_headings = len(self.headings)
        if not products:
            return np.zeros((0, n_headings), dtype=np.float32)
        named = [_joined(product.category, _title(product)) for product in products]
        described = [
            _joined(name, " ".join((*product.materials, product.audience)))
            for name, product in zip(named, products, strict=True)
        ]
        vectors = self.encoder.encode_documents([*named, *described], progress)
        by_phrase = vectors[: len(products)] @ self._vectors.T
        begins = np.flatnonzero(np.r_[True, self._owners[1:] != self._owners[:-1]])
        likeness = np.maximum.reduceat(by_phrase, begins, axis=1)
        likeness += vectors[len(products) :] @ self._wholes.T
        likeness -= np.where(self._is_worded, np.float32(0), np.float32(2 * _UNWORDED))
        return likeness + np.stack([self.words.scores(_words(product)) for product in products])


def _title(product: Product) -> str:
    """Return the English title, else the merchant's own: the encoder knows many languages, the words are English."""
    return product.titles.get(_ENGLISH) or product.titles[product.language]


def _joined(*parts: str) -> str:
    return ". ".join(part for part in parts if part.strip())


def _words(product: Product) -> dict[str, float]:
    return weighed_words(
        [
            (product.category, 1.0),
            (" ".join((product.titles.get(_ENGLISH, ""), *product.materials, product.audience)), _TITLE_WEIGHT),
            (product.descriptions.get(_ENGLISH, ""), _DESCRIPTION_WEIGHT),
        ]
    )
