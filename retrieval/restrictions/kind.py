"""Kinds of goods that restrictions are about, as data/restrictions/goods.yml records them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from retrieval.errors import PricingError, RestrictionError
from retrieval.pricing.goods import Goods, hs_digits
from retrieval.pricing.money import parse_decimal
from retrieval.product import Product

_NAMES = """id hs except_hs categories category_decides materials fact is_everything is_plain words_within
    words"""
_KEYS = frozenset(_NAMES.split())
_FACT_KEYS = frozenset({"attribute", "above", "up_to"})


@dataclass(frozen=True, slots=True)
class Fact:
    """A number among a product's attributes: more than `above`, and at most `up_to` where that is given."""

    attribute: str
    above: Decimal
    up_to: Decimal | None

    def holds(self, product: Product) -> bool:
        """Tell whether a product has the attribute, and its number lies between."""
        value = product.attributes.get(self.attribute)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        number = Decimal(str(value))
        return number > self.above and (self.up_to is None or number <= self.up_to)


@dataclass(frozen=True, slots=True)
class GoodsKind:
    """A kind of goods and its names by language (BCP 47), the one to show first.

    `goods` says what belongs to it by code and category; `is_everything` makes it all goods but the codes excepted
    there. With `category_decides` a category counts beside a code that says otherwise. A kind with a `fact` holds
    products by that alone. The words of one that `is_plain` mean nothing else. A kind without codes is told by words,
    beside a code only `words_within` these prefixes.
    """

    kind_id: str
    goods: Goods
    words: Mapping[str, tuple[str, ...]]
    materials: frozenset[str] = frozenset()
    fact: Fact | None = None
    category_decides: bool = False
    is_everything: bool = False
    is_plain: bool = False
    words_within: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """Return what the kind is called in `language`, in English where there is no word for it."""
        return self.words.get(language, self.words["en"])[0]

    def covers(self, product: Product) -> bool | None:
        """Tell whether a product is of the kind; None where neither code nor category nor material says."""
        if self.fact is not None and not self.fact.holds(product):
            return False
        return self.holds(product.hs_code, product.category, product.materials)

    def holds(self, hs_code: str | None, category: str, materials: tuple[str, ...]) -> bool | None:
        """Tell the same by these alone, as if any fact that is asked for held."""
        code = _digits(hs_code)
        if self.is_everything or self.fact is not None:
            return self.goods.covers(code, category, "") is not False
        if not self.materials.isdisjoint(material.casefold() for material in materials):
            return True
        if not self.goods.is_selection:
            return None if not code or code.startswith(self.words_within) else False
        if self.category_decides and category in self.goods.categories:
            return True
        return self.goods.covers(code, category, "")


def read_kind(record: Mapping[str, Any]) -> GoodsKind:
    """Turn one record of goods.yml into a kind; raise RestrictionError where it is not usable."""
    foreign = set(record) - _KEYS
    if foreign:
        raise RestrictionError(f"the key {min(foreign)!r} is foreign; see data/restrictions/README.md for the keys")
    kind_id, words = record.get("id"), record.get("words")
    if not isinstance(kind_id, str) or not isinstance(words, dict) or not words.get("en"):
        raise RestrictionError("it needs an id and words, English ones among them")
    goods = _goods(record)
    if goods.categories and not goods.hs:
        raise RestrictionError("its categories stand in for codes, and it has none under hs; add them")
    return GoodsKind(
        kind_id=kind_id,
        goods=goods,
        words={language: tuple(str(word) for word in names) for language, names in words.items()},
        materials=frozenset(str(material).casefold() for material in record.get("materials", ())),
        fact=_fact(record["fact"]) if "fact" in record else None,
        category_decides=bool(record.get("category_decides", False)),
        is_everything=bool(record.get("is_everything", False)),
        is_plain=bool(record.get("is_plain", False)),
        words_within=_prefixes(record, "words_within"),
    )


def _goods(record: Mapping[str, Any]) -> Goods:
    try:
        return Goods(
            hs=_prefixes(record, "hs"),
            except_hs=_prefixes(record, "except_hs"),
            categories=frozenset(record.get("categories", ())),
        )
    except PricingError as error:
        raise RestrictionError(str(error)) from error


def _prefixes(record: Mapping[str, Any], key: str) -> tuple[str, ...]:
    try:
        return tuple(hs_digits(str(code)) for code in record.get(key, ()))
    except PricingError as error:
        raise RestrictionError(f"{key}: {error}") from error


def _fact(record: Mapping[str, Any]) -> Fact:
    if not {"attribute", "above"} <= set(record) <= _FACT_KEYS:
        raise RestrictionError(f"the fact {dict(record)} needs attribute and above, and may have up_to")
    try:
        up_to = parse_decimal(record["up_to"], "up_to") if "up_to" in record else None
        return Fact(str(record["attribute"]), parse_decimal(record["above"], "above"), up_to)
    except PricingError as error:
        raise RestrictionError(str(error)) from error


def _digits(hs_code: str | None) -> str:
    """Return the digits of a code, "" where there is none that can be read."""
    try:
        return hs_digits(hs_code) if hs_code else ""
    except PricingError:
        return ""
