"""The traits of a product that taste is made of, and how much each counts."""

from collections.abc import Iterator

from retrieval.product import Product

SHARES = {"category": 0.4, "department": 0.15, "brand": 0.2, "color": 0.25}
"""How much each trait counts for taste: shares that sum to 1; likings are averaged over the traits a product has."""

EXTRAS = {"price": 0.15, "material": 0.1, "audience": 0.1, "merchant": 0.1, "language": 0.1}
"""What counts beside these where something is known of the shopper's liking for it."""

BANDS = ("low", "middle", "high")
"""The values of the trait `price`: the thirds of the prices of a product's kind."""

_FOR_ALL = "unisex"


def traits_of(product: Product, level: float | None = None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the traits that a product has, each with its values; `level` is its place in 0..1 among its kind's prices.

    What is made for everybody says nothing of the people it is for.
    """
    yield from (("color", product.colors),) if product.colors else ()
    for trait in ("category", "department", "brand"):
        value = getattr(product, trait)
        yield from ((trait, (value,)),) if value else ()
    if level is not None and level == level:
        yield "price", (BANDS[band_of(level)],)
    yield from (("material", product.materials),) if product.materials else ()
    yield from (("audience", (product.audience,)),) if product.audience not in ("", _FOR_ALL) else ()
    yield "merchant", (product.merchant_id,)
    yield "language", (product.language,)


def band_of(level: float) -> int:
    """Return the number of the third in which a place in 0..1 lies.

    >>> band_of(0.2), band_of(0.5), band_of(1.0)
    (0, 1, 2)
    """
    return min(int(level * len(BANDS)), len(BANDS) - 1)
