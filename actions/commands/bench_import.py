"""`crossaisle bench import`."""

import json
from dataclasses import asdict

import click

from actions.benchmarks.feed_import import measure


@click.command("import")
@click.option("--rows", default=1_000_000, type=click.IntRange(1), show_default=True, help="Rows of the feed.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(rows: int, as_json: bool) -> None:
    """Measure the memory and time of importing a large feed, in a process and a cache folder of its own."""
    found = measure(rows, lambda text: click.echo(text, err=True))
    if as_json:
        click.echo(json.dumps(asdict(found)))
        return
    click.echo(f"{found.rows:,} rows gave {found.products:,} products in {found.seconds:,} s")
    click.echo(f"at most {found.peak_mib:,} MiB of memory")
