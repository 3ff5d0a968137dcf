"""The parts that give advice, put together for one catalogue."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from retrieval.advice.bought_together import BoughtTogether, Together
from retrieval.advice.bundles import Bundles
from retrieval.advice.companions import CompanionFinder
from retrieval.advice.complements import Complements, UsedTogether
from retrieval.advice.gifts import Gifts
from retrieval.advice.occasion_book import OccasionBook
from retrieval.advice.occasions import Occasions
from retrieval.advice.offer_book import OfferBook
from retrieval.advice.offer_ledger import OfferLedger
from retrieval.advice.offers import Offers
from retrieval.advice.parcels import Parcels
from retrieval.advice.purchase_stages import PurchaseProbability, StageRates
from retrieval.advice.recipients import Recipients
from retrieval.asking import WordedSearch
from retrieval.catalogue import Catalogue
from retrieval.collaborative import EventSource
from retrieval.finder import ProductFinder
from retrieval.product import Product


@dataclass(frozen=True, slots=True)
class Advice:
    """What gives advice of each kind."""

    companions: CompanionFinder
    complements: Complements
    bundles: Bundles
    gifts: Gifts
    occasions: Occasions
    offers: Offers
    recipients: Recipients

    @classmethod
    def load(
        cls,
        data: Path,
        catalogue: Catalogue,
        finder: ProductFinder,
        asking: WordedSearch,
        store: EventSource,
        may_offer: Callable[[Product, str], bool],
        parcels: Parcels,
        ledger: OfferLedger,
        offers_file: Path,
        together: Together | None = None,
        chances: PurchaseProbability | None = None,
    ) -> Self:
        """Read the project's `data` folder and the shop's offers, and count what is kept in the store.

        `may_offer(product, country)` says whether a product may be offered there, "" for anywhere. `together` takes the
        place of what the store's own events say is bought together, `chances` of the share of buyers at each stage.

        Raises CatalogError where a file cannot be used, StoreError where the store fails.
        """
        complements = Complements(catalogue, finder, UsedTogether.load(data))
        book, recipients = OccasionBook.load(data), Recipients.load(data)
        known = BoughtTogether.from_store(store) if together is None else together
        companions = CompanionFinder(catalogue, finder, known, complements, may_offer)
        return cls(
            companions=companions,
            complements=complements,
            bundles=Bundles(catalogue, companions, complements, parcels),
            gifts=Gifts(finder, asking, book, recipients),
            occasions=Occasions(book),
            offers=Offers(OfferBook.load(offers_file), ledger, chances or StageRates.from_store(store), store, parcels),
            recipients=recipients,
        )
