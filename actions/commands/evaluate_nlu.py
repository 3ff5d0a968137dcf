"""`crossaisle evaluate nlu`."""

import json
import subprocess
from pathlib import Path
from typing import Any

import click

from actions.settings import PROJECT, process_environment
from actions.stack.environments import bot_environment
from retrieval.evaluation.understanding_plot import LanguageFigures, draw


@click.command("nlu")
@click.option(
    "--split", type=click.Choice(["dev", "test"]), default="test", show_default=True, help="Which utterances."
)
@click.option(
    "--plot", type=click.Path(path_type=Path, dir_okay=False), help="Draw all measures by language into this PNG file."
)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON, with the whole confusion.")
def command(split: str, plot: Path | None, as_json: bool) -> None:
    """Judge language, intent and entities of utterances that training never sees, in the bot's own environment."""
    environment = process_environment(PYTHONPATH=str(PROJECT), RASA_TELEMETRY_ENABLED="false")
    options = ["--split", split, *(["--json"] if as_json or plot else [])]
    done = subprocess.run(
        [str(bot_environment().python), "-m", "bot.evaluate", *options],
        cwd=PROJECT,
        env=environment,
        check=False,
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode != 0:
        raise click.ClickException("The evaluation failed, as shown above: run `make setup` if the bot is not set up.")
    if plot:
        figures = json.loads(done.stdout)
        draw([LanguageFigures(code, row) for code, row in figures["languages"].items()], split, plot)
        click.echo(f"  drawn: {plot}", err=True)
    click.echo(done.stdout if as_json or not plot else _summary(json.loads(done.stdout)), nl=False)


def _summary(figures: dict[str, Any]) -> str:
    """Return mean and worst language of each measure, and the intents most often confused."""
    lines = [f"{name:24}{_shown(mean):>8}{_shown(figures['worst'][name]):>8}" for name, mean in figures["mean"].items()]
    pairs = [f"{pair['n']:4} times {pair['wanted']} taken for {pair['found']}" for pair in figures["most_confused"]]
    return "\n".join([f"{'':24}{'mean':>8}{'worst':>8}", *lines, *pairs]) + "\n"


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
