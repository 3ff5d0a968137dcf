import numpy as np
import pytest

from retrieval.catalogue import Catalogue
from retrieval.errors import EncoderError
from retrieval.exact_index import ExactIndex
from retrieval.semantic_search import SemanticSearch
from retrieval.text_rows import TextRows
from tests.fakes import HERE, FakeEncoder, product

PRODUCTS = [
    product("shoe", titles={"de": "roter Schuh", "en": "red shoe"}),
    product("bag", titles={"de": "blaue Tasche", "en": "blue bag"}),
    product("cup", titles={"de": "grüne Tasse", "en": "green cup", "fr": "tasse verte"}),
]
KNOWN = frozenset({"en", "de", "fr"})


def searcher(use_languages: frozenset[str] = KNOWN) -> SemanticSearch:
    catalogue = Catalogue.from_products(PRODUCTS, [HERE], "test")
    encoders = {"use": FakeEncoder("use", use_languages), "e5": FakeEncoder("e5")}
    texts = TextRows.of(catalogue).texts
    indexes = {name: ExactIndex(encoder.encode_documents(texts)) for name, encoder in encoders.items()}
    return SemanticSearch(catalogue, encoders, indexes)


ALL = np.ones(3, dtype=bool)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "e5"), ("de", "e5"), ("fr", "use"), ("sv", "e5"), ("vi", "e5"), ("zh-Hans", "e5")],
)
def test_encoder_follows_from_the_language_pair(language: str, expected: str) -> None:
    """Within a language in which every product has text: e5. Across languages that USE knows: USE. Else: e5."""
    assert searcher().encoder_for(language) == expected


def test_use_serves_across_languages_only_if_it_can_read_every_product() -> None:
    assert searcher(frozenset({"fr"})).encoder_for("fr") == "e5"


def test_single_encoder_serves_all() -> None:
    catalogue = Catalogue.from_products(PRODUCTS, [HERE], "test")
    encoder = FakeEncoder("some/model")
    index = ExactIndex(encoder.encode_documents(TextRows.of(catalogue).texts))
    assert SemanticSearch(catalogue, {"some/model": encoder}, {"some/model": index}).encoder_for("de") == "some/model"


def test_nearest_product_comes_first_and_each_once() -> None:
    found = searcher().nearest("tasse verte", "fr", ALL, 3)
    assert found.rows.tolist()[0] == 2
    assert sorted(found.rows.tolist()) == [0, 1, 2]
    assert found.relevance[0] == pytest.approx(1, abs=1e-5)
    assert (np.diff(found.relevance) <= 0).all()


def test_search_within_a_language_reads_its_texts_alone() -> None:
    found = searcher().nearest("roter Schuh", "en", ALL, 1)
    assert found.relevance[0] < 0.9, "the German text must not be compared with"


def test_only_allowed_products_are_found() -> None:
    allowed = np.array([False, True, True])
    assert 0 not in searcher().nearest("red shoe", "en", allowed, 3).rows
    assert searcher().nearest("red shoe", "en", ~ALL, 3).rows.size == 0


def test_similar_leaves_the_product_itself_out() -> None:
    assert sorted(searcher().similar(0, ALL, 3).rows.tolist()) == [1, 2]


def test_index_of_another_catalogue_is_refused() -> None:
    catalogue = Catalogue.from_products(PRODUCTS[:1], [HERE], "test")
    encoder = FakeEncoder("e5")
    index = ExactIndex(encoder.encode_documents(["one", "two", "three", "four"]))
    with pytest.raises(EncoderError, match="4 vectors for 2 texts"):
        SemanticSearch(catalogue, {"e5": encoder}, {"e5": index})
