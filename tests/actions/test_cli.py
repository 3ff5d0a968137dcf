"""What the command line ends with, as a shell sees it."""

import sys
from pathlib import Path

import pytest

from actions.cli import main


def exit_code(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> object:
    monkeypatch.setattr(sys, "argv", ["crossaisle", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSAISLE_CACHE", str(tmp_path))


def test_command_that_ends_with_1_ends_the_process_with_1(monkeypatch):
    """Commands that said they had failed ended with 0: click returns the code that a command exits with."""
    assert exit_code(monkeypatch, "doctor") == 1


def test_command_that_is_fine_ends_with_0(monkeypatch):
    assert exit_code(monkeypatch, "train", "versions") == 0
    assert exit_code(monkeypatch, "--help") == 0


def test_command_that_fails_ends_with_1_and_wrong_usage_with_2(monkeypatch):
    assert exit_code(monkeypatch, "train", "rollback") == 1
    assert exit_code(monkeypatch, "train", "versions", "--nonsense") == 2
