"""The texts of a catalogue that encoders embed: a row for each language of each product."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class TextRows:
    """Rows in the catalogue's order, and within a product in order of language.

    `product_rows` (n_rows,) gives each text's product, `languages` its language, `texts` the text itself.
    """

    product_rows: NDArray[np.int64]
    languages: NDArray[np.str_]
    texts: tuple[str, ...]

    @classmethod
    def of(cls, catalogue: Catalogue) -> "TextRows":
        """Return the text rows of a catalogue."""
        product_rows, languages, texts = [], [], []
        for row, product in enumerate(catalogue):
            for language in sorted(product.titles):
                product_rows.append(row)
                languages.append(language)
                texts.append(product.text(language))
        return cls(np.array(product_rows, dtype=np.int64), np.array(languages, dtype=np.str_), tuple(texts))

    def in_languages(self, languages: frozenset[str] | None) -> NDArray[np.bool_]:
        """Return which rows are in one of `languages`, all of them for None."""
        if languages is None:
            return np.ones(len(self.texts), dtype=bool)
        return np.isin(self.languages, sorted(languages))

    def covers(self, rows: NDArray[np.bool_], n_products: int) -> bool:
        """Return whether each of `n_products` products has one of the rows of this mask."""
        return np.unique(self.product_rows[rows]).size == n_products
