import pytest

from actions.settings import PROJECT
from retrieval.lexicon import Lexicon
from retrieval.lists.titles import TitleKeys, folded_text, overlap


@pytest.fixture(scope="module")
def keys() -> TitleKeys:
    return TitleKeys(Lexicon.load(PROJECT / "data"))


@pytest.mark.parametrize(
    ("language", "first", "second", "colors"),
    [
        ("en", "Nova - X1 Phone 64GB - Black", "Nova - X1 Phone 64GB - Space Gray", ()),
        ("en", "Cotton t-shirt, M", "Cotton T-Shirt, XL", ()),
        ("en", "Red cotton t-shirt", "Blue cotton t-shirt", ("red", "blue")),
        ("de", "Rotes T-Shirt aus Baumwolle", "Blaues T-Shirt aus Baumwolle", ("red", "blue")),
        ("zh-Hans", "红色跑鞋", "黑色跑鞋", ("red", "black")),
        ("ja", "赤いマグカップ", "青いマグカップ", ("red", "blue")),
        ("th", "รองเท้าวิ่งสีแดง", "รองเท้าวิ่งสีดำ", ("red", "black")),
        ("tr", "KIRMIZI tişört", "Mavi tişört", ("red", "blue")),
        ("ar", "قميص أسود", "قميص أبيض", ("black", "white")),
        ("ru", "Чёрная футболка", "Белая футболка", ("black", "white")),
        ("ko", "티셔츠 (검정)", "티셔츠 (흰색)", ()),
    ],
)  # fmt: skip
def test_colour_and_size_tell_nothing_apart(
    keys: TitleKeys, language: str, first: str, second: str, colors: tuple[str, ...]
) -> None:
    assert keys.key(first, language, colors, ()) == keys.key(second, language, colors, ())


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "Nova X1 64GB - Black", "Nova X1 128GB - Black"),
        ("en", "Drive 4G-S booster", "Drive 4G-M booster"),
        ("en", "Galaxy S7", "Galaxy S7 edge"),
        ("en", "Galaxy S7 (Verizon)", "Galaxy S7 (Sprint)"),
        ("en", "Green tea", "Black tea"),
        ("zh-Hans", "跑鞋 2024", "跑鞋 2025"),
        ("zh-Hans", "绿茶", "红茶"),
        ("ja", "ヘッドホン", "ヘッドホンケース"),
    ],
)
def test_models_and_kinds_are_told_apart(keys: TitleKeys, language: str, first: str, second: str) -> None:
    assert keys.key(first, language, (), ()) != keys.key(second, language, (), ())


def test_sizes_of_the_product_are_left_out(keys: TitleKeys) -> None:
    assert keys.key("Runner EU 42", "en", (), ("EU 42", "42", "EU")) == keys.key("Runner", "en", (), ())


@pytest.mark.parametrize("title", ["", "   ", "- / -", "🎧"])
def test_title_without_words_has_no_key(keys: TitleKeys, title: str) -> None:
    assert keys.key(title, "en", (), ()) == ()


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [("İSTANBUL ISI", "tr", "istanbul ısı"), ("ﾍｯﾄﾞﾎﾝ", "ja", "ヘッドホン"), ("STRASSE ẞ", "de", "strasse ss")],
)
def test_text_is_folded_as_its_language_does(text: str, language: str, expected: str) -> None:
    assert folded_text(text, language) == expected


def test_overlap_is_the_share_of_words_in_common() -> None:
    assert overlap(frozenset(), frozenset()) == 1
    assert overlap(frozenset({"a"}), frozenset()) == 0
    assert overlap(frozenset("abc"), frozenset("bcd")) == 0.5
