"""Reading data/consumer/rights.yml."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from retrieval.consumer_rights.rights import GOODS, Payer, Refund, Right, RightKind, Rights
from retrieval.errors import PricingError
from retrieval.pricing.rule import Confidence, Source
from retrieval.pricing.territories import EU, country_codes

RIGHTS_FILE = Path(__file__).resolve().parents[2] / "data" / "consumer" / "rights.yml"
"""Where a checkout of the project keeps the records."""

_ALWAYS = {"id", "market", "kind", "source", "checked_on", "confidence"}
_OWN = {
    RightKind.POSTAGE: {"payer"},
    RightKind.EXCEPTIONS: {"goods"},
    RightKind.GUARANTEE: {"months", "days", "is_least", "is_reasonable", "is_from_finding"},
    RightKind.IMPORT_CHARGES: {"refund", "months", "days"},
}
"""The keys that belong to each kind."""

_LONGEST = 4000
"""Days or months beyond which a figure is a slip of the pen."""


def read_rights(path: Path = RIGHTS_FILE) -> Rights:
    """Read the records, leaving out what is unconfirmed; PricingError names a record that cannot be used."""
    try:
        records = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise PricingError(f"{path} cannot be read ({error}): restore it from the project.") from error
    if not isinstance(records, list):
        raise PricingError(f"{path} holds {type(records).__name__} instead of a list of records")
    read = [_right(path, record) for record in records]
    return Rights(right for right, confidence in read if confidence is not Confidence.UNCONFIRMED)


def _right(path: Path, record: Any) -> tuple[Right, Confidence]:
    try:
        kind = RightKind(record["kind"])
        odd = set(record) - _ALWAYS - _OWN[kind]
        if odd:
            raise ValueError(f"{sorted(odd)} do not belong to {kind}")
        given = record["source"]
        right = Right(
            rule_id=record["id"],
            market=record["market"],
            kind=kind,
            source=Source(given["title"], given.get("url", ""), record["checked_on"]),
            payer=Payer(record["payer"]) if kind is RightKind.POSTAGE else None,
            goods=tuple(record["goods"]) if kind is RightKind.EXCEPTIONS else (),
            months=record.get("months", 0),
            days=record.get("days", 0),
            is_least=record.get("is_least", False),
            is_reasonable=record.get("is_reasonable", False),
            is_from_finding=record.get("is_from_finding", False),
            refund=Refund(record["refund"]) if kind is RightKind.IMPORT_CHARGES else None,
        )
        _check(right)
        return right, Confidence(record["confidence"])
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise PricingError(f"{path}: {record!r} is not usable ({error}); see data/consumer/README.md") from error


def _check(right: Right) -> None:
    if right.market not in country_codes() | {EU}:
        raise ValueError(f"the market {right.market!r} is neither a country code nor {EU}")
    if type(right.source.checked_on) is not date:
        raise ValueError(f"checked_on is {right.source.checked_on!r}, not a day")
    if set(right.goods) - GOODS or (right.kind is RightKind.EXCEPTIONS and not right.goods):
        raise ValueError(f"the goods {list(right.goods)} are not some of {sorted(GOODS)}")
    if any(type(figure) is not int or not 0 <= figure <= _LONGEST for figure in (right.months, right.days)):
        raise ValueError(f"months {right.months!r} and days {right.days!r} are not whole numbers of a period")
    periods = (right.months, right.days, right.is_reasonable)
    if right.kind is RightKind.GUARANTEE and sum(map(bool, periods)) != 1:
        raise ValueError("a guarantee has either months, or days, or is_reasonable")
    if right.is_from_finding and (right.is_least or right.is_reasonable):
        raise ValueError("is_from_finding goes with months or days alone")
