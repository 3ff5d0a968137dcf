"""Putting a shop together from its catalogue, indexes and database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from actions.backend.building import build_commerce
from actions.buying.door_prices import EURO, DoorPrices
from actions.identity import Identity
from actions.intake.indexing import catalogue_indexes, catalogue_speller, load_encoders
from actions.intake.tariff_codes import with_codes
from actions.learned.arms import ArmMaker, takes_part
from actions.learned.models import (
    EXPERIMENTS,
    FUSION_WEIGHTS,
    kept_together,
    registry,
    serving_chances,
    serving_profile,
    serving_recommender,
    serving_versions,
)
from actions.metrics import Metrics
from actions.payloads.cards import Payloads
from actions.settings import KEPT, PROJECT, Settings
from actions.shop import Shop
from actions.talk.anger import Anger
from actions.wording.texts import Texts
from retrieval.advice.advice import Advice
from retrieval.advice.offer_ledger import OfferLedger
from retrieval.advice.purchase_chances import ServedChances
from retrieval.advice.purchase_stages import StageRates
from retrieval.alerts.price_alerts import PriceAlerts
from retrieval.asking import WordedSearch
from retrieval.candidate_ranking import AS_ALL, Arm, Collaborative, Outlooks
from retrieval.catalogue import Catalogue
from retrieval.catalogue_index import CatalogueIndexes, catalogue_folder
from retrieval.collaborative import CollaborativeScores
from retrieval.commerce.stored_carts import StoredCarts
from retrieval.commerce.stored_orders import StoredOrders
from retrieval.database import create_engine_for
from retrieval.encoder import Encoder
from retrieval.exploration.explorer import Explorer
from retrieval.exploration.responses import Responses
from retrieval.feedback_store import FeedbackStore
from retrieval.filters import FilterColumns
from retrieval.finder import ProductFinder
from retrieval.fusion.fused_search import FusedSearch
from retrieval.fusion.vector_signal import signals_of
from retrieval.fusion.weights import FusionWeights
from retrieval.handoffs import Handoffs
from retrieval.learning.ranker import LearnedRanker
from retrieval.lexical import LexicalIndex
from retrieval.lexicon import Lexicon
from retrieval.lists.door_limits import DoorLimits
from retrieval.lists.door_totals import DoorTotals
from retrieval.lists.duplicates import Groups
from retrieval.mains import Mains
from retrieval.mentions import Mentions
from retrieval.policies import PolicySearch, read_policies
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rates_file import FILE_NAME as RATES_FILE
from retrieval.pricing.retail import RetailRounding
from retrieval.pricing.rules import Rules
from retrieval.privacy.ledger import spent_of
from retrieval.quality.banned import BannedProducts
from retrieval.quality.experiments import Experiments
from retrieval.quality.exposures import ExposureLog
from retrieval.quality.guardrails import GuardRails
from retrieval.quality.ranker_training import KIND as RANKER
from retrieval.quality.serving import ServingModel
from retrieval.quality.trials import Trials
from retrieval.ranking import Weights
from retrieval.restrictions import Restrictions, Screen
from retrieval.served_outlook import ServedOutlook
from retrieval.served_scores import ServedScores
from retrieval.shopper_store import ShopperStore
from retrieval.shown_lists import ShownLists
from retrieval.sizing import SizeWords, Sizing
from retrieval.taxonomy import Taxonomy
from retrieval.text_rows import TextRows
from retrieval.understanding import Vocabulary

SIZES = PROJECT / "data" / "sizes"
"""The general size charts."""


@dataclass(frozen=True, slots=True)
class Searching:
    """The parts that search one catalogue, each standing on the ones before."""

    catalogue: Catalogue
    columns: FilterColumns
    search: FusedSearch
    finder: ProductFinder
    asking: WordedSearch
    encoders: Mapping[str, Encoder]


def assemble(settings: Settings, today: Callable[[], date], metrics: Metrics | None = None) -> Shop:
    """Build all parts of a shop; an index that does not fit the catalogue is built on the spot.

    `metrics` go on counting where a shop takes another one's place. Raises RetrievalError where the catalogue, an
    encoder or the database cannot be had.
    """
    catalogue = with_codes(settings, Catalogue.load(settings.cache))
    taxonomy = Taxonomy.load(settings.cache)
    lexicon = Lexicon.load(PROJECT / "data").with_taxonomy(taxonomy)
    screen = Screen(Restrictions.load(), catalogue, today)
    prices = DoorPrices(
        ExchangeRates.load(kept=settings.cache / RATES_FILE),
        Rules.load(),
        catalogue.merchants,
        screen,
        retail=RetailRounding.load(settings.price_endings),
    )
    database = create_engine_for(settings.database_url)
    store = ShopperStore(database)
    collaborative = CollaborativeScores.from_store(store)
    texts = Texts.load(PROJECT / "actions" / "locales", lexicon)
    mains = Mains.load(PROJECT / "data")
    weights = ranking_weights(settings)
    banned, counted = BannedProducts(settings.banned), metrics or Metrics()
    shown = ShownLists(database)
    responses = cache(lambda: Responses.from_store(shown, store))
    explorer = Explorer(settings.exploration, responses()) if settings.exploration else None
    scores = ServedScores(collaborative, serving_recommender(settings), store)
    trials = Trials.of(
        Experiments.load(EXPERIMENTS),
        ExposureLog(database),
        ArmMaker(settings, collaborative, store, responses).arm,
        lambda user_id: takes_part(store, user_id),
    )
    outlooks = ServedOutlook(serving_profile(settings), store, [product.product_id for product in catalogue])
    parts = searching(
        settings, catalogue, lexicon, prices, scores, taxonomy, weights, banned, explorer, outlooks, trials.arm
    )
    counted.privacy_budget.set(settings.privacy_budget)
    counted.privacy_spent.set_function(lambda: spent_of(database))
    rails = GuardRails(
        catalogue.merchants,
        prices.serves,
        banned,
        lambda reason: counted.held_back.labels(reason=reason).inc(),
        prices.bars,
    )
    return Shop(
        settings=settings,
        catalogue=catalogue,
        finder=parts.finder,
        asking=parts.asking,
        advice=Advice.load(
            PROJECT / "data",
            catalogue,
            parts.finder,
            parts.asking,
            store,
            lambda product, country: rails.reason_against(product, country) is None,
            prices.parcels(),
            OfferLedger(database),
            offers_file(settings, catalogue),
            kept_together(settings) if settings.together == KEPT else None,
            ServedChances(
                serving_chances(settings),
                StageRates.from_store(store),
                store,
                lambda source: counted.purchase_chances.labels(source=source).inc(),
            ),
        ),
        lexicon=lexicon,
        prices=prices,
        store=store,
        shown=shown,
        collaborative=collaborative,
        weights=weights,
        identity=Identity(settings.identity_secret),
        texts=texts,
        payloads=Payloads(texts, prices, f"{settings.public_url}/pictures", rails, mains),
        metrics=counted,
        commerce=build_commerce(settings, StoredCarts(database), StoredOrders(database)),
        policies=PolicySearch.of(read_policies(policies_folder(settings, catalogue)), parts.encoders),
        alerts=PriceAlerts(database),
        handoffs=Handoffs(database),
        feedback=FeedbackStore(database),
        anger=Anger.load(PROJECT / "data"),
        mains=mains,
        sizing=Sizing.load(SIZES, brands_folder(settings, catalogue)),
        size_words=SizeWords.load(SIZES / "words.yml"),
        today=today,
        trials=trials,
        versions=lambda: serving_versions(settings),
    )


def offers_file(settings: Settings, catalogue: Catalogue) -> Path:
    """Return where the shop's offers are: in the cache folder, or where there is none, the demo shop's own."""
    own = settings.cache / "offers.yml"
    return PROJECT / "data" / "demo" / "offers.yml" if catalogue.source == "demo" and not own.exists() else own


def brands_folder(settings: Settings, catalogue: Catalogue) -> Path:
    """Return where the size charts of brands are: in the cache folder, or where there are none, the demo shop's own."""
    own = settings.cache / "sizes"
    return SIZES / "brands" if catalogue.source == "demo" and not own.exists() else own


