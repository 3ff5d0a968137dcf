"""Products and merchants as lines of JSON, as the catalogue's file holds them."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from retrieval.errors import CatalogError
from retrieval.product import Dispatch, Merchant, Product, RemoteTerms, ShippingZone, WeightBand

LINE_START = b'{"product_id": "'
"""How a product's line begins: its id stands first, so that it is found without reading the rest."""

_encode = json.JSONEncoder(ensure_ascii=False).encode


def product_line(product: Product) -> bytes:
    """Return a product as a line of JSON in UTF-8 with its line break; fields at their defaults are left out.

    Raises CatalogError where a text holds half of a surrogate pair, which UTF-8 cannot say.
    """
    try:
        return _encode(_plain(product, _PRODUCT_FIELDS)).encode() + b"\n"
    except UnicodeEncodeError as error:
        raise CatalogError(
            f"Product {product.product_id!r} holds half of a surrogate pair ({error.object[error.start]!r}): remove it."
        ) from error


def product_from_line(line: bytes) -> Product:
    """Return the product that `product_line` made this line of."""
    record = json.loads(line.decode())
    for name, reader in _PRODUCT_READERS:
        if name in record:
            record[name] = reader(record[name])
    return Product(**record)


def id_in_line(product_id: str) -> bytes:
    r"""Return what stands in the product's line between the quotation marks of its id.

    >>> id_in_line('12" vinyl').decode()
    '12\\" vinyl'
    """
    return _encode(product_id)[1:-1].encode(errors="surrogatepass")


def merchant_records(merchants: Iterable[Merchant]) -> list[dict[str, Any]]:
    """Return merchants as what JSON can hold."""
    return [_plain(merchant, _MERCHANT_FIELDS) for merchant in merchants]


def merchant_from_record(record: Mapping[str, Any]) -> Merchant:
    """Return the merchant that `merchant_records` made this record of."""
    readers: dict[str, Callable[[Any], Any]] = {
        "shipping": lambda zones: tuple(_zone(zone) for zone in zones),
        "excludes": frozenset,
        "dispatch": lambda kept: Dispatch(kept["time_zone"], time.fromisoformat(kept["cut_off"])),
    }
    return Merchant(**_restored(record, readers))


_PRODUCT_READERS: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("price", Decimal),
    ("colors", tuple),
    ("materials", tuple),
    ("sizes", tuple),
    ("added", date.fromisoformat),
)
_PRODUCT_FIELDS = tuple((spec.name, spec.default) for spec in fields(Product) if spec.name != "hs_proposal")
_MERCHANT_FIELDS = tuple((spec.name, spec.default) for spec in fields(Merchant))


def _plain(record: Any, named: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for name, default in named:
        value = getattr(record, name)
        if value != default:
            plain[name] = _plain_value(value)
    return plain


def _plain_value(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal | date | time):
        return str(value)
    if is_dataclass(value):
        return _plain(value, tuple((spec.name, spec.default) for spec in fields(value)))
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain_value(part) for part in value]
    if isinstance(value, Mapping):
        return dict(value)
    return value


def _restored(record: Mapping[str, Any], readers: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]:
    return {key: readers[key](value) if key in readers else value for key, value in record.items()}


def _zone(record: Mapping[str, Any]) -> ShippingZone:
    readers: dict[str, Callable[[Any], Any]] = {
        "destinations": tuple,
        "base": Decimal,
        "per_kg": Decimal,
        "days": tuple,
        "bands": lambda bands: tuple(WeightBand(Decimal(one["up_to_kg"]), Decimal(one["cost"])) for one in bands),
        "customs": tuple,
        "remote": lambda terms: RemoteTerms(Decimal(terms["cost"]), tuple(terms["days"])),
    }
    return ShippingZone(**_restored(record, readers))
