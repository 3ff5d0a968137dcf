"""Measure e5 against SentenceTransformer's `encode` in its defaults: same model, cores and texts, in one process."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.bundled_encoders import E5_DOCUMENT_PROMPT, E5_QUERY_PROMPT
from retrieval.encoder import Encoder
from retrieval.encoders import default_encode, e5_folder, load_encoder
from retrieval.errors import EncoderError
from retrieval.lexicon import Lexicon

_N_WARM = 16

Encode = Callable[[list[str]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True, eq=False)
class _Timed:
    """Vectors of the texts, and the seconds they took by the clock and by all processors together."""

    vectors: NDArray[np.float32]
    seconds: float
    cpu_seconds: float


def questions(lexicon: Lexicon, n: int, seed: int) -> list[str]:
    """Return `n` different short queries, a category and a colour, in all languages of the lexicon in turn.

    Raises EncoderError where the lexicon has not so many.
    """
    rng = np.random.default_rng(seed)
    by_language: dict[str, list[str]] = {}
    for kinds, colours in product(lexicon.words["category"].values(), lexicon.words["color"].values()):
        for language in sorted(kinds.keys() & colours.keys()):
            by_language.setdefault(language, []).append(f"{kinds[language][0]} {colours[language][0]}")
    shuffled = [[texts[row] for row in rng.permutation(len(texts))] for _, texts in sorted(by_language.items())]
    in_turn = list(dict.fromkeys(text for texts in zip(*shuffled, strict=False) for text in texts))
    if len(in_turn) < n:
        raise EncoderError(
            f"{n} different queries are wanted; the lexicon has words for {len(in_turn)}: ask for fewer."
        )
    return in_turn[:n]


def run(
    texts: Sequence[str],
    queries: Sequence[str],
    cache: Path,
    n_threads: int,
    n_rounds: int,
    progress: Callable[[str], None],
) -> dict[str, Any]:
    """Encode `texts` `n_rounds` times and each query once with both; `progress` is called with a line per round.

    The two take turns, and who begins alternates, so that noise hits both alike. Each query comes once, as ours
    remembers what it was asked. `throughput_ratio` is ours over theirs, in texts a second of the median round;
    `throughput_cpu_ratio` the same by processor time; `query_ratio` is our median latency over theirs; `min_cosine` is
    the least over all texts and queries.

    Raises EncoderError where there is no text or no query, or the cache folder cannot be written.
    """
    if not texts or not queries:
        raise EncoderError(f"{len(texts)} texts and {len(queries)} queries: give at least one of each.")
    ours, theirs = load_encoder("e5", cache, n_threads), default_encode(e5_folder(cache))
    documents, questioned = _documents(ours, theirs), _questions(ours, theirs)
    for encode in documents:
        encode(list(texts[:_N_WARM]))
    rounds = []
    for number in range(n_rounds):
        rounds.append(_in_turn(documents, list(texts), number))
        own, other = rounds[-1]
        progress(f"round {number + 1}: {len(texts) / own.seconds:.1f} and {len(texts) / other.seconds:.1f} texts/s")
    asked = [_in_turn(questioned, [text], number) for number, text in enumerate(queries)]
    own_rounds, other_rounds = zip(*rounds, strict=True)
    own_asked, other_asked = zip(*asked, strict=True)
    seconds, reference_seconds = _median(own_rounds, "seconds"), _median(other_rounds, "seconds")
    p50, reference_p50 = _median(own_asked, "seconds"), _median(other_asked, "seconds")
    return {
        "n_texts": len(texts),
        "n_queries": len(queries),
        "n_threads": n_threads,
        "texts_per_s": round(len(texts) / seconds, 1),
        "reference_texts_per_s": round(len(texts) / reference_seconds, 1),
        "throughput_ratio": round(reference_seconds / seconds, 3),
        "throughput_cpu_ratio": round(_median(other_rounds, "cpu_seconds") / _median(own_rounds, "cpu_seconds"), 3),
        "query_p50_ms": round(1000 * p50, 2),
        "reference_query_p50_ms": round(1000 * reference_p50, 2),
        "query_ratio": round(p50 / reference_p50, 3),
        "min_cosine": round(min(_least_cosine(*pair) for pair in (rounds[0], *asked)), 5),
    }


def _documents(ours: Encoder, theirs: Encode) -> tuple[Encode, Encode]:
    return ours.encode_documents, lambda texts: theirs([E5_DOCUMENT_PROMPT + text for text in texts])


def _questions(ours: Encoder, theirs: Encode) -> tuple[Encode, Encode]:
    return ours.encode_queries, lambda texts: theirs([E5_QUERY_PROMPT + text for text in texts])


def _in_turn(systems: tuple[Encode, Encode], texts: list[str], number: int) -> tuple[_Timed, _Timed]:
    """Return what both systems take; the first begins where `number` is even."""
    if number % 2:
        second = _timed(systems[1], texts)
        return _timed(systems[0], texts), second
    return _timed(systems[0], texts), _timed(systems[1], texts)


def _timed(encode: Encode, texts: list[str]) -> _Timed:
    begin, cpu_begin = time.perf_counter(), time.process_time()
    vectors = encode(texts)
    return _Timed(vectors, time.perf_counter() - begin, time.process_time() - cpu_begin)


def _median(timed: Sequence[_Timed], field: str) -> float:
    return float(np.median([getattr(one, field) for one in timed]))


def _least_cosine(own: _Timed, other: _Timed) -> float:
    lengths = np.linalg.norm(own.vectors, axis=1) * np.linalg.norm(other.vectors, axis=1)
    return float((np.einsum("ij,ij->i", own.vectors, other.vectors) / lengths).min())
