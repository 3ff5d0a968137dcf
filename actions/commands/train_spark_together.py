"""`crossaisle train spark together`."""

import json
from pathlib import Path

import click

from actions.settings import Settings
from retrieval.advice.stored_counts import save_counts
from retrieval.spark.co_occurrence import count_together
from retrieval.spark.session import spark_session


@click.command("together")
@click.argument("events")
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder for the counts.")
@click.option("--master", help="Master of Spark, such as local[2] or spark://host:7077, instead of the one set.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(events: str, to: Path, master: str | None, as_json: bool) -> None:
    """Count what is bought together in EVENTS, a Parquet file or folder as `train data collect` and `clean` write it.

    The counts are exact: they stay in the shop.
    """
    with spark_session(master or Settings.from_environment().spark_master) as session:
        found = count_together(session, events)
    save_counts(found.counts, to)
    n_pairs = sum(1 for _ in found.counts.pairs())
    if as_json:
        figures = {
            "baskets": found.counts.n_baskets,
            "products": len(found.counts.by_product()),
            "pairs": n_pairs,
            "baskets_left_out": found.counts.n_left_out,
            "left_out": dict(found.rejects),
            "folder": str(to),
        }
        click.echo(json.dumps(figures))
        return
    click.echo(
        f"{n_pairs:,} pairs of {len(found.counts.by_product()):,} products in {found.counts.n_baskets:,g} baskets "
        f"are in {to}; {found.counts.n_left_out:,} baskets beyond the bounds"
    )
    for reason, count in found.rejects.items():
        click.echo(f"{count:,} events left out: {reason}")
