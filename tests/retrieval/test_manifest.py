import json
import os
import signal
import subprocess
import sys
import time
import zlib
from dataclasses import replace
from pathlib import Path

import faiss
import numpy as np
import pytest

from retrieval.errors import ArtifactError
from retrieval.index import FORMAT_VERSION, FaissIndex
from retrieval.manifest import MANIFEST_NAME, IndexIdentity, Manifest, open_published, publish
from tests.conftest import PROJECT
from tests.retrieval.vector_index_contract import unit_rows

IDENTITY = IndexIdentity("fake (fake 1.0)", 32, 200, "f1")
VECTORS = unit_rows(200, 32, seed=0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    FaissIndex.build(VECTORS).save(tmp_path, IDENTITY)
    return tmp_path


def data_file(folder: Path) -> Path:
    return folder / Manifest.read(folder).file


def rewrite(folder: Path, **fields: object) -> None:
    path = folder / MANIFEST_NAME
    path.write_text(json.dumps(json.loads(path.read_text()) | fields))


def test_saved_index_searches_as_the_original(folder):
    found = FaissIndex.load(folder, IDENTITY).search(VECTORS[:5], 10)
    wanted = FaissIndex.build(VECTORS).search(VECTORS[:5], 10)
    assert found.rows.tolist() == wanted.rows.tolist()
    assert found.scores.tolist() == wanted.scores.tolist()


def test_manifest_tells_what_the_index_is_of(folder):
    manifest = Manifest.read(folder)
    path = data_file(folder)
    assert (manifest.model, manifest.dim, manifest.n_rows, manifest.fingerprint) == ("fake (fake 1.0)", 32, 200, "f1")
    assert (manifest.version, manifest.file_bytes) == (FORMAT_VERSION, path.stat().st_size)
    assert manifest.crc32 == zlib.crc32(path.read_bytes())


def test_folder_without_an_index_is_named(tmp_path):
    with pytest.raises(ArtifactError, match=f"no index in {tmp_path}.*crossaisle index"):
        FaissIndex.load(tmp_path, IDENTITY)


@pytest.mark.parametrize("n_bytes", [0, 1, 40, 5000])
def test_truncated_index_is_named(folder, n_bytes):
    os.truncate(data_file(folder), n_bytes)
    with pytest.raises(ArtifactError, match=f"truncated: {n_bytes} bytes of"):
        FaissIndex.load(folder, IDENTITY)


def test_index_without_its_file_is_named(folder):
    data_file(folder).unlink()
    with pytest.raises(ArtifactError, match="truncated: 0 bytes of"):
        FaissIndex.load(folder, IDENTITY)


def test_corrupt_index_is_named(folder):
    content = bytearray(data_file(folder).read_bytes())
    content[-100] ^= 1
    data_file(folder).write_bytes(content)
    with pytest.raises(ArtifactError, match="corrupt: its CRC-32"):
        FaissIndex.load(folder, IDENTITY)


@pytest.mark.parametrize(("version", "age"), [(FORMAT_VERSION - 1, "older"), (FORMAT_VERSION + 1, "newer")])
def test_index_of_another_version_is_named(folder, version, age):
    rewrite(folder, version=version)
    with pytest.raises(ArtifactError, match=f"is {age} than this code: format {version}"):
        FaissIndex.load(folder, IDENTITY)


@pytest.mark.parametrize(
    ("name", "value"), [("model", "fake (fake 1.1)"), ("dim", 33), ("n_rows", 201), ("fingerprint", "f2")]
)
def test_foreign_index_is_named(folder, name, value):
    with pytest.raises(ArtifactError, match=f"foreign: its {name} is "):
        FaissIndex.load(folder, replace(IDENTITY, **{name: value}))


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"model": "fake"}', "\x00" * 40])
def test_manifest_that_is_none_is_named(folder, content):
    (folder / MANIFEST_NAME).write_text(content)
    with pytest.raises(ArtifactError, match=r"cannot be read|is no manifest"):
        FaissIndex.load(folder, IDENTITY)


def test_manifest_with_a_field_of_another_type_is_named(folder):
    rewrite(folder, crc32="0")
    with pytest.raises(ArtifactError, match="is no manifest"):
        FaissIndex.load(folder, IDENTITY)


def test_file_of_another_kind_is_named(tmp_path):
    publish(tmp_path, IDENTITY, FORMAT_VERSION, lambda path: path.write_bytes(b"not an index"))
    with pytest.raises(ArtifactError, match="cannot be read by FAISS"):
        FaissIndex.load(tmp_path, IDENTITY)


