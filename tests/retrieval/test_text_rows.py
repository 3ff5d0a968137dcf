from pathlib import Path

import numpy as np
import pytest

from retrieval.catalogue import Catalogue
from retrieval.errors import ArtifactError
from retrieval.text_rows import TextRows, saved_digests
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


def test_saved_rows_are_those_made(tmp_path: Path) -> None:
    made = text_rows()
    made.save(tmp_path)
    loaded = TextRows.load(tmp_path, Catalogue.from_products(PRODUCTS, [HERE], "test"))
    assert loaded.product_rows.tolist() == made.product_rows.tolist()
    assert loaded.languages.tolist() == made.languages.tolist()
    assert list(loaded.texts) == list(made.texts)
    assert [loaded.texts[row] for row in range(8)] == list(made.texts)
    assert saved_digests(tmp_path).tolist() == made.digests().tolist()
    assert [path.name for path in tmp_path.iterdir()] == ["texts.npz"]


def test_rows_of_no_product_are_saved_too(tmp_path: Path) -> None:
    empty = Catalogue.from_products([], [], "test")
    TextRows.of(empty).save(tmp_path)
    assert len(TextRows.load(tmp_path, empty)) == 0


@pytest.mark.parametrize("kept", [0.0, 0.5, 0.99])
def test_damaged_rows_are_named(tmp_path: Path, kept: float) -> None:
    text_rows().save(tmp_path)
    path = tmp_path / "texts.npz"
    path.write_bytes(path.read_bytes()[: int(kept * path.stat().st_size)])
    with pytest.raises(ArtifactError, match="cannot be read"):
        TextRows.load(tmp_path, Catalogue.from_products(PRODUCTS, [HERE], "test"))


def test_rows_of_another_catalogue_are_refused(tmp_path: Path) -> None:
    text_rows().save(tmp_path)
    with pytest.raises(ArtifactError, match="not those of 2 products"):
        TextRows.load(tmp_path, Catalogue.from_products(PRODUCTS[:2], [HERE], "test"))
