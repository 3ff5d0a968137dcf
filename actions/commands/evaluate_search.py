"""`crossaisle evaluate search`."""

import json
from pathlib import Path

import click

from actions.learned.judging import DEMO, judge_demo_shop, judge_taxonomy
from actions.settings import Settings
from retrieval.evaluation.judged import SPLITS
from retrieval.evaluation.search_plot import draw
from retrieval.evaluation.search_report import SearchReport
from retrieval.evaluation.search_systems import SYSTEMS


@click.command("search")
@click.option(
    "--data", default=DEMO, show_default=True, help="`demo`, or the folder of a taxonomy with names_wide.tsv."
)
@click.option("--split", type=click.Choice(SPLITS), default="test", show_default=True, help="Half of the judged needs.")
@click.option("--plot", type=click.Path(path_type=Path), help="Draw nDCG@10 by language into this PNG file.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(data: str, split: str, plot: Path | None, as_json: bool) -> None:
    """Judge the search by language: random, BM25, each encoder, their fusion, and all that a shopper gets.

    On the demo shop by queries with graded products, or on a taxonomy: a category's name in each language, to be found
    among the English names. No weight was learned from the test half of the former nor from the latter.
    """
    settings = Settings.from_environment()

    def progress(done: int, total: int) -> None:
        if done % 50 == 0 or done == total:
            click.echo(f"  {done} of {total} queries", err=True)

    if data == DEMO:
        report = judge_demo_shop(settings, split, progress)
    else:
        report = judge_taxonomy(settings, Path(data), progress)
    if plot:
        draw(report, plot)
        click.echo(f"  drawn: {plot}", err=True)
    click.echo(json.dumps(report.as_json()) if as_json else _table(report))


def _table(report: SearchReport) -> str:
    lines = [f"{report.data}: nDCG@10 with the 95 % interval of the last, recall@50 and MRR"]
    lines.append(f"{'language':9} {'n':>4}  " + " ".join(f"{system:>7}" for system in SYSTEMS) + "  interval")
    for language in report.languages():
        found = {system: report.estimate("ndcg_at_10", language, system) for system in SYSTEMS}
        n = len(report.values["ndcg_at_10"][language][SYSTEMS[0]])
        last = found[SYSTEMS[-1]]
        figures = " ".join(f"{one.mean:7.3f}" for one in found.values())
        lines.append(f"{language:9} {n:4}  {figures}  {last.low:.3f}-{last.high:.3f}")
    for measure, by_system in report.as_json()["mean"].items():
        lines.append(f"mean {measure:12}  " + " ".join(f"{by_system[system]:7.3f}" for system in SYSTEMS))
    lines += ["", "language   lead of full over the best part, with interval; share of English"]
    for language in report.languages():
        lead = report.lead(SYSTEMS[-1], language)
        share = report.of_english(SYSTEMS[-1], language)
        lines.append(f"{language:9}  {lead.mean:+.3f} ({lead.low:+.3f} to {lead.high:+.3f})  {share:.2f}")
    return "\n".join(lines)
