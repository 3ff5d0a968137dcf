"""One dated restriction with its source, as the files in data/restrictions record it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from retrieval.errors import RestrictionError
from retrieval.pricing.rule import Confidence, Source
from retrieval.pricing.territories import ANYWHERE, EU, country_codes, customs_area, markets
from retrieval.records import day_of, member_of

_NAMES = """id destination transport origins except_origins within goods verdict reason limit is_quiet valid_from
    valid_to source checked_on confidence"""
_KEYS = frozenset(_NAMES.split())
_REQUIRED = ("id", "destination", "goods", "verdict", "reason", "source", "checked_on", "confidence")


class Verdict(StrEnum):
    """What a restriction says of goods, the strictest first."""

    PROHIBITED = "prohibited"
    NEEDS_PAPERS = "needs_papers"
    RESTRICTED = "restricted"  # allowed on a condition
    ALLOWED = "allowed"


class Transport(StrEnum):
    """How a parcel travels; `any` is for whatever way."""

    ANY = "any"
    AIR = "air"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Restriction:
    """What holds for kinds of goods at a destination (ISO 3166-1 code, `EU` or `*`), until the day before `valid_to`.

    `origins` (none for all) are where it is sent from, and `except_origins` whence it may come all the same (countries
    or `EU`). Without `within` it is about parcels across a customs border.
    `reason` names the text that says why, and `limit` the number in it. One that `is_quiet` is told only to who asks.
    """

    restriction_id: str
    destination: str
    goods: tuple[str, ...]
    verdict: Verdict
    reason: str
    source: Source
    confidence: Confidence
    transport: Transport = Transport.ANY
    origins: frozenset[str] = frozenset()
    except_origins: frozenset[str] = frozenset()
    within: bool = False
    limit: int | None = None
    is_quiet: bool = False
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def is_sure(self) -> bool:
        """Whether it is confirmed, so that something may follow from it."""
        return self.confidence is not Confidence.UNCONFIRMED

    @property
    def forbids(self) -> bool:
        """Whether it keeps goods from being sent at all, whatever the transport."""
        return self.verdict is Verdict.PROHIBITED and self.transport is Transport.ANY and self.is_sure

    def asked_from(self, origin: str) -> "Restriction":
        """Return it as it is for an origin: where that is not known, what some origins are free of is conditional."""
        if origin or not self.except_origins or self.verdict is Verdict.ALLOWED:
            return self
        return replace(self, verdict=Verdict.RESTRICTED)

    def holds(self, origin: str, destination: str, transport: Transport, on: date) -> bool:
        """Tell whether it is about a parcel; an `origin` of "" is not known and taken for abroad.

        A transport of `any` is one not known, for which all hold.
        """
        if self.destination not in markets(destination):
            return False
        if not self.within and origin and customs_area(origin) == customs_area(destination):
            return False
        if self.origins and origin not in self.origins:
            return False
        if origin and not self.except_origins.isdisjoint(markets(origin)):
            return False
        is_way = Transport.ANY in {transport, self.transport} or transport is self.transport
        is_begun = self.valid_from is None or self.valid_from <= on
        return is_way and is_begun and (self.valid_to is None or on < self.valid_to)


def read_restriction(record: Mapping[str, Any], kinds: frozenset[str]) -> Restriction:
    """Turn one record of a YAML file into a restriction on some of `kinds`.

    Raise RestrictionError where a key is missing, foreign or of a wrong kind; the caller adds the file and the id.
    """
    if record.get("destination") is False:
        raise RestrictionError('the destination reads as false; quote "NO"')
    foreign, missing = set(record) - _KEYS, [key for key in _REQUIRED if not record.get(key)]
    if foreign or missing:
        problem = f"the key {min(foreign)!r} is foreign" if foreign else f"{missing[0]!r} is missing"
        raise RestrictionError(f"{problem}; see data/restrictions/README.md for the keys")
    unknown = set(record["goods"]) - kinds
    if unknown:
        raise RestrictionError(f"{min(unknown)!r} is no kind of goods.yml; add it there or correct it")
    restriction = Restriction(
        restriction_id=str(record["id"]),
        destination=_place(record["destination"], {EU, ANYWHERE}),
        goods=tuple(record["goods"]),
        verdict=member_of(Verdict, record["verdict"], RestrictionError),
        reason=str(record["reason"]),
        source=_source(record),
        confidence=member_of(Confidence, record["confidence"], RestrictionError),
        transport=member_of(Transport, record.get("transport", "any"), RestrictionError),
        origins=frozenset(_place(code, set()) for code in record.get("origins", ())),
        except_origins=frozenset(_place(code, {EU}) for code in record.get("except_origins", ())),
        within=bool(record.get("within", False)),
        limit=_limit(record.get("limit")),
        is_quiet=bool(record.get("is_quiet", False)),
        valid_from=day_of(record["valid_from"], RestrictionError) if "valid_from" in record else None,
        valid_to=day_of(record["valid_to"], RestrictionError) if "valid_to" in record else None,
    )
    if restriction.valid_from and restriction.valid_to and restriction.valid_from >= restriction.valid_to:
        raise RestrictionError(f"it ends on {restriction.valid_to}, before it begins on {restriction.valid_from}")
    return restriction


def _place(code: object, others: set[str]) -> str:
    if code not in country_codes() | others:
        raise RestrictionError(
            f"the place {code!r} is no country code, nor one of {EU} and {ANYWHERE} where these may be"
        )
    return str(code)


def _source(record: Mapping[str, Any]) -> Source:
    source = record["source"]
    if not isinstance(source, dict) or not source.get("title"):
        raise RestrictionError(f"the source {source!r} has no title; give title and url")
    return Source(str(source["title"]), str(source.get("url", "")), day_of(record["checked_on"], RestrictionError))


def _limit(value: object) -> int | None:
    if value is not None and (type(value) is not int or value <= 0):
        raise RestrictionError(f"the limit {value!r} is no positive whole number")
    return value
