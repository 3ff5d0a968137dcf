"""What the bot's tests share. They run in the bot's environment alone: `.venv-bot/bin/python -m pytest tests/bot`."""

import importlib.util
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

HAS_RASA = importlib.util.find_spec("rasa") is not None
collect_ignore_glob = [] if HAS_RASA else ["test_*.py"]

_NOISY = ("rasa", "sanic", "sanic_cors", "sanic_routing", "matplotlib", "tensorflow", "google",
"pkg_resources", "apscheduler", "socketio",
          "engineio", "websockets", "sqlalchemy", "aiohttp", "jsonschema", "dask", "keras",
          "importlib", "pluggy")  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    """Let Rasa 3.6 and what it brings use what its successors no longer do."""
    for module in _NOISY:
        config.addinivalue_line("filterwarnings", rf"ignore::DeprecationWarning:{module}(\..*)?")
    config.addinivalue_line("filterwarnings", "ignore::DeprecationWarning:<frozen importlib.*")
    config.addinivalue_line("filterwarnings", r"ignore::UserWarning:rasa(\..*)?")
    config.addinivalue_line("filterwarnings", r"ignore::FutureWarning:rasa(\..*)?")


@pytest.fixture(scope="session")
def settings():
    from bot.settings import Settings

    return Settings.from_environment()


@pytest.fixture(scope="session")
def extractor(settings):
    from bot.entities.extract import Extractor
    from bot.entities.lexicon import Lexicon

    return Extractor(Lexicon.load(settings))


@pytest.fixture(scope="session")
def model() -> Path:
    """The trained model, made by the command line so that this process stays free of what training leaves behind."""
    made = subprocess.run([sys.executable, "-m", "bot.train"], capture_output=True, text=True, check=True)
    return Path(made.stdout.strip().splitlines()[-1])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class RunningBot:
    """A real Rasa server, and the port where it looks for the shop."""

    def __init__(self, url: str, shop_port: int, tracker_db: Path) -> None:
        self.url, self.shop_port, self.tracker_db = url, shop_port, tracker_db


@pytest.fixture(scope="session")
def bot(model, settings, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bot")
    port, shop_port = free_port(), free_port()
    environment = os.environ | {
        "CROSSAISLE_SHOP_URL": f"http://127.0.0.1:{shop_port}",
        "CROSSAISLE_TRACKER_DB": str(folder / "tracker.db"),
        "RASA_TELEMETRY_ENABLED": "false",
        "PYTHONPATH": str(settings.bot.parent),
    }
    command = [
        sys.executable,
        "-m",
        "rasa",
        "run",
        "-m",
        str(model),
        "--enable-api",
        "-i",
        "127.0.0.1",
        "-p",
        str(port),
    ]
    command += ["--endpoints", "bot/endpoints.yml", "--credentials", "bot/credentials.yml"]
    with (folder / "rasa.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, cwd=settings.bot.parent, stdout=log, stderr=log)
    try:
        _wait_for(port, process, folder / "rasa.log")
        yield RunningBot(f"http://127.0.0.1:{port}", shop_port, folder / "tracker.db")
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port: int, process: subprocess.Popen, log: Path) -> None:
    from tests.bot.client import get

    for _ in range(240):
        if process.poll() is not None:
            raise RuntimeError(f"Rasa ended with {process.returncode}:\n{log.read_text()[-2000:]}")
        try:
            if get(f"http://127.0.0.1:{port}/webhooks/rest/")[0] == 200:
                return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError(f"Rasa did not start:\n{log.read_text()[-2000:]}")