def test_index_of_another_kind_is_named(tmp_path):
    by_distance = faiss.IndexFlatL2(32)
    by_distance.add(VECTORS)
    publish(tmp_path, IDENTITY, FORMAT_VERSION, lambda path: faiss.write_index(by_distance, str(path)))
    with pytest.raises(ArtifactError, match="not an IndexFlatIP of 200 × 32"):
        FaissIndex.load(tmp_path, IDENTITY)


def test_new_index_takes_the_place_of_the_old_and_leaves_nothing_behind(folder):
    before = FaissIndex.load(folder, IDENTITY)
    vectors = unit_rows(300, 32, seed=1)
    identity = replace(IDENTITY, n_rows=300, fingerprint="f2")
    FaissIndex.build(vectors).save(folder, identity)
    assert sorted(path.name for path in folder.iterdir()) == sorted([".lock", MANIFEST_NAME, data_file(folder).name])
    assert len(FaissIndex.load(folder, identity)) == 300
    assert before.search(VECTORS, 1).rows[:, 0].tolist() == list(range(200))


def test_index_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ArtifactError, match="cannot be written"):
        FaissIndex.build(VECTORS).save(tmp_path / "file" / "index", IDENTITY)


KILLED_WHILE = {
    "data is written": "publish(folder, identity, version, lambda path: (path.write_bytes(b'half'), kill()))",
    "manifest is put in place": "Path.replace = kill; publish(folder, identity, version, lambda path: path.touch())",
}


@pytest.mark.parametrize("moment", KILLED_WHILE)
def test_save_killed_in_the_middle_leaves_the_former_index_in_force(folder, moment):
    code = (
        "import os\nfrom pathlib import Path\nfrom retrieval.manifest import IndexIdentity, publish\n"
        f"folder, identity, version = Path({str(folder)!r}), {IDENTITY!r}, {FORMAT_VERSION}\n"
        f"kill = lambda *_: os.kill(os.getpid(), {signal.SIGKILL.value})\n{KILLED_WHILE[moment]}"
    )
    killed = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(list(folder.glob("index-*"))) == 2
    assert FaissIndex.load(folder, IDENTITY).search(VECTORS[:1], 1).rows.tolist() == [[0]]
    FaissIndex.build(VECTORS).save(folder, IDENTITY)
    assert sorted(path.name for path in folder.iterdir()) == sorted([".lock", MANIFEST_NAME, data_file(folder).name])


SAVE_FOR_EVER = """
import sys
from pathlib import Path
from retrieval.index import FaissIndex
from tests.retrieval.test_manifest import IDENTITY, signed
indexes = [FaissIndex.build(signed(sign)) for sign in (1, -1)]
while True:
    for index in indexes:
        index.save(Path(sys.argv[1]), IDENTITY)
"""


def signed(sign: int) -> np.ndarray:
    """Return vectors that all have the same first number but for its sign, by which a mixture would show."""
    vectors = unit_rows(200, 32, seed=2)
    vectors[:, 0] = sign
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def test_reader_always_finds_a_whole_index_while_another_process_replaces_it_and_is_killed(folder):
    query = np.eye(1, 32, dtype=np.float32)
    FaissIndex.build(signed(1)).save(folder, IDENTITY)
    seen = set()
    for _ in range(3):
        writer = subprocess.Popen([sys.executable, "-c", SAVE_FOR_EVER, str(folder)], cwd=PROJECT)
        former, deadline = data_file(folder), time.monotonic() + 60
        while data_file(folder) == former and time.monotonic() < deadline:
            time.sleep(0.01)
        for _ in range(60):
            scores = FaissIndex.load(folder, IDENTITY).search(query, 200).scores
            assert (scores > 0).all() or (scores < 0).all()
            seen.add(bool(scores[0, 0] > 0))
        writer.kill()
        writer.wait()
        FaissIndex.load(folder, IDENTITY)
    assert seen == {True, False}


def test_reader_looks_again_where_the_index_was_replaced_while_it_read(folder):
    def read(path: Path) -> int:
        if not replaced:
            replaced.append(path)
            FaissIndex.build(VECTORS).save(folder, IDENTITY)
        return path.stat().st_size

    replaced: list[Path] = []
    assert open_published(folder, IDENTITY, FORMAT_VERSION, read) == data_file(folder).stat().st_size


def test_reader_gives_up_on_an_index_that_is_replaced_each_time(folder):
    def read(path: Path) -> int:
        FaissIndex.build(VECTORS).save(folder, IDENTITY)
        return path.stat().st_size

    with pytest.raises(ArtifactError, match="replaced 5 times"):
        open_published(folder, IDENTITY, FORMAT_VERSION, read)
