"""Making the indexes of a catalogue as the settings ask, with progress shown."""

from collections.abc import Callable, Mapping

import click

from actions.settings import Settings
from retrieval.catalogue import Catalogue
from retrieval.catalogue_index import CatalogueIndexes, load_or_build_indexes
from retrieval.catalogue_speller import load_or_build_speller
from retrieval.encoder import Encoder
from retrieval.encoders import load_encoder
from retrieval.index_home import index_home
from retrieval.lexical import Speller
from retrieval.lexicon import Lexicon


def load_encoders(settings: Settings) -> dict[str, Encoder]:
    """Load the encoders of the settings, by name."""
    models = settings.cache / "models"
    return {name: load_encoder(name, models, settings.n_threads) for name in settings.encoders}


def catalogue_indexes(
    settings: Settings,
    catalogue: Catalogue,
    lexicon: Lexicon,
    encoders: Mapping[str, Encoder],
    is_forced: bool = False,
) -> CatalogueIndexes:
    """Load the indexes of a catalogue, building what is missing and showing progress."""
    return load_or_build_indexes(
        catalogue,
        encoders,
        lexicon,
        settings.cache,
        _progress(),
        is_forced,
        lambda text: click.echo(f"  {text}", err=True),
        index_home(settings.milvus),
    )


def catalogue_speller(settings: Settings, catalogue: Catalogue, lexicon: Lexicon) -> Speller:
    """Load the speller of a catalogue, building what is missing."""
    return load_or_build_speller(catalogue, lexicon, settings.cache, lambda text: click.echo(f"  {text}", err=True))


def _progress() -> Callable[[str, int, int], None]:
    """Return what shows, at each tenth, how far the making of vectors and indexes has come."""
    shown: dict[str, int] = {}

    def show(name: str, done: int, total: int) -> None:
        tenth = 10 * done // max(total, 1)
        if tenth > shown.get(name, -1):
            shown[name] = tenth
            click.echo(f"  {name}: {done} of {total} texts", err=True)

    return show
