"""The two Python environments: finding interpreters, building, and skipping what is built already."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from actions.settings import PROJECT, process_environment
from actions.stack.errors import StackError

_STAMP = "crossaisle-stamp"
_GIGABYTE = 1024**3


@dataclass(frozen=True)
class Environment:
    """A virtual environment: its folder, the lock files it is built from, the Pythons that will do, and its size.

    `versions` are tried in order. `gigabytes` must be free on the disk before it is built.
    """

    name: str
    folder: Path
    locks: tuple[Path, ...]
    versions: tuple[str, ...]
    gigabytes: float
    has_project: bool

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self.folder / "bin" / "python"

    def is_built(self) -> bool:
        """Return whether the environment stands and its lock files have not changed since."""
        stamp = self.folder / _STAMP
        return self.python.exists() and stamp.is_file() and stamp.read_text() == self._digest()

    def build(self) -> None:
        """Build the environment; pip's own progress is shown. Raises StackError with a remedy."""
        free = shutil.disk_usage(PROJECT).free / _GIGABYTE
        if free < self.gigabytes and not self.python.exists():
            raise StackError(
                f"The disk has {free:.1f} GB free, and the environment of the {self.name} needs {self.gigabytes:g} GB: "
                "free some room and try again."
            )
        if not self.python.exists():
            _run([find_python(self.versions), "-m", "venv", str(self.folder)], f"making {self.folder.name}")
        requirements = [word for lock in self.locks for word in ("-r", str(lock))]
        pip = [str(self.python), "-m", "pip", "--disable-pip-version-check", "install", "--progress-bar", "on"]
        _run([*pip, "--quiet", *requirements], f"installing {', '.join(lock.name for lock in self.locks)}")
        if self.has_project:
            _run([*pip, "--quiet", "--no-deps", "--editable", str(PROJECT)], "installing crossaisle itself")
        (self.folder / _STAMP).write_text(self._digest())

    def _digest(self) -> str:
        digest = hashlib.sha256()
        for path in (*self.locks, *([PROJECT / "pyproject.toml"] if self.has_project else [])):
            digest.update(path.read_bytes())
        return digest.hexdigest()


def shop_environment(has_tests: bool = False) -> Environment:
    """Return the main environment; with `has_tests` also what the tests need."""
    locks = [PROJECT / "requirements" / "shop.txt"]
    if has_tests or _stamp_has_tests():
        locks.append(PROJECT / "requirements" / "test.txt")
    return Environment("shop", PROJECT / ".venv", tuple(locks), ("3.11", "3.12", "3.13"), 4, has_project=True)


def bot_environment() -> Environment:
    """Return the bot's environment: Rasa 3.6 runs on CPython 3.10 only."""
    return Environment(
        "bot", PROJECT / ".venv-bot", (PROJECT / "requirements" / "bot.txt",), ("3.10",), 4, has_project=False
    )


def _stamp_has_tests() -> bool:
    """Return whether the main environment was built with the tests' packages, so that a demo does not rebuild it."""
    return (PROJECT / ".venv" / "bin" / "pytest").exists()


def find_python(versions: Iterable[str]) -> str:
    """Return an interpreter of the first of these versions that answers; a shim that does not run is passed over.

    Looks for `pythonX.Y` on the PATH, then among pyenv's versions, then asks uv. Raises StackError saying how to get
    one.
    """
    wanted = list(versions)
    for version in wanted:
        for candidate in _candidates(version):
            if _answers(candidate, version):
                return candidate
    raise StackError(
        f"No CPython {' or '.join(wanted)} was found: install one (`pyenv install {wanted[0]}`, "
        f"`uv python install {wanted[0]}` or your system's package python{wanted[0]}) and try again."
    )


def _candidates(version: str) -> Iterable[str]:
    if sys.version_info[:2] == tuple(int(part) for part in version.split(".")):
        yield sys.executable
    on_path = shutil.which(f"python{version}")
    if on_path:
        yield on_path
    root = Path(process_environment().get("PYENV_ROOT", "~/.pyenv")).expanduser()
    for folder in sorted((root / "versions").glob(f"{version}.*"), reverse=True):
        yield str(folder / "bin" / "python")
    if shutil.which("uv"):
        found = subprocess.run(["uv", "python", "find", version], capture_output=True, text=True, check=False)
        if found.returncode == 0:
            yield found.stdout.strip()


def _answers(python: str, version: str) -> bool:
    code = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"
    try:
        reply = subprocess.run([python, "-c", code], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return reply.returncode == 0 and reply.stdout.strip() == version


def _run(command: list[str], what: str) -> None:
    print(f"  {what} …", flush=True)
    if subprocess.run(command, check=False).returncode != 0:
        raise StackError(f"The step «{what}» failed, as shown above: mend it and try again; finished steps are kept.")
