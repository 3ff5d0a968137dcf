"""`crossaisle train`."""

import subprocess

import click

from actions.settings import PROJECT, process_environment
from actions.stack.environments import bot_environment


@click.group("train", invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """Train the bot in its own environment, unless nothing that it is trained from has changed."""
    if context.invoked_subcommand is not None:
        return
    environment = process_environment(RASA_TELEMETRY_ENABLED="false", PYTHONPATH=str(PROJECT))
    done = subprocess.run([str(bot_environment().python), "-m", "bot.train"], cwd=PROJECT, env=environment, check=False)
    if done.returncode != 0:
        raise click.ClickException("Training the bot failed, as shown above.")


@command.command("fusion")
def fusion() -> None:
    """Learn how much each part of the search counts, from the development half of the judged queries."""
    from actions.commands.train_fusion import train_fusion

    train_fusion(click.echo)
