"""`crossaisle evaluate recommend`."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click

from actions.settings import Settings
from retrieval.evaluation.recommending.datasets.amazon import read_amazon
from retrieval.evaluation.recommending.datasets.dataset import OUTSIDE, Dataset
from retrieval.evaluation.recommending.datasets.movielens import read_movielens
from retrieval.evaluation.recommending.datasets.retailrocket import read_retailrocket
from retrieval.evaluation.recommending.datasets.table import SCALE, read_table
from retrieval.evaluation.recommending.judging import Fit, Terms, judge
from retrieval.evaluation.recommending.page import write_page
from retrieval.evaluation.recommending.plots import MEASURES, estimate_of, shown
from retrieval.evaluation.recommending.report import RecommendReport, report_of
from retrieval.evaluation.recommending.splits import Split, by_time, k_folds, leave_last_out, stratified
from retrieval.recommenders.interactions import LIKED_FROM, Interactions
from retrieval.recommenders.methods import METHODS

DATA = ("movielens", "amazon", "retailrocket", "csv", "shop")
SPLITS = ("stratified", "k-fold", "leave-last-out", "time")


@click.command("recommend")
@click.option("--data", type=click.Choice(DATA), required=True, help="Form of the data.")
@click.option("--path", type=click.Path(path_type=Path, exists=True), help="Folder or file; `shop` needs none.")
@click.option("--split", type=click.Choice(SPLITS), default="stratified", show_default=True, help="What is held out.")
@click.option("--folds", default=5, type=click.IntRange(2), show_default=True, help="Folds of `k-fold`.")
@click.option("--k", default=10, type=click.IntRange(1, 1000), show_default=True, help="Places of a list.")
@click.option("--models", default="all", show_default=True, help="Names with commas between, or `all`.")
@click.option("--relevant-from", default=LIKED_FROM, show_default=True, help="Rating from which an item is relevant.")
@click.option("--users", default=Terms().most_users, type=click.IntRange(1), show_default=True, help="Judge at most.")
@click.option("--scale", type=(float, float), default=SCALE, show_default=True, help="Ratings of `csv`: least, most.")
@click.option("--seed", default=0, show_default=True, help="Seed of the split and of the users drawn.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write a page with plots to this file.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(
    data: str,
    path: Path | None,
    split: str,
    folds: int,
    k: int,
    models: str,
    relevant_from: float,
    users: int,
    scale: tuple[float, float],
    seed: int,
    html: Path | None,
    as_json: bool,
) -> None:
    """Judge recommenders on data they have not seen: what they list, what they foretell, how varied it is.

    MovieLens, Amazon's reviews, Retailrocket's clicks, own tables (CSV, JSON lines, Parquet) or the shop's own events.
    """

    def progress(line: str) -> None:
        click.echo(line, err=True)

    chosen = _models(models)
    dataset = _dataset(data, path, scale)
    progress(f"  {len(dataset.interactions):,} interactions from {dataset.n_rows:,} rows")
    for reason, count in dataset.rejects.items():
        progress(f"  {count:,} rows refused: {reason}")
    if data == "csv" and OUTSIDE in dataset.rejects:
        progress("  are the ratings of another scale? Name its ends by --scale")
    for note in dataset.notes:
        progress(f"  {note}")
    terms = Terms(k=k, relevant_from=relevant_from, most_users=users, seed=seed)
    runs = judge(_splits(split, dataset.interactions, folds, seed), dataset.facts, chosen, terms, progress)
    report = report_of(dataset, split, terms, runs)
    if html:
        write_page(report, html, datetime.now(UTC).date())
        progress(f"  written: {html}")
    click.echo(json.dumps(report.as_json()) if as_json else table(report))


def table(report: RecommendReport) -> str:
    """Return all figures as a table for a terminal, the best recommender first."""
    heads = ("", *(measure.title for measure in MEASURES), "fit s", "ms", "nDCG interval", "")
    rows = [heads]
    for place, model in enumerate(report.models):
        ndcg = model.estimates["ndcg"]
        figures = (shown(estimate_of(report, place, measure.key).mean) for measure in MEASURES)
        interval = f"{shown(ndcg.low)}-{shown(ndcg.high)}"
        timed = (f"{model.fit_seconds:.1f}", f"{model.recommend_ms:.1f}")
        rows.append((model.name, *figures, *timed, interval, model.verdict))
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    title = (
        f"{report.data}, {report.split}: {report.n_interactions:,} interactions of {report.n_users:,} users with "
        f"{report.n_items:,} items; lists of {report.terms.k}, relevant from {report.terms.relevant_from:g}; "
        f"diversity by {report.diversity_of}"
    )
    return "\n".join([title, *(_line(row, widths) for row in rows)])


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    first, *middle, last = (
        cell.ljust(width) if place in {0, len(cells) - 1} else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join([first, *middle, last]).rstrip()


def _models(names: str) -> dict[str, Fit]:
    wanted = list(METHODS) if names == "all" else [name.strip() for name in names.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in METHODS]
    if unknown or not wanted:
        found = ", ".join(unknown) or "nothing"
        raise click.BadParameter(f"{found}; give any of {', '.join(METHODS)}, or all", param_hint="--models")
    return {name: METHODS[name].fit for name in wanted}


def _dataset(data: str, path: Path | None, scale: tuple[float, float]) -> Dataset:
    def tell(line: str) -> None:
        click.echo(line, err=True)

    if data == "shop":
        from actions.learned.shop_data import shop_dataset  # loads the shop's parts, which other data do not need

        return shop_dataset(Settings.from_environment(), tell)
    if path is None:
        raise click.UsageError(f"--data {data} needs --path, the folder or file to read")
    if data == "csv":
        return read_table(path, scale, tell)
    read = {"movielens": read_movielens, "amazon": read_amazon, "retailrocket": read_retailrocket}[data]
    return read(path, tell)


def _splits(split: str, interactions: Interactions, folds: int, seed: int) -> Iterable[Split]:
    if split == "k-fold":
        return k_folds(interactions, folds, seed)
    if split == "leave-last-out":
        return [leave_last_out(interactions)]
    return [by_time(interactions)] if split == "time" else [stratified(interactions, seed)]
