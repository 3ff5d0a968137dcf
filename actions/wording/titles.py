"""Products' titles in the shopper's language: the merchant's own, else one made of brand, kind and attributes."""

from dataclasses import dataclass

from actions.wording import values
from actions.wording.measures import measures_of
from actions.wording.texts import Line, Texts
from retrieval.product import Product

_KEYS = ("composed_title", "composed_title_one", "composed_title_two")
"""The text for a title that names none, one or two attributes."""
_FOOD = "food"
_SOLD_BY_AMOUNT = frozenset({"beauty", _FOOD})
"""Departments whose titles say how much there is: the materials are those of the packing."""
_AMOUNTS = frozenset({"net_weight", "volume", "weight"})


@dataclass(frozen=True, slots=True)
class Title:
    """A title, its language (BCP 47), and whether it was composed here instead of written by the merchant."""

    text: str
    language: str
    is_composed: bool = False


def title_of(product: Product, language: str, texts: Texts) -> Title:
    """Return the product's title in `language`.

    That is the merchant's own where there is one; else brand, kind, colours and material in words of `language`, for
    food and cosmetics the amount in place of the material; where the language has no word for the kind, the English
    title, else the merchant's.
    """
    for code in (language, language.split("-")[0]):
        if product.titles.get(code):
            return Title(product.titles[code], code)
    composed = _composed(product, language, texts)
    if composed:
        return Title(composed, language, is_composed=True)
    code = "en" if product.titles.get("en") else product.language
    return Title(product.titles[code], code)


def _composed(product: Product, language: str, texts: Texts) -> str:
    if not product.brand or not texts.has_word(language, "category", product.category):
        return ""
    is_by_amount = product.department in _SOLD_BY_AMOUNT
    named = [
        *_colors(product, language, texts),
        *(_amount(product) if is_by_amount else _material(product, language, texts)),
    ]
    attributes = dict(zip(("first", "second"), named, strict=False))
    facts = {"brand": values.plain(product.brand), "category": values.word("category", product.category)}
    return texts.say(language, Line(_KEYS[len(attributes)], {**facts, **attributes}))


def _colors(product: Product, language: str, texts: Texts) -> list[values.Value]:
    """Return all colours as one list, as a search finds a product by each; none of food, where they are the packing's.

    A ring of gold is gold by its material, which says it better.
    """
    if product.department == _FOOD:
        return []
    said_anyway = {word for material in product.materials[:1] for word in (material, material.split()[-1])}
    said = [color for color in product.colors if color not in said_anyway or product.department in _SOLD_BY_AMOUNT]
    words = [values.word("color", color) for color in said if texts.has_word(language, "color", color)]
    return [values.listing(words)] if words else []


def _material(product: Product, language: str, texts: Texts) -> list[values.Value]:
    """Return the first material, none where the word for the kind says it already, as Italian does of rubber boots."""
    kind = texts.word(language, values.word("category", product.category)).casefold().split()
    for material in product.materials[:1]:
        word = values.word("material", material)
        if texts.has_word(language, "material", material) and texts.word(language, word).casefold() not in kind:
            return [word]
    return []


def _amount(product: Product) -> list[values.Value]:
    """Return how much is sold where the merchant states one figure for it."""
    stated = (measure for measure in measures_of(product) if measure.name in _AMOUNTS and len(measure.figures) == 1)
    return [values.unit(measure.figures[0], measure.unit) for measure in stated][:1]
