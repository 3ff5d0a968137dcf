"""A product as a merchant offers it, and the merchant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ShippingZone:
    """What a merchant asks for carriage to a group of destinations.

    `destinations` holds ISO 3166-1 alpha-2 codes, or the words `domestic`, `EU` and `world`; the first zone of a
    merchant that holds a destination counts. `base` covers the first kilogram, `per_kg` each further one begun, both in
    the merchant's currency. `days` is the range from order to door, in working days.
    """

    destinations: tuple[str, ...]
    base: Decimal
    per_kg: Decimal
    days: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Merchant:
    """A seller: where goods leave from (ISO 3166-1 alpha-2), its language (BCP 47) and currency (ISO 4217)."""

    merchant_id: str
    name: str
    country: str
    language: str
    currency: str
    shipping: tuple[ShippingZone, ...] = ()
    excludes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Product:
    """One product.

    `titles` and `descriptions` map BCP 47 codes to text and hold at least the title in `language`, the merchant's own.
    `category` and `department` are English nouns of the category tree, "" where unknown. `price` is in `currency`,
    without tax for buyers abroad. `stock` None means that the merchant does not say. `attributes` hold further facts.
    """

    product_id: str
    merchant_id: str
    language: str
    titles: Mapping[str, str]
    price: Decimal
    currency: str
    descriptions: Mapping[str, str] = field(default_factory=dict)
    category: str = ""
    department: str = ""
    brand: str = ""
    colors: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    audience: str = ""
    weight_kg: float | None = None
    hs_code: str | None = None
    origin: str | None = None
    attributes: Mapping[str, str | float | bool] = field(default_factory=dict)
    image: str = ""
    url: str = ""
    stock: int | None = None
    rating: float | None = None
    n_ratings: int = 0
    added: date | None = None

    @property
    def is_in_stock(self) -> bool:
        """Whether it may be sold now; a merchant who does not say is taken at their word."""
        return self.stock is None or self.stock > 0

    def text(self, language: str) -> str:
        """Return title and description in `language`, as the encoders read it; "" where the product has none."""
        parts = (self.titles.get(language, ""), self.descriptions.get(language, ""))
        return ". ".join(part.strip().rstrip(".") for part in parts if part.strip())
