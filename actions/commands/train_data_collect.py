"""`crossaisle train data collect`."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from actions.learned.shop_data import consent_line
from actions.settings import Settings
from retrieval.behaviour.collecting import each_once, events_of_file, events_of_store, write_events
from retrieval.behaviour.consents import Consenting, consenting
from retrieval.behaviour.observed import Observed
from retrieval.database import create_engine_for
from retrieval.shopper_store import ShopperStore


@click.command("collect")
@click.option(
    "--from",
    "files",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    multiple=True,
    help="CSV, JSONL or Parquet file of events; may be given several times. Without any: the shop's own database.",
)
@click.option("--consented", is_flag=True, help="All shoppers of the files have consented; you vouch for it.")
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File: .csv or .parquet.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def command(files: tuple[Path, ...], consented: bool, to: Path, as_json: bool) -> None:
    """Bring events of shoppers who consented together into one file.

    Only shoppers whose latest answer to `personalisation` in the shop's database is yes are in it, those of files too.
    """
    if consented and not files:
        raise click.UsageError("--consented is for files; the shop's own database knows who consented")
    engine = create_engine_for(Settings.from_environment().database_url)
    consent = consenting(engine, datetime.now(UTC).date())
    click.echo(f"  {consent_line(consent)}", err=True)
    counts: Counter[str] = Counter()
    given = (
        _of_files(files, None if consented else consent, counts)
        if files
        else events_of_store(ShopperStore(engine), consent, counts)
    )
    n_kept = write_events(each_once(given, counts), to)
    if as_json:
        click.echo(json.dumps({"events": n_kept, "left_out": dict(counts), "file": str(to)}))
        return
    click.echo(f"{n_kept:,} events written to {to}")
    for reason, count in counts.items():
        click.echo(f"{count:,} left out: {reason}")


def _of_files(files: tuple[Path, ...], consent: Consenting | None, counts: Counter[str]) -> Iterator[Observed]:
    for path in files:
        click.echo(f"  reading {path}", err=True)
        yield from events_of_file(path, consent, counts)
