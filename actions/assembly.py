"""Putting a shop together from its catalogue, indexes and database."""

from collections.abc import Callable
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
from retrieval.catalogue import Catalogue
from retrieval.catalogue_index import load_or_build_index
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
        catalogue, semantic_search(settings, catalogue), filter_columns(catalogue, prices), collaborative, Weights()
    )
    return Shop(
        settings=settings,
        catalogue=catalogue,
        finder=finder,
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


def semantic_search(settings: Settings, catalogue: Catalogue, is_forced: bool = False) -> SemanticSearch:
    """Load the encoders and their indexes of a catalogue, building what is missing and showing progress."""
    encoders: dict[str, Encoder] = {}
    indexes = {}
    for name in settings.encoders:
        encoder = load_encoder(name, settings.cache / "models", settings.n_threads)
        encoders[name] = encoder
        indexes[name] = load_or_build_index(
            catalogue,
            encoder,
            settings.cache,
            _progress(name),
            is_forced,
            lambda text: click.echo(f"  {text}", err=True),
        )
    return SemanticSearch(catalogue, encoders, indexes)


def filter_columns(catalogue: Catalogue, prices: DoorPrices) -> FilterColumns:
    """Return the filter columns of a catalogue, prices in euros."""
    euros = np.array([float(prices.in_euros(product)) for product in catalogue], dtype=np.float64)

    def convert(amount: Decimal, source: str, target: str) -> Decimal:
        return prices.converted(amount, source, target)

    return FilterColumns(catalogue, euros, EURO, convert, prices.serves)


def _progress(name: str) -> Callable[[int, int], None]:
    shown = -1

    def show(done: int, total: int) -> None:
        nonlocal shown
        percent = 100 * done // max(total, 1)
        if percent // 10 > shown:
            shown = percent // 10
            click.echo(f"  {name}: {done} of {total} texts embedded", err=True)

    return show
