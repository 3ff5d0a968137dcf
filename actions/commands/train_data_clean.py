"""`crossaisle train data clean`."""

import json
from collections import Counter
from datetime import UTC, datetime
from itertools import compress
from pathlib import Path

import click
import numpy as np

from actions.settings import Settings
from retrieval.behaviour.cleaning import USUAL, Thresholds, clean
from retrieval.behaviour.collecting import events_of_file, write_events
from retrieval.behaviour.event_table import EventTable
from retrieval.behaviour.product_features import added_moments
from retrieval.catalogue import Catalogue
from retrieval.errors import ArtifactError


@click.command("clean")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File: .csv or .parquet.")
@click.option(
    "--most-per-minute", default=USUAL.most_per_minute, type=click.IntRange(1), show_default=True, help="Of a person."
)
@click.option(
    "--most-per-day", default=USUAL.most_per_day, type=click.IntRange(1), show_default=True, help="Of a person."
)
@click.option(
    "--repeat-seconds",
    default=USUAL.repeat_seconds,
    type=click.FloatRange(0),
    show_default=True,
    help="The same within this time was done once.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def command(
    file: Path, to: Path, most_per_minute: int, most_per_day: int, repeat_seconds: float, as_json: bool
) -> None:
    """Leave out events of FILE that cannot have been, were sent twice, or were made by programs.

    Each rule says how many it took. Times before a product was added are judged by the shop's catalogue, where it is.
    """
    counts: Counter[str] = Counter()
    table = EventTable.of(events_of_file(file, None, counts))
    thresholds = Thresholds(most_per_minute=most_per_minute, most_per_day=most_per_day, repeat_seconds=repeat_seconds)
    cleaned = clean(table, datetime.now(UTC).timestamp(), thresholds, _added(table))
    n_kept = write_events(compress(events_of_file(file, None, Counter()), cleaned.is_kept), to)
    taken = {**counts, **cleaned.taken}
    if as_json:
        figures = {"events": n_kept, "left_out": taken, "programs": cleaned.n_shoppers_taken, "file": str(to)}
        click.echo(json.dumps(figures))
        return
    click.echo(f"{n_kept:,} of {len(table) + sum(counts.values()):,} events written to {to}")
    for rule, count in taken.items():
        click.echo(f"{count:,} left out: {rule}")
    click.echo(f"{cleaned.n_shoppers_taken:,} shoppers taken for programs")


def _added(table: EventTable) -> np.ndarray[tuple[int], np.dtype[np.float64]] | None:
    """Return since when each product of the table is sold, nan where not known; None without a catalogue."""
    try:
        known = added_moments(Catalogue.load(Settings.from_environment().cache))
    except ArtifactError as error:
        click.echo(f"  no catalogue, so no product is too new for its events: {error}", err=True)
        return None
    return np.array([known.get(item_id, np.nan) for item_id in table.item_ids], dtype=np.float64)
