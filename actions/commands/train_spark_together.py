"""`crossaisle train spark together`."""

import json
from pathlib import Path

import click

from actions.learned.models import registry
from actions.settings import Settings
from retrieval.advice.stored_counts import KIND, save_counts
from retrieval.quality.learnt_from import write_learnt_from
from retrieval.quality.lineage import Lineage, code_versions
from retrieval.spark.co_occurrence import Counted, count_together
from retrieval.spark.session import spark_session

_METHOD = "exact"


@click.command("together")
@click.argument("events")
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), help="Write the counts here, as no version.")
@click.option("--master", help="Master of Spark, such as local[2] or spark://host:7077, instead of the one set.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(events: str, to: Path | None, master: str | None, as_json: bool) -> None:
    """Count what is bought together in EVENTS, a Parquet file or folder as `train data collect` and `clean` write it.

    They become the version of counts that serves where CROSSAISLE_TOGETHER is `kept`. They are exact and not to leave
    the shop.
    """
    settings = Settings.from_environment()
    with spark_session(master or settings.spark_master) as session:
        found = count_together(session, events)
    place = str(to)
    if to is not None:
        save_counts(found.counts, to)
    else:
        versions = registry(settings, KIND)

        def write(folder: Path) -> None:
            save_counts(found.counts, folder)
            write_learnt_from(folder, found.user_ids)

        version = versions.register(_METHOD, _lineage(found), {}, "counted", write)
        versions.switch(version.number, version.verdict)
        place = f"version {version.number} of {KIND}"
    n_pairs = sum(1 for _ in found.counts.pairs())
    if as_json:
        figures = {
            "baskets": found.counts.n_baskets,
            "products": len(found.counts.by_product()),
            "pairs": n_pairs,
            "baskets_left_out": found.counts.n_left_out,
            "left_out": dict(found.rejects),
            "place": place,
        }
        click.echo(json.dumps(figures))
        return
    click.echo(
        f"{n_pairs:,} pairs of {len(found.counts.by_product()):,} products in {found.counts.n_baskets:,g} baskets "
        f"are in {place}; {found.counts.n_left_out:,} baskets beyond the bounds"
    )
    for reason, count in found.rejects.items():
        click.echo(f"{count:,} events left out: {reason}")


def _lineage(found: Counted) -> Lineage:
    """Say what was counted; the data lie spread over machines and have no fingerprint."""
    return Lineage(
        data_fingerprint="",
        n_users=len(found.user_ids),
        n_items=len(found.counts.by_product()),
        n_interactions=round(found.counts.n_baskets),
        first_moment=None,
        last_moment=None,
        parameters={},
        seed=0,
        code=code_versions(),
    )
