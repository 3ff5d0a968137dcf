"""One version of a model in a folder of its own: written whole or not at all, and never changed."""

import json
import shutil
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from retrieval.errors import ArtifactError
from retrieval.manifest import checksum, flush
from retrieval.quality.lineage import ModelVersion, StoredFile

VERSION_FILE = "version.json"
MODEL_FOLDER = "model"
FORMAT_VERSION = 1
_DRAFT_PREFIX = ".draft-"
_DEAD_PREFIX = ".dead-"


def name_of(number: int) -> str:
    """Return the name of a version's folder.

    >>> name_of(7)
    'v000007'
    """
    return f"v{number:06d}"


def write_version(folder: Path, version: ModelVersion, write: Callable[[Path], Any]) -> ModelVersion:
    """Have `write` fill the version's folder among those of `folder`, and return the version with its files.

    All is written under another name, flushed and renamed in a single step. Raises OSError where that fails, and what
    `write` raises; then nothing is left behind.
    """
    draft = folder / f"{_DRAFT_PREFIX}{uuid.uuid4().hex}"
    try:
        model = draft / MODEL_FOLDER
        model.mkdir(parents=True)
        write(model)
        whole = replace(version, files=tuple(_stored(path, model) for path in _files(model)))
        content = {"format_version": FORMAT_VERSION, **whole.as_json()}
        (draft / VERSION_FILE).write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        for path in (*_files(draft), draft):
            flush(path)
        draft.rename(folder / name_of(version.number))
        flush(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return whole


def read_version(folder: Path, kind: str, number: int) -> ModelVersion:
    """Read what a version says of itself; raises ArtifactError where it is missing, another kind, format or number."""
    path = folder / name_of(number) / VERSION_FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ArtifactError(
            f"There is no version {number} of {kind!r} in {folder}; list them with `crossaisle train versions`."
        ) from error
    except (OSError, ValueError) as error:
        raise ArtifactError(f"{path} cannot be read ({error}); train again or roll back.") from error
    found = content.get("format_version") if isinstance(content, dict) else None
    if found != FORMAT_VERSION:
        raise ArtifactError(f"{path} has the format {found!r}, wanted {FORMAT_VERSION}; train again with this code.")
    version = ModelVersion.from_json(content, path)
    if (version.kind, version.number) != (kind, number):
        raise ArtifactError(
            f"{path} is foreign: it describes version {version.number} of {version.kind!r}, wanted {number} of "
            f"{kind!r}; put it back where it belongs or train again."
        )
    return version


def checked_model(folder: Path, version: ModelVersion) -> Path:
    """Return the folder of a version's model if each of its files is whole; raises ArtifactError where one is not."""
    model = folder / name_of(version.number) / MODEL_FOLDER
    found = {path.relative_to(model).as_posix() for path in _files(model)}
    if extra := found - {file.path for file in version.files}:
        raise ArtifactError(f"{model} holds files that are none of its own: {sorted(extra)}; train again or roll back.")
    for file in version.files:
        path = model / file.path
        n_bytes = path.stat().st_size if path.is_file() else 0
        if n_bytes != file.n_bytes:
            raise ArtifactError(
                f"{path} is missing or truncated: {n_bytes} bytes of {file.n_bytes}; train again or roll back."
            )
        if (crc32 := checksum(path)) != file.crc32:
            raise ArtifactError(
                f"{path} is corrupt: its CRC-32 is {crc32:08x}, not {file.crc32:08x}; train again or roll back."
            )
    return model


def drop_version(folder: Path, number: int) -> None:
    """Remove a version; whoever is killed meanwhile leaves it whole or gone by name."""
    dead = folder / f"{_DEAD_PREFIX}{uuid.uuid4().hex}"
    (folder / name_of(number)).rename(dead)
    shutil.rmtree(dead)


def sweep(folder: Path) -> None:
    """Remove what killed processes left behind; only for who holds the lock, as others' drafts look the same."""
    for prefix in (_DRAFT_PREFIX, _DEAD_PREFIX):
        for left in folder.glob(f"{prefix}*"):
            shutil.rmtree(left)


def numbers_in(folder: Path) -> list[int]:
    """Return the numbers of the versions in `folder`, rising."""
    names = (path.name[1:] for path in folder.glob("v[0-9]*") if path.is_dir())
    return sorted(int(name) for name in names if name.isdigit())


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _stored(path: Path, model: Path) -> StoredFile:
    return StoredFile(path.relative_to(model).as_posix(), path.stat().st_size, checksum(path))
