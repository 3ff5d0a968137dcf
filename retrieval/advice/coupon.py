"""What a coupon takes off a purchase, or which of its conditions is not met."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from retrieval.advice.offer_book import Offer, OfferKind


class Unmet(StrEnum):
    """Why a coupon takes nothing off."""

    GOODS = "goods"  # nothing of what it may be used for is bought
    MINIMUM = "minimum"
    COUNTRY = "country"  # it is not for this country of delivery, or none is known
    FIRST_ORDER = "first_order"
    DAY = "day"
    CARRIAGE = "carriage"  # it pays for carriage, and what that costs is not known


@dataclass(frozen=True, slots=True)
class Purchase:
    """What a coupon is used on: amounts in the coupon's currency.

    `covered` is what the goods cost that it may be used for, `carriage` what sending all costs, None where unknown.
    """

    covered: Decimal
    carriage: Decimal | None
    country: str
    on: date
    has_ordered: bool


def taken_off(offer: Offer, purchase: Purchase) -> Decimal | Unmet:
    """Return what an offer takes off a purchase, in its currency, unrounded; or the first condition that is not met."""
    if not offer.first <= purchase.on <= offer.last:
        return Unmet.DAY
    if offer.countries and purchase.country not in offer.countries:
        return Unmet.COUNTRY
    if offer.is_first_order and purchase.has_ordered:
        return Unmet.FIRST_ORDER
    if purchase.covered <= 0:
        return Unmet.GOODS
    if purchase.covered < offer.minimum:
        return Unmet.MINIMUM
    if offer.kind is OfferKind.PERCENT:
        return min(purchase.covered * offer.value / 100, offer.most)
    if offer.kind is OfferKind.AMOUNT:
        return min(offer.value, offer.most, purchase.covered)
    return Unmet.CARRIAGE if purchase.carriage is None else min(purchase.carriage, offer.most)
