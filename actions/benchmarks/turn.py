"""A whole search turn over REST beside a bot with the same NLU pipeline whose one action only echoes."""

import json
import socket
import statistics
import subprocess
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from actions.settings import PROJECT, Settings, process_environment
from actions.stack.environments import bot_environment, shop_environment
from actions.stack.processes import Service, services, start, stop, wait_until_healthy

QUERIES = (
    "I am looking for red running shoes under {n} euros",
    "wireless headphones up to {n} euros",
    "我想买一个蓝色的茶壶，{n}元以下",
    "{n}元以下的背包",
    "赤いランニングシューズを探しています、{n}ユーロ以下",
    "{n}ユーロ以下のカメラ",
    "Ich suche eine warme Jacke für den Winter unter {n} Euro",
    "Ledergeldbörse bis {n} Euro",
    "je cherche une robe bleue pour un mariage à moins de {n} euros",
    "un parfum à moins de {n} euros",
    "busco un regalo de madera para niños por menos de {n} euros",
    "zapatillas blancas por menos de {n} euros",
    "procuro uma mochila impermeável até {n} euros",
    "chá verde até {n} euros",
    "أريد سماعات رأس بأقل من {n} يورو",
    "أبحث عن ساعة يد ذهبية بأقل من {n} يورو",
)
"""Searches in eight languages, each asked with another price every time: both bots remember texts they have read."""

WARM_UP = 16
LEAST_PRICE = 40
HEALTHY_SECONDS = 180.0


def measure(
    settings: Settings, n_turns: int, tell: Callable[[str], None], is_repeated: bool = False
) -> dict[str, float]:
    """Return p50 and p95 of search turns in milliseconds, the echo bot's p50, and the ratio of the two p50.

    Starts both on free ports of this machine and asks them in turn, so that a busy machine slows both. Conversations
    are four turns long. With `is_repeated` the same messages come again and again, so that both bots know their vectors
    by heart and understanding costs next to nothing.
    """
    with ExitStack() as stack:
        tell("starting the shop, its bot and the echo bot …")
        ours, echo = stack.enter_context(_running(settings))
        for query in QUERIES[:WARM_UP]:
            _turn(ours, "warm", query.format(n=19))
            _turn(echo, "warm", query.format(n=19))
        times: dict[str, list[float]] = {ours: [], echo: []}
        sender = ""
        for number in range(n_turns):
            if number % 4 == 0:
                sender = f"bench-{uuid.uuid4().hex}"
            for url in (ours, echo):
                times[url].append(
                    _turn(
                        url,
                        sender,
                        QUERIES[number % len(QUERIES)].format(n=LEAST_PRICE + (0 if is_repeated else number)),
                    )
                )
            if number % 50 == 49:
                tell(f"{number + 1} of {n_turns} turns")
    p50, echo_p50 = statistics.median(times[ours]), statistics.median(times[echo])
    return {
        "p50_ms": round(p50, 1),
        "p95_ms": round(statistics.quantiles(times[ours], n=20)[-1], 1),
        "echo_p50_ms": round(echo_p50, 1),
        "echo_p95_ms": round(statistics.quantiles(times[echo], n=20)[-1], 1),
        "ratio_p50": round(p50 / echo_p50, 2),
        "n_turns": n_turns,
    }


@contextmanager
def _running(settings: Settings) -> Iterator[tuple[str, str]]:
    """Run both bots and give their addresses."""
    folder = settings.cache / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    shop_port, bot_port, echo_port, echo_bot_port = (free_port() for _ in range(4))
    ours = replace(
        settings,
        port=shop_port,
        bot_url=f"http://127.0.0.1:{bot_port}",
        public_url=f"http://127.0.0.1:{shop_port}",
        database_url=f"sqlite:///{folder / f'shop-{shop_port}.db'}",
    )
    environment = process_environment(
        CROSSAISLE_PORT=str(shop_port),
        CROSSAISLE_DATABASE_URL=ours.database_url,
        CROSSAISLE_TRACKER_DB=str(folder / f"conversations-{bot_port}.db"),
    )
    shop, bot, _page = services(ours, _model([]), environment)
    echo_environment = {
        **bot.environment,
        "CROSSAISLE_SHOP_URL": f"http://127.0.0.1:{echo_port}",
        "CROSSAISLE_TRACKER_DB": str(folder / f"conversations-{echo_bot_port}.db"),
    }
    echo_command = [word.replace(str(bot_port), str(echo_bot_port)) for word in bot.command]
    echo_command[echo_command.index("--model") + 1] = str(_model(["--echo"]))
    python = str(shop_environment().python)
    echo_server = Service(
        "echo-server",
        (python, "-m", "actions.benchmarks.echo_server", str(echo_port)),
        shop.environment,
        echo_port,
        f"http://127.0.0.1:{echo_port}/health",
    )
    echo_bot = Service(
        "echo-bot",
        tuple(echo_command),
        echo_environment,
        echo_bot_port,
        bot.health.replace(str(bot_port), str(echo_bot_port)),
    )
    with ExitStack() as stack:
        for service in (shop, bot, echo_server, echo_bot):
            running = start(service, folder / "logs")
            stack.callback(stop, running.process.pid)
            wait_until_healthy(running, HEALTHY_SECONDS)
        yield ours.bot_url, f"http://127.0.0.1:{echo_bot_port}"


def _model(options: list[str]) -> Path:
    environment = process_environment(PYTHONPATH=str(PROJECT), RASA_TELEMETRY_ENABLED="false")
    command = [str(bot_environment().python), "-m", "bot.train", *options]
    done = subprocess.run(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return Path(done.stdout.strip().splitlines()[-1])


def _turn(bot_url: str, sender: str, text: str) -> float:
    """Ask one question and return the milliseconds to its answer; raises RuntimeError where nothing is answered."""
    body = json.dumps({"sender": sender, "message": text, "metadata": {"country": "DE", "currency": "EUR"}}).encode()
    request = urllib.request.Request(  # noqa: S310 the address is the bench's own
        f"{bot_url}/webhooks/rest/webhook", body, {"Content-Type": "application/json"}
    )
    started = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as reply:  # noqa: S310 the address is the bench's own
        answer: list[dict[str, Any]] = json.load(reply)
    if not answer:
        raise RuntimeError(f"{bot_url} answered nothing to {text!r}: see the logs in the cache folder's bench/logs.")
    return 1000 * (time.perf_counter() - started)


def free_port() -> int:
    """Return a port of loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
