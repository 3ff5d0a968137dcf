"""`crossaisle bench long-talk`."""

import json

import click

from actions.benchmarks.long_talk import TALK, measure
from actions.dialogues.bot import Bot
from actions.settings import Settings


@click.command("long-talk")
@click.option("--turns", default=200, type=click.IntRange(5 * len(TALK)), show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.option("--url", help="Address of the running bot; without it CROSSAISLE_BOT_URL.")
def command(turns: int, as_json: bool, url: str | None) -> None:
    """Measure the last turns of a long conversation beside the first ones of young conversations, said by turns.

    The stack must run (`make up`) with the demo shop.
    """
    bot = Bot((url or Settings.from_environment().bot_url).rstrip("/"))
    figures = measure(bot, turns, 4, lambda text: click.echo(f"  {text}", err=True))
    if as_json:
        click.echo(json.dumps(figures))
        return
    click.echo("| | p50 ms |\n|---|---|")
    click.echo(f"| about turn {turns} | {figures['late_p50_ms']} |")
    click.echo(f"| turns 1 to {len(TALK)} of young conversations | {figures['early_p50_ms']} |")
    click.echo(f"| ratio | {figures['ratio_p50']} |")
