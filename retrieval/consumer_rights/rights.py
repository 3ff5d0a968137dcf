"""Rights by market, and those of a country."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from retrieval.errors import PricingError
from retrieval.pricing.rule import Source
from retrieval.pricing.territories import country_codes, markets


class RightKind(StrEnum):
    """What a record is about: who pays for sending back, what is excepted, faults, and charges paid at the border."""

    POSTAGE = "postage"
    EXCEPTIONS = "exceptions"
    GUARANTEE = "guarantee"
    IMPORT_CHARGES = "import_charges"


class Payer(StrEnum):
    """Who pays for goods that are sent back without a reason."""

    BUYER = "buyer"
    BUYER_IF_TOLD = "buyer_if_told"
    SELLER = "seller"


class Refund(StrEnum):
    """When duty and tax paid at the border can be claimed back.

    After any return, with the seller's consent, or where the goods had a fault or were not what was ordered.
    """

    ANY_RETURN = "any_return"
    AGREED_RETURN = "agreed_return"
    FAULTY_RETURN = "faulty_return"


GOODS = frozenset(
    {
        "made_to_order",
        "perishable",
        "unsealed_hygiene",
        "unsealed_media",
        "press",
        "damaged",
        "agreed",
    }
)
"""Kinds of goods that a law may except."""


@dataclass(frozen=True, slots=True)
class Right:
    """A record of one kind for a market (ISO 3166-1 code or `EU`).

    A guarantee lasts `months` or `days`, at least where it `is_least`, from the day on which the fault is found where
    it `is_from_finding`, or as long as is reasonable; for import charges they say until when after the import the claim
    is to be made. What does not belong to the kind is None, 0, empty or False.
    """

    rule_id: str
    market: str
    kind: RightKind
    source: Source
    payer: Payer | None = None
    goods: tuple[str, ...] = ()
    months: int = 0
    days: int = 0
    is_least: bool = False
    is_reasonable: bool = False
    is_from_finding: bool = False
    refund: Refund | None = None


@dataclass(frozen=True, slots=True)
class CountryRights:
    """What is known of a country by kind; kinds that are not there are unknown."""

    country: str
    known: Mapping[RightKind, Right]

    @property
    def unknown(self) -> tuple[RightKind, ...]:
        """The kinds of which nothing is known, in the order of RightKind."""
        return tuple(kind for kind in RightKind if kind not in self.known)


class Rights:
    """The records by market; a country's own stand before its union's."""

    def __init__(self, records: Iterable[Right]) -> None:
        """Take the records; raise PricingError where a market has two of one kind."""
        self._by_market: dict[tuple[str, RightKind], Right] = {}
        for record in records:
            key = (record.market, record.kind)
            if key in self._by_market:
                raise PricingError(f"the market {record.market!r} has two records of {record.kind}; keep one")
            self._by_market[key] = record

    def of(self, country: str) -> CountryRights:
        """Return what is known of a country; of a code that is no country nothing is."""
        known: dict[RightKind, Right] = {}
        if country in country_codes():
            for kind in RightKind:
                found = (self._by_market.get((market, kind)) for market in markets(country))
                first = next((right for right in found if right is not None), None)
                if first is not None:
                    known[kind] = first
        return CountryRights(country, known)
