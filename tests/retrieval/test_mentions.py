"""Which products' texts speak of a thing, and which only say that it is not there."""

import numpy as np
import pytest

from retrieval.catalogue import Catalogue
from retrieval.lexicon import Lexicon
from retrieval.mentions import Mentions
from retrieval.text_rows import TextRows
from retrieval.understanding import Vocabulary
from tests.conftest import PROJECT
from tests.fakes import HERE, product

LEXICON = Lexicon.load(PROJECT / "data")
VOCABULARY = Vocabulary.load(PROJECT / "data", LEXICON)

SPEAKING = [
    ("en", "Cookies baked with cane sugar"),
    ("en", "Sugar cookies. No nuts"),
    ("de", "Tee mit Rohrzucker"),
    ("fr", "Biscuits au sucre roux"),
    ("es", "Galletas con azúcares de caña"),
    ("pl", "Herbata z cukrem"),
    ("ru", "Чай с сахаром"),
    ("tr", "Şekerli çay"),
    ("ar", "بسكويت بالسكر"),
    ("hi", "चीनी वाली चाय"),
    ("th", "คุกกี้ใส่น้ำตาล"),
    ("vi", "Bánh quy có đường"),
    ("id", "Kue dengan gula aren"),
    ("ko", "설탕을 넣은 쿠키"),
    ("ja", "砂糖をまぶしたクッキー"),
    ("zh-Hans", "加了白糖的饼干"),
    ("zh-Hant", "加了蔗糖的餅乾"),
    ("sv", "Kakor med socker"),
    ("nl", "Koekjes met suiker"),
    ("en", "Not only sugar, butter too"),
]
DENYING = [
    ("en", "Cookies without any added sugar"),
    ("en", "Sugar-free cookies"),
    ("en", "Contains no sugar"),
    ("de", "Kekse ohne Zucker"),
    ("de", "Zuckerfreier Tee"),
    ("fr", "Biscuits sans sucre ajouté"),
    ("es", "Galletas sin azúcar"),
    ("it", "Biscotti senza zuccheri aggiunti"),
    ("pt", "Biscoitos sem açúcar"),
    ("pl", "Herbata bez cukru"),
    ("ru", "Чай без сахара"),
    ("tr", "Şekersiz çay"),
    ("ar", "بسكويت بدون سكر"),
    ("hi", "बिना चीनी की चाय"),
    ("th", "คุกกี้ไม่มีน้ำตาล"),
    ("vi", "Bánh quy không đường"),
    ("id", "Kue tanpa gula"),
    ("ko", "무설탕 쿠키"),
    ("ja", "砂糖不使用のクッキー"),
    ("zh-Hans", "不添加白糖的饼干"),
    ("zh-Hant", "無糖餅乾"),
    ("sv", "Sockerfria kakor"),
    ("nl", "Suikervrije koekjes"),
    ("en", "A book about tea"),
]


def mentions(texts: list[tuple[str, str]]) -> Mentions:
    products = [
        product(str(place), language=language, titles={language: text}) for place, (language, text) in enumerate(texts)
    ]
    return Mentions(TextRows.of(Catalogue.from_products(products, [HERE], "test")), VOCABULARY)


def test_substance_is_found_in_every_language() -> None:
    found = set(mentions(SPEAKING)("word", "sugar").tolist())
    assert [text for place, text in enumerate(SPEAKING) if place not in found] == []


def test_texts_that_deny_it_do_not_speak_of_it() -> None:
    found = mentions(DENYING)("word", "sugar")
    assert [DENYING[row] for row in found] == []


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [("material", "leather", [0]), ("color", "black", [1]), ("word", "kapuze", [2]), ("word", "unheard", [])],
)
def test_kinds_of_words_are_told_apart(kind: str, value: str, expected: list[int]) -> None:
    texts = [("de", "Tasche aus Leder"), ("de", "Schwarze Tasche"), ("de", "Jacke mit Kapuze"), ("de", "ohne Kapuze")]
    assert mentions(texts)(kind, value).tolist() == expected


def test_word_within_a_longer_one_of_another_meaning_is_not_found() -> None:
    texts = [("de", "Schal aus Merinowolle"), ("de", "Hemd aus Baumwolle"), ("de", "Hemd aus Biobaumwolle")]
    assert mentions(texts)("material", "wool").tolist() == [0]


def test_product_speaks_of_what_one_of_its_texts_does() -> None:
    own = product("0", titles={"de": "Kekse", "en": "Sugar cookies"})
    texts = TextRows.of(Catalogue.from_products([own], [HERE], "test"))
    assert Mentions(texts, VOCABULARY)("word", "sugar").tolist() == [0]


def test_only_candidate_rows_are_read() -> None:
    products = [product(str(place), titles={"de": "Kekse mit Zucker"}) for place in range(3)]
    texts = TextRows.of(Catalogue.from_products(products, [HERE], "test"))
    asked: list[tuple[str, str]] = []

    def candidates(word: str, language: str) -> np.ndarray:
        asked.append((word, language))
        return np.array([1])

    assert Mentions(texts, VOCABULARY, candidates)("word", "sugar").tolist() == [1]
    assert ("zucker", "de") in asked
