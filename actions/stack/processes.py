"""The three processes: starting them, waiting until they answer, stopping them."""

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from actions.settings import PROJECT, Settings
from actions.stack.environments import bot_environment, shop_environment
from actions.stack.errors import StackError

_STOP_SECONDS = 10


@dataclass(frozen=True)
class Service:
    """A process of the stack: how it is started, where it answers when it is well, and where shoppers reach it."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    port: int
    health: str


@dataclass(frozen=True)
class Running:
    """A service that was started: its process and its log."""

    service: Service
    process: subprocess.Popen[bytes]
    log: Path


def services(settings: Settings, model: Path, environment: Mapping[str, str]) -> list[Service]:
    """Return the shop's server, the bot and the page, in the order of starting.

    Secrets of the shop that are not set, its API's token and what signs checkout links, are made once and kept in the
    cache folder.
    """
    host, bot_port = settings.host, int(settings.bot_url.rsplit(":", 1)[-1])
    shop_url = f"http://{host}:{settings.port}"
    shared = {**environment, "CROSSAISLE_CACHE": str(settings.cache), "PYTHONPATH": str(PROJECT)}
    shop = {
        **shared,
        "CROSSAISLE_API_TOKEN": settings.api_token or _kept_secret(settings.cache, "api_token"),
        "CROSSAISLE_CHECKOUT_SECRET": settings.checkout_secret or _kept_secret(settings.cache, "checkout_secret"),
    }
    tracker_db = environment.get("CROSSAISLE_TRACKER_DB") or str(settings.cache / "conversations.db")
    bot = {
        **shared,
        "CROSSAISLE_SHOP_URL": shop_url,
        "CROSSAISLE_TRACKER_DB": tracker_db,
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    }
    shop_python, bot_python = str(shop_environment().python), str(bot_environment().python)
    rasa = [bot_python, "-m", "rasa", "run", "--model", str(model), "--port", str(bot_port), "--interface", host]
    rasa += ["--endpoints", "bot/endpoints.yml", "--credentials", "bot/credentials.yml", "--enable-api"]
    rasa += ["--cors", *settings.origins]
    token = environment.get("CROSSAISLE_RASA_TOKEN")
    rasa += ["--auth-token", token] if token else []
    return [
        Service("shop", (shop_python, "-m", "actions.server"), shop, settings.port, f"{shop_url}/health"),
        Service(
            "bot", tuple(rasa), bot, bot_port, f"http://{host}:{bot_port}/status" + (f"?token={token}" if token else "")
        ),
        Service(
            "page",
            (shop_python, "-m", "actions.page"),
            shared,
            settings.page_port,
            f"http://{host}:{settings.page_port}/",
        ),
    ]


def check_ports(wanted: Sequence[Service], host: str) -> None:
    """Raise StackError naming the first port that something else listens on."""
    for service in wanted:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, service.port))
            except OSError as error:
                raise StackError(
                    f"Port {service.port} of {host}, which the {service.name} needs, is taken ({error.strerror}): "
                    "stop what uses it (`make down`, if it is an earlier start), or set another one "
                    "(docs/settings.md)."
                ) from error


def start(service: Service, logs: Path) -> Running:
    """Start a service in a process group of its own; what it prints goes to `logs`."""
    logs.mkdir(parents=True, exist_ok=True)
    path = logs / f"{service.name}.log"
    with path.open("wb") as log:
        process = subprocess.Popen(
            service.command,
            cwd=PROJECT,
            env=dict(service.environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Running(service, process, path)


def wait_until_healthy(running: Running, seconds: float) -> None:
    """Wait until a service answers; raises StackError with the end of its log where it ends or takes too long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if running.process.poll() is not None:
            raise StackError(
                f"The {running.service.name} ended by itself:\n{_tail(running.log)}\nMend it and try again."
            )
        if answers(running.service.health):
            return
        time.sleep(0.2)
    raise StackError(
        f"The {running.service.name} did not answer at {running.service.health} within {seconds:.0f} s:\n"
        f"{_tail(running.log)}\nSee {running.log}."
    )


def answers(url: str) -> bool:
    """Return whether a GET of `url` gives 200."""
    try:
        with urllib.request.urlopen(url, timeout=5) as reply:  # noqa: S310 the address is the stack's own
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def stop(process_id: int) -> None:
    """End a process group: politely, then by force."""
    for kind in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process_id, kind)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + _STOP_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(process_id, os.WNOHANG)
            if not _is_alive(process_id):
                return
            time.sleep(0.1)


def _is_alive(process_id: int) -> bool:
    try:
        os.killpg(process_id, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _tail(log: Path, n_lines: int = 15) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-n_lines:])


def _kept_secret(cache: Path, name: str) -> str:
    """Return a secret of the cache folder, made where it is not there yet."""
    path = cache / "secrets.json"
    kept: dict[str, str] = json.loads(path.read_text()) if path.is_file() else {}
    if name not in kept:
        cache.mkdir(parents=True, exist_ok=True)
        kept[name] = secrets.token_urlsafe(32)
        path.touch(mode=0o600)
        path.write_text(json.dumps(kept))
    return kept[name]
