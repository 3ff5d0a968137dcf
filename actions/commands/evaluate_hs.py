"""`crossaisle evaluate hs`."""

import json
from pathlib import Path

import click

from actions.intake.tariff_codes import proposing_encoder
from actions.settings import PROJECT, Settings
from retrieval.feeds import FeedMapping, read_feed
from retrieval.lexicon import Lexicon
from retrieval.product import Product
from retrieval.tariff.heading_search import HeadingSearch
from retrieval.tariff.judging import (
    ASKED,
    DEV,
    TEST,
    HeadingReport,
    JudgedProduct,
    judge,
    judge_languages,
    judged_by_category,
    with_merchants_codes,
)
from retrieval.tariff.nomenclature import Nomenclature, own_words

_DEMO, _RETAIL = "demo", "retail-demo-store"
_JUDGED = PROJECT / "data" / "tariff" / "judged.yml"


@click.command("hs")
@click.option("--data", default=_DEMO, show_default=True, help="`demo`, or products.jsonl of the retail demo store.")
@click.option("--split", type=click.Choice([DEV, TEST]), default=TEST, show_default=True, help="Half of the demo shop.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(data: str, split: str, as_json: bool) -> None:
    """Judge the headings that are proposed for customs where a merchant gives no HS code.

    On the demo shop by its merchants' own codes; halves are of whole categories, and nothing was tuned on the test
    half. On the retail demo store, another shop, by headings judged by hand. Candidates are all headings of the
    nomenclature that `crossaisle import hs` took in, else those of the project's own table.
    """
    settings = Settings.from_environment()
    nomenclature = Nomenclature.load(settings.cache)
    judged = with_merchants_codes(_read(_DEMO, None), split) if data == _DEMO else _retail(Path(data))
    search = HeadingSearch.build(nomenclature, own_words(), proposing_encoder(settings))
    reports = {name: judge(search, judged, asked) for name, asked in ASKED.items()}
    languages = judge_languages(search, judged)
    if as_json:
        figures = {
            "data": data,
            "split": split if data == _DEMO else None,
            "nomenclature": nomenclature.source,
            "candidates": len(search.headings),
            "asked": {name: found.as_json() for name, found in reports.items()},
            "languages": {code: found.as_json() for code, found in languages.items()},
        }
        click.echo(json.dumps(figures))
        return
    click.echo(f"{len(judged)} products, {len(search.headings)} headings of {nomenclature.source}")
    click.echo(f"{'asked':14} {'n':>5} {'at 1':>6} {'at 3':>6} {'used':>6} {'right':>6} {'calibration error':>18}")
    for name, found in {**reports, **languages}.items():
        click.echo(_row(name, found))
    click.echo("confidence and share right, whole products: " + ", ".join(_bins(reports["whole"])))


def _row(name: str, found: HeadingReport) -> str:
    figures = (found.at_1, found.at_3, found.proposed, found.right_where_proposed)
    shown = " ".join(f"{figure:6.3f}" for figure in figures)
    return f"{name:14} {found.n:5} {shown} {found.calibration_error:18.3f}"


def _bins(found: HeadingReport) -> list[str]:
    return [f"{one.confidence:.2f}: {one.right:.2f} of {one.n}" for one in found.bins]


def _retail(path: Path) -> list[JudgedProduct]:
    return judged_by_category(_read(_RETAIL, path / "products.jsonl" if path.is_dir() else path), _JUDGED)


def _read(mapping_name: str, path: Path | None) -> list[Product]:
    mapping = FeedMapping.load(PROJECT / "data" / "mappings" / f"{mapping_name}.yml")
    lexicon = Lexicon.load(PROJECT / "data")
    rows = read_feed(path or PROJECT / "data" / "demo" / "products", mapping, lexicon, lambda _: None)
    return [row for row in rows if isinstance(row, Product)]
