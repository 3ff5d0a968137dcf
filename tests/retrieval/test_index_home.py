from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import ArtifactError
from retrieval.exact_index import ExactIndex
from retrieval.index import FaissIndex
from retrieval.index_home import FolderHome, IndexHome, MilvusHome, index_home
from retrieval.manifest import IndexIdentity
from tests.retrieval.vector_index_contract import unit_rows

VECTORS = unit_rows(80, 16, seed=0)
IDENTITY = IndexIdentity("fake", 16, 80, "f1")


@pytest.fixture(params=["folder", "milvus"])
def home(request: pytest.FixtureRequest) -> IndexHome:
    return FolderHome() if request.param == "folder" else MilvusHome(request.getfixturevalue("milvus"))


def test_index_built_at_home_is_found_there(home: IndexHome, tmp_path: Path) -> None:
    folder, seen = tmp_path / "use-v3.1", []
    with pytest.raises(ArtifactError):
        home.load(folder, IDENTITY)
    built = home.build(VECTORS, folder, IDENTITY, lambda done, of: seen.append((done, of)))
    wanted = ExactIndex(VECTORS).search(VECTORS[:4], 5, np.arange(80) % 3 == 0)
    for index in (built, home.load(folder, IDENTITY)):
        found = index.search(VECTORS[:4], 5, np.arange(80) % 3 == 0)
        assert found.rows.tolist() == wanted.rows.tolist()
    assert seen[-1] == (80, 80)


def test_index_of_another_catalogue_has_to_be_built(home: IndexHome, tmp_path: Path) -> None:
    home.build(VECTORS, tmp_path / "e5", IDENTITY, lambda *_: None)
    with pytest.raises(ArtifactError, match="foreign"):
        home.load(tmp_path / "e5", IndexIdentity("fake", 16, 80, "f2"))


def test_vectors_stay_in_the_folder_for_the_next_catalogue(home: IndexHome, tmp_path: Path) -> None:
    home.build(VECTORS, tmp_path / "e5", IDENTITY, lambda *_: None)
    assert FaissIndex.load(tmp_path / "e5", IDENTITY).vectors(np.arange(80)).tolist() == VECTORS.tolist()


def test_address_decides_where_indexes_live() -> None:
    assert index_home(None) == FolderHome()
    assert index_home("http://milvus:19530") == MilvusHome("http://milvus:19530")
