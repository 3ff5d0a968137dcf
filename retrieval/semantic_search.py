"""Search by meaning: which encoder serves which language, and the nearest products."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.catalogue import Catalogue
from retrieval.encoder import Encoder
from retrieval.errors import EncoderError
from retrieval.text_rows import TextRows
from retrieval.understanding import Wishes
from retrieval.vector_index import VectorIndex

ACROSS_LANGUAGES = "use"
WITHIN_A_LANGUAGE = "e5"


@dataclass(frozen=True, slots=True)
class Candidates:
    """Products by falling relevance: their catalogue rows (n,), and their relevance (n,) float32."""

    rows: NDArray[np.int64]
    relevance: NDArray[np.float32]


class SemanticSearch:
    """Nearest products of a text, in the language pair's own vector space.

    `encoders` and `indexes` share their names. Each index holds a vector for each text row of the catalogue; a product
    is as near as its nearest text.

    Which encoder serves was measured (docs/decisions/0002-two-encoders.md): within a language "e5", across languages
    "use" where it knows the query's language and a text of every product, else "e5" again. With another single encoder
    configured, that one serves all.
    """

    def __init__(
        self, catalogue: Catalogue, encoders: Mapping[str, Encoder], indexes: Mapping[str, VectorIndex]
    ) -> None:
        self._texts = TextRows.of(catalogue)
        self._encoders = encoders
        self._indexes = indexes
        self._n_products = len(catalogue)
        self._n_texts = np.bincount(self._texts.product_rows, minlength=self._n_products)
        for name, index in indexes.items():
            if len(index) != len(self._texts.texts):
                raise EncoderError(
                    f"The index of {name!r} holds {len(index)} vectors for {len(self._texts.texts)} texts: "
                    "run `crossaisle index`."
                )
        self._known_rows = {
            name: self._texts.in_languages(encoder.languages) for name, encoder in self._encoders.items()
        }
        self._knows_all = {name: self._texts.covers(rows, self._n_products) for name, rows in self._known_rows.items()}
        self._own_rows = {
            language: rows
            for language in np.unique(self._texts.languages).tolist()
            if self._texts.covers(rows := self._texts.in_languages(frozenset({language})), self._n_products)
        }

    def encoder_for(self, language: str) -> str:
        """Return the name of the encoder that serves queries in `language`."""
        if len(self._encoders) == 1:
            return next(iter(self._encoders))
        if language in self._own_rows:
            return WITHIN_A_LANGUAGE
        across = self._encoders[ACROSS_LANGUAGES]
        knows = across.languages is None or language in across.languages
        return ACROSS_LANGUAGES if knows and self._knows_all[ACROSS_LANGUAGES] else WITHIN_A_LANGUAGE

    def nearest(
        self,
        text: str,
        language: str,
        allowed: NDArray[np.bool_],
        top_k: int,
        wishes: Wishes | None = None,  # noqa: ARG002 meaning alone does not reckon with them
    ) -> Candidates:
        """Return at most `top_k` products of those `allowed` (n_products,) that mean what `text` says."""
        name = self.encoder_for(language)
        rows = self._own_rows.get(language, self._known_rows[name])
        return self._search(name, self._encoders[name].encode_queries([text]), rows, allowed, top_k)

    def similar(self, product_row: int, allowed: NDArray[np.bool_], top_k: int) -> Candidates:
        """Return at most `top_k` of the products `allowed` that are most like the one at `product_row`."""
        name = ACROSS_LANGUAGES if self._knows_all.get(ACROSS_LANGUAGES) else WITHIN_A_LANGUAGE
        name = name if name in self._encoders else next(iter(self._encoders))
        text_rows = np.flatnonzero(self._texts.product_rows == product_row)
        known = text_rows[self._known_rows[name][text_rows]]
        text_row = known[0] if known.size else text_rows[0]
        vector = self._encoders[name].encode_documents([self._texts.texts[text_row]])
        others = allowed.copy()
        others[product_row] = False
        return self._search(name, vector, self._known_rows[name], others, top_k)

    def vectors(self, product_rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return what products mean, (n, dim) float32, rows of unit length: the vector of each one's first text."""
        name = ACROSS_LANGUAGES if ACROSS_LANGUAGES in self._indexes else next(iter(self._indexes))
        first = np.searchsorted(self._texts.product_rows, product_rows)
        return self._indexes[name].vectors(first)

    def _search(
        self,
        name: str,
        vector: NDArray[np.float32],
        rows: NDArray[np.bool_],
        allowed: NDArray[np.bool_],
        top_k: int,
    ) -> Candidates:
        wanted = rows & allowed[self._texts.product_rows]
        n_texts = top_k * int(self._n_texts.max(initial=1))
        hits = self._indexes[name].search(vector, n_texts, wanted)
        found = hits.rows[0] >= 0
        products = self._texts.product_rows[hits.rows[0][found]]
        _, first = np.unique(products, return_index=True)
        best = np.sort(first)[:top_k]
        return Candidates(products[best], hits.scores[0][found][best])
