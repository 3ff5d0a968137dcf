"""Products' titles in the shopper's language: the merchant's own, else one made of brand, kind and attributes."""

from dataclasses import dataclass

from actions.wording import values
from actions.wording.texts import Line, Texts
from retrieval.product import Product

_ATTRIBUTES = ("color", "material")
"""What a title names beside brand and kind, in this order, the first of each."""
_KEYS = ("composed_title", "composed_title_one", "composed_title_two")
"""The text for a title that names none, one or two attributes."""


@dataclass(frozen=True, slots=True)
class Title:
    """A title, its language (BCP 47), and whether it was composed here instead of written by the merchant."""

    text: str
    language: str
    is_composed: bool = False


def title_of(product: Product, language: str, texts: Texts) -> Title:
    """Return the product's title in `language`.

    That is the merchant's own where there is one; else brand, kind, colour and material in words of `language`; where
    the language has no word for the kind, the English title, else the merchant's.
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
    words = (
        values.word(kind, value)
        for kind, named in zip(_ATTRIBUTES, (product.colors, product.materials), strict=True)
        for value in named[:1]
        if texts.has_word(language, kind, value)
    )
    attributes = dict(zip(("first", "second"), words, strict=False))
    facts = {"brand": values.plain(product.brand), "category": values.word("category", product.category)}
    return texts.say(language, Line(_KEYS[len(attributes)], {**facts, **attributes}))
