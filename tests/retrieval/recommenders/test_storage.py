"""Recommenders kept in folders: they come back as they were, and whatever is wrong with one is said."""

import json
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import ArtifactError
from retrieval.recommenders.storage import MODEL_NAME, kind_of, load_model, save_model

ITEM_IDS = ("cup", "jug\nwith a line", "鞋", "รองเท้า", "")


def save(folder: Path, weight: float = 1.0) -> None:
    arrays = {"weights": np.full((2, 3), weight, dtype=np.float32), "none": np.zeros(0, dtype=np.int32)}
    save_model(folder, "kind", 2, ITEM_IDS, {"size": 3, "name": "Größe"}, arrays)


def test_model_comes_back_as_it_was(tmp_path: Path) -> None:
    save(tmp_path / "new" / "folder")
    model = load_model(tmp_path / "new" / "folder", "kind", 2)
    assert model.item_ids == ITEM_IDS
    assert model.settings == {"size": 3, "name": "Größe"}
    assert model.array("weights", 2, -1).tolist() == [[1.0] * 3] * 2
    assert model.array("none", 0).dtype == np.int32
    assert not model.arrays["weights"].flags.writeable
    assert kind_of(tmp_path / "new" / "folder") == "kind"


def test_second_model_takes_the_place_of_the_first(tmp_path: Path) -> None:
    save(tmp_path)
    first = load_model(tmp_path, "kind", 2)
    save(tmp_path, 4.0)
    assert load_model(tmp_path, "kind", 2).array("weights", 2, 3)[0, 0] == 4.0
    assert first.array("weights", 2, 3)[0, 0] == 1.0
    assert len(list(tmp_path.iterdir())) == 2


def test_same_model_gives_the_same_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        save(tmp_path / name)
    contents = [{path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("a", "b")]
    assert contents[0] == contents[1]


def test_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match="no model in"):
        load_model(tmp_path, "kind", 2)
    with pytest.raises(ArtifactError, match="no model in"):
        kind_of(tmp_path)


@pytest.mark.parametrize("content", ["{", "[]", '{"kind": "kind"}', '"kind"'])
def test_description_that_is_none_is_refused(tmp_path: Path, content: str) -> None:
    save(tmp_path)
    (tmp_path / MODEL_NAME).write_text(content)
    with pytest.raises(ArtifactError, match=r"model\.json (cannot be read|describes no model)"):
        load_model(tmp_path, "kind", 2)


def test_model_of_another_kind_is_refused(tmp_path: Path) -> None:
    save(tmp_path)
    with pytest.raises(ArtifactError, match="kind 'kind', wanted 'other'"):
        load_model(tmp_path, "other", 2)


@pytest.mark.parametrize(("wanted", "age"), [(1, "newer"), (3, "older")])
def test_model_of_another_format_is_refused(tmp_path: Path, wanted: int, age: str) -> None:
    save(tmp_path)
    with pytest.raises(ArtifactError, match=f"is {age} than this code: format 2, wanted {wanted}"):
        load_model(tmp_path, "kind", wanted)


def test_arrays_that_are_not_whole_are_refused(tmp_path: Path) -> None:
    save(tmp_path)
    path = next(tmp_path.glob("arrays-*"))
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    with pytest.raises(ArtifactError, match="missing or truncated"):
        load_model(tmp_path, "kind", 2)
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(ArtifactError, match="is corrupt"):
        load_model(tmp_path, "kind", 2)
    path.unlink()
    with pytest.raises(ArtifactError, match="missing or truncated"):
        load_model(tmp_path, "kind", 2)


def test_number_of_items_that_differs_is_refused(tmp_path: Path) -> None:
    save(tmp_path)
    content = json.loads((tmp_path / MODEL_NAME).read_text())
    (tmp_path / MODEL_NAME).write_text(json.dumps(content | {"n_items": 4}))
    with pytest.raises(ArtifactError, match="names 5 items"):
        load_model(tmp_path, "kind", 2)


def test_array_of_another_shape_or_name_is_refused(tmp_path: Path) -> None:
    save(tmp_path)
    model = load_model(tmp_path, "kind", 2)
    with pytest.raises(ArtifactError, match=r"'weights' has the shape \(2, 3\)"):
        model.array("weights", 2, 4)
    with pytest.raises(ArtifactError, match="lacks the array 'bias'"):
        model.array("bias", 2)


@pytest.mark.parametrize(("name", "array"), [("half", np.zeros(1, np.float16)), ("item_ids", np.zeros(1, np.uint8))])
def test_array_that_cannot_be_kept_is_refused(tmp_path: Path, name: str, array: np.ndarray) -> None:
    with pytest.raises(ArtifactError, match=f"array '{name}'"):
        save_model(tmp_path, "kind", 1, (), {}, {name: array})


def test_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ArtifactError, match="cannot be written"):
        save(tmp_path / "file")
