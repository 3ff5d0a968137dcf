"""Groups of products alike, one of which each invented shopper likes."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.product import Product

PRICE_BANDS = ("low", "middle", "high")
FEWEST_PRODUCTS = 6
_ENOUGH_PRODUCTS = 12


@dataclass(frozen=True, slots=True)
class TasteGroup:
    """Products of a department in one price band and colour, "" where any will do."""

    department: str
    price_band: str
    color: str
    product_ids: tuple[str, ...]


def taste_groups(products: Sequence[Product]) -> Iterator[TasteGroup]:
    """Yield the finest groups that each department allows, in an order that depends on the products alone."""
    bands = _price_bands(products)
    by_department: dict[str, list[Product]] = defaultdict(list)
    for product in products:
        by_department[product.department or product.category].append(product)
    for department, own in sorted(by_department.items()):
        finest: dict[tuple[str, str], list[str]] = defaultdict(list)
        coarser: dict[tuple[str, str], list[str]] = defaultdict(list)
        for product in own:
            band = bands[product.product_id]
            coarser[band, ""].append(product.product_id)
            for color in sorted(set(product.colors)):
                finest[band, color].append(product.product_id)
        whole = {("", ""): [product.product_id for product in own]}
        for level, fewest in ((finest, _ENOUGH_PRODUCTS), (coarser, _ENOUGH_PRODUCTS), (whole, FEWEST_PRODUCTS)):
            enough = {key: ids for key, ids in level.items() if len(ids) >= fewest}
            if enough:
                yield from (TasteGroup(department, *key, tuple(ids)) for key, ids in sorted(enough.items()))
                break


def _price_bands(products: Sequence[Product]) -> dict[str, str]:
    """Say for each product in which third of its department's prices, in the same currency, it lies."""
    peers: dict[tuple[str, str], list[Product]] = defaultdict(list)
    for product in products:
        peers[product.department or product.category, product.currency].append(product)
    bands = {}
    for own in peers.values():
        for place, product in enumerate(sorted(own, key=lambda product: (product.price, product.product_id))):
            bands[product.product_id] = PRICE_BANDS[place * len(PRICE_BANDS) // len(own)]
    return bands
