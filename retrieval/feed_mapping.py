"""How the fields of a merchant's feed become a product's."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from retrieval.errors import CatalogError
from retrieval.product import Merchant, ShippingZone

_REQUIRED = ("source", "format", "fields", "merchants")
_FORMATS = ("json", "jsonl")


@dataclass(frozen=True, slots=True)
class FeedMapping:
    """A mapping file: see data/mappings/README.md for its form.

    `fields` maps a name of `retrieval.product.Product` (or `merchant_id`) to where its value stands in a row.
    """

    source: str
    format: str
    fields: Mapping[str, Any]
    merchants: Mapping[str, Merchant]

    @classmethod
    def load(cls, path: Path) -> "FeedMapping":
        """Read a mapping file; raises CatalogError naming the file and what is wrong in it."""
        record = _yaml(path)
        missing = sorted(set(_REQUIRED) - set(record if isinstance(record, dict) else ()))
        if missing:
            raise CatalogError(f"The mapping {path} lacks {missing}: see data/mappings/README.md.")
        if record["format"] not in _FORMATS:
            raise CatalogError(f"The mapping {path} has the format {record['format']!r}; known are {list(_FORMATS)}.")
        merchants = record["merchants"]
        if isinstance(merchants, str):
            merchants = _yaml(path.parent / merchants)
        known = [merchant_from(entry) for entry in merchants]
        return cls(
            source=record["source"],
            format=record["format"],
            fields=record["fields"],
            merchants={merchant.merchant_id: merchant for merchant in known},
        )

    def value(self, row: Mapping[str, Any], name: str) -> Any:
        """Return what `row` has for the product's field `name`, None where it has nothing.

        >>> mapping = FeedMapping("x", "json", {"brand": "maker", "category": {"field": "path", "item": -1}}, {})
        >>> mapping.value({"maker": "Oku", "path": ["Home", "Vases"]}, "category")
        'Vases'
        >>> mapping.value({"maker": "Oku"}, "category") is None
        True
        """
        return _found(row, self.fields.get(name))


def _found(row: Mapping[str, Any], place: Any) -> Any:
    if place is None:
        return None
    if isinstance(place, str):
        return row.get(place)
    if "constant" in place:
        return place["constant"]
    if "digest" in place:
        text = "\x1f".join(str(row.get(field, "")) for field in place["digest"])
        return hashlib.sha256(text.encode()).hexdigest()[:12]
    if "item" in place:
        values = row.get(place["field"])
        if not isinstance(values, list) or not values:
            return None
        return values[max(place["item"], -len(values))] if place["item"] < len(values) else values[-1]
    if "words" in place:
        return place["words"].get(row.get(place["field"]))
    return {key: _found(row, part) for key, part in place.items()}


def merchant_from(record: Mapping[str, Any]) -> Merchant:
    """Turn a record of a merchants file into a Merchant; raises CatalogError naming the merchant and the key."""
    try:
        zones = tuple(
            ShippingZone(
                destinations=tuple(zone["to"]),
                base=Decimal(str(zone["base"])),
                per_kg=Decimal(str(zone["per_kg"])),
                days=(int(zone["days"][0]), int(zone["days"][1])),
            )
            for zone in record.get("shipping", ())
        )
        return Merchant(
            merchant_id=record["id"],
            name=record["name"],
            country=record["country"],
            language=record["language"],
            currency=record["currency"],
            shipping=zones,
            excludes=frozenset(record.get("excludes", ())),
        )
    except (KeyError, TypeError, ArithmeticError, ValueError) as error:
        raise CatalogError(
            f"The merchant {record!r} is not usable ({error!r}): see data/demo/merchants.yml."
        ) from error


def _yaml(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise CatalogError(f"{path} cannot be read ({error}): check the path and the file's form.") from error
