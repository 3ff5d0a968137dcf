"""Putting a shop together from its catalogue, indexes and database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from actions.door_prices import EURO, DoorPrices
from actions.identity import Identity
from actions.indexing import catalogue_indexes, catalogue_speller, load_encoders
from actions.metrics import Metrics
from actions.payloads import Payloads
from actions.settings import PROJECT, Settings
from actions.shop import Shop
from actions.texts import Texts
from retrieval.asking import WordedSearch
from retrieval.catalogue import Catalogue
from retrieval.catalogue_index import catalogue_folder
from retrieval.collaborative import CollaborativeScores
from retrieval.database import create_engine_for
from retrieval.filters import FilterColumns
from retrieval.finder import ProductFinder
from retrieval.fusion.fused_search import FusedSearch
from retrieval.fusion.vector_signal import signals_of
from retrieval.fusion.weights import FusionWeights
from retrieval.lexicon import Lexicon
from retrieval.lists.duplicates import Groups
from retrieval.mentions import Mentions
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rules import Rules
from retrieval.ranking import Weights
from retrieval.shopper_store import ShopperStore
from retrieval.text_rows import TextRows
from retrieval.understanding import Vocabulary

FUSION_WEIGHTS = PROJECT / "data" / "search" / "fusion.yml"


@dataclass(frozen=True, slots=True)
class Searching:
    """The parts that search one catalogue, each standing on the ones before."""

    catalogue: Catalogue
    columns: FilterColumns
    search: FusedSearch
    finder: ProductFinder
    asking: WordedSearch


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
    parts = searching(settings, catalogue, lexicon, prices, collaborative)
    return Shop(
        settings=settings,
        catalogue=catalogue,
        finder=parts.finder,
        asking=parts.asking,
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


def searching(
    settings: Settings,
    catalogue: Catalogue,
    lexicon: Lexicon,
    prices: DoorPrices,
    collaborative: CollaborativeScores,
) -> Searching:
    """Put the search of a catalogue together, building the indexes that are missing and showing progress."""
    encoders = load_encoders(settings)
    indexes = catalogue_indexes(settings, catalogue, lexicon, encoders)
    vocabulary = Vocabulary.load(PROJECT / "data", lexicon, catalogue.brands())
    columns = filter_columns(catalogue, prices, vocabulary)
    search = FusedSearch(
        catalogue,
        indexes.texts,
        columns,
        signals_of(encoders, indexes.vectors, indexes.texts),
        indexes.words,
        FusionWeights.load(FUSION_WEIGHTS),
    )
    groups = Groups.load_or_find(catalogue_folder(settings.cache, catalogue), catalogue, columns.prices, lexicon)
    finder = ProductFinder(catalogue, search, columns, collaborative, Weights(), groups, settings.variety)
    speller = catalogue_speller(settings, catalogue, lexicon)
    return Searching(catalogue, columns, search, finder, WordedSearch(finder, vocabulary, speller))


def filter_columns(catalogue: Catalogue, prices: DoorPrices, vocabulary: Vocabulary) -> FilterColumns:
    """Return the filter columns of a catalogue, prices in euros; `vocabulary` tells what its texts speak of."""
    euros = np.array([float(prices.in_euros(product)) for product in catalogue], dtype=np.float64)

    def convert(amount: Decimal, source: str, target: str) -> Decimal:
        return prices.converted(amount, source, target)

    mentions = Mentions(TextRows.of(catalogue), vocabulary)
    return FilterColumns(catalogue, euros, EURO, convert, prices.serves, vocabulary.lexicon, mentions)
