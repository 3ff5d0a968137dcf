"""Options and fixtures of all tests, in both environments."""

from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
SHARED_DATA = PROJECT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real data to try on, which is no part of the project."""
    if not SHARED_DATA.is_dir():
        pytest.skip("../shared/data, real data that is no part of the project, is not on this machine")
    return SHARED_DATA
