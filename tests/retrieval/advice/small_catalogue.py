"""A catalogue of gifts made up for the tests, and what searches it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import numpy as np

from actions.settings import PROJECT
from retrieval.asking import WordedSearch
from retrieval.catalogue import Catalogue
from retrieval.filters import FilterColumns
from retrieval.finder import ProductFinder
from retrieval.lexicon import Lexicon
from retrieval.mentions import Mentions
from retrieval.product import Merchant, Product
from retrieval.ranking import Weights
from retrieval.text_rows import TextRows
from retrieval.understanding import Vocabulary
from tests.fakes import HERE, THERE, NoCollaborative, fused_search, product

DATA = PROJECT / "data"


def thing(product_id: str, category: str, department: str, price: int = 20, **fields: Any) -> Product:
    """Return a product in English whose title is its id."""
    return product(
        product_id, language="en", titles={"en": product_id}, category=category, department=department,
        price=Decimal(price), **fields,
    )  # fmt: skip


GIFTS = (
    thing("silk scarf", "scarf", "accessories", 60, audience="women", materials=("silk",)),
    thing("eau de rose", "perfume", "beauty", 45, audience="women"),
    thing("cedar cologne", "perfume", "beauty", 50, audience="men"),
    thing("green tea", "tea", "food", 12),
    thing("black tea in a gift box", "tea", "food", 18, attributes={"gift_box": True}),
    thing("dark chocolate", "chocolate", "food", 9),
    thing("chocolate with red wine", "chocolate", "food", 11),
    thing("wall clock of oak", "wall clock", "home", 70),
    thing("wax candle", "candle", "home", 15),
    thing("cotton sweater", "sweater", "clothing", 55, audience="women", sizes=("S", "M")),
    thing("leather wallet", "wallet", "accessories", 40, audience="men", materials=("leather",)),
    thing("linen wallet", "wallet", "accessories", 30, audience="men", materials=("linen",)),
    thing("steel watch", "watch", "accessories", 150, audience="men"),
    thing("chef's knife for cooking", "kitchen knife", "kitchen", 80),
    thing("wooden spoon for cooking", "spoon", "kitchen", 6),
    thing("honey of the heath", "honey", "food", 8),
    thing("rattle bunny", "plush toy", "toys", 14, audience="kids", attributes={"min_age": 0}),
    thing("bear", "plush toy", "toys", 22, audience="kids", attributes={"min_age": 3}),
    thing("unlabelled duck", "plush toy", "toys", 10, audience="kids"),
    thing("racing drone", "drone", "toys", 90, audience="boys", attributes={"min_age": 10}),
    thing("princess doll", "doll", "toys", 25, audience="girls", attributes={"min_age": 4}),
    thing("striped socks", "socks", "clothing", 7, audience="unisex"),
    thing("pirate socks", "socks", "clothing", 7, audience="kids"),
    thing("Christmas cards", "greeting card", "stationery", 5, attributes={"occasion": "Christmas"}),
    thing("sold-out scarf", "scarf", "accessories", 20, audience="women", stock=0),
)


@dataclass(frozen=True)
class Searching:
    """The parts that search a catalogue."""

    catalogue: Catalogue
    finder: ProductFinder
    asking: WordedSearch


@cache
def lexicon() -> Lexicon:
    """Return the shipped words."""
    return Lexicon.load(DATA)


def searching(products: Sequence[Product] = GIFTS) -> Searching:
    """Return what searches these products; HERE sends everywhere but to Russia, THERE to Japan alone."""
    catalogue = Catalogue.from_products(products, [HERE, THERE], "gifts")
    vocabulary = Vocabulary.load(DATA, lexicon(), catalogue.brands())
    prices = np.array([float(one.price) for one in products], dtype=np.float64)

    def serves(merchant: Merchant, country: str) -> bool:
        return country == "JP" if merchant.merchant_id == "there" else country != "RU"

    mentions = Mentions(TextRows.of(catalogue), vocabulary)
    columns = FilterColumns(catalogue, prices, "EUR", lambda amount, *_: amount, serves, lexicon(), mentions)
    finder = ProductFinder(catalogue, fused_search(catalogue, columns), columns, NoCollaborative(), Weights)
    return Searching(catalogue, finder, WordedSearch(finder, vocabulary))
