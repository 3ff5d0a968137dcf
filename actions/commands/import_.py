"""`crossaisle import`."""

import importlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from actions.commands.standings import standings_text
from actions.intake.code_tally import CodeTally
from actions.intake.feed_intake import FeedOptions, open_intake
from actions.intake.import_lock import import_lock
from actions.intake.importing import DEMO, Imported, change_catalogue, replace_catalogue
from actions.intake.rejects_file import RejectsFile, rejects_path
from actions.settings import PROJECT, Settings
from retrieval.catalogue import FILE_NAME, Catalogue
from retrieval.catalogue_file import source_in
from retrieval.errors import CatalogError
from retrieval.feeds import Reject
from retrieval.lexicon import Lexicon
from retrieval.tariff.kept_proposals import TariffCodes, kept_codes
from retrieval.tariff.nomenclature import Nomenclature
from retrieval.taxonomy import Taxonomy

_DELETIONS = "deletions"
_OTHERS = {"hs": "actions.commands.import_hs", "taxonomy": "actions.commands.import_taxonomy"}
"""What can be imported besides feeds, each by a command of its own."""

_N_SHOWN = 20


class ImportCommand(click.Command):
    """`import FEED`, and `import taxonomy FILE` and `import hs FILE`, which have options of their own."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the arguments, or have the other command read them."""
        if args and args[0] in _OTHERS:
            other: click.Command = importlib.import_module(_OTHERS[args[0]]).command
            return other.make_context(f"{info_name} {args[0]}", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run whichever command has read the arguments."""
        return super().invoke(ctx) if ctx.command is self else ctx.command.invoke(ctx)


@click.command("import", cls=ImportCommand)
@click.argument("feed", required=False)
@click.option("--mapping", help="A name in data/mappings, or the path of a mapping file, for a feed of one's own form.")
@click.option("--format", "form", help="The feed's format, where its content does not tell.")
@click.option("--source", help="What to call where the products come from; the file's name unless the mapping says.")
@click.option("--merchant-country", help="Where the goods leave from, ISO 3166-1 alpha-2; for feeds without a mapping.")
@click.option("--merchant-language", help="The language of the texts, BCP 47; for feeds without a mapping.")
@click.option("--merchant-currency", help="The currency of the prices, ISO 4217; for feeds without a mapping.")
@click.option("--update", "is_update", is_flag=True, help="Replace or add the feed's products by id; the rest stays.")
@click.option(
    "--delete",
    "deletions",
    multiple=True,
    metavar="FILE|ID",
    help="Take the product of this id away, or those of a file with an id a line. May be given more than once.",
)
@click.option(
    "--rejects",
    type=click.Path(path_type=Path),
    help="Write the rejected rows with line and reason here, not to rejects/SOURCE.jsonl in the cache folder.",
)
@click.option("--if-missing", is_flag=True, help="Leave a catalogue that came from another feed in place.")
@click.option(
    "--no-index", is_flag=True, help="Do not embed the products now; search answers after `crossaisle index`."
)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(
    feed: str | None,
    deletions: Sequence[str],
    is_update: bool,
    rejects: Path | None,
    if_missing: bool,
    no_index: bool,
    as_json: bool,
    **options: str | None,
) -> None:
    """Take the products of FEED, a file or folder, instead of those there were; `demo` is the demo shop.

    With --update they join those there are, and --delete takes some away. `crossaisle import taxonomy FILE` takes
    category names in many languages, `crossaisle import hs FILE` the codes that customs know.

    A running shop goes on with the old products until the new ones are embedded, and then sells these. Rows that cannot
    be used are left out and written to a file with line and reason; the others are imported.
    """
    settings = Settings.from_environment()
    if feed is None and not deletions:
        raise click.UsageError("Name a feed, or ids to --delete.")
    if is_update and feed is None:
        raise click.UsageError("Name the feed to --update from.")
    if feed and deletions and not is_update:
        raise click.UsageError("FEED replaces all products: use --delete without it, or with --update.")
    if if_missing and source_in(settings.cache / FILE_NAME) not in {None, DEMO}:
        click.echo("  another catalogue is in place; `crossaisle import demo` brings the demo shop back", err=True)
        return
    started = time.perf_counter()
    lexicon = Lexicon.load(PROJECT / "data").with_taxonomy(Taxonomy.load(settings.cache))
    deleted = _deleted_ids(deletions)
    try:
        intake = open_intake(feed, FeedOptions(**options), lexicon, _rows_read) if feed else None
        with (
            import_lock(settings.cache, lambda: click.echo("  another import is running; waiting for it", err=True)),
            RejectsFile(rejects or rejects_path(settings.cache, intake.source if intake else _DELETIONS)) as left_out,
            CodeTally(
                Nomenclature.load(settings.cache), settings.cache, intake.source if intake else _DELETIONS
            ) as tally,
        ):
            if intake:
                intake = replace(intake, rows=tally.watched(intake.rows))
            index = None if no_index else _indexer(settings, lexicon)
            if intake and not is_update:
                done = replace_catalogue(settings, lexicon, intake, left_out, index)
            else:
                done = change_catalogue(settings, lexicon, intake, deleted, left_out, index)
    except CatalogError as error:
        raise click.ClickException(str(error)) from error
    codes = kept_codes(done.catalogue, settings.cache)
    _report(done, left_out, tally, codes, round(time.perf_counter() - started, 2), as_json)


def _indexer(settings: Settings, lexicon: Lexicon) -> Callable[[Catalogue], None]:
    from actions.intake.indexing import catalogue_indexes, load_encoders
    from actions.intake.tariff_codes import tariff_codes

    def index(catalogue: Catalogue) -> None:
        catalogue_indexes(settings, catalogue, lexicon, load_encoders(settings))
        tariff_codes(settings, catalogue)

    return index


def _deleted_ids(deletions: Sequence[str]) -> dict[str, Reject]:
    """Return the ids to take away, each with the reject for where no product has it."""
    found: dict[str, Reject] = {}
    for place, given in enumerate(deletions, start=1):
        path = Path(given)
        is_file = path.is_file()
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines() if is_file else [given]
        except (OSError, UnicodeDecodeError) as error:
            raise click.ClickException(f"{path} cannot be read as UTF-8 ({error}): nothing is changed.") from error
        for line, text in enumerate(lines, start=1):
            if product_id := text.strip():
                reject = Reject(
                    path.name if is_file else "--delete",
                    line if is_file else place,
                    f"no product has the id {product_id!r}",
                )
                found.setdefault(product_id, reject)
    return found


def _rows_read(n_rows: int) -> None:
    if n_rows % 10_000 == 0:
        click.echo(f"  {n_rows} rows read", err=True)


def _report(
    done: Imported,
    rejects: RejectsFile,
    tally: CodeTally,
    codes: TariffCodes | None,
    seconds: float,
    as_json: bool,
) -> None:
    unknown = list(done.changes.unknown_ids) if done.changes else []
    figures: dict[str, Any] = {
        "source": done.catalogue.source,
        "products": len(done.catalogue),
        "imported": done.n_products,
        "rejected": rejects.n_rejects - len(unknown),
        "hs_codes": {**tally.counts, "proposed": codes.n_proposed if codes else None},
    }
    if changes := done.changes:
        figures |= {
            "added": changes.n_added,
            "replaced": changes.n_replaced,
            "deleted": changes.n_deleted,
            "unknown": len(unknown),
            "unknown_ids": unknown[:_N_SHOWN],
        }
    if as_json:
        click.echo(json.dumps({**figures, "rejects": str(rejects.path), "seconds": seconds}))
        return
    click.echo(f"  {figures['imported']} products of {figures['source']}, {figures['rejected']} rows rejected")
    if tally.counts:
        proposed = f"; {codes.n_proposed} of all products have a proposed one" if codes else ""
        click.echo(f"  HS codes: {standings_text(dict(tally.counts))}{proposed}")
    if changes:
        click.echo(
            f"  {changes.n_added} added, {changes.n_replaced} replaced, {changes.n_deleted} deleted, "
            f"{len(unknown)} ids unknown; {figures['products']} products now"
        )
