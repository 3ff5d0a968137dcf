"""What a catalogue says of its products, as the facts that recommenders learn from."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from re import Pattern

import numpy as np
from numpy.typing import NDArray

from retrieval.behaviour.item_description import Description, item_facts
from retrieval.catalogue import Catalogue
from retrieval.product import Product
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.text_rows import TextRows
from retrieval.understanding.denial import Denials, word_pattern
from retrieval.understanding.tokens import normalised, plain
from retrieval.understanding.vocabulary import Vocabulary
from retrieval.vector_index import VectorIndex

_LONGEST_TEXT = 2_000
"""Characters of a text that are read for what the product is like; feeds put their terms of sale below."""

_PRODUCTS_AT_ONCE = 8_192
_KIND = "feature"


@dataclass(frozen=True, slots=True)
class StyleReader:
    """Finds in a product's texts, in any language, the words for what it is like and what it can do.

    These are the English names of data/lexicon/features.yml. A text that denies one does not have it.
    """

    vocabulary: Vocabulary
    _patterns: dict[tuple[str, str], Pattern[str]] = field(default_factory=dict)
    _denials: dict[str, Denials] = field(default_factory=dict)

    def styles(self, product: Product) -> tuple[str, ...]:
        """Return the words, each once, in the order of the languages and of the texts."""
        found: dict[str, None] = {}
        for language in sorted(product.titles):
            found |= dict.fromkeys(self._in_text(product.text(language)[:_LONGEST_TEXT], language))
        return tuple(found)

    def _in_text(self, text: str, language: str) -> Iterable[str]:
        code = self.vocabulary.book_language(language)
        book, read = self.vocabulary.book(code), normalised(text)
        said = plain(read)
        for value in book.features_of(book.tokens(read), ()):
            if self._denied_by(code).speaks_of(self._pattern(value, code), said):
                yield value

    def _pattern(self, value: str, code: str) -> Pattern[str]:
        if (value, code) not in self._patterns:
            words = [word for language, word in self.vocabulary.spellings(_KIND, value) if language in {code, "en"}]
            self._patterns[value, code] = word_pattern(words, code)
        return self._patterns[value, code]

    def _denied_by(self, code: str) -> Denials:
        if code not in self._denials:
            self._denials[code] = Denials.of(code, self.vocabulary.cues.negation[code])
        return self._denials[code]


def catalogue_facts(
    catalogue: Catalogue,
    vocabulary: Vocabulary,
    in_euros: Callable[[Product], Decimal],
    vectors: NDArray[np.float32] | None = None,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> ItemFacts:
    """Return the facts of all products in the catalogue's order, in one pass.

    The text is that of the merchant's language first, then of the others; price bands are those of the category in
    euros. `progress` hears how many products are done, of how many.
    """
    reader, described = StyleReader(vocabulary), {}
    for number, product in enumerate(catalogue, start=1):
        described[product.product_id] = _described(product, reader, in_euros)
        if number % _PRODUCTS_AT_ONCE == 0 or number == len(catalogue):
            progress(number, len(catalogue))
    return item_facts(tuple(described), described, vectors)


def product_vectors(texts: TextRows, index: VectorIndex, n_products: int) -> NDArray[np.float32]:
    """Return the embedding of each product, (n_products, dim), the mean over its languages, of unit length.

    A product without a text has a row of zeros.
    """
    sums = np.zeros((n_products, index.dim), dtype=np.float32)
    for start in range(0, len(texts), _PRODUCTS_AT_ONCE):
        rows = np.arange(start, min(start + _PRODUCTS_AT_ONCE, len(texts)))
        np.add.at(sums, texts.product_rows[rows], index.vectors(rows))
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def added_moments(catalogue: Catalogue) -> Mapping[str, float]:
    """Return since when each product that says so is sold, in seconds since 1970 at midnight UTC."""
    return {
        product.product_id: (np.datetime64(product.added) - np.datetime64(0, "s")) / np.timedelta64(1, "s")
        for product in catalogue
        if product.added is not None
    }


def _described(product: Product, reader: StyleReader, in_euros: Callable[[Product], Decimal]) -> Description:
    languages = sorted(product.titles, key=lambda language: (language != product.language, language))
    return Description(
        text=" ".join(product.text(language) for language in languages),
        category=product.category,
        brand=product.brand,
        style=" ".join("-".join(style.split()) for style in reader.styles(product)),
        price=float(in_euros(product)),
    )
