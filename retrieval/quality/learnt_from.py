"""Which shoppers a version of a model has learnt from, by digests: who is erased later can be found in it."""

from collections.abc import Iterable
from pathlib import Path

from retrieval.errors import ArtifactError
from retrieval.quality.held_out import digest_of

LEARNT_FROM = "learnt_from.bin"
_BYTES = 16
"""Bytes of a digest: of a million shoppers no two are taken for one."""


def short_digest(user_id: str) -> bytes:
    """Return what stands for a shopper in a version."""
    return bytes.fromhex(digest_of(user_id)[: 2 * _BYTES])


def write_learnt_from(folder: Path, user_ids: Iterable[str]) -> None:
    """Write the digests of shoppers beside a model, sorted, so that the same shoppers give the same file."""
    (folder / LEARNT_FROM).write_bytes(b"".join(sorted(short_digest(user_id) for user_id in user_ids)))


def read_learnt_from(folder: Path) -> frozenset[bytes] | None:
    """Return the digests that a version holds, None for one that was made without; ArtifactError where damaged."""
    path = folder / LEARNT_FROM
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ArtifactError(f"{path} cannot be read ({error}); train again.") from error
    if len(content) % _BYTES:
        raise ArtifactError(f"{path} is truncated: {len(content)} bytes, no multiple of {_BYTES}; train again.")
    return frozenset(content[start : start + _BYTES] for start in range(0, len(content), _BYTES))
