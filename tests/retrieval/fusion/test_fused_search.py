from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from retrieval.catalogue import Catalogue
from retrieval.exact_index import ExactIndex
from retrieval.filters import FilterColumns
from retrieval.fusion import fused_search
from retrieval.fusion.fused_search import FusedSearch
from retrieval.fusion.signals import SIGNALS
from retrieval.fusion.vector_signal import signals_of
from retrieval.fusion.weights import GROUPS, FusionWeights
from retrieval.lexical import LexicalIndex
from retrieval.lexicon import Lexicon
from retrieval.text_rows import TextRows
from retrieval.understanding import Wishes
from tests.fakes import HERE, FakeEncoder, product
from tests.fakes import fused_search as fused

PRODUCTS = [
    product("lamp", titles={"de": "rote Lampe", "en": "red lamp"}, category="lamp", colors=("red",)),
    product("cup", titles={"de": "blaue Tasse", "en": "blue cup"}, category="cup", colors=("blue",)),
    product("red-cup", titles={"de": "rote Tasse", "en": "red cup"}, category="cup", colors=("red",)),
    product("table", titles={"de": "Tisch", "en": "wooden table"}, category="table", materials=("wood",)),
    product("sound", titles={"de": "Kopfhörer WH-1000XM5", "en": "headphones"}, category="headphones", brand="Sonora"),
]
LEXICON = Lexicon({}, {})
EVERYTHING = np.ones(len(PRODUCTS), dtype=bool)


def weights(**by_signal: float) -> FusionWeights:
    column = np.array([by_signal.get(name, 0.0) for name in SIGNALS], dtype=np.float32)
    return FusionWeights(dict.fromkeys(GROUPS, column), slope=1.0, intercept=-1.0)


def search_with(fusion: FusionWeights, products: Any = PRODUCTS) -> FusedSearch:
    catalogue = Catalogue.from_products(products, [HERE], "test")
    texts = TextRows.of(catalogue)
    encoders = {"use": FakeEncoder("use", frozenset({"de", "en"})), "e5": FakeEncoder("e5")}
    indexes = {name: ExactIndex(encoder.encode_documents(list(texts.texts))) for name, encoder in encoders.items()}
    columns = FilterColumns(
        catalogue, np.full(len(products), 20.0), "EUR", lambda amount, _, __: Decimal(amount), lambda *_: True
    )
    lexical = LexicalIndex.build(texts, catalogue, LEXICON)
    vectors = signals_of(encoders, indexes, texts)
    return FusedSearch(catalogue, texts, columns, vectors, lexical, fusion)


def first(search: FusedSearch, text: str, language: str = "de", wishes: Wishes | None = None) -> str:
    found = search.nearest(text, language, EVERYTHING, 5, wishes)
    return PRODUCTS[found.rows[0]].product_id


@pytest.mark.parametrize("signal", ["use", "e5", "lexical"])
@pytest.mark.parametrize(("text", "language"), [("Tisch", "de"), ("wooden table", "en")])
def test_each_part_finds_by_itself(signal, text, language):
    assert first(search_with(weights(**{signal: 1.0})), text, language) == "table"


def test_model_number_is_found_by_words():
    assert first(search_with(weights(lexical=1.0)), "wh1000xm5") == "sound"


def test_wish_decides_among_equals():
    search = search_with(weights(lexical=1.0, color=1.0))
    assert first(search, "Tasse", wishes=Wishes(colors=("blue",))) == "cup"
    assert first(search, "Tasse", wishes=Wishes(colors=("red",))) == "red-cup"


def test_wish_of_a_category_speaks_for_its_department_too():
    signals = search_with(weights(lexical=1.0)).signals("x", "de", EVERYTHING, Wishes(categories=("cup",)))
    assert signals.column("category").tolist() == [0, 1, 1, 0, 0]
    assert signals.column("department").tolist() == [1, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("wanted_for", "made_for", "suited"),
    [
        ("women", "women", (1, 0)),
        ("women", "unisex", (0, 0)),
        ("women", "", (0, 0)),
        ("women", "men", (0, -1)),
        ("kids", "girls", (1, 0)),
        ("boys", "kids", (1, 0)),
        ("boys", "girls", (0, -1)),
    ],
)
def test_product_for_others_than_it_is_wanted_for_is_unsuited(wanted_for, made_for, suited):
    search = search_with(weights(lexical=1.0), [product("scent", category="perfume", audience=made_for)])
    signals = search.signals("x", "de", np.ones(1, dtype=bool), Wishes(audience=wanted_for))
    assert (signals.column("audience")[0], signals.column("unsuited")[0]) == suited


