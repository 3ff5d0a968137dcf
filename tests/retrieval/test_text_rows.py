import numpy as np

from retrieval.catalogue import Catalogue
from retrieval.text_rows import TextRows
from tests.fakes import HERE, product

PRODUCTS = [
    product("bag", titles={"tr": "ışıklı çanta", "de": "Tasche"}, descriptions={"de": "Blau."}),
    product("cup", titles={"zh-Hans": "杯子", "ar": "كوب", "th": "แก้ว", "de": "Tasse"}),
    product("shoe"),
]


def text_rows() -> TextRows:
    return TextRows.of(Catalogue.from_products(PRODUCTS, [HERE], "test"))


def test_rows_are_in_order_of_product_and_language() -> None:
    texts = text_rows()
    assert texts.product_rows.tolist() == [0, 0, 1, 1, 1, 1, 2, 2]
    assert texts.languages.tolist() == ["de", "tr", "ar", "de", "th", "zh-Hans", "de", "en"]
    assert list(texts.texts)[:6] == ["Tasche. Blau", "ışıklı çanta", "كوب", "Tasse", "แก้ว", "杯子"]
    assert len(texts) == len(texts.texts) == 8


def test_text_is_the_same_by_row_by_slice_and_in_turn() -> None:
    texts = text_rows().texts
    assert [texts[row] for row in range(len(texts))] == list(texts)
    assert tuple(texts[2:5]) == tuple(texts)[2:5]
    assert texts[-1] == "Thing shoe"


def test_languages_choose_rows() -> None:
    texts = text_rows()
    german = texts.in_languages(frozenset({"de", "xx"}))
    assert np.flatnonzero(german).tolist() == [0, 3, 6]
    assert texts.in_languages(None).all()
    assert texts.covers(german, 3)
    assert not texts.covers(texts.in_languages(frozenset({"en"})), 3)


def test_digests_are_equal_exactly_where_texts_are() -> None:
    products = [product(str(n), titles={"de": title}) for n, title in enumerate(["杯", "杯", "杯子", "", "كوب"])]
    digests = TextRows.of(Catalogue.from_products(products, [HERE], "test")).digests()
    assert digests[0] == digests[1]
    assert len(set(digests.tolist())) == 4


def test_catalogue_without_products_has_no_rows() -> None:
    texts = TextRows.of(Catalogue.from_products([], [], "test"))
    assert len(texts) == len(texts.languages) == len(texts.digests()) == 0
    assert texts.in_languages(frozenset({"de"})).shape == (0,)
