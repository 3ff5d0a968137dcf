"""Search by meaning and by words at once: every part says how well each product fits, learned weights add it up."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from retrieval.candidates import Candidates
from retrieval.catalogue import Catalogue
from retrieval.filters import FilterColumns
from retrieval.fusion.signals import SEMANTIC, SIGNALS, Signals
from retrieval.fusion.text_ranges import TextRanges
from retrieval.fusion.vector_signal import VectorSignal
from retrieval.fusion.weights import KNOWN, OTHER, OWN, FusionWeights
from retrieval.lexical import LexicalIndex
from retrieval.text_rows import TextRows
from retrieval.understanding import Wishes

Mask = NDArray[np.bool_]

EXHAUSTIVE = 2_000
"""Up to so many allowed products each is looked at; of more, those that one of the parts has among its best."""

DEPTH = 400
"""How many texts each part proposes where there are more."""

_MADE_FOR = {"kids": ("kids", "girls", "boys"), "girls": ("girls", "kids"), "boys": ("boys", "kids")}
"""Audience wished for → those whose products are made for it; adults' are for themselves alone."""

_FOR_ANYBODY = ("unisex", "")


class FusedSearch:
    """Ranks the products of one catalogue for a query. All methods may be called from several threads.

    `vectors` holds the encoders' signals by name.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        texts: TextRows,
        columns: FilterColumns,
        vectors: Mapping[str, VectorSignal],
        lexical: LexicalIndex,
        weights: FusionWeights,
    ) -> None:
        self._departments = catalogue.categories()
        self._columns = columns
        self._vectors = vectors
        self._lexical = lexical
        self._weights = weights
        self._n_products = len(catalogue)
        self._own_languages = frozenset(
            language
            for language in np.unique(texts.languages).tolist()
            if texts.covers(texts.in_languages(frozenset({language})), self._n_products)
        )
        self._product_rows = texts.product_rows
        self._offsets = np.searchsorted(texts.product_rows, np.arange(self._n_products + 1)).astype(np.int64)

    def nearest(self, text: str, language: str, allowed: Mask, top_k: int, wishes: Wishes | None = None) -> Candidates:
        """Return at most `top_k` products of those `allowed` (n_products,) that fit `text`, the best first.

        Equals are in order of row. A larger `top_k` goes on with the same order.
        """
        signals = self.signals(text, language, allowed, wishes or Wishes())
        scores = signals.columns @ self._weights.of(language, self.group_of(language))
        order = np.lexsort((signals.rows, -scores))[:top_k]
        return Candidates(signals.rows[order], self._weights.relevance(scores[order]))

    def signals(self, text: str, language: str, allowed: Mask, wishes: Wishes) -> Signals:
        """Return what each part says of the candidates for a query."""
        queries = self._queries(text, language, wishes.in_english())
        wished = self._wished(wishes)
        words = {"lexical": self._lexical.scores(text, language)}
        if unmet := self._in_texts_alone(wishes, wished):
            words["translated"] = self._lexical.scores(unmet, "en")
        rows = self._candidates(queries, words, allowed, wished)
        ranges = TextRanges.of(rows, self._offsets)
        said = {name: ranges.best(scores[ranges.text_rows]) for name, scores in words.items()}
        said |= {name: signal.scores(query, ranges) for name, (signal, query) in queries.items()}
        for name, mask in wished.items():
            said[name] = mask[rows].astype(np.float32)
        beyond = 1 - said["lexical"].max(initial=0)
        said |= {f"{name}_beyond": said[name] * beyond for name in SEMANTIC if name in said}
        if wishes.audience:
            said["unsuited"] = -self._unsuited(wished["audience"])[rows].astype(np.float32)
        columns = np.zeros((rows.size, len(SIGNALS)), dtype=np.float32)
        for name, values in said.items():
            columns[:, SIGNALS.index(name)] = values
        return Signals(rows, columns)

    def similar(self, product_row: int, allowed: Mask, top_k: int) -> Candidates:
        """Return at most `top_k` of the products `allowed` that mean most nearly what the one at `product_row` does."""
        signal = self._main_signal()
        query = self.vectors(np.array([product_row]))[0]
        others = allowed.copy()
        others[product_row] = False
        if np.count_nonzero(others) <= EXHAUSTIVE:
            rows = np.flatnonzero(others)
        else:
            rows = self._products(signal.nearest_texts(query, others[self._product_rows], DEPTH))
        scores = signal.scores(query, TextRanges.of(rows, self._offsets))
        order = np.lexsort((rows, -scores))[:top_k]
        return Candidates(rows[order], self._weights.relevance(scores[order]))

    def vectors(self, product_rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return what products mean, (n, dim) float32, rows of unit length: the mean of the vectors of their texts."""
        signal = self._main_signal()
        ranges = TextRanges.of(product_rows, self._offsets)
        if not ranges.starts.size:
            return np.empty((0, signal.encoder.dim), dtype=np.float32)
        centred = signal.index.vectors(ranges.text_rows) - signal.centres[signal.language_of[ranges.text_rows]]
        sums = np.add.reduceat(centred, ranges.starts, axis=0)
        found: NDArray[np.float32] = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        return found

    def _main_signal(self) -> VectorSignal:
        """Return the encoder that compares products: the one for texts in different languages, where there is one."""
        return self._vectors.get("use") or next(iter(self._vectors.values()))

    def group_of(self, language: str) -> str:
        """Return the group of languages, as the weights know them, that queries in `language` belong to."""
        if language in self._own_languages:
            return OWN
        is_known = all(signal.is_fluent_in(language) for signal in self._vectors.values())
        return KNOWN if is_known else OTHER

    def _queries(self, text: str, language: str, english: str) -> dict[str, tuple[VectorSignal, NDArray[np.float32]]]:
        """Return the vectors to compare products with, each with the encoder that it is of, by the column they fill.

        An encoder that does not know the language hears only the English words for what is named; where that leaves
        none to ask, the main one hears the text all the same.
        """
        queries = {}
        for name, signal in self._vectors.items():
            if signal.is_fluent_in(language):
                queries[_column_of(name)] = (signal, signal.encoder.encode_queries([text])[0])
            elif english:
                queries["english"] = (signal, signal.encoder.encode_queries([english])[0])
        if not queries:
            signal = self._main_signal()
            queries[_column_of(signal.encoder.name)] = (signal, signal.encoder.encode_queries([text])[0])
        return queries

    def _in_texts_alone(self, wishes: Wishes, wished: Mapping[str, Mask]) -> str:
        """Return the English words for what is wished for and is no fact of any product: BM25 knows the facts."""
        named = {"category": wishes.categories, "color": wishes.colors, "material": wishes.materials}
        unmet = [word for name, words in named.items() if words and not wished[name].any() for word in words]
        return " ".join([*wishes.features, *unmet])

    def _wished(self, wishes: Wishes) -> dict[str, Mask]:
        """Return for each wish that there is which products meet it, (n_products,)."""
        departments = {*wishes.departments, *(self._departments.get(one, "") for one in wishes.categories)} - {""}
        asked = {
            "category": ("categories", wishes.categories),
            "department": ("departments", tuple(sorted(departments))),
            "color": ("colors", wishes.colors),
            "material": ("materials", wishes.materials),
            "brand": ("brands", wishes.brands),
        }
        met = {name: self._columns.any_of(field, values) for name, (field, values) in asked.items() if values}
        if wishes.audience:
            made_for = _MADE_FOR.get(wishes.audience, (wishes.audience,))
            met["audience"] = self._columns.any_of("audience", made_for)
        return met

    def _unsuited(self, is_made_for: Mask) -> Mask:
        """Return which products are neither made for those wished for nor for anybody, (n_products,)."""
        return ~(is_made_for | self._columns.any_of("audience", _FOR_ANYBODY))

    def _candidates(
        self,
        queries: Mapping[str, tuple[VectorSignal, NDArray[np.float32]]],
        words: Mapping[str, NDArray[np.float32]],
        allowed: Mask,
        wished: Mapping[str, Mask],
    ) -> NDArray[np.int64]:
        """Return the product rows to weigh, in order of row."""
        if np.count_nonzero(allowed) <= EXHAUSTIVE:
            return np.flatnonzero(allowed)
        pools = [allowed]
        if "category" in wished:
            pools.append(allowed & wished["category"])
        found = []
        for pool in pools:
            texts = None if pool.all() else pool[self._product_rows]
            found += [signal.nearest_texts(query, texts, DEPTH) for signal, query in queries.values()]
            found += [_best_texts(scores, texts) for scores in words.values()]
        return self._products(np.concatenate(found))

    def _products(self, text_rows: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.unique(self._product_rows[text_rows]).astype(np.int64)


def _column_of(encoder: str) -> str:
    """Return the column of an encoder: a model that nobody judged here is weighed as e5."""
    return encoder if encoder in SEMANTIC else "e5"


def _best_texts(scores: NDArray[np.float32], allowed: Mask | None) -> NDArray[np.int64]:
    found = scores if allowed is None else np.where(allowed, scores, np.float32(0))
    best = np.argpartition(-found, DEPTH)[:DEPTH] if found.size > DEPTH else np.arange(found.size)
    return best[found[best] > 0].astype(np.int64)
