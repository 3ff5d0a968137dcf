"""Merchants as a merchants file has them: see data/demo/merchants.yml for its form."""

from collections.abc import Mapping, Sequence
from datetime import time
from decimal import Decimal
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from retrieval.errors import CatalogError
from retrieval.pricing.terms import Incoterm
from retrieval.product import EXPRESS, STANDARD, Dispatch, Merchant, RemoteTerms, ShippingZone, WeightBand

_CARRIERS = ("", "post", "courier")
_INCOTERMS = ("", *(one.value for one in Incoterm))
_ZONE_KEYS = frozenset({
    "to", "base", "per_kg", "bands", "days", "service", "carrier", "carrier_name", "divisor", "customs", "remote",
    "incoterm",
})  # fmt: skip


def merchant_from(record: Mapping[str, Any]) -> Merchant:
    """Turn a record of a merchants file into a Merchant; raises CatalogError naming the merchant and the key."""
    try:
        return Merchant(
            merchant_id=record["id"],
            name=record["name"],
            country=record["country"],
            language=record["language"],
            currency=record["currency"],
            shipping=tuple(_zone(zone) for zone in record.get("shipping", ())),
            excludes=frozenset(record.get("excludes", ())),
            dispatch=_dispatch(record["dispatch"]) if "dispatch" in record else None,
            latin_name=record.get("latin_name", ""),
        )
    except (KeyError, TypeError, AttributeError, ArithmeticError, OSError, ValueError) as error:
        raise CatalogError(
            f"The merchant {record!r} is not usable ({error!r}): see data/demo/merchants.yml."
        ) from error


def _dispatch(record: Mapping[str, Any]) -> Dispatch:
    ZoneInfo(record["time_zone"])  # raises for a zone that does not exist
    return Dispatch(record["time_zone"], time.fromisoformat(record["cut_off"]))


def _zone(record: Mapping[str, Any]) -> ShippingZone:
    if unknown := sorted(set(record) - _ZONE_KEYS):
        raise ValueError(f"a zone has {unknown}, known are {sorted(_ZONE_KEYS)}")
    service, carrier = record.get("service", STANDARD), record.get("carrier", "")
    if service not in (STANDARD, EXPRESS) or carrier not in _CARRIERS:
        raise ValueError(
            f"a zone has the service {service!r} by {carrier!r}; give standard or express, post or courier"
        )
    if (incoterm := record.get("incoterm", "")) not in _INCOTERMS:
        raise ValueError(f"a zone has the incoterm {incoterm!r}; give DAP or DDP, or leave it out")
    bands = tuple(
        WeightBand(Decimal(str(one["up_to_kg"])), Decimal(str(one["cost"]))) for one in record.get("bands", ())
    )
    if any(lighter.up_to_kg >= heavier.up_to_kg for lighter, heavier in pairwise(bands)):
        raise ValueError(f"the bands {record['bands']} are not in order; put the lightest first")
    divisor = int(record.get("divisor", 0))
    if divisor < 0:
        raise ValueError(f"the divisor {divisor} is below zero; give cubic centimetres for a kilogram, such as 5000")
    remote = record.get("remote")
    return ShippingZone(
        destinations=tuple(record["to"]),
        base=Decimal(0) if bands else Decimal(str(record["base"])),
        per_kg=Decimal(0) if bands else Decimal(str(record["per_kg"])),
        days=_range(record["days"]),
        service=service,
        carrier=carrier,
        carrier_name=record.get("carrier_name", ""),
        bands=bands,
        divisor=divisor,
        customs=_range(record["customs"]) if "customs" in record else None,
        remote=RemoteTerms(Decimal(str(remote["cost"])), _range(remote["days"])) if remote else None,
        incoterm=incoterm,
    )


def _range(days: Sequence[Any]) -> tuple[int, int]:
    low, high = (int(day) for day in days)
    if not 0 <= low <= high:
        raise ValueError(f"the days {list(days)} are no range; give the fewest and the most")
    return low, high
