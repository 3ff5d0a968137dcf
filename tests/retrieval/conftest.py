"""Fixtures of the retrieval tests."""

from pathlib import Path

import pytest

from tests.conftest import PROJECT


@pytest.fixture(scope="session")
def model_cache() -> Path:
    """The project's own cache, so that e5 is built once per checkout and not once per test run."""
    return PROJECT / ".cache" / "models"


@pytest.fixture(scope="session")
def milvus(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a Milvus: a file of Milvus Lite, which serves as a cluster would."""
    pytest.importorskip("pymilvus", reason="pymilvus is not installed: pip install 'crossaisle[milvus]'")
    pytest.importorskip("milvus_lite", reason="milvus-lite is not installed: pip install 'crossaisle[milvus]'")
    return str(tmp_path_factory.mktemp("milvus") / "shop.db")
