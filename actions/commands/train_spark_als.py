"""`crossaisle train spark als`."""

import json
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from actions.learned.models import registry
from actions.settings import Settings
from retrieval.quality.lineage import Lineage, code_versions
from retrieval.quality.recommender_training import RecommenderTraining
from retrieval.recommenders.matrix_factors import AlsSettings
from retrieval.recommenders.methods import METHODS
from retrieval.spark.als import Learnt, learn_als
from retrieval.spark.session import spark_session

_METHOD = "als"


@click.command("als")
@click.argument("ratings")
@click.option("--master", help="Master of Spark, such as local[2] or spark://host:7077, instead of the one set.")
@click.option("--factors", default=AlsSettings().factors, show_default=True, type=click.IntRange(1))
@click.option("--iterations", default=AlsSettings().iterations, show_default=True, type=click.IntRange(1))
@click.option("--seed", default=AlsSettings().seed, show_default=True, help="Seed of the first factors.")
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), help="Write the model here and judge nothing.")
@click.option(
    "--check/--no-check", default=True, show_default=True, help="Judge it, and let it serve if it passes the gate."
)
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@click.pass_context
def command(
    context: click.Context,
    ratings: str,
    master: str | None,
    factors: int,
    iterations: int,
    seed: int,
    to: Path | None,
    check: bool,
    as_json: bool,
) -> None:
    """Learn from RATINGS, a Parquet file or folder that the machines can read, as `train data transform` writes it.

    Shoppers kept apart are judged on, not learnt from, and the gate is that of `crossaisle train recommender`: exit 1
    where a checked model may not serve. With --to nobody is kept apart.
    """
    started = time.monotonic()
    settings = Settings.from_environment()
    wanted = replace(AlsSettings(), factors=factors, iterations=iterations, seed=seed)
    with spark_session(master or settings.spark_master) as session:
        found = learn_als(session, ratings, wanted, _tell, holds_out=to is None)
    figures: dict[str, object] = {
        "method": _METHOD,
        "interactions": found.n_interactions,
        "shoppers": len(found.user_ids),
        "products": len(found.model.item_ids),
    }
    serves = True
    if to is not None:
        found.model.save(to)
        figures["folder"] = str(to)
        line = f"factors of {len(found.model.item_ids):,} products are in {to}"
    else:
        training = RecommenderTraining(registry(settings), METHODS)
        done = training.take_in(
            _METHOD, found.model, found.held_out, _lineage(found, seed), found.user_ids, _tell, is_checked=check
        )
        serves = done.serves or not check
        figures |= {"version": done.version.number, "serves": done.serves, "gate": done.verdict.as_json()}
        figures["metrics"] = done.version.as_json()["metrics"]
        line = (
            f"version {done.version.number}: {done.verdict.reason}; it {'serves' if done.serves else 'does not serve'}"
        )
    figures["seconds"] = round(time.monotonic() - started, 3)
    click.echo(json.dumps(figures) if as_json else line)
    context.exit(0 if serves else 1)


def _lineage(found: Learnt, seed: int) -> Lineage:
    """Say what the model was learnt from; the data lie spread over machines and have no fingerprint."""
    return Lineage(
        data_fingerprint="",
        n_users=len(found.user_ids),
        n_items=len(found.model.item_ids),
        n_interactions=found.n_interactions,
        first_moment=datetime.fromtimestamp(found.first_moment, UTC),
        last_moment=datetime.fromtimestamp(found.last_moment, UTC),
        parameters={},
        seed=seed,
        code=code_versions(),
    )


def _tell(line: str) -> None:
    click.echo(line, err=True)
