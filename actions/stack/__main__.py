"""`make demo`, `make up`, `make down`, `make setup`, `make test`, `make lint`, `make clean`."""

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from actions.settings import PROJECT, Settings, SettingsError, process_environment
from actions.stack.environments import bot_environment, shop_environment
from actions.stack.errors import StackError
from actions.stack.processes import Running, check_ports, services, start, stop, wait_until_healthy
from actions.stack.training import train_bot

HEALTHY_SECONDS = 180.0
TEST_PROCESSES = 2
"""Processes that share the shop's tests: each holds the encoders and its own small shops, about 2 GB."""


def setup(has_tests: bool = False) -> None:
    """Build both environments side by side, as far as they are not built."""
    missing = []
    for environment in (shop_environment(has_tests), bot_environment()):
        is_built = environment.is_built()
        print(f"• environment of the {environment.name}{': unchanged' if is_built else ''}", flush=True)
        missing += [] if is_built else [environment]
    with ThreadPoolExecutor(max_workers=2) as builders:
        for built in [builders.submit(environment.build) for environment in missing]:
            built.result()


def build(settings: Settings) -> Path:
    """Build catalogue, index and bot model, as far as they are not built, and return the model."""
    shop = str(shop_environment().python)
    _command([shop, "-m", "actions.cli", "import", "--if-missing", "--no-index", "demo"], "catalogue")
    _command([shop, "-m", "actions.cli", "index"], "index")
    _command([shop, "-m", "actions.cli", "shoppers", "demo", "--if-demo-shop"], "shoppers")
    return _trained(settings)


def demo(settings: Settings) -> None:
    """Set up, build, start everything, and stop it on Ctrl-C."""
    running = _started(settings)
    print(f"\nThe shop is open: http://{settings.host}:{settings.page_port}  (Ctrl-C stops it)\n", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        while True:
            time.sleep(1)
            for one in running:
                if one.process.poll() is not None:
                    raise StackError(f"The {one.service.name} has ended: see {one.log}, then start again.")
    except KeyboardInterrupt:
        print("\nStopping …", flush=True)
    finally:
        _stop(running)


def up(settings: Settings) -> None:
    """Start everything in the background."""
    running = _started(settings)
    pids = {one.service.name: one.process.pid for one in running}
    _pid_file(settings).write_text(json.dumps(pids))
    for name, url in {
        "page": f"http://{settings.host}:{settings.page_port}",
        "shop": f"http://{settings.host}:{settings.port}",
        "bot": settings.bot_url,
    }.items():
        print(f"{name}: {url}")


def down(settings: Settings) -> None:
    """Stop what `up` started."""
    path = _pid_file(settings)
    if not path.is_file():
        print("Nothing was started with `make up`.")
        return
    for name, pid in reversed(json.loads(path.read_text()).items()):
        stop(pid)
        print(f"{name} stopped")
    path.unlink()


def test(settings: Settings) -> int:
    """Run every test in both environments and return how many of the two runs failed."""
    setup(has_tests=True)
    build(settings)
    environment = _environment(settings)
    in_parallel = ["--numprocesses", str(TEST_PROCESSES), "--dist", "loadgroup"]
    runs = [
        [str(shop_environment().python), "-m", "pytest", "tests", "--ignore=tests/bot", *in_parallel],
        [str(bot_environment().python), "-m", "pytest", "tests/bot", "tests/contract"],
    ]
    failed = 0
    for command in runs:
        failed += subprocess.run(command, cwd=PROJECT, env=environment, check=False).returncode != 0
    return failed


def lint() -> int:
    """Check form and types and return how many of the checks failed."""
    setup(has_tests=True)
    python = str(shop_environment(has_tests=True).python)
    checks = [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]]
    return sum(subprocess.run([python, "-m", *check], cwd=PROJECT, check=False).returncode != 0 for check in checks)


def clean(settings: Settings) -> None:
    """Remove both environments and all that was built."""
    for folder in (shop_environment().folder, bot_environment().folder, settings.cache):
        shutil.rmtree(folder, ignore_errors=True)


def main(arguments: Sequence[str]) -> int:
    """Run one command and return the exit code: 0 fine, 1 failed, 2 wrong usage."""
    command = arguments[0] if len(arguments) == 1 else ""
    try:
        settings = Settings.from_environment()
        if command == "setup":
            setup()
        elif command == "lint":
            return min(lint(), 1)
        elif command == "test":
            return min(test(settings), 1)
        elif command in {"demo", "up", "down", "clean"}:
            {"demo": demo, "up": up, "down": down, "clean": clean}[command](settings)
        else:
            print("Usage: python3 -m actions.stack demo|up|down|setup|test|lint|clean", file=sys.stderr)
            return 2
    except (StackError, SettingsError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 1
    return 0


def _started(settings: Settings) -> list[Running]:
    setup()
    planned = services(settings, Path("model"), _environment(settings))
    check_ports(planned, settings.host)
    model = build(settings)
    running: list[Running] = []
    try:
        print("• starting", flush=True)
        for service in services(settings, model, _environment(settings)):
            running.append(start(service, settings.cache / "logs"))
        for one in running:
            wait_until_healthy(one, HEALTHY_SECONDS)
            print(f"  {one.service.name} is well", flush=True)
    except (StackError, KeyboardInterrupt):
        _stop(running)
        raise
    return running


def _stop(running: Sequence[Running]) -> None:
    for one in reversed(running):
        stop(one.process.pid)


def _command(command: list[str], what: str) -> None:
    print(f"• {what}", flush=True)
    if subprocess.run(command, cwd=PROJECT, check=False).returncode != 0:
        raise StackError(f"Building the {what} failed, as shown above: mend it and try again.")


def _trained(settings: Settings) -> Path:
    """Train the bot if its inputs have changed; Rasa's many messages go to a log."""
    log = settings.cache / "logs" / "train.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    print("• bot model (training takes some minutes the first time)", flush=True)
    with log.open("wb") as messages:
        return train_bot(_environment(settings), messages)


def _environment(settings: Settings) -> dict[str, str]:
    return process_environment(
        CROSSAISLE_CACHE=str(settings.cache), RASA_TELEMETRY_ENABLED="false", PYTHONPATH=str(PROJECT)
    )


def _pid_file(settings: Settings) -> Path:
    return settings.cache / "running.json"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
