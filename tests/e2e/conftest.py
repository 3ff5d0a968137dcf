"""The whole stack, running: the shop, the bot and the page on free ports, with databases of their own."""

import json
import socket
import subprocess
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from actions.settings import PROJECT, Settings, process_environment
from actions.stack.environments import bot_environment
from actions.stack.processes import Running, Service, services, start, stop, wait_until_healthy

API_TOKEN = "token-of-the-tests"
IDENTITY_SECRET = "identity-secret-of-the-tests-0123456789"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Stack:
    """Addresses of a running stack, and the means to stop and start parts of it."""

    shop_url: str
    bot_url: str
    page_url: str
    services: dict[str, Service]
    running: dict[str, Running]
    logs: Path

    def say(self, text: Any, sender: str = "", **metadata: str) -> list[dict[str, Any]]:
        """Send a message over REST and return the bot's messages."""
        body = {"sender": sender or f"test-{uuid.uuid4().hex}", "message": text, "metadata": metadata}
        request = urllib.request.Request(
            f"{self.bot_url}/webhooks/rest/webhook",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as reply:
            answer: list[dict[str, Any]] = json.load(reply)
        return answer

    def stop(self, name: str) -> None:
        process = self.running.pop(name).process
        stop(process.pid)
        process.wait()

    def start(self, name: str) -> None:
        self.running[name] = start(self.services[name], self.logs)
        wait_until_healthy(self.running[name], 180)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    folder = tmp_path_factory.mktemp("stack")
    if not bot_environment().is_built():
        pytest.skip("the bot's environment is not built: run `make setup`")
    ports = {name: free_port() for name in ("shop", "bot", "page")}
    urls = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    settings = replace(
        Settings.from_environment(),
        port=ports["shop"],
        page_port=ports["page"],
        bot_url=urls["bot"],
        public_url=urls["shop"],
        origins=(urls["page"],),
        api_token=API_TOKEN,
    )
    trained = subprocess.run(
        [str(bot_environment().python), "-m", "bot.train"],
        cwd=PROJECT,
        env=process_environment(PYTHONPATH=str(PROJECT), RASA_TELEMETRY_ENABLED="false"),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    environment = process_environment(
        CROSSAISLE_PORT=str(ports["shop"]),
        CROSSAISLE_PAGE_PORT=str(ports["page"]),
        CROSSAISLE_BOT_URL=urls["bot"],
        CROSSAISLE_PUBLIC_URL=urls["shop"],
        CROSSAISLE_ORIGINS=urls["page"],
        CROSSAISLE_API_TOKEN=API_TOKEN,
        CROSSAISLE_IDENTITY_SECRET=IDENTITY_SECRET,
        CROSSAISLE_DATABASE_URL=f"sqlite:///{folder / 'shop.db'}",
        CROSSAISLE_TRACKER_DB=str(folder / "conversations.db"),
    )
    planned = services(settings, Path(trained.stdout.strip().splitlines()[-1]), environment)
    made = Stack(urls["shop"], urls["bot"], urls["page"], {one.name: one for one in planned}, {}, folder / "logs")
    with ExitStack() as cleanup:
        cleanup.callback(lambda: [made.stop(name) for name in list(made.running)])
        for service in planned:
            made.running[service.name] = start(service, made.logs)
        for running in list(made.running.values()):
            wait_until_healthy(running, 180)
        yield made
