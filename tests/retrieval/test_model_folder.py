import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.errors import EncoderError
from retrieval.model_folder import MANIFEST_NAME, ensure_model
from tests.conftest import PROJECT


class Writer:
    """Writes a model of two files and counts how often it was asked to."""

    def __init__(self, content: str = "weights"):
        self.content = content
        self.n_calls = 0

    def __call__(self, folder: Path) -> None:
        self.n_calls += 1
        (folder / "weights").write_text(self.content)
        (folder / "1_Pooling").mkdir()
        (folder / "1_Pooling" / "config.json").write_text("{}")


@pytest.fixture
def folder(tmp_path):
    return ensure_model(tmp_path / "cache" / "model", "package 1.0", Writer())


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_model_is_built_once(folder):
    assert names(folder) == {"weights", "1_Pooling", MANIFEST_NAME}
    again = Writer()
    assert ensure_model(folder, "package 1.0", again) == folder
    assert again.n_calls == 0


def test_model_of_another_version_is_built_again(folder):
    ensure_model(folder, "package 1.1", Writer("newer"))
    assert (folder / "weights").read_text() == "newer"
    assert names(folder.parent) == {"model", ".model.lock"}


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: os.truncate(folder / "weights", 3),
        lambda folder: (folder / "weights").unlink(),
        lambda folder: (folder / "1_Pooling" / "config.json").write_text("{ }"),
        lambda folder: (folder / MANIFEST_NAME).unlink(),
        lambda folder: (folder / MANIFEST_NAME).write_text("{"),
        lambda folder: (folder / MANIFEST_NAME).write_text("[]"),
    ],
)
def test_broken_model_is_built_again(folder, damage):
    damage(folder)
    again = Writer("again")
    ensure_model(folder, "package 1.0", again)
    assert (folder / "weights").read_text() == "again"
    assert names(folder.parent) == {"model", ".model.lock"}


def test_build_that_was_killed_leaves_no_model_and_is_tidied_up(tmp_path):
    code = (
        "import os; from pathlib import Path; from retrieval.model_folder import ensure_model\n"
        "def write(folder): (folder / 'weights').write_text('half'); os.kill(os.getpid(), 9)\n"
        f"ensure_model(Path({str(tmp_path)!r}) / 'model', 'package 1.0', write)"
    )
    killed = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not (tmp_path / "model").exists()
    folder = ensure_model(tmp_path / "model", "package 1.0", Writer())
    assert (folder / "weights").read_text() == "weights"
    assert names(tmp_path) == {"model", ".model.lock"}


def test_two_processes_build_one_model(tmp_path):
    code = (
        "import time; from pathlib import Path; from retrieval.model_folder import ensure_model\n"
        f"parent = Path({str(tmp_path)!r})\n"
        "def write(folder):\n"
        "    with (parent / 'log').open('a') as log: log.write('built ')\n"
        "    time.sleep(0.5); (folder / 'weights').write_text('whole')\n"
        "print((ensure_model(parent / 'model', 'package 1.0', write) / 'weights').read_text())"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    assert [process.communicate()[0] for process in processes] == ["whole\n"] * 3
    assert (tmp_path / "log").read_text() == "built "


def test_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(EncoderError, match=r"cannot be built in .*cache folder that can be written"):
        ensure_model(tmp_path / "file" / "model", "package 1.0", Writer())
