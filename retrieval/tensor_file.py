"""Arrays in one file, in the safetensors format, mapped when read: a page comes into memory when it is needed."""

import json
import mmap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from retrieval.errors import ArtifactError
from retrieval.manifest import REMEDY

_DTYPES = {"U8": np.uint8, "I32": np.int32, "I64": np.int64, "F32": np.float32, "F64": np.float64}
_LENGTH_BYTES = 8


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays of uint8, int32, int64, float32 or float64 to `path`."""
    save_file({name: np.ascontiguousarray(array) for name, array in arrays.items()}, path)


def map_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """Return the arrays of a file that `write_arrays` wrote, read-only; raises ArtifactError where it is none."""
    with path.open("rb") as file:
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    start = _LENGTH_BYTES + int.from_bytes(content[:_LENGTH_BYTES], "little")
    arrays = {}
    try:
        for name, spec in json.loads(content[_LENGTH_BYTES:start]).items():
            first, end = spec["data_offsets"]
            dtype = np.dtype(_DTYPES[spec["dtype"]])
            flat = np.frombuffer(content, dtype, (end - first) // dtype.itemsize, start + first)
            arrays[name] = flat.reshape(spec["shape"])
    except (ValueError, KeyError, TypeError) as error:
        raise ArtifactError(f"{path} holds no arrays in the safetensors format ({error}): {REMEDY}.") from error
    return arrays
