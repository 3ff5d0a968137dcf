"""Arrays kept in one file."""

from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import ArtifactError
from retrieval.tensor_file import map_arrays, write_arrays


def test_arrays_come_back_as_they_were_written(tmp_path: Path) -> None:
    arrays = {
        "a/bytes": np.frombuffer("เสื้อ".encode(), dtype=np.uint8),
        "b": np.arange(5, dtype=np.int64),
        "c": np.linspace(0, 1, 6, dtype=np.float32).reshape(2, 3),
        "none": np.zeros(0, dtype=np.int32),
    }
    path = tmp_path / "file"
    write_arrays(path, arrays)
    mapped = map_arrays(path)
    assert set(mapped) == set(arrays)
    for name, array in arrays.items():
        assert mapped[name].dtype == array.dtype
        assert np.array_equal(mapped[name], array)
        assert not mapped[name].flags.writeable


def test_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"\x05\x00\x00\x00\x00\x00\x00\x00no json at all")
    with pytest.raises(ArtifactError, match="holds no arrays"):
        map_arrays(path)
