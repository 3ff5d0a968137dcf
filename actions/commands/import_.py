"""`crossaisle import`."""

import json
import time
from pathlib import Path

import click

from actions.building import export_lexicon
from actions.settings import PROJECT, Settings
from retrieval.catalogue import Catalogue
from retrieval.catalogue_index import remove_other_indexes
from retrieval.errors import ArtifactError
from retrieval.feed_mapping import FeedMapping
from retrieval.feeds import read_feed
from retrieval.lexicon import Lexicon

DEMO = "demo"
_SHOWN_REJECTS = 20


@click.command("import")
@click.argument("feed")
@click.option("--mapping", help="A name in data/mappings, or the path of a mapping file. Needed unless FEED is `demo`.")
@click.option("--rejects", type=click.Path(path_type=Path), help="Write the rejected rows with line and reason here.")
@click.option("--if-missing", is_flag=True, help="Leave a catalogue that came from another feed in place.")
@click.option(
    "--no-index", is_flag=True, help="Do not embed the products now; search answers after `crossaisle index`."
)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(
    feed: str, mapping: str | None, rejects: Path | None, if_missing: bool, no_index: bool, as_json: bool
) -> None:
    """Take the products of FEED, a file or folder, instead of those there were; `demo` is the demo shop.

    A running shop goes on with the old ones until the new ones are embedded, and then sells these. Rows that cannot be
    used are left out and reported with line and reason; the others are imported.
    """
    settings = Settings.from_environment()
    if if_missing and _source(settings.cache) not in {None, DEMO}:
        click.echo("  another catalogue is in place; `crossaisle import demo` brings the demo shop back", err=True)
        return
    if feed == DEMO:
        feed, mapping = str(PROJECT / "data" / "demo" / "products"), DEMO
    if mapping is None:
        raise click.UsageError("Name a mapping, as in `--mapping bestbuy`: see data/mappings/README.md.")
    named = PROJECT / "data" / "mappings" / f"{mapping}.yml"
    fields = FeedMapping.load(named if named.is_file() else Path(mapping))
    lexicon = Lexicon.load(PROJECT / "data")
    started = time.perf_counter()

    def progress(n_rows: int) -> None:
        if n_rows % 500 == 0:
            click.echo(f"  {n_rows} rows read", err=True)

    read = read_feed(Path(feed), fields, lexicon, progress)
    if not read.products:
        raise click.ClickException(
            f"{feed} gave no product; {len(read.rejects)} rows were rejected: nothing is changed."
        )
    catalogue = Catalogue.from_products(read.products, fields.merchants.values(), fields.source)
    if not no_index:
        from actions.assembly import semantic_search

        semantic_search(settings, catalogue)
    if _fingerprint(settings.cache) != catalogue.fingerprint:
        catalogue.save(settings.cache)
    remove_other_indexes(settings.cache, catalogue)
    export_lexicon(catalogue, lexicon, settings.cache)
    _report([f"{reject.file}:{reject.line}: {reject.reason}" for reject in read.rejects], rejects)
    figures = {"source": fields.source, "imported": len(read.products), "rejected": len(read.rejects)}
    if as_json:
        click.echo(json.dumps({**figures, "seconds": round(time.perf_counter() - started, 2)}))
    else:
        click.echo(f"  {figures['imported']} products of {fields.source}, {figures['rejected']} rows rejected")


def _report(lines: list[str], rejects: Path | None) -> None:
    """Show the first rejected rows, and write all of them where a file was named."""
    if rejects:
        rejects.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    for line in lines[:_SHOWN_REJECTS]:
        click.echo(f"  rejected {line}", err=True)
    if len(lines) > _SHOWN_REJECTS:
        click.echo(f"  … and {len(lines) - _SHOWN_REJECTS} more; --rejects FILE writes them all", err=True)


def _source(cache: Path) -> str | None:
    try:
        return Catalogue.load(cache).source
    except ArtifactError:
        return None


def _fingerprint(cache: Path) -> str | None:
    try:
        return Catalogue.load(cache).fingerprint
    except ArtifactError:
        return None
