"""`crossaisle bench cf`."""

import json
from pathlib import Path

import click

from actions.settings import PROJECT
from retrieval.benchmarks.cf import run
from retrieval.errors import StoreError

DEFAULT_DATA = PROJECT.parent / "shared" / "data" / "movielens-latest-small" / "ratings.csv"

_ROWS = (
    ("RMSE", "rmse", "{:.4f}"),
    ("RMSE of scikit-surprise", "reference_rmse", "{:.4f}"),
    ("largest difference of two predictions", "max_abs_difference", "{:.1e}"),
    ("predictions compared", "n_pairs_compared", "{:,}"),
    ("of these, with neighbours equally near at the k-th place", "n_tied_pairs", "{:,}"),
    ("of these, with another number of neighbours", "n_other_neighbours", "{:,}"),
    ("fit and predict, seconds", "seconds", "{:.3f}"),
    ("fit and predict of scikit-surprise, seconds", "reference_seconds", "{:.3f}"),
    ("times faster", "speedup", "{:.1f}"),
    ("times faster, processor time", "speedup_cpu", "{:.1f}"),
    ("times faster, loading included", "speedup_with_loading", "{:.1f}"),
)


@click.command("cf")
@click.option(
    "--data", type=click.Path(path_type=Path), default=DEFAULT_DATA, show_default=True, help="CSV of ratings."
)
@click.option("--folds", default=5, type=click.IntRange(2), show_default=True, help="Folds of the cross-validation.")
@click.option("--seed", default=0, show_default=True, help="Seed of the folds.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(data: Path, folds: int, seed: int, as_json: bool) -> None:
    """Measure collaborative filtering beside scikit-surprise: the same folds, every prediction compared.

    The file needs the columns userId, movieId and rating, ratings from 0.5 to 5.
    """
    try:
        report = run(data, folds, seed, lambda line: click.echo(line, err=True))
    except StoreError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps(report))
        return
    click.echo(f"{report['n_ratings']:,} ratings of {data}, {folds} folds, k = {report['k']}, {report['similarity']}")
    for label, key, form in _ROWS:
        click.echo(f"{label:<58} {form.format(report[key]):>12}")
