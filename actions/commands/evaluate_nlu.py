"""`crossaisle evaluate nlu`."""

import subprocess

import click

from actions.settings import PROJECT, process_environment
from actions.stack.environments import bot_environment


@click.command("nlu")
@click.option(
    "--split", type=click.Choice(["dev", "test"]), default="test", show_default=True, help="Which utterances."
)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(split: str, as_json: bool) -> None:
    """Judge language, intent and entities of utterances that training never sees, in the bot's own environment."""
    environment = process_environment(PYTHONPATH=str(PROJECT), RASA_TELEMETRY_ENABLED="false")
    options = ["--split", split, *(["--json"] if as_json else [])]
    done = subprocess.run(
        [str(bot_environment().python), "-m", "bot.evaluate", *options], cwd=PROJECT, env=environment, check=False
    )
    if done.returncode != 0:
        raise click.ClickException("The evaluation failed, as shown above: run `make setup` if the bot is not set up.")
