"""What the shop's recommenders learn from: its database, its catalogue, and the vectors that are there."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from actions.api.pictures import PICTURES
from actions.buying.door_prices import DoorPrices
from actions.settings import PROJECT, Settings
from retrieval.behaviour.collecting import WITHOUT_CONSENT, events_of_store
from retrieval.behaviour.consents import Consenting, consenting
from retrieval.behaviour.product_features import added_moments, catalogue_facts, product_vectors
from retrieval.behaviour.training_data import TrainingData, training_data
from retrieval.catalogue import Catalogue
from retrieval.catalogue_index import catalogue_folder, index_folder
from retrieval.database import create_engine_for
from retrieval.drawings import product_pictures
from retrieval.encoders import load_encoder, model_version
from retrieval.errors import ArtifactError
from retrieval.evaluation.recommending.datasets.dataset import Dataset
from retrieval.index_home import index_home
from retrieval.lexicon import Lexicon
from retrieval.manifest import IndexIdentity
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rates_file import FILE_NAME as RATES_FILE
from retrieval.pricing.rules import Rules
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.shopper_store import ShopperStore
from retrieval.text_rows import TextRows
from retrieval.understanding import Vocabulary

MOST_PICTURES = 20_000
"""Products up to which their drawings are read: in memory each takes 12 KiB."""

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, eq=False)
class ShopData:
    """The shop's training data, with what was left out before it: events and shoppers without consent."""

    data: TrainingData
    consent: Consenting
    n_without_consent: int


def shop_data(settings: Settings, tell: Tell) -> ShopData:
    """Read events of consenting shoppers and the facts of all products; raises RetrievalError where either is amiss."""
    catalogue = Catalogue.load(settings.cache)
    engine = create_engine_for(settings.database_url)
    consent, counts, now = consenting(engine, datetime.now(UTC).date()), Counter[str](), datetime.now(UTC).timestamp()
    facts = shop_facts(settings, catalogue, tell)
    events = events_of_store(ShopperStore(engine), consent, counts)
    data = training_data(events, facts, now, added_moments(catalogue), consent.facts)
    return ShopData(data, consent, counts[WITHOUT_CONSENT])


def shop_facts(settings: Settings, catalogue: Catalogue, tell: Tell) -> ItemFacts:
    """Return the facts of all products of a catalogue, with vectors where the index of the first encoder is built."""
    lexicon = Lexicon.load(PROJECT / "data")
    vocabulary = Vocabulary.load(PROJECT / "data", lexicon, catalogue.brands(), catalogue.categories())
    prices = DoorPrices(ExchangeRates.load(kept=settings.cache / RATES_FILE), Rules.load(), catalogue.merchants)
    vectors = _vectors(settings, catalogue, tell)

    def progress(done: int, total: int) -> None:
        tell(f"  {done:,} of {total:,} products described")

    facts = catalogue_facts(catalogue, vocabulary, prices.in_euros, vectors, progress)
    if len(catalogue) > MOST_PICTURES:
        tell(f"  pictures are left out: {len(catalogue):,} products are more than {MOST_PICTURES:,}")
        return facts
    return replace(facts, pictures=product_pictures(catalogue.products, PICTURES))


def shop_dataset(settings: Settings, tell: Tell) -> Dataset:
    """Return the shop's own data as `crossaisle evaluate recommend` judges by; what was left out is counted."""
    found = shop_data(settings, tell)
    left_out = {WITHOUT_CONSENT: found.n_without_consent, **found.data.left_out}
    return Dataset(
        name="shop",
        interactions=found.data.interactions,
        facts=found.data.facts,
        n_rows=found.data.n_events + found.n_without_consent,
        rejects={reason: count for reason, count in left_out.items() if count},
        notes=(consent_line(found.consent),),
    )


def consent_line(consent: Consenting) -> str:
    """Say how many shoppers consented and how many did not."""
    return (
        f"{len(consent.facts):,} shoppers consented, {consent.n_refused:,} refused, "
        f"{consent.n_silent:,} were not asked or did not answer"
    )


def _vectors(settings: Settings, catalogue: Catalogue, tell: Tell) -> NDArray[np.float32] | None:
    try:
        texts = TextRows.load(catalogue_folder(settings.cache, catalogue), catalogue)
        encoder = load_encoder(settings.encoders[0], settings.cache / "models", settings.n_threads)
        identity = IndexIdentity(model_version(encoder.name), encoder.dim, len(texts), catalogue.fingerprint)
        index = index_home(settings.milvus).load(index_folder(settings.cache, catalogue, encoder), identity)
    except ArtifactError as error:
        tell(f"  products have no vectors: {error}")
        return None
    return product_vectors(texts, index, len(catalogue))
