"""BM25 over the text rows of a catalogue."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from retrieval.catalogue import Catalogue
from retrieval.errors import ArtifactError
from retrieval.lexical import LexicalIndex, lexical_identity
from retrieval.lexical.query_words import MAX_QUERY_WORDS
from retrieval.lexicon import Lexicon
from retrieval.text_rows import TextRows
from tests.fakes import HERE, product

LEXICON = Lexicon({"category": {"thing": {"de": ("Ding",), "en": ("thing",)}}, "color": {"red": {"de": ("rot",)}}}, {})


def catalogue_of(*titles: Mapping[str, str], **fields: object) -> Catalogue:
    products = [product(f"p{place}", titles=titles_of, **fields) for place, titles_of in enumerate(titles)]
    return Catalogue.from_products(products, [HERE], "test")


def index_of(catalogue: Catalogue) -> LexicalIndex:
    return LexicalIndex.build(TextRows.of(catalogue), catalogue, LEXICON)


def best_row(index: LexicalIndex, query: str, language: str) -> int:
    scores = index.scores(query, language)
    assert scores.max() > 0
    return int(scores.argmax())


SHOP = catalogue_of(
    {"de": "Wasserdichte Wanderschuhe"},
    {"de": "Rotes T-Shirt aus Baumwolle"},
    {"de": "Kopfhörer WH-1000XM5"},
    {"de": "Bunte Kinderschuhe"},
    {"ja": "防水ハイキングブーツ"},
    {"ja": "ワイヤレスヘッドホン WH-1000XM5"},
    {"zh-Hans": "徒步登山鞋"},
    {"zh-Hans": "无线蓝牙耳机"},
    {"ar": "حقيبة جلدية سوداء"},
    {"ar": "سماعات لاسلكية"},
    {"th": "หูฟังไร้สาย"},
    {"th": "รองเท้าวิ่ง"},
    {"tr": "Işıklı telefon kılıfı"},
    {"tr": "İpek eşarp"},
    {"hi": "काले चमड़े के जूते"},
    {"hi": "टी-शर्ट"},
    {"vi": "Giày chạy bộ"},
    {"vi": "Bàn gỗ"},
)


@pytest.fixture(scope="module")
def shop() -> LexicalIndex:
    return index_of(SHOP)


@pytest.mark.parametrize(
    ("query", "language", "row"),
    [
        ("ich suche wasserdichte Schuhe", "de", 0),
        ("t shirt", "de", 1),
        ("tshirt rot", "de", 1),
        ("wh 1000 xm5 kopfhörer", "de", 2),
        ("wh1000xm5 kopfhoerer", "de", 2),
        ("防水ブーツ", "ja", 4),
        ("ﾍｯﾄﾞﾎﾝを探しています", "ja", 5),
        ("我想买一双登山鞋", "zh-Hans", 6),
        ("藍牙耳機", "zh-Hant", 7),
        ("أبحث عن الحقيبة السوداء", "ar", 8),
        ("سماعه", "ar", 9),
        ("อยากได้หูฟัง", "th", 10),
        ("รองเท้า", "th", 11),
        ("TELEFON KILIFI", "tr", 12),
        ("telefon kilifi", "tr", 12),
        ("ipek eşarplar", "tr", 13),
        ("काला जूता", "hi", 14),
        ("टीशर्ट", "hi", 15),
        ("giay chay bo", "vi", 16),
        ("bàn", "vi", 17),
    ],
)
def test_finds_the_row(shop: LexicalIndex, query: str, language: str, row: int) -> None:
    assert best_row(shop, query, language) == row


def test_model_number_finds_rows_of_other_languages(shop: LexicalIndex) -> None:
    scores = shop.scores("WH-1000XM5", "ar")
    assert set(np.flatnonzero(scores)) == {2, 5}


def test_scores_are_parts_of_one_and_near_one_where_all_words_match(shop: LexicalIndex) -> None:
    scores = shop.scores("wasserdichte Wanderschuhe", "de")
    assert scores.dtype == np.float32
    assert scores.shape == (len(SHOP),)
    assert 0.9 < scores[0] <= 1.0
    assert np.all((scores >= 0) & (scores <= 1))


def test_missed_word_lowers_the_score(shop: LexicalIndex) -> None:
    assert shop.scores("Wanderschuhe xyzzy", "de")[0] < shop.scores("Wanderschuhe", "de")[0]


def test_title_weighs_more_than_description() -> None:
    catalogue = Catalogue.from_products(
        [
            product("a", titles={"de": "Becher"}, descriptions={"de": "Passt zur Kanne."}),
            product("b", titles={"de": "Kanne"}, descriptions={"de": "Passt zum Becher."}),
        ],
        [HERE],
        "test",
    )
    assert best_row(index_of(catalogue), "Kanne", "de") == 1


def test_brand_category_and_colour_words_are_found() -> None:
    catalogue = catalogue_of({"de": "Alpha"}, {"de": "Beta"}, brand="Kofferlund", colors=("red",))
    index = index_of(catalogue)
    for word in ("kofferlund", "dinge", "rot"):
        assert np.all(index.scores(word, "de") > 0), word


def test_facts_are_found_in_languages_without_a_text() -> None:
    words = {"bag": {"th": ("กระเป๋า",), "tr": ("çanta",), "zh-Hans": ("包", "背包")}}
    colors = {"red": {"th": ("สีแดง",), "tr": ("kırmızı",)}}
    lexicon = Lexicon({"category": words, "color": colors}, {})
    catalogue = Catalogue.from_products(
        [
            product("a", titles={"en": "Alpha"}, category="bag", colors=("red",)),
            product("b", titles={"en": "Beta"}, category="bag"),
            product("c", titles={"en": "Gamma"}),
        ],
        [HERE],
        "test",
    )
    index = LexicalIndex.build(TextRows.of(catalogue), catalogue, lexicon)
    for query, language in (("กระเป๋าสีแดง", "th"), ("KIRMIZI çantalar", "tr")):
        scores = index.scores(query, language)
        assert scores[0] == pytest.approx(1.0)
        assert scores[0] > scores[1] > scores[2] == 0.0
    assert list(index.scores("背包", "zh-Hant") > 0) == [True, True, False]


def test_facts_add_nothing_to_products_with_a_text_in_the_language() -> None:
    catalogue = catalogue_of({"de": "Becher", "en": "Cup"})
    assert list(index_of(catalogue).scores("Ding", "de") > 0) == [True, False]


@pytest.mark.parametrize("query", ["", " ", "?!", "😀", "\ud83d"])
def test_query_without_words_matches_nothing(shop: LexicalIndex, query: str) -> None:
    assert not shop.scores(query, "de").any()


def test_idle_words_do_not_count_beside_others(shop: LexicalIndex) -> None:
    assert np.array_equal(shop.scores("ich suche ein T-Shirt", "de"), shop.scores("T-Shirt", "de"))


def test_query_of_idle_words_alone_is_searched_by_them() -> None:
    index = index_of(catalogue_of({"de": "Die Eine"}, {"de": "Becher"}))
    assert best_row(index, "die", "de") == 0


def test_one_letter_is_searched() -> None:
    index = index_of(catalogue_of({"de": "Vitamin C"}, {"de": "Becher"}))
    assert list(index.scores("c", "de") > 0) == [True, False]


def test_long_query_is_read_up_to_the_limit(shop: LexicalIndex) -> None:
    many = " ".join(f"wort{chr(97 + place % 26)}{'x' * (place // 26)}" for place in range(MAX_QUERY_WORDS))
    assert not shop.scores(f"{many} Wanderschuhe", "de").any()
    assert shop.scores("Wanderschuhe " + "wort " * 5000, "de")[0] > 0


def test_query_in_another_script_than_its_language_finds_rows_in_that_script(shop: LexicalIndex) -> None:
    assert best_row(shop, "ヘッドホン", "de") == 5
    assert best_row(shop, "หูฟัง", "en") == 10


def test_compound_is_found_by_its_parts_and_finds_them() -> None:
    index = index_of(catalogue_of({"de": "Wanderschuhe"}, {"de": "Bunte Schuhe"}, {"de": "Becher"}, category=""))
    assert list(index.scores("Schuhe", "de") > 0) == [True, True, False]
    assert list(index.scores("Laufschuhe", "de") > 0) == [True, True, False]


def test_language_without_rows_finds_rows_by_words_as_written(shop: LexicalIndex) -> None:
    assert best_row(shop, "kopfhörer", "sv") == 2


def test_saved_and_loaded_index_gives_the_same_scores(shop: LexicalIndex, tmp_path: Path) -> None:
    identity = lexical_identity(TextRows.of(SHOP), SHOP)
    shop.save(tmp_path, identity)
    loaded = LexicalIndex.load(tmp_path, identity)
    assert len(loaded) == len(shop)
    for query, language in (("t shirt rot", "de"), ("Kinderschuhe", "de"), ("登山鞋", "zh-Hans"), ("xm5", "th")):
        assert np.array_equal(loaded.scores(query, language), shop.scores(query, language))


def test_index_of_another_catalogue_is_refused(shop: LexicalIndex, tmp_path: Path) -> None:
    identity = lexical_identity(TextRows.of(SHOP), SHOP)
    shop.save(tmp_path, identity)
    other = catalogue_of({"de": "Becher"})
    with pytest.raises(ArtifactError, match="foreign"):
        LexicalIndex.load(tmp_path, lexical_identity(TextRows.of(other), other))
    with pytest.raises(ArtifactError, match="cannot be saved as one of 1"):
        shop.save(tmp_path, lexical_identity(TextRows.of(other), other))


def test_damaged_index_is_refused(shop: LexicalIndex, tmp_path: Path) -> None:
    identity = lexical_identity(TextRows.of(SHOP), SHOP)
    manifest = shop.save(tmp_path, identity)
    content = bytearray((tmp_path / manifest.file).read_bytes())
    content[-1] ^= 1
    (tmp_path / manifest.file).write_bytes(content)
    with pytest.raises(ArtifactError, match="corrupt"):
        LexicalIndex.load(tmp_path, identity)


def test_texts_of_another_catalogue_are_refused() -> None:
    with pytest.raises(ArtifactError, match="build both of one"):
        LexicalIndex.build(TextRows.of(catalogue_of({"de": "Becher"})), SHOP, LEXICON)


def test_empty_catalogue_has_no_scores(tmp_path: Path) -> None:
    empty = Catalogue.from_products([], [HERE], "test")
    index = index_of(empty)
    assert index.scores("becher", "de").shape == (0,)
    identity = lexical_identity(TextRows.of(empty), empty)
    index.save(tmp_path, identity)
    assert LexicalIndex.load(tmp_path, identity).scores("becher", "de").shape == (0,)
