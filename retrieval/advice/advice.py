"""The parts that give advice, put together for one catalogue."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from retrieval.advice.bought_together import BoughtTogether
from retrieval.advice.companions import CompanionFinder
from retrieval.advice.complements import Complements, UsedTogether
from retrieval.catalogue import Catalogue
from retrieval.collaborative import EventSource
from retrieval.finder import ProductFinder
from retrieval.product import Merchant


@dataclass(frozen=True, slots=True)
class Advice:
    """What gives advice of each kind."""

    companions: CompanionFinder
    complements: Complements

    @classmethod
    def load(
        cls,
        data: Path,
        catalogue: Catalogue,
        finder: ProductFinder,
        store: EventSource,
        serves: Callable[[Merchant, str], bool],
    ) -> Self:
        """Read the project's `data` folder and count what is kept in the store.

        Raises CatalogError where a file cannot be used, StoreError where the store fails.
        """
        complements = Complements(catalogue, finder, UsedTogether.load(data))
        together = BoughtTogether.from_store(store)
        return cls(CompanionFinder(catalogue, finder, together, complements, serves), complements)
