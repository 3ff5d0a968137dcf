"""The demo shop is what data/demo/FORMAT.md says: enough of it, in every merchant's own language."""

from collections import Counter
from itertools import groupby

import pytest
from babel.core import get_global

from retrieval.advice.baskets import baskets_of
from retrieval.advice.bought_together import Companion, surest
from retrieval.advice.co_occurrence import CoOccurrence, Share
from retrieval.advice.complements import UsedTogether
from retrieval.catalogue import Catalogue
from retrieval.demo_shoppers import demo_shoppers
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


def test_purchases_of_the_invented_shoppers_tell_what_goes_together(products: list[Product]) -> None:
    """As `crossaisle shoppers demo` makes them, a fair part of the products have companions, and good ones."""
    used = UsedTogether.load(DEMO.parent)
    events = demo_shoppers(products, 800, seed=0, together=used).events
    own = groupby(events, key=lambda event: event.user_id)
    counts = CoOccurrence.of(Share.of(baskets_of(list(some))) for _, some in own)
    category = {product.product_id: product.category for product in products}
    pairs = [(product_id, one.product_id) for product_id in category for one in companions(counts, product_id)]
    fitting = [pair for pair in pairs if category[pair[1]] in used.with_category(category[pair[0]])]
    assert 150 < len({first for first, _ in pairs}) < 400
    assert len(fitting) > 0.9 * len(pairs)


def companions(counts: CoOccurrence, product_id: str) -> list[Companion]:
    """Return what is surely bought together with a product."""
    pairs = counts.pairs_with(product_id)
    n_others = {pair.product_id: counts.n_with(pair.product_id) for pair in pairs}
    return surest(pairs, counts.n_with(product_id), n_others, counts.n_baskets)
