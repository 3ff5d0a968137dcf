"""Setting up and starting: what is missing is said in one sentence with a remedy, what stands is left alone."""

import os
import socket
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from actions.settings import PROJECT, Settings, SettingsError
from actions.stack import environments
from actions.stack.environments import Environment, find_python
from actions.stack.errors import StackError
from actions.stack.processes import Service, check_ports, services, start, stop, wait_until_healthy

HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"


def environment(tmp_path: Path, gigabytes: float = 0.001) -> Environment:
    lock = tmp_path / "lock.txt"
    lock.write_text("# nothing\n")
    return Environment("test", tmp_path / "venv", (lock,), (HERE,), gigabytes, has_project=False)


def sleeper(port: int, code: str = "import time; time.sleep(60)") -> Service:
    return Service("sleeper", (sys.executable, "-c", code), dict(os.environ), port, f"http://127.0.0.1:{port}/")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_running_python_is_found() -> None:
    assert subprocess.run([find_python([HERE]), "--version"], check=True, capture_output=True).returncode == 0


def test_missing_python_is_named_with_a_remedy() -> None:
    with pytest.raises(StackError, match=r"No CPython 3\.99 was found: install one .*pyenv install 3\.99"):
        find_python(["3.99"])


def test_shim_that_does_not_run_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shim = tmp_path / "python3.99"
    shim.write_text("#!/bin/sh\necho 'not installed' >&2\nexit 127\n")
    shim.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(StackError, match=r"No CPython 3\.99"):
        find_python(["3.99"])


def test_environment_is_built_once_and_again_when_its_lock_changes(tmp_path: Path) -> None:
    made = environment(tmp_path)
    assert not made.is_built()
    made.build()
    assert made.is_built()
    made.locks[0].write_text("# changed\n")
    assert not made.is_built()


def test_full_disk_is_said_before_anything_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(environments.shutil, "disk_usage", lambda _: usage(10, 9, 1024**3))
    made = environment(tmp_path, gigabytes=4)
    with pytest.raises(StackError, match=r"has 1\.0 GB free, .* needs 4 GB: free some room"):
        made.build()
    assert not made.folder.exists()


def test_taken_port_is_named_with_a_remedy() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(
            StackError, match=rf"Port {port} of 127\.0\.0\.1, which the sleeper needs, is taken .*make down"
        ):
            check_ports([sleeper(port)], "127.0.0.1")


def test_process_that_ends_is_told_with_the_end_of_its_log(tmp_path: Path) -> None:
    running = start(sleeper(free_port(), "raise SystemExit('no such luck')"), tmp_path)
    with pytest.raises(StackError, match="ended by itself:\nno such luck"):
        wait_until_healthy(running, 20)


def test_process_that_never_answers_is_told_and_stopped(tmp_path: Path) -> None:
    running = start(sleeper(free_port()), tmp_path)
    with pytest.raises(StackError, match="did not answer"):
        wait_until_healthy(running, 1)
    stop(running.process.pid)
    with pytest.raises(ProcessLookupError):
        os.killpg(running.process.pid, 0)
    running.process.wait(5)


def test_all_three_listen_on_loopback_unless_told_otherwise() -> None:
    settings = Settings.from_environment({})
    planned = services(settings, Path("model"), {})
    assert settings.host == "127.0.0.1"
    assert [service.port for service in planned] == [5055, 5005, 5080]
    bot = planned[1].command
    assert bot[bot.index("--interface") + 1] == "127.0.0.1"
    assert "--auth-token" not in bot


def test_rasas_api_needs_the_token_that_is_set() -> None:
    bot = services(Settings.from_environment({}), Path("model"), {"CROSSAISLE_RASA_TOKEN": "secret"})[1]
    assert bot.command[bot.command.index("--auth-token") + 1] == "secret"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CROSSAISLE_PORT", "80x"),
        ("CROSSAISLE_PORT", "70000"),
        ("CROSSAISLE_CURRENCY", "euro"),
        ("CROSSAISLE_THREADS", "0"),
    ],
)
def test_bad_setting_is_named_with_its_value(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"{name} is '{value}'"):
        Settings.from_environment({name: value})


def test_make_names_every_command() -> None:
    makefile = (PROJECT / "Makefile").read_text()
    for command in ("demo", "test", "setup", "up", "down", "lint"):
        assert command in makefile.split(".PHONY:")[1]


def test_wrong_usage_exits_with_2() -> None:
    done = subprocess.run([sys.executable, "-m", "actions.stack", "fly"], cwd=PROJECT, capture_output=True, check=False)
    assert done.returncode == 2
