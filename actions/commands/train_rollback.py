"""`crossaisle train rollback`."""

import json

import click

from actions.learned.models import registry
from actions.settings import Settings


@click.command("rollback")
@click.argument("kind", default="recommender")
@click.option("--to", "number", type=click.IntRange(1), help="Let this version serve, instead of the one before.")
@click.option("--json", "as_json", is_flag=True, help="Print what serves now as JSON.")
def command(kind: str, number: int | None, as_json: bool) -> None:
    """Let the version of KIND serve again that served before; a running shop takes it over by itself."""
    versions = registry(Settings.from_environment(), kind)
    former = versions.switches()
    version = versions.roll_back() if number is None else versions.switch(number, "chosen by hand")
    if as_json:
        before = former[-1].version if former else None
        click.echo(json.dumps({"kind": kind, "serving": version.number, "method": version.method, "before": before}))
    else:
        click.echo(f"version {version.number} of {kind} ({version.method}) serves now")
