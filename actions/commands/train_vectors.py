"""`crossaisle train vectors`."""

from typing import TextIO

import click

from actions.learned.example_vectors import Wanted, add_vectors
from actions.settings import Settings


@click.command("vectors")
@click.argument("wanted", type=click.File(encoding="utf-8"))
def command(wanted: TextIO) -> None:
    """Encode the examples that the bot is about to learn from, listed in the file WANTED, - for standard input.

    `python -m bot.train --wanted` in the bot's environment prints the list. The shop's engine takes a quarter of the
    time of the bot's.
    """
    settings = Settings.from_environment()
    n_added = add_vectors(Wanted.read(wanted.read()), settings.cache / "models", settings.n_threads)
    click.echo(f"{n_added:,} examples encoded", err=True)
