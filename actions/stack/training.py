"""Training the bot: it says what it waits for, the shop encodes that, then it learns."""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from actions.settings import PROJECT
from actions.stack.environments import bot_environment, shop_environment
from actions.stack.errors import StackError


def train_bot(environment: Mapping[str, str], messages: IO[bytes] | None = None) -> Path:
    """Return the bot's model, trained where what it learns from has changed; what is said goes to `messages`.

    Raise StackError where a step fails.
    """
    bot = [str(bot_environment().python), "-m", "bot.train"]
    wanted = _said([*bot, "--wanted"], environment, messages)
    _said([str(shop_environment().python), "-m", "actions.cli", "train", "vectors", "-"], environment, messages, wanted)
    return Path(_said(bot, environment, messages).decode().strip().splitlines()[-1])


def _said(command: list[str], environment: Mapping[str, str], messages: IO[bytes] | None, told: bytes = b"") -> bytes:
    """Return what `command` prints, having been told `told`."""
    done = subprocess.run(
        command, cwd=PROJECT, env=environment, input=told, stdout=subprocess.PIPE, stderr=messages, check=False
    )
    if done.returncode != 0:
        where = f"{messages.name} says why" if messages is not None else "it is shown above why"
        raise StackError(f"Training the bot failed: {where}; mend it and try again.")
    return done.stdout
