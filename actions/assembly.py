"""Putting a shop together from its catalogue, indexes and database."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

import click
import numpy as np

from actions.door_prices import EURO, DoorPrices
from actions.identity import Identity
from actions.metrics import Metrics
from actions.payloads import Payloads
from actions.settings import PROJECT, Settings
from actions.shop import Shop
from actions.texts import Texts
from retrieval.asking import WordedSearch
from retrieval.catalogue import Catalogue
from retrieval.catalogue_index import CatalogueIndexes, load_or_build_indexes
from retrieval.collaborative import CollaborativeScores
from retrieval.database import create_engine_for
from retrieval.encoder import Encoder
from retrieval.encoders import load_encoder
from retrieval.filters import FilterColumns
from retrieval.finder import ProductFinder
from retrieval.lexicon import Lexicon
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rules import Rules
from retrieval.ranking import Weights
from retrieval.semantic_search import SemanticSearch
from retrieval.shopper_store import ShopperStore
from retrieval.understanding import Vocabulary


def assemble(settings: Settings, today: Callable[[], date], metrics: Metrics | None = None) -> Shop:
    """Build all parts of a shop; an index that does not fit the catalogue is built on the spot.

    `metrics` go on counting where a shop takes another one's place. Raises RetrievalError where the catalogue, an
    encoder or the database cannot be had.
    """
    catalogue = Catalogue.load(settings.cache)
    lexicon = Lexicon.load(PROJECT / "data")
    prices = DoorPrices(ExchangeRates.load(), Rules.load(), catalogue.merchants)
    store = ShopperStore(create_engine_for(settings.database_url))
    collaborative = CollaborativeScores.from_store(store)
    texts = Texts.load(PROJECT / "actions" / "locales", lexicon)
    finder = ProductFinder(
        catalogue,
        semantic_search(settings, catalogue, lexicon),
        filter_columns(catalogue, prices),
        collaborative,
        Weights(),
    )
    return Shop(
        settings=settings,
        catalogue=catalogue,
        finder=finder,
        asking=WordedSearch(finder, Vocabulary.load(PROJECT / "data", lexicon, catalogue.brands())),
        lexicon=lexicon,
        prices=prices,
        store=store,
        collaborative=collaborative,
        identity=Identity(settings.identity_secret),
        texts=texts,
        payloads=Payloads(texts, prices, f"{settings.public_url}/pictures"),
        metrics=metrics or Metrics(),
        today=today,
    )


def semantic_search(settings: Settings, catalogue: Catalogue, lexicon: Lexicon) -> SemanticSearch:
    """Load the encoders and their indexes of a catalogue, building what is missing and showing progress."""
    encoders = load_encoders(settings)
    indexes = catalogue_indexes(settings, catalogue, lexicon, encoders)
    return SemanticSearch(catalogue, encoders, indexes.vectors)


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
        embedding_progress(),
        is_forced,
        lambda text: click.echo(f"  {text}", err=True),
    )


def filter_columns(catalogue: Catalogue, prices: DoorPrices) -> FilterColumns:
    """Return the filter columns of a catalogue, prices in euros."""
    euros = np.array([float(prices.in_euros(product)) for product in catalogue], dtype=np.float64)

    def convert(amount: Decimal, source: str, target: str) -> Decimal:
        return prices.converted(amount, source, target)

    return FilterColumns(catalogue, euros, EURO, convert, prices.serves)


def embedding_progress() -> Callable[[str, int, int], None]:
    """Return what shows, at each tenth, how many texts an encoder has embedded."""
    shown: dict[str, int] = {}

    def show(name: str, done: int, total: int) -> None:
        tenth = 10 * done // max(total, 1)
        if tenth > shown.get(name, -1):
            shown[name] = tenth
            click.echo(f"  {name}: {done} of {total} texts embedded", err=True)

    return show
