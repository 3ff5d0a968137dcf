"""The fields of a text row, and how much each weighs: BM25 counts a word as often as its field's weight says.

Beside title and description it is indexed by facts: the brand, and the words of its language for category, department,
colours, materials and audience, which a merchant need not write for shoppers to say them.
"""

from collections.abc import Iterator

from retrieval.lexicon import Lexicon
from retrieval.product import Product

TITLE_WEIGHT = 3
DESCRIPTION_WEIGHT = 1
BRAND_WEIGHT = 2
CATEGORY_WEIGHT = 2
FACT_WEIGHT = 1
_UNITS = ("ml", "l", "kg", "g", "cm", "mm", "m", "wh", "mah", "w", "gb", "tb", "inch")


def written_fields(product: Product, language: str) -> Iterator[tuple[str, int]]:
    """Give what the merchant wrote in `language`, and the brand, each with its weight."""
    yield product.titles.get(language, ""), TITLE_WEIGHT
    yield product.descriptions.get(language, ""), DESCRIPTION_WEIGHT
    yield product.brand, BRAND_WEIGHT


def fact_fields(product: Product, language: str, lexicon: Lexicon) -> Iterator[tuple[str, int]]:
    """Give each fact of a product in words of `language`, with its weight; a term of several counts once.

    A value that the lexicon has no word for is taken as it is: a feed's own category is in the feed's language.
    """
    for kind, value, weight in facts_of(product):
        names = lexicon.words.get(kind, {}).get(value, {}).get(language, ())
        for name in names or (value,):
            yield name, weight
    for size in product.sizes:
        yield size.replace(" ", "-"), FACT_WEIGHT
    for key, said in product.attributes.items():
        yield _attribute(key, said), FACT_WEIGHT


def facts_of(product: Product) -> Iterator[tuple[str, str, int]]:
    """Give kind, English value ("" where unknown) and weight of what the lexicon has words for."""
    yield "category", product.category, CATEGORY_WEIGHT
    yield "department", product.department, FACT_WEIGHT
    yield "audience", product.audience, FACT_WEIGHT
    for color in product.colors:
        yield "color", color, FACT_WEIGHT
    for material in product.materials:
        yield "material", material, FACT_WEIGHT


def _attribute(key: str, value: str | float | bool) -> str:
    """Return the words of an attribute: its name where it is true, none where it is false, a number with its unit.

    >>> _attribute("waterproof", True), _attribute("waterproof", False), _attribute("capacity_l", 24)
    ('waterproof', '', 'capacity 24l')
    """
    if value is False:
        return ""
    name, _, unit = key.rpartition("_")
    if value is True or isinstance(value, str):
        return key.replace("_", " ") + ("" if value is True else f" {value}")
    if unit in _UNITS:
        return f"{name.replace('_', ' ')} {value:g}{unit}"
    return f"{key.replace('_', ' ')} {value:g}"
