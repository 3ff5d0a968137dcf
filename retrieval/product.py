"""A product as a merchant offers it, and the merchant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

from retrieval.tariff.proposal import Proposal

STANDARD, EXPRESS = "standard", "express"
"""The services of carriage that a merchant may have."""


@dataclass(frozen=True, slots=True)
class WeightBand:
    """What carriage of up to `up_to_kg` costs, in the merchant's currency."""

    up_to_kg: Decimal
    cost: Decimal


@dataclass(frozen=True, slots=True)
class RemoteTerms:
    """What a merchant adds for a remote area: a cost in its currency, and working days."""

    cost: Decimal
    days: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Dispatch:
    """Until when an order leaves on the day it is placed: `cut_off` on the clock of `time_zone` (IANA name)."""

    time_zone: str
    cut_off: time


@dataclass(frozen=True, slots=True)
class ShippingZone:
    """What a merchant asks for carriage to a group of destinations.

    `destinations` holds ISO 3166-1 alpha-2 codes, or the words `domestic`, `EU` and `world`; of a merchant's zones with
    a `service`, the first that holds a destination counts. `base` covers the first kilogram, `per_kg` each further one
    begun, both in the merchant's currency; where there are `bands`, lightest first, they are asked for instead, and
    nothing above the last is taken. What is billed is the weight, or the volume in cm³ by `divisor` where that is more;
    0 leaves the volume out. `days` is the range from order to door, in working days; with `customs`, the time at a
    customs border is not in it and comes on top. `carrier` is `post` or `courier`, `carrier_name` what it is called;
    "" where not said. `remote` None means that the merchant says nothing of remote areas. `incoterm` is `DDP` where the
    merchant pays duty and import tax, `DAP` where the shopper does, "" where it does not say.
    """

    destinations: tuple[str, ...]
    base: Decimal
    per_kg: Decimal
    days: tuple[int, int]
    service: str = STANDARD
    carrier: str = ""
    carrier_name: str = ""
    bands: tuple[WeightBand, ...] = ()
    divisor: int = 0
    customs: tuple[int, int] | None = None
    remote: RemoteTerms | None = None
    incoterm: str = ""


@dataclass(frozen=True, slots=True)
class Merchant:
    """A seller: where goods leave from (ISO 3166-1 alpha-2), its language (BCP 47) and currency (ISO 4217).

    `excludes` are countries that it does not send to, and places in one: `GB:BT` for postcodes that begin with BT.
    `dispatch` None means that it does not say when orders leave. `latin_name` is a name in another script as it is
    written in Latin letters, "" where there is none.
    """

    merchant_id: str
    name: str
    country: str
    language: str
    currency: str
    shipping: tuple[ShippingZone, ...] = ()
    excludes: frozenset[str] = frozenset()
    dispatch: Dispatch | None = None
    latin_name: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """One product.

    `titles` and `descriptions` map BCP 47 codes to text and hold at least the title in `language`, the merchant's own.
    `category` and `department` are English nouns of the category tree, "" where unknown. `price` is in `currency`,
    without tax for buyers abroad. `stock` None means that the merchant does not say. `attributes` hold further facts.
    `hs_proposal` is there where `hs_code` is not the merchant's but proposed; a catalogue's file has none.
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
    hs_proposal: Proposal | None = None

    @property
    def hs_code_source(self) -> str:
        """Who says the HS code: `merchant` or `proposed`, "" where there is none."""
        if self.hs_proposal is not None:
            return "proposed"
        return "merchant" if self.hs_code else ""

    @property
    def is_in_stock(self) -> bool:
        """Whether it may be sold now; a merchant who does not say is taken at their word."""
        return self.stock is None or self.stock > 0

    def text(self, language: str) -> str:
        """Return title and description in `language`, as the encoders read it; "" where the product has none."""
        parts = (self.titles.get(language, ""), self.descriptions.get(language, ""))
        return ". ".join(part.strip().rstrip(".") for part in parts if part.strip())
