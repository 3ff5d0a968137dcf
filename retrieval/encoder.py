"""What the library asks of a sentence encoder."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Progress = Callable[[int, int], None]


class Encoder(Protocol):
    """Turns texts into vectors whose cosine says how alike their meanings are. Safe to call from several threads."""

    @property
    def name(self) -> str:
        """The setting that selects this encoder: "use", "e5", or the name or folder of a model."""

    @property
    def dim(self) -> int:
        """Length of a vector."""

    @property
    def languages(self) -> frozenset[str] | None:
        """BCP 47 codes of the languages it knows, None for all."""

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a vector for each question, (n, dim) float32, rows of unit length; no text gives (0, dim)."""

    def encode_documents(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Return a vector for each text to be found, (n, dim) float32, rows of unit length; no text gives (0, dim).

        `progress(n_done, n_texts)` is called after each batch.
        """


def encode_in_batches(
    texts: Sequence[str],
    n_batch: int,
    encode: Callable[[list[str]], NDArray[np.float32]],
    dim: int,
    progress: Progress | None,
) -> NDArray[np.float32]:
    """Return what `encode` gives for `texts`, (n, dim) float32, calling it with `n_batch` of them at a time."""
    vectors = np.empty((len(texts), dim), dtype=np.float32)
    for begin in range(0, len(texts), n_batch):
        batch = list(texts[begin : begin + n_batch])
        vectors[begin : begin + len(batch)] = encode(batch)
        if progress is not None:
            progress(begin + len(batch), len(texts))
    return vectors
