"""Fixtures of the retrieval tests."""

from pathlib import Path

import pytest

from tests.conftest import PROJECT


@pytest.fixture(scope="session")
def model_cache() -> Path:
    """The project's own cache, so that e5 is built once per checkout and not once per test run."""
    return PROJECT / ".cache" / "models"
