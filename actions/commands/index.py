"""`crossaisle index`."""

import time

import click

from actions.assembly import semantic_search
from actions.building import export_lexicon
from actions.settings import PROJECT, Settings
from retrieval.catalogue import Catalogue
from retrieval.lexicon import Lexicon


@click.command("index")
@click.option("--force", is_flag=True, help="Embed everything again, even if nothing has changed.")
def command(force: bool) -> None:
    """Embed the catalogue's texts with every encoder; does nothing where the indexes fit the catalogue."""
    build(Settings.from_environment(), is_forced=force)


def build(settings: Settings, is_forced: bool) -> None:
    """Build the indexes of the catalogue in the cache folder, and write its words for the bot."""
    started = time.perf_counter()
    catalogue = Catalogue.load(settings.cache)
    semantic_search(settings, catalogue, is_forced)
    export_lexicon(catalogue, Lexicon.load(PROJECT / "data"), settings.cache)
    click.echo(
        f"  {len(catalogue)} products, encoders {', '.join(settings.encoders)}: {time.perf_counter() - started:.0f} s"
    )
