"""`crossaisle index`."""

import time

import click

from actions.intake.building import export_lexicon
from actions.intake.import_lock import import_lock
from actions.intake.indexing import catalogue_indexes, catalogue_speller, load_encoders
from actions.intake.tariff_codes import tariff_codes
from actions.settings import PROJECT, Settings
from retrieval.catalogue import Catalogue
from retrieval.catalogue_index import remove_other_indexes
from retrieval.lexicon import Lexicon
from retrieval.taxonomy import Taxonomy


@click.command("index")
@click.option("--force", is_flag=True, help="Embed everything again, even if nothing has changed.")
def command(force: bool) -> None:
    """Index the catalogue's texts by every encoder and by words; does nothing where the indexes fit the catalogue."""
    build(Settings.from_environment(), is_forced=force)


def build(settings: Settings, is_forced: bool) -> None:
    """Build the indexes of the catalogue in the cache folder, and write its words for the bot."""
    started = time.perf_counter()
    with import_lock(settings.cache, lambda: click.echo("  an import is running; waiting for it", err=True)):
        catalogue = Catalogue.load(settings.cache)
        lexicon = Lexicon.load(PROJECT / "data").with_taxonomy(Taxonomy.load(settings.cache))
        catalogue_indexes(settings, catalogue, lexicon, load_encoders(settings), is_forced)
        catalogue_speller(settings, catalogue, lexicon)
        tariff_codes(settings, catalogue, is_forced)
        remove_other_indexes(settings.cache, catalogue)
        export_lexicon(catalogue, lexicon, settings.cache)
    click.echo(
        f"  {len(catalogue)} products, encoders {', '.join(settings.encoders)}: {time.perf_counter() - started:.0f} s"
    )
