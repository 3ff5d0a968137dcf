"""`crossaisle bench turn`."""

import json

import click

from actions.benchmarks.turn import measure
from actions.settings import Settings


@click.command("turn")
@click.option("--turns", default=200, type=click.IntRange(20), show_default=True)
@click.option("--repeated", is_flag=True, help="Send the same sixteen messages again and again.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(turns: int, repeated: bool, as_json: bool) -> None:
    """Measure full search turns over REST beside a bot with the same NLU pipeline that only echoes."""
    figures = measure(Settings.from_environment(), turns, lambda text: click.echo(text, err=True), repeated)
    if as_json:
        click.echo(json.dumps(figures))
        return
    click.echo("| | p50 ms | p95 ms |\n|---|---|---|")
    click.echo(f"| a search turn | {figures['p50_ms']} | {figures['p95_ms']} |")
    click.echo(f"| the echo bot | {figures['echo_p50_ms']} | {figures['echo_p95_ms']} |")
    click.echo(f"| ratio | {figures['ratio_p50']} | |")
