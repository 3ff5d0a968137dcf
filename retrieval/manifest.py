"""What a built index file was made of, and how it is replaced so that nobody ever reads half of one.

A folder holds one index: a data file under a name used once, and `manifest.json`, which names it and is replaced last,
in a single rename. Whoever is killed between the two leaves the former index in force. Readers take no lock: a reader
whose file has just been replaced looks again, and one that has it mapped keeps it, as the system removes a file only
when the last reader is gone.
"""

import fcntl
import json
import os
import uuid
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from retrieval.errors import ArtifactError
from retrieval.index_kinds import IndexQuality

MANIFEST_NAME = "manifest.json"
REMEDY = "build the index again with `crossaisle index`"
EXACT = IndexQuality()
_LOCK_NAME = ".lock"
_DATA_PREFIX = "index-"
_CHUNK_BYTES = 1 << 20
_ATTEMPTS = 5

Index = TypeVar("Index")


@dataclass(frozen=True, slots=True)
class IndexIdentity:
    """What an index is of: the model that made its vectors, their length and number, the catalogue's fingerprint."""

    model: str
    dim: int
    n_rows: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A built index: its identity, the version of its format, its data file with size in bytes and CRC-32, its quality.

    The fields from `kind` on are those of `IndexQuality`.
    """

    model: str
    dim: int
    n_rows: int
    fingerprint: str
    version: int
    file: str
    file_bytes: int
    crc32: int
    kind: str
    recall_at_10: float
    breadth_at_10: int
    breadth_at_100: int
    n_candidates_per_hit: int

    @property
    def quality(self) -> IndexQuality:
        """What kind the index is, and how well and how far its search looks."""
        return IndexQuality(**{field.name: getattr(self, field.name) for field in fields(IndexQuality)})

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Read the manifest of `folder`; raises ArtifactError where it is missing or is none."""
        path = folder / MANIFEST_NAME
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise ArtifactError(f"There is no index in {folder}: {REMEDY}.") from error
        except (OSError, ValueError) as error:
            raise ArtifactError(f"{path} cannot be read ({error}): {REMEDY}.") from error
        kinds = {field.name: field.type for field in fields(cls)}
        if not isinstance(content, dict) or {name: type(value) for name, value in content.items()} != kinds:
            raise ArtifactError(f"{path} is no manifest of an index (it holds {str(content)[:80]!r}): {REMEDY}.")
        return cls(**content)

    def check(self, folder: Path, identity: IndexIdentity, version: int) -> Path:
        """Return the data file if it is whole and of `identity` and `version`.

        Raises ArtifactError saying what differs, and where it differs: an older or newer format, another model, length,
        catalogue or number of rows (foreign), a size (truncated), a checksum (corrupt).
        """
        if self.version != version:
            age = "older" if self.version < version else "newer"
            raise ArtifactError(
                f"The index in {folder} is {age} than this code: format {self.version}, wanted {version}; {REMEDY}."
            )
        for name, wanted in asdict(identity).items():
            if (found := getattr(self, name)) != wanted:
                raise ArtifactError(
                    f"The index in {folder} is foreign: its {name} is {found!r}, wanted {wanted!r}; {REMEDY}."
                )
        path = folder / self.file
        n_bytes = path.stat().st_size if path.is_file() else 0
        if n_bytes != self.file_bytes:
            raise ArtifactError(f"{path} is truncated: {n_bytes} bytes of {self.file_bytes}; {REMEDY}.")
        if (crc32 := checksum(path)) != self.crc32:
            raise ArtifactError(f"{path} is corrupt: its CRC-32 is {crc32:08x}, not {self.crc32:08x}; {REMEDY}.")
        return path


def publish(
    folder: Path,
    identity: IndexIdentity,
    version: int,
    write: Callable[[Path], Any],
    quality: IndexQuality = EXACT,
) -> Manifest:
    """Put a new index in force: have `write` fill a new data file, then name it in the manifest, then drop others.

    `quality` is written into the manifest; by default it is that of an index which gives all that there is. One process
    publishes into a folder at a time; a second waits. Raises ArtifactError where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder / _LOCK_NAME):
            path = folder / f"{_DATA_PREFIX}{uuid.uuid4().hex}"
            write(path)
            flush(path)
            manifest = Manifest(
                **asdict(identity),
                version=version,
                file=path.name,
                file_bytes=path.stat().st_size,
                crc32=checksum(path),
                **asdict(quality),
            )
            unfinished = folder / f"{MANIFEST_NAME}.tmp"
            unfinished.write_text(json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8")
            flush(unfinished)
            unfinished.replace(folder / MANIFEST_NAME)
            flush(folder)
            for other in folder.glob(f"{_DATA_PREFIX}*"):
                if other != path:
                    other.unlink()
    except OSError as error:
        raise ArtifactError(f"The index cannot be written to {folder} ({error}): give a folder that can be.") from error
    return manifest


def open_published(folder: Path, identity: IndexIdentity, version: int, read: Callable[[Path], Index]) -> Index:
    """Return what `read` makes of the data file in force, once checked; looks again where it was replaced meanwhile.

    Raises ArtifactError as `Manifest.read` and `Manifest.check` do, and what `read` raises.
    """
    for _ in range(_ATTEMPTS):
        manifest = Manifest.read(folder)
        try:
            return read(manifest.check(folder, identity, version))
        except (ArtifactError, OSError):
            if Manifest.read(folder) == manifest:
                raise
    raise ArtifactError(f"The index in {folder} was replaced {_ATTEMPTS} times while it was read: try again.")


def checksum(path: Path) -> int:
    """Return the CRC-32 of a file: quick enough for each start; it guards against damage, not against malice."""
    crc32 = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            crc32 = zlib.crc32(chunk, crc32)
    return crc32


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock that the file at `path` stands for; the system lets go of it even if the process is killed."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def flush(path: Path) -> None:
    """Have the system write a file or folder to disk now."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
