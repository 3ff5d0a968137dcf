"""`crossaisle bench recommend`."""

import json
from pathlib import Path
from typing import Any

import click

from actions.settings import PROJECT
from retrieval.benchmarks.recommend import PARTS, SIZES, Bench, run
from retrieval.benchmarks.recommend_lists import CLASSICAL
from retrieval.benchmarks.recommend_plot import draw
from retrieval.errors import RetrievalError

DEFAULT_DATA = PROJECT.parent / "shared" / "data" / "movielens-latest-small"


@click.command("recommend")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=DEFAULT_DATA,
    show_default=True,
    help="Folder of MovieLens, with ratings.csv and movies.csv.",
)
@click.option("--seed", default=0, show_default=True, help="Seed of splits, methods and invented shoppers.")
@click.option("--part", "parts", type=click.Choice(PARTS), multiple=True, help="Measure only this; may be given again.")
@click.option(
    "--method", "methods", type=click.Choice(CLASSICAL), multiple=True, help="Judge only these beside popularity."
)
@click.option("--items", "sizes", type=click.IntRange(100), multiple=True, help="Sizes of invented catalogues.")
@click.option("--folds", default=5, type=click.IntRange(2), show_default=True, help="Folds for the neighbours.")
@click.option("--queries", default=300, type=click.IntRange(20), show_default=True, help="Shoppers served a size.")
@click.option("--events", default=200, type=click.IntRange(1), show_default=True, help="Events that arrive.")
@click.option("--plot", type=click.Path(path_type=Path, dir_okay=False), help="Draw the growth into this file.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(
    data: Path,
    seed: int,
    parts: tuple[str, ...],
    methods: tuple[str, ...],
    sizes: tuple[int, ...],
    folds: int,
    queries: int,
    events: int,
    plot: Path | None,
    as_json: bool,
) -> None:
    """Measure recommending beside scikit-surprise and implicit, in one run.

    Ratings by users alike, lists of every classical method (each tuned on the same validation data), the time of one
    recommendation as the catalogue grows, and the time from an event to changed scores.
    """
    chosen = tuple(dict.fromkeys(("popularity", *methods))) if methods else CLASSICAL
    bench = Bench(data, seed, parts or PARTS, chosen, sizes or SIZES, folds, queries, events)
    try:
        report = run(bench, lambda line: click.echo(line, err=True))
        if plot and "growth" in report:
            draw(report, plot)
    except RetrievalError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps(report))
        return
    _print(report)


def _print(report: dict[str, Any]) -> None:
    """Print each part that was measured as a table."""
    if "neighbours" in report:
        own = report["neighbours"]
        click.echo(
            f"Users alike: RMSE {own['rmse']:.4f}, scikit-surprise {own['reference_rmse']:.4f}, "
            f"{own['speedup']:.1f} times faster\n"
        )
    if "methods" in report:
        click.echo(f"Lists, {report['n_users']} users; best on validation: {report['best_method']}\n")
        click.echo("| method | nDCG@10 | 95 % | RMSE | settings |\n|---|---|---|---|---|")
        for name, one in sorted(report["methods"].items(), key=lambda pair: -pair[1]["ndcg_at_10"]):
            rmse = "" if one["rmse"] is None else f"{one['rmse']:.4f}"
            interval = f"{one['low']:.4f}-{one['high']:.4f}"
            click.echo(f"| {name} | {one['ndcg_at_10']:.4f} | {interval} | {rmse} | {one['settings']} |")
        click.echo(_verdict(report["ndcg_at_10"]))
    if "growth" in report:
        click.echo(f"\nOne recommendation by {report['serving']}\n")
        click.echo("| products | p50 ms | p95 ms | implicit p50 ms | fit s |\n|---|---|---|---|---|")
        for one in report["growth"]:
            click.echo(
                f"| {one['n_items']:,} | {one['p50_ms']:.3f} | {one['p95_ms']:.3f} | {one['implicit_p50_ms']:.3f} | "
                f"{one['fit_seconds']:.1f} |"
            )
    if "event_to_change" in report:
        change = report["event_to_change"]
        click.echo(
            f"\nFrom an event to changed scores of {change['n_products']:,} products: p50 {change['p50_ms']:.1f} ms, "
            f"p95 {change['p95_ms']:.1f} ms, of which shoppers alike {change['neighbours_p95_ms']:.1f} ms; "
            f"{change['serving']} serves; {change['n_changed']} of {change['n_events']} events changed some"
        )


def _verdict(ndcg: dict[str, float]) -> str:
    """Say whether the best of ours holds its own, and by how much."""
    theirs = max(ndcg["implicit_als"], ndcg["implicit_bpr"])
    word = "at least as good as" if ndcg["ours_best"] >= theirs else "WORSE than"
    return f"\nThe best of ours, {ndcg['ours_best']:.4f}, is {word} the best of implicit's, {theirs:.4f}"
