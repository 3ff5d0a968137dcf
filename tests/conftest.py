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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep a module's tests in one process where several run them, and those of one running stack together."""
    for item in items:
        path = item.path.relative_to(PROJECT)
        group = str(path.parent) if "e2e" in path.parts else str(path)
        item.add_marker(pytest.mark.xdist_group(group))
