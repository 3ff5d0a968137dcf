"""`crossaisle bench search`."""

import json
import os
from pathlib import Path

import click

from actions.settings import Settings
from retrieval.benchmarks.search import Bench, run
from retrieval.benchmarks.search_plot import draw

FOLDER = "bench-search"


@click.command("search")
@click.option("--n", "n_vectors", default=1_000_000, type=click.IntRange(100), show_default=True, help="Vectors.")
@click.option("--dim", default=384, type=click.IntRange(2), show_default=True, help="Numbers of a vector.")
@click.option("--queries", default=1000, type=click.IntRange(20), show_default=True, help="Half of them for tuning.")
@click.option("--seed", default=0, show_default=True, help="Seed of vectors, queries and filters.")
@click.option("--threads", default=os.cpu_count() or 1, type=click.IntRange(1), help="Threads to build with.")
@click.option("--plot", type=click.Path(path_type=Path, dir_okay=False), help="Draw the growth into this file.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(n_vectors: int, dim: int, queries: int, seed: int, threads: int, plot: Path | None, as_json: bool) -> None:
    """Measure vector search beside FAISS, hnswlib and usearch: one query at a time, one thread, the same recall.

    Vectors and indexes stay in the cache folder, so that a second run only measures.
    """
    folder = Settings.from_environment().cache / FOLDER
    bench = Bench(n_vectors, dim, seed, queries, threads, folder)
    report = run(bench, lambda name, done, of: click.echo(f"  {name}: {done:,} of {of:,} vectors indexed", err=True))
    if plot:
        draw(report, plot)
    if as_json:
        click.echo(json.dumps(report))
        return
    click.echo(f"{n_vectors:,} vectors of {dim} numbers, {report['n_queries']} queries\n")
    click.echo("| | recall@10 | p50 ms | breadth |\n|---|---|---|---|")
    for name, one in report["systems"].items():
        click.echo(f"| {name} | {one['recall_at_10']:.4f} | {one['p50_ms']:.3f} | {one['breadth']} |")
    click.echo(
        f"| ours, a random hundredth | {report['filtered_recall_at_10']:.4f} | {report['filtered_p50_ms']:.3f} | |"
    )
    click.echo(
        f"| ours, the nearest hundredth | {report['region_recall_at_10']:.4f} | {report['region_p50_ms']:.3f} | |"
    )
    click.echo(f"\ntimes FAISS {report['ratio_vs_faiss']:.3f}, times hnswlib {report['ratio_vs_hnswlib']:.3f}\n")
    click.echo("| vectors | kind | recall@10 | p50 ms |\n|---|---|---|---|")
    for one in report["growth"]:
        click.echo(f"| {one['n']:,} | {one['kind']} | {one['recall_at_10']:.4f} | {one['p50_ms']:.3f} |")
