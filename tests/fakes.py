"""Small stand-ins for tests that need no model and no network."""

import zlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.catalogue import Catalogue
from retrieval.encoder import Encoder
from retrieval.exact_index import ExactIndex
from retrieval.filters import FilterColumns
from retrieval.fusion.fused_search import FusedSearch
from retrieval.fusion.signals import SIGNALS
from retrieval.fusion.vector_signal import signals_of
from retrieval.fusion.weights import GROUPS, FusionWeights
from retrieval.lexical import LexicalIndex
from retrieval.lexicon import Lexicon
from retrieval.product import Merchant, Product, ShippingZone
from retrieval.text_rows import TextRows

WORLD = ShippingZone(("world",), Decimal("10"), Decimal("2"), (5, 9))
HERE = Merchant("here", "Hier", "DE", "de", "EUR", (WORLD,), frozenset({"RU"}))
THERE = Merchant("there", "ここ", "JP", "ja", "JPY", (ShippingZone(("domestic",), Decimal(500), Decimal(0), (1, 2)),))


def product(product_id: str, **fields: Any) -> Product:
    """Return a product of the merchant "here"; any field may be given."""
    made: dict[str, Any] = {
        "merchant_id": "here",
        "language": "de",
        "titles": {"de": f"Ding {product_id}", "en": f"Thing {product_id}"},
        "price": Decimal("20.00"),
        "currency": "EUR",
        "category": "thing",
        "department": "things",
    }
    return Product(product_id=product_id, **{**made, **fields})


class FakeEncoder:
    """Encodes a text as the sum of fixed random vectors of its words: texts that share words are alike."""

    dim = 64

    def __init__(self, name: str = "fake", languages: frozenset[str] | None = None) -> None:
        self.name = name
        self.languages = languages

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.array([self._vector(text) for text in texts], dtype=np.float32).reshape(-1, self.dim)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def encode_documents(self, texts: Sequence[str], progress: Any = None) -> NDArray[np.float32]:
        if progress:
            progress(len(texts), len(texts))
        return self.encode_queries(texts)

    def _vector(self, text: str) -> NDArray[np.float64]:
        words = text.casefold().replace(".", " ").split() or [""]
        seeds = [zlib.crc32(word.encode()) for word in words]
        return np.sum([np.random.default_rng(seed).standard_normal(self.dim) for seed in seeds], axis=0)


class NoCollaborative:
    """Knows nothing of any shopper."""

    def scores_for(self, user_id: str, product_ids: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        return np.full(len(product_ids), np.nan), np.zeros(len(product_ids), dtype=np.int64)


def fused_search(
    catalogue: Catalogue, columns: FilterColumns, encoders: Mapping[str, Encoder] | None = None
) -> FusedSearch:
    """Return a search in which every signal counts alike; without `encoders`, on fakes under the real ones' names."""
    encoders = encoders or {name: FakeEncoder(name) for name in ("use", "e5")}
    texts = TextRows.of(catalogue)
    indexes = {name: ExactIndex(encoder.encode_documents(list(texts.texts))) for name, encoder in encoders.items()}
    weights = FusionWeights(
        dict.fromkeys(GROUPS, np.array([not name.endswith("_beyond") for name in SIGNALS], dtype=np.float32)),
        slope=0.15,
        intercept=-1.3,
    )
    words = LexicalIndex.build(texts, catalogue, Lexicon({}, {}))
    return FusedSearch(catalogue, texts, columns, signals_of(encoders, indexes, texts), words, weights)
