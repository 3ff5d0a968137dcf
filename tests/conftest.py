"""Options and fixtures of all tests, in both environments."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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


@pytest.fixture(scope="module")
def postgres_url() -> Iterator[str]:
    """Start a cluster of its own on a socket in a folder of its own, as a user who may: PostgreSQL refuses root."""
    pytest.importorskip("psycopg", reason='psycopg is not installed; pip install "psycopg[binary]"')
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL's programs are not at /usr/lib/postgresql/*/bin")
    as_user: dict[str, Any] = {}
    if os.geteuid() == 0:
        users = {entry.pw_name: entry for entry in pwd.getpwall()}
        entry = users.get("postgres") or users.get("nobody")
        if entry is None:
            pytest.skip("PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody")
        as_user = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    folder = Path(tempfile.mkdtemp(prefix="crossaisle-pg-"))
    if as_user:
        os.chown(folder, as_user["user"], as_user["group"])

    def run(program: str, *arguments: str) -> None:
        command = [str(found[-1].with_name(program)), *arguments]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, timeout=60, **as_user)

    data, options = str(folder / "data"), f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    try:
        run("initdb", "-D", data, "-U", "shop", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        run("pg_ctl", "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            yield f"postgresql://shop@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder)