def test_translation_finds_what_the_catalogue_has_in_english_alone():
    search = search_with(weights(translated=1.0))
    assert first(search, "ahşap masa", "tr", Wishes(features=("wooden",))) == "table"


def test_encoder_reads_the_english_words_too_where_it_does_not_know_the_language():
    search = search_with(weights(english=1.0))
    assert first(search, "träbord", "sv", Wishes(features=("wooden", "table"))) == "table"


def test_only_encoder_is_asked_even_in_a_language_that_it_does_not_know():
    """A shop with one encoder searched by words alone in languages beyond that encoder's."""
    catalogue = Catalogue.from_products(PRODUCTS, [HERE], "test")
    columns = FilterColumns(
        catalogue, np.full(len(PRODUCTS), 20.0), "EUR", lambda amount, _, __: Decimal(amount), lambda *_: True
    )
    search = fused(catalogue, columns, {"use": FakeEncoder("use", frozenset({"de", "en"}))})
    signals = search.signals("wooden table", "sv", EVERYTHING, Wishes())
    assert PRODUCTS[signals.rows[signals.column("use").argmax()]].product_id == "table"


def test_relevance_falls_and_is_a_share():
    found = search_with(weights(use=1.0, e5=1.0, lexical=1.0)).nearest("red cup", "en", EVERYTHING, 5)
    assert (np.diff(found.relevance) <= 0).all()
    assert ((found.relevance > 0) & (found.relevance < 1)).all()


def test_only_allowed_products_come_back():
    allowed = np.array([True, False, False, True, False])
    found = search_with(weights(use=1.0)).nearest("red cup", "en", allowed, 5)
    assert sorted(found.rows.tolist()) == [0, 3]


def test_nothing_allowed_gives_nothing():
    found = search_with(weights(use=1.0)).nearest("red cup", "en", np.zeros(5, dtype=bool), 5)
    assert (found.rows.size, found.relevance.size) == (0, 0)


def test_longer_list_goes_on_with_the_same_order():
    search = search_with(weights(use=1.0, lexical=0.5))
    short, long = (search.nearest("red cup", "en", EVERYTHING, top_k).rows.tolist() for top_k in (2, 5))
    assert long[:2] == short


def test_proposals_of_each_part_agree_with_looking_at_everything(monkeypatch):
    rng = np.random.default_rng(3)
    words = [f"word{number}" for number in range(200)]
    products = [
        product(f"p{row}", titles={"de": " ".join(rng.choice(words, 4)), "en": " ".join(rng.choice(words, 4))})
        for row in range(300)
    ]
    search = search_with(weights(use=1.0, e5=1.0, lexical=1.0), products)
    everything = np.ones(300, dtype=bool)
    exact = search.nearest("word3 word7", "de", everything, 5)
    monkeypatch.setattr(fused_search, "EXHAUSTIVE", 10)
    monkeypatch.setattr(fused_search, "DEPTH", 100)
    proposed = search.nearest("word3 word7", "de", everything, 5)
    assert proposed.rows.tolist() == exact.rows.tolist()
    assert proposed.relevance == pytest.approx(exact.relevance)


def test_similar_product_comes_before_another():
    search = search_with(weights(use=1.0))
    assert PRODUCTS[search.similar(1, EVERYTHING, 5).rows[0]].product_id == "red-cup"
    assert 1 not in search.similar(1, EVERYTHING, 5).rows


def test_product_vectors_are_of_unit_length_and_in_order():
    search = search_with(weights(use=1.0))
    vectors = search.vectors(np.array([2, 0]))
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert vectors[0] == pytest.approx(search.vectors(np.array([2]))[0])
    assert search.vectors(np.array([], dtype=np.int64)).shape == (0, FakeEncoder.dim)


@pytest.mark.parametrize("text", ["", "x", "???", "跑鞋 " * 2500, "سماعات", "หูฟัง", "🎧"])
def test_any_text_gives_a_list(text):
    found = search_with(weights(use=1.0, lexical=1.0)).nearest(text, "zh-Hans", EVERYTHING, 5)
    assert sorted(found.rows.tolist()) == [0, 1, 2, 3, 4]


def test_meaning_counts_for_more_where_words_find_little():
    search = search_with(weights(lexical=1.0))
    known, unknown = (search.signals(text, "de", EVERYTHING, Wishes()) for text in ("Tisch", "zzz"))
    assert unknown.column("lexical").max() == 0
    assert unknown.column("use_beyond").tolist() == unknown.column("use").tolist()
    share = 1 - known.column("lexical").max()
    assert known.column("e5_beyond") == pytest.approx(known.column("e5") * share)
    assert share < 1
