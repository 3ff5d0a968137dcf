"""The last look at a list before a shopper sees it, whatever ranked it: nothing that must not be offered comes out.

Searching and ranking leave such products out by their own columns; this looks at each product itself, so that a mistake
there, a list kept from before, or a new way to make lists cannot let one through.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from retrieval.findings import Found
from retrieval.product import Merchant, Product


class HeldBack(StrEnum):
    """Why a product is held back."""

    BANNED = "banned"
    OUT_OF_STOCK = "out_of_stock"
    NOT_SENT = "not_sent"
    PROHIBITED = "prohibited"


def _nothing_barred(product: Product, country: str) -> bool:
    del product, country
    return False


def _uncounted(reason: HeldBack) -> None:
    del reason


@dataclass(frozen=True, slots=True)
class GuardRails:
    """Holds back what is banned, sold out, not sent to the shopper's country, or prohibited there.

    `serves(merchant, country)` says whether a merchant sends there, as `FilterColumns` asks it. `banned` gives the ids
    of banned products, and `barred(product, country)` says whether it must not be sent there. `count` hears of every
    product that is held back.
    """

    merchants: Mapping[str, Merchant]
    serves: Callable[[Merchant, str], bool]
    banned: Callable[[], frozenset[str]] = frozenset
    count: Callable[[HeldBack], None] = _uncounted
    barred: Callable[[Product, str], bool] = _nothing_barred

    def passed(self, items: Iterable[Found], country: str, *, may_be_sold_out: bool = False) -> tuple[Found, ...]:
        """Return the items that may be offered in `country` ("" where it is not known), in their order.

        Of their variants only those that may be offered are left. `may_be_sold_out` is for a list that was asked for
        with what is sold out; a recommendation never is.
        """
        return tuple(
            self._with_sellable_variants(item, country, may_be_sold_out)
            for item in items
            if self._is_passed(item.product, country, may_be_sold_out)
        )

    def reason_against(self, product: Product, country: str, *, may_be_sold_out: bool = False) -> HeldBack | None:
        """Return why a product must not be offered, None where it may.

        A merchant that the catalogue does not know sends nowhere.
        """
        if product.product_id in self.banned():
            return HeldBack.BANNED
        if not product.is_in_stock and not may_be_sold_out:
            return HeldBack.OUT_OF_STOCK
        merchant = self.merchants.get(product.merchant_id)
        if merchant is None or (country and not self.serves(merchant, country)):
            return HeldBack.NOT_SENT
        return HeldBack.PROHIBITED if country and self.barred(product, country) else None

    def _is_passed(self, product: Product, country: str, may_be_sold_out: bool) -> bool:
        reason = self.reason_against(product, country, may_be_sold_out=may_be_sold_out)
        if reason is not None:
            self.count(reason)
        return reason is None

    def _with_sellable_variants(self, item: Found, country: str, may_be_sold_out: bool) -> Found:
        if not item.variants:
            return item
        left = tuple(one for one in item.variants if self._is_passed(one, country, may_be_sold_out))
        return item if left == item.variants else replace(item, variants=left if len(left) > 1 else ())
