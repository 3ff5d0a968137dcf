"""How a recommender is kept in a folder: its arrays in one file, mapped when read, and what it is in `model.json`.

`model.json` names the file of arrays with its size and checksum and is replaced last, in a single rename, so that a
folder holds the former model or the new one whole. The same model gives the same files.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import ArtifactError
from retrieval.manifest import checksum
from retrieval.tensor_file import map_arrays, write_arrays

MODEL_NAME = "model.json"
REMEDY = "train the recommender again"
_ITEM_IDS = "item_ids"
_ARRAYS_PREFIX = "arrays-"
_KEYS = {"kind": str, "format_version": int, "n_items": int, "settings": dict, "file": str, "file_bytes": int}
_DTYPES = ("uint8", "int32", "int64", "float32", "float64")


@dataclass(frozen=True, slots=True, eq=False)
class StoredModel:
    """What a folder holds: the items in the order of columns, the settings as they were given, the arrays read-only."""

    item_ids: tuple[str, ...]
    settings: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]]

    def array(self, name: str, *shape: int) -> NDArray[Any]:
        """Return an array; raises ArtifactError where it is missing or not of `shape`, in which -1 is any length.

        >>> StoredModel((), {}, {"mean": np.zeros(3)}).array("mean", 4)
        Traceback (most recent call last):
        retrieval.errors.ArtifactError: Array 'mean' has the shape (3,), wanted (4,): train the recommender again.
        """
        if name not in self.arrays:
            raise ArtifactError(f"The model lacks the array {name!r} (it has {sorted(self.arrays)}): {REMEDY}.")
        found = self.arrays[name]
        is_fitting = found.ndim == len(shape) and all(
            wanted in (-1, length) for wanted, length in zip(shape, found.shape, strict=True)
        )
        if not is_fitting:
            raise ArtifactError(f"Array {name!r} has the shape {found.shape}, wanted {shape}: {REMEDY}.")
        return found


def save_model(
    folder: Path,
    kind: str,
    format_version: int,
    item_ids: Sequence[str],
    settings: Mapping[str, Any],
    arrays: Mapping[str, NDArray[Any]],
) -> None:
    """Write a model of a `kind` (the name of the method) into `folder`, over the one that is there.

    `settings` are what JSON can hold; `arrays` are uint8, int32, int64, float32 or float64, none named `item_ids`.
    Raises ArtifactError where the folder cannot be written or an array is of another type.
    """
    for name, array in arrays.items():
        if array.dtype.name not in _DTYPES or name == _ITEM_IDS:
            raise ArtifactError(
                f"The array {name!r} of {array.dtype} cannot be kept: give one of {', '.join(_DTYPES)}, "
                f"and another name than {_ITEM_IDS!r}."
            )
    ids = np.frombuffer(json.dumps(list(item_ids), ensure_ascii=False).encode(), dtype=np.uint8)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = folder / f"{_ARRAYS_PREFIX}unfinished"
        write_arrays(unfinished, {_ITEM_IDS: ids, **arrays})
        crc32 = checksum(unfinished)
        path = unfinished.replace(folder / f"{_ARRAYS_PREFIX}{crc32:08x}.safetensors")
        content = {
            "kind": kind,
            "format_version": format_version,
            "n_items": len(item_ids),
            "settings": dict(settings),
            "file": path.name,
            "file_bytes": path.stat().st_size,
            "crc32": crc32,
        }
        draft = folder / f"{MODEL_NAME}.tmp"
        draft.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        draft.replace(folder / MODEL_NAME)
        for other in folder.glob(f"{_ARRAYS_PREFIX}*"):
            if other != path:
                other.unlink()
    except OSError as error:
        raise ArtifactError(f"The model cannot be written to {folder} ({error}): give a folder that can be.") from error


def load_model(folder: Path, kind: str, format_version: int) -> StoredModel:
    """Read what `save_model` wrote into `folder`.

    Raises ArtifactError saying what is wrong: no model, no JSON, another kind, an older or newer format, a file of
    arrays that is missing, truncated or corrupt, another number of items.
    """
    path = folder / MODEL_NAME
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ArtifactError(f"There is no model in {folder}: {REMEDY}.") from error
    except (OSError, ValueError) as error:
        raise ArtifactError(f"{path} cannot be read ({error}): {REMEDY}.") from error
    if not isinstance(content, dict) or any(not isinstance(content.get(key), type_) for key, type_ in _KEYS.items()):
        raise ArtifactError(f"{path} describes no model (it holds {str(content)[:80]!r}): {REMEDY}.")
    if content["kind"] != kind:
        raise ArtifactError(f"{folder} holds a model of kind {content['kind']!r}, wanted {kind!r}: give its folder.")
    if (found := content["format_version"]) != format_version:
        age = "older" if found < format_version else "newer"
        raise ArtifactError(
            f"The model in {folder} is {age} than this code: format {found}, wanted {format_version}; {REMEDY}."
        )
    arrays = map_arrays(_checked(folder / content["file"], content))
    try:
        item_ids = tuple(json.loads(arrays.pop(_ITEM_IDS).tobytes()))
    except (KeyError, ValueError) as error:
        raise ArtifactError(f"The model in {folder} does not name its items ({error}): {REMEDY}.") from error
    if len(item_ids) != content["n_items"]:
        raise ArtifactError(
            f"The model in {folder} names {len(item_ids)} items, {path.name} says {content['n_items']}: {REMEDY}."
        )
    return StoredModel(item_ids, content["settings"], arrays)


def kind_of(folder: Path) -> str:
    """Return the kind of the model in `folder`; raises ArtifactError where none can be read."""
    path = folder / MODEL_NAME
    try:
        kind = json.loads(path.read_text(encoding="utf-8"))["kind"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArtifactError(f"There is no model in {folder} ({error}): {REMEDY}.") from error
    return str(kind)


def _checked(path: Path, content: Mapping[str, Any]) -> Path:
    """Return the file of arrays if it is whole."""
    n_bytes = path.stat().st_size if path.is_file() else 0
    if n_bytes != content["file_bytes"]:
        raise ArtifactError(f"{path} is missing or truncated: {n_bytes} bytes of {content['file_bytes']}; {REMEDY}.")
    if (crc32 := checksum(path)) != content.get("crc32"):
        raise ArtifactError(f"{path} is corrupt: its CRC-32 is {crc32}, not {content.get('crc32')}; {REMEDY}.")
    return path
