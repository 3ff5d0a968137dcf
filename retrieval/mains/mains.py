"""What a shop knows of plugs and voltage: its products' and its destinations'."""

from dataclasses import dataclass
from pathlib import Path

from retrieval.mains.appliance import Appliance
from retrieval.mains.fit import Fit, fit
from retrieval.mains.reading import Reader
from retrieval.mains.supply import Supplies
from retrieval.mains.words import MainsWords
from retrieval.product import Product


@dataclass(frozen=True, slots=True)
class Mains:
    """Judges products in countries."""

    supplies: Supplies
    reader: Reader

    @classmethod
    def load(cls, data: Path) -> "Mains":
        """Read data/mains and data/lexicon/mains.yml below a folder; CatalogError names what cannot be used."""
        return cls(Supplies.load(data), Reader.load(data))

    @property
    def words(self) -> MainsWords:
        """The words that questions about it have."""
        return self.reader.words

    def appliance(self, product: Product) -> Appliance:
        """Return what a product runs on, as stated."""
        return self.reader.appliance(product)

    def fit(self, appliance: Appliance, country: str) -> Fit:
        """Return whether an appliance works in a country (ISO 3166-1 code)."""
        return fit(appliance, self.supplies.of(country), self.supplies.plug_types)