def policies_folder(settings: Settings, catalogue: Catalogue) -> Path:
    """Return where the shop's documents are: in the cache folder, or where there is none, the demo shop's own."""
    own = settings.cache / "policies"
    return PROJECT / "data" / "demo" / "policies" if catalogue.source == "demo" and not own.exists() else own


def searching(
    settings: Settings,
    catalogue: Catalogue,
    lexicon: Lexicon,
    prices: DoorPrices,
    collaborative: Collaborative,
    taxonomy: Taxonomy | None = None,
    weights: Callable[[], Weights] = Weights,
    banned: Callable[[], frozenset[str]] = frozenset,
    explorer: Explorer | None = None,
    outlooks: Outlooks | None = None,
    arm: Callable[[str, str, date], Arm] = lambda *_: AS_ALL,
) -> Searching:
    """Put the search of a catalogue together, building the indexes that are missing and showing progress.

    Queries are understood by the names of an imported `taxonomy` too, where one is given. Products that
    `banned` names by id stand in no list.
    """
    encoders = load_encoders(settings)
    indexes = catalogue_indexes(settings, catalogue, lexicon, encoders)
    vocabulary = Vocabulary.load(PROJECT / "data", lexicon, catalogue.brands(), catalogue.categories(), taxonomy)
    columns = filter_columns(catalogue, prices, vocabulary, indexes, banned)
    search = FusedSearch(
        catalogue,
        indexes.texts,
        columns,
        signals_of(encoders, indexes.vectors, indexes.texts),
        indexes.words,
        FusionWeights.load(FUSION_WEIGHTS),
    )
    groups = Groups.load_or_find(catalogue_folder(settings.cache, catalogue), catalogue, columns.prices, lexicon)
    doors = DoorTotals(catalogue.products, prices.door_total) if settings.ranks_by_door else None
    finder = ProductFinder(
        catalogue, search, columns, collaborative, weights, groups, settings.variety, explorer, outlooks, arm, doors
    )
    speller = catalogue_speller(settings, catalogue, lexicon)
    asking = WordedSearch(finder, vocabulary, speller, prices.rates.knows)
    return Searching(catalogue, columns, search, finder, asking, encoders)


