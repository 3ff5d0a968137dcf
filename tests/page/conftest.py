"""A running page, a bot that answers by rote, and a browser."""

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from actions.settings import PROJECT, process_environment

CHROMIUM = shutil.which("chromium")
FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str) -> None:
    """Wait until something answers at `url`, whatever it says."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 its own server
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"nothing answers at {url}")


@dataclass
class FakeBot:
    """The bot of fake_bot.py as a process that can be started and stopped."""

    log: Path
    page_url: str
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def heard(self) -> list[dict[str, object]]:
        """What shoppers said to it."""
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()] if self.log.exists() else []

    def start(self) -> None:
        script = str(PROJECT / "tests" / "page" / "fake_bot.py")
        self.process = subprocess.Popen(
            [sys.executable, script, str(self.port), str(self.log), self.page_url], stderr=subprocess.DEVNULL
        )
        wait_for(self.url)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(20)
            self.process = None


@dataclass(frozen=True)
class Stand:
    """A page and its bot."""

    url: str
    bot: FakeBot


@pytest.fixture(scope="session")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """A page and its bot, running."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    bot = FakeBot(tmp_path_factory.mktemp("bot") / "heard.jsonl", url)
    environment = process_environment(
        CROSSAISLE_PAGE_PORT=str(port),
        CROSSAISLE_BOT_URL=bot.url,
        CROSSAISLE_PUBLIC_URL="http://127.0.0.1:5055",
        CROSSAISLE_ORIGINS=f"{url},{bot.url}",
    )
    bot.start()
    page = subprocess.Popen(
        [sys.executable, "-m", "actions.page"], cwd=PROJECT, env=environment, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(f"{url}/config.json")
        yield Stand(url, bot)
    finally:
        bot.stop()
        page.terminate()
        page.wait(20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium. One to a module: while Playwright runs, no other test can run an event loop."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def complaints() -> list[str]:
    """What pages have complained about; a test that expects some clears it at its end."""
    return []


@pytest.fixture
def context(browser: Browser, complaints: list[str]) -> Iterator[BrowserContext]:
    """A browser of one shopper. Fails a test on whose pages something went wrong."""
    made = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    def on_page(page: Page) -> None:
        page.on("pageerror", lambda error: complaints.append(str(error)))

    made.on("console", on_console)
    made.on("page", on_page)
    yield made
    made.close()
    assert not complaints


@pytest.fixture
def tab(context: BrowserContext) -> Page:
    """A tab of the browser."""
    page = context.new_page()
    page.set_default_timeout(10_000)
    return page
