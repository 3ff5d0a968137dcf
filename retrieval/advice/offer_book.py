"""The offers that a shop makes, as its file says them, and the margins that they come out of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from retrieval.advice.data_files import read_mapping
from retrieval.errors import CatalogError, PricingError
from retrieval.events import MAX_ID_LENGTH
from retrieval.pricing.money import check_currency, parse_decimal
from retrieval.product import Product

_DEFAULT = "default"
_KNOWN = frozenset({
    "kind", "value", "most", "currency", "minimum", "categories", "brands", "countries", "first_order", "from", "until",
    "budget", "per_shopper", "floor",
})  # fmt: skip


class OfferKind(StrEnum):
    """What an offer takes off."""

    PERCENT = "percent"
    AMOUNT = "amount"
    SHIPPING = "shipping"


@dataclass(frozen=True, slots=True)
class Offer:
    """A coupon; amounts are in `currency`, empty conditions ask for nothing.

    `value` is a percentage or an amount, 0 for free carriage; `most` is the most that one can cost the shop, `budget`
    what all together may. `first` and `last` are the days on which it holds, both included.
    """

    code: str
    kind: OfferKind
    value: Decimal
    most: Decimal
    currency: str
    budget: Decimal
    minimum: Decimal
    categories: tuple[str, ...]
    brands: tuple[str, ...]
    countries: frozenset[str]
    is_first_order: bool
    first: date
    last: date
    per_shopper: int
    floor: Decimal

    def covers(self, product: Product) -> bool:
        """Whether it may be used for a product."""
        of_category = not self.categories or product.category in self.categories
        return of_category and (not self.brands or product.brand in self.brands)

    def holds(self, on: date, country: str, has_ordered: bool) -> bool:
        """Whether it is valid on a day, for delivery to a country, for who has ordered before or not."""
        is_there = not self.countries or country in self.countries
        return self.first <= on <= self.last and is_there and not (self.is_first_order and has_ordered)


@dataclass(frozen=True, slots=True)
class OfferBook:
    """All offers by code, and by category the share of a price that is margin."""

    offers: Mapping[str, Offer]
    margins: Mapping[str, Decimal]

    @classmethod
    def load(cls, path: Path) -> "OfferBook":
        """Read a file of the form of data/demo/offers.yml; raises CatalogError naming the offer that cannot be used.

        A shop without such a file makes no offers.
        """
        if not path.exists():
            return cls({}, {})
        found = read_mapping(path)
        entries, margins = found.get("offers") or {}, found.get("margins") or {}
        if not isinstance(entries, Mapping) or not isinstance(margins, Mapping):
            raise CatalogError(f"{path} must hold `offers` and `margins`, each by name.")
        offers = {str(code): _offer(path, str(code), entry) for code, entry in entries.items()}
        return cls(offers, {str(category): _share(path, category, share) for category, share in margins.items()})

    def margin(self, product: Product) -> Decimal:
        """Return which share of a product's price is margin, 0 where nobody says."""
        return self.margins.get(product.category, self.margins.get(_DEFAULT, Decimal(0)))


def _offer(path: Path, code: str, entry: Any) -> Offer:
    where = f"{path}: the offer {code!r}"
    if not isinstance(entry, Mapping) or not 0 < len(code) <= MAX_ID_LENGTH:
        raise CatalogError(f"{where} is {entry!r}; give its kind, budget and so on by name.")
    unknown = set(entry) - _KNOWN
    if unknown:
        raise CatalogError(
            f"{where} has {', '.join(sorted(map(str, unknown)))}; known are {', '.join(sorted(_KNOWN))}."
        )
    try:
        kind = OfferKind(entry["kind"])
        value = parse_decimal(str(entry.get("value", 0)), "value")
        most = parse_decimal(str(entry["most"] if kind is not OfferKind.AMOUNT else entry.get("most", value)), "most")
        offer = Offer(
            code=code,
            kind=kind,
            value=value,
            most=most,
            currency=check_currency(str(entry["currency"])),
            budget=parse_decimal(str(entry["budget"]), "budget"),
            minimum=parse_decimal(str(entry.get("minimum", 0)), "minimum"),
            categories=tuple(entry.get("categories", ())),
            brands=tuple(entry.get("brands", ())),
            countries=frozenset(entry.get("countries", ())),
            is_first_order=bool(entry.get("first_order", False)),
            first=_day(entry["from"]),
            last=_day(entry["until"]),
            per_shopper=int(entry.get("per_shopper", 1)),
            floor=_share(path, code, entry.get("floor", 0)),
        )
    except (KeyError, TypeError, ValueError, PricingError) as error:
        raise CatalogError(
            f"{where} cannot be used ({error}): see the notes on top of data/demo/offers.yml."
        ) from error
    is_possible = offer.most > 0 and offer.budget >= 0 and offer.minimum >= 0 and offer.per_shopper >= 1
    if (
        not is_possible
        or (kind is OfferKind.PERCENT and not 0 < value <= 100)
        or (kind is OfferKind.AMOUNT and value <= 0)
    ):
        raise CatalogError(f"{where} has an amount that cannot be; give a value, `most` and counts above 0.")
    return offer


def _share(path: Path, name: object, value: object) -> Decimal:
    try:
        share = parse_decimal(str(value), "share")
    except PricingError as error:
        raise CatalogError(f"{path}: the share of {name!r} is {value!r}; give a number from 0 to 1.") from error
    if not 0 <= share <= 1:
        raise CatalogError(f"{path}: the share of {name!r} is {value!r}; give a number from 0 to 1.")
    return share


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