def ranking_weights(settings: Settings) -> Callable[[], Weights]:
    """Return what gives the weights that serve: those that events taught, or those set by hand where there are none."""
    serving = ServingModel(registry(settings, RANKER), lambda _, folder: LearnedRanker.load(folder).weights)

    def weights() -> Weights:
        served = serving()
        return served.model if served else Weights()

    return weights


def filter_columns(
    catalogue: Catalogue,
    prices: DoorPrices,
    vocabulary: Vocabulary,
    indexes: CatalogueIndexes | None = None,
    banned: Callable[[], frozenset[str]] = frozenset,
) -> FilterColumns:
    """Return the filter columns of a catalogue, prices in euros.

    `vocabulary` tells what its texts speak of; with `indexes`, only texts that have a word are read for it.
    """
    euros = np.array([float(prices.in_euros(product)) for product in catalogue], dtype=np.float64)

    def convert(amount: Decimal, source: str, target: str) -> Decimal:
        return prices.converted(amount, source, target)

    texts = indexes.texts if indexes else TextRows.of(catalogue)
    mentions = Mentions(texts, vocabulary, _having(indexes.words) if indexes else None)
    limits = DoorLimits(catalogue.products, prices.known_total, prices.screen.today)
    return FilterColumns(
        catalogue, euros, EURO, convert, prices.serves, vocabulary.lexicon, mentions, banned, prices.screen.rows, limits
    )


def _having(words: LexicalIndex) -> Callable[[str, str], NDArray[np.int64]]:
    """Return what gives the text rows that have a word in any of its forms."""

    def rows(word: str, language: str) -> NDArray[np.int64]:
        return np.flatnonzero(words.scores(word, language))

    return rows
