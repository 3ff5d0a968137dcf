"""The demo shop is what data/demo/FORMAT.md says: enough of it, in every merchant's own language."""

from collections import Counter

import pytest
from babel.core import get_global

from retrieval.catalogue import Catalogue
from retrieval.feeds import FeedMapping, read_feed
from retrieval.lexicon import Lexicon
from retrieval.product import Product
from tests.conftest import PROJECT

DEMO = PROJECT / "data" / "demo"
LEXICON = Lexicon.load(PROJECT / "data")
MAPPING = FeedMapping.load(PROJECT / "data" / "mappings" / "demo.yml")
SCRIPTS = {"ja": (0x3040, 0x9FFF), "zh-Hans": (0x4E00, 0x9FFF), "ar": (0x0600, 0x06FF), "ko": (0xAC00, 0xD7AF)}


@pytest.fixture(scope="module")
def rows() -> list[object]:
    return list(read_feed(DEMO / "products", MAPPING, LEXICON))


@pytest.fixture(scope="module")
def products(rows: list[object]) -> list[Product]:
    return [row for row in rows if isinstance(row, Product)]


def test_no_row_is_rejected(rows: list[object], products: list[Product]) -> None:
    assert rows == products


def test_shop_is_large_enough(products: list[Product]) -> None:
    catalogue = Catalogue.from_products(products, MAPPING.merchants.values(), "demo")
    assert len(catalogue) >= 1200
    assert len(set(catalogue.categories().values())) == 12
    assert set(catalogue.categories()) == set(LEXICON.departments)
    assert len({MAPPING.merchants[product.merchant_id].country for product in products}) >= 8


def test_every_product_has_its_merchants_language_and_english(products: list[Product]) -> None:
    for product in products:
        assert set(product.titles) == set(product.descriptions) == {product.language, "en"}
        if product.language in SCRIPTS:
            low, high = SCRIPTS[product.language]
            text = product.text(product.language)
            assert sum(low <= ord(letter) <= high for letter in text) > len(text) / 3, product.product_id


def test_every_product_can_be_priced_and_sent(products: list[Product]) -> None:
    for product in products:
        assert product.weight_kg
        assert product.hs_code
        assert product.origin in get_global("territory_languages")
        assert product.currency == MAPPING.merchants[product.merchant_id].currency


def test_descriptions_are_individual(products: list[Product]) -> None:
    counts = Counter(product.descriptions["en"] for product in products)
    assert max(counts.values()) == 1
    assert len({product.titles["en"] for product in products}) >= 0.995 * len(products)


def test_colours_and_kinds_are_those_of_the_lexicon(products: list[Product]) -> None:
    for product in products:
        assert set(product.colors) <= set(LEXICON.words["color"])


@pytest.mark.parametrize("category", sorted(LEXICON.departments))
def test_every_kind_has_a_picture_of_its_own(category: str) -> None:
    path = DEMO / "pictures" / f"{category.replace(' ', '-')}.svg"
    text = path.read_text(encoding="utf-8")
    assert text.lstrip().startswith("<svg")
    for unsafe in ("<script", "http://", "https://", "<image", "<foreignObject"):
        assert unsafe not in text.replace("http://www.w3.org/2000/svg", "")
