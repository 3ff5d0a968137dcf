from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from retrieval.behaviour.product_features import StyleReader, added_moments, catalogue_facts, product_vectors
from retrieval.catalogue import Catalogue
from retrieval.exact_index import ExactIndex
from retrieval.lexicon import Lexicon
from retrieval.product import Merchant, Product
from retrieval.text_rows import TextRows
from retrieval.understanding import Vocabulary
from tests.conftest import PROJECT

SHOP = Merchant("m", "M", "DE", "de", "EUR")


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary.load(PROJECT / "data", Lexicon.load(PROJECT / "data"))


def product(id_="p", price="10", **more):
    titles = more.pop("titles", {"en": "Thing"})
    language = next(iter(titles))
    return Product(id_, "m", language, titles, Decimal(price), "EUR", **more)


def in_euros(one):
    return one.price


@pytest.mark.parametrize(
    ("language", "title", "description"),
    [
        ("en", "Jacket", "A waterproof jacket for the city."),
        ("de", "Jacke", "Eine wasserdichte Jacke."),
        ("zh-Hans", "外套", "全防水外套，适合城市。"),
        ("ja", "ジャケット", "完全防水のジャケット。"),
        ("ar", "سترة", "سترة مقاومة للماء للمدينة"),
        ("th", "แจ็คเก็ต", "แจ็คเก็ตกันน้ำสำหรับเดินทาง"),
        ("tr", "Ceket", "Şehir için su geçirmez bir ceket."),
        ("pt-BR", "Jaqueta", "Uma jaqueta à prova d'água."),
    ],
)
def test_what_a_product_is_like_is_read_in_any_language(vocabulary, language, title, description):
    found = StyleReader(vocabulary).styles(product(titles={language: title}, descriptions={language: description}))
    assert "waterproof" in found


@pytest.mark.parametrize(
    ("language", "description"),
    [
        ("en", "This jacket is not waterproof."),
        ("de", "Die Jacke ist nicht wasserdicht."),
        ("zh-Hans", "这件外套不防水。"),
    ],
)
def test_what_a_text_denies_is_not_read(vocabulary, language, description):
    found = StyleReader(vocabulary).styles(product(titles={language: "X"}, descriptions={language: description}))
    assert "waterproof" not in found


def test_product_without_such_words_has_no_style(vocabulary):
    assert StyleReader(vocabulary).styles(product(titles={"en": "Zxq"})) == ()


def test_catalogue_becomes_facts_in_its_order(vocabulary):
    catalogue = Catalogue.from_products(
        [
            product(
                "b", "5", titles={"de": "Becher", "en": "Mug"}, category="mug", brand="Kim", added=date(2026, 1, 2)
            ),
            product("a", "50", category="mug"),
        ],
        [SHOP],
        "test",
    )
    heard = []
    found = catalogue_facts(catalogue, vocabulary, in_euros, progress=lambda *done: heard.append(done))
    assert found.item_ids == ("b", "a")
    assert found.texts == ("Becher Mug", "Thing")
    assert (found.categories, found.brands, found.price_bands.tolist()) == (("mug", "mug"), ("Kim", ""), [0, 2])
    assert heard == [(2, 2)]
    assert added_moments(catalogue) == {"b": 1_767_312_000.0}


def test_empty_catalogue_has_no_facts(vocabulary):
    found = catalogue_facts(Catalogue.from_products([], [], "test"), vocabulary, in_euros)
    assert found.item_ids == ()


def test_vector_of_a_product_is_the_mean_over_its_languages():
    catalogue = Catalogue.from_products([product("a", titles={"de": "x", "en": "y"}), product("b")], [SHOP], "test")
    index = ExactIndex(np.array([[1, 0], [0, 1], [0, 1]], dtype=np.float32))
    found = product_vectors(TextRows.of(catalogue), index, 2)
    np.testing.assert_allclose(found, [[0.5**0.5, 0.5**0.5], [0, 1]], rtol=1e-6)
    assert found.dtype == np.float32
