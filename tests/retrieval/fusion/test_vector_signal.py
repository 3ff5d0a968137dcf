import numpy as np
import pytest

from retrieval.catalogue import Catalogue
from retrieval.exact_index import ExactIndex
from retrieval.fusion.text_ranges import TextRanges
from retrieval.fusion.vector_signal import VectorSignal
from retrieval.text_rows import TextRows
from tests.fakes import HERE, FakeEncoder, product

TITLES = [
    {"de": "rote Lampe", "en": "red lamp"},
    {"de": "blaue Tasse", "en": "blue cup"},
    {"de": "grüner Tisch", "en": "green table"},
]


def signal_of(encoder: FakeEncoder) -> tuple[VectorSignal, np.ndarray]:
    products = [product(f"p{row}", titles=titles) for row, titles in enumerate(TITLES)]
    texts = TextRows.of(Catalogue.from_products(products, [HERE], "test"))
    index = ExactIndex(encoder.encode_documents(list(texts.texts)))
    offsets = np.searchsorted(texts.product_rows, np.arange(len(TITLES) + 1))
    return VectorSignal.of(encoder, index, texts), offsets


def test_product_is_as_near_as_its_nearest_text():
    encoder = FakeEncoder()
    signal, offsets = signal_of(encoder)
    for text, row in (("red lamp", 0), ("blaue Tasse", 1), ("grüner Tisch", 2)):
        query = encoder.encode_queries([text])[0]
        scores = signal.scores(query, TextRanges.of(np.arange(3), offsets))
        assert scores.argmax() == row


def test_level_of_a_language_is_taken_off():
    """A query as near to all texts of one language as to each is near to none of them in particular."""
    encoder = FakeEncoder()
    signal, _ = signal_of(encoder)
    number = 0
    centre = signal.centres[number] / np.linalg.norm(signal.centres[number])
    of_that_language = signal.language_of == number
    levels = signal.index.vectors(np.flatnonzero(of_that_language)) @ centre
    assert levels.mean() == pytest.approx((signal.centres @ centre)[number], abs=1e-5)


def test_texts_in_a_language_that_the_encoder_does_not_know_are_left_out():
    encoder = FakeEncoder(languages=frozenset({"en"}))
    signal, _ = signal_of(encoder)
    query = encoder.encode_queries(["blaue Tasse"])[0]
    texts = signal.nearest_texts(query, None, 10)
    assert len(texts) == 3
    assert signal.is_known[texts].all()
    assert (signal.is_fluent_in("en"), signal.is_fluent_in("de")) == (True, False)


def test_product_without_a_known_text_is_neither_near_nor_far():
    encoder = FakeEncoder(languages=frozenset({"fr"}))
    signal, offsets = signal_of(encoder)
    scores = signal.scores(encoder.encode_queries(["red lamp"])[0], TextRanges.of(np.arange(3), offsets))
    assert scores.tolist() == [0, 0, 0]


def test_only_allowed_texts_are_proposed():
    encoder = FakeEncoder()
    signal, _ = signal_of(encoder)
    allowed = np.array([False, False, True, True, False, False])
    assert set(signal.nearest_texts(encoder.encode_queries(["lamp"])[0], allowed, 5).tolist()) == {2, 3}
