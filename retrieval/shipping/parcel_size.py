"""How heavy and how big a parcel is, from what is known of the products in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from retrieval.product import Product

PACKED_SIZE = "parcel_cm"
"""The attribute of a product that holds its packed length, width and height in centimetres: `60x40x30`."""

_SIDES = re.compile(r"\s*(\d{1,4}(?:\.\d+)?)\s*[x×*]\s*(\d{1,4}(?:\.\d+)?)\s*[x×*]\s*(\d{1,4}(?:\.\d+)?)\s*(?:cm)?\s*")


@dataclass(frozen=True, slots=True)
class ParcelSize:
    """Weight in kilograms and volume in cubic centimetres; None where that of a piece is not known, or is zero."""

    weight_kg: Decimal | None
    volume_cm3: Decimal | None


def volume_of(packed: object) -> Decimal | None:
    """Return the volume that a packed size says, None where it says none.

    >>> volume_of("60 x 40 x 30 cm"), volume_of("60x40"), volume_of("0x1x1")
    (Decimal('72000'), None, None)
    """
    found = _SIDES.fullmatch(packed) if isinstance(packed, str) else None
    volume = Decimal(found[1]) * Decimal(found[2]) * Decimal(found[3]) if found else Decimal(0)
    return volume or None


def parcel_size(pieces: Iterable[tuple[Product, int]]) -> ParcelSize:
    """Return the size of a parcel that holds so many of each product; volumes add up, as boxes in a box do."""
    weight, volume = Decimal(0), Decimal(0)
    is_weighed = is_measured = True
    for product, quantity in pieces:
        heavy, big = Decimal(str(product.weight_kg or 0)), volume_of(product.attributes.get(PACKED_SIZE))
        is_weighed &= heavy > 0
        is_measured &= big is not None
        weight += heavy * quantity
        volume += (big or Decimal(0)) * quantity
    return ParcelSize(weight if is_weighed and weight else None, volume if is_measured and volume else None)
