"""`crossaisle train data transform`."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from retrieval.behaviour.cleaning import possible
from retrieval.behaviour.collecting import events_of_file
from retrieval.behaviour.event_table import EventTable
from retrieval.behaviour.ratings import interactions_of
from retrieval.behaviour.table_writer import Cell, write_rows
from retrieval.recommenders.interactions import Interactions

COLUMNS: dict[str, type] = {"user_id": str, "product_id": str, "rating": float, "ts": float}


@click.command("transform")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File: .csv or .parquet.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def command(file: Path, to: Path, as_json: bool) -> None:
    """Turn the events of FILE into one rating from 1 to 5 for each shopper and product.

    The result can be judged by `crossaisle evaluate recommend --data csv` and trained on elsewhere.
    """
    counts: Counter[str] = Counter()
    interactions = interactions_of(possible(EventTable.of(events_of_file(file, None, counts)), counts))
    write_rows(to, COLUMNS, _rows(interactions))
    figures = {
        "ratings": len(interactions),
        "shoppers": interactions.n_users,
        "products": interactions.n_items,
        "left_out": dict(counts),
        "file": str(to),
    }
    if as_json:
        click.echo(json.dumps(figures))
        return
    click.echo(
        f"{len(interactions):,} ratings of {interactions.n_items:,} products by {interactions.n_users:,} shoppers "
        f"written to {to}"
    )
    for reason, count in counts.items():
        click.echo(f"{count:,} events left out: {reason}")


def _rows(interactions: Interactions) -> Iterator[tuple[Cell, ...]]:
    for user, item, rating, moment in zip(
        interactions.users, interactions.items, interactions.ratings, interactions.moments, strict=True
    ):
        yield interactions.user_ids[user], interactions.item_ids[item], float(rating), float(moment)
