"""`crossaisle train`."""

import subprocess

import click

from actions.settings import PROJECT, process_environment
from actions.stack.environments import bot_environment


@click.command("train")
def command() -> None:
    """Train the bot in its own environment, unless nothing that it is trained from has changed."""
    environment = process_environment(RASA_TELEMETRY_ENABLED="false", PYTHONPATH=str(PROJECT))
    done = subprocess.run([str(bot_environment().python), "-m", "bot.train"], cwd=PROJECT, env=environment, check=False)
    if done.returncode != 0:
        raise click.ClickException("Training the bot failed, as shown above.")
