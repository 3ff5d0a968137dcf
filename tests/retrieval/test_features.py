"""The words for what products can do, are like and are for: whole in every language, and none with two meanings."""

import unicodedata
from collections import defaultdict
from functools import cache

import pytest

from retrieval.lexicon import Lexicon
from tests.conftest import PROJECT
from tests.retrieval.understanding.words import read

LANGUAGES = (
    "en", "zh-Hans", "zh-Hant", "ja", "ko", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "tr", "ar", "hi", "th",
    "vi", "id", "sv",
)  # fmt: skip

SCRIPTS = {
    "zh-Hans": {"CJK"},
    "zh-Hant": {"CJK"},
    "ja": {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"},
    "ko": {"HANGUL"},
    "ru": {"CYRILLIC"},
    "ar": {"ARABIC"},
    "hi": {"DEVANAGARI"},
    "th": {"THAI"},
}
"""Scripts of the languages that are not written in Latin letters, by the first words of the letters' names."""

CHARACTER_SETS = {
    "en": "ascii", "zh-Hans": "gb2312", "zh-Hant": "cp950", "ja": "cp932", "ko": "cp949", "de": "iso8859-15",
    "fr": "iso8859-15", "es": "iso8859-15", "it": "iso8859-15", "pt": "cp1252", "nl": "iso8859-15", "pl": "iso8859-2",
    "ru": "cp1251", "tr": "iso8859-9", "ar": "cp1256", "th": "tis-620", "id": "ascii", "sv": "iso8859-15",
}  # fmt: skip
"""National character sets hold the letters of one language alone: traditional Chinese does not fit into GB 2312."""

OTHER_KINDS = ("category", "department", "color", "material", "substance", "audience", "recipient")
FEWEST = 150


@cache
def lexicon() -> Lexicon:
    return Lexicon.load(PROJECT / "data")


def scripts(word: str) -> set[str]:
    return {unicodedata.name(sign).split()[0] for sign in word if sign.isalpha()}


def test_values_are_lower_case_english_words_which_their_english_lists_show_first() -> None:
    features = lexicon().words["feature"]
    assert len(features) >= FEWEST
    assert all(value.isascii() and value == value.lower() for value in features)
    assert {value: words["en"][0] for value, words in features.items()} == {value: value for value in features}


def test_features_have_words_in_every_language_and_none_twice() -> None:
    for value, words in lexicon().words["feature"].items():
        assert tuple(words) == LANGUAGES, value
        assert all(words.values()), value
        assert all(len(set(names)) == len(names) for names in words.values()), value


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_typed_as_in_their_language(language: str) -> None:
    own = SCRIPTS.get(language, {"LATIN"})
    for value, words in lexicon().words["feature"].items():
        for word in words[language]:
            assert word == unicodedata.normalize("NFC", word).strip(), (value, word)
            assert scripts(word) <= own | {"LATIN"}, (value, word)
            assert word.encode(CHARACTER_SETS.get(language, "utf-8")), (value, word)
        if value not in {"induction"}:  # Japanese shops write IH, in Latin letters, within Japanese words too
            assert scripts(words[language][0]) <= own, (value, words[language][0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_means_two_features(language: str) -> None:
    meanings: defaultdict[str, set[str]] = defaultdict(set)
    for value, words in lexicon().words["feature"].items():
        for word in words[language]:
            meanings[word.casefold()].add(value)
    assert {word: values for word, values in meanings.items() if len(values) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_feature_is_a_category_a_colour_a_material_or_a_person(language: str) -> None:
    taken = {
        word.casefold()
        for kind in OTHER_KINDS
        for words in lexicon().words[kind].values()
        for word in words.get(language, ())
    }
    own = {word.casefold() for words in lexicon().words["feature"].values() for word in words[language]}
    assert own & taken == set()


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "ja", "th"])
def test_no_word_is_a_single_character_where_no_spaces_part_words(language: str) -> None:
    words = {word for words in lexicon().words["feature"].values() for word in words[language]}
    assert {word for word in words if len(word) == 1} == set()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "waterproof hiking backpack", {"waterproof", "hiking"}),
        ("zh-Hans", "防水登山背包", {"waterproof", "hiking"}),
        ("zh-Hant", "可微波便當盒", {"microwave-safe"}),
        ("ja", "折りたたみできる軽量な傘", {"foldable", "lightweight"}),
        ("ko", "가벼운 노이즈캔슬링 헤드폰", {"lightweight", "noise-cancelling"}),
        ("de", "wasserdichte Jacke zum Wandern", {"waterproof", "hiking"}),
        ("fr", "tapis de yoga antidérapant", {"non-slip"}),
        ("es", "altavoz portátil inalámbrico", {"portable", "wireless"}),
        ("it", "zaino waterproof e leggero", {"waterproof", "lightweight"}),
        ("pt", "mochila leve para viagem", {"lightweight", "travel"}),
        ("nl", "waterdichte rugzak voor op reis", {"waterproof", "travel"}),
        ("pl", "bezprzewodowa klawiatura do biura", {"wireless", "office"}),
        ("ru", "тёплая зимняя куртка", {"warm", "winter"}),
        ("tr", "su geçirmez hafif ceket", {"waterproof", "lightweight"}),
        ("tr", "su gecirmez ceket kamp icin", {"waterproof", "camping"}),
        ("ar", "سماعات عازلة للضوضاء للسفر", {"noise-cancelling", "travel"}),
        ("ar", "حقيبة مقاومة للماء للسفر", {"waterproof", "travel"}),
        ("hi", "वाटरप्रूफ जैकेट", {"waterproof"}),
        ("th", "เต็นท์กันน้ำพกพาสะดวก", {"waterproof", "portable"}),
        ("vi", "ba lô chống nước siêu nhẹ", {"waterproof", "lightweight"}),
        ("id", "tas ransel anti air untuk mendaki", {"waterproof", "hiking"}),
        ("sv", "vattentät jacka för vandring", {"waterproof", "hiking"}),
    ],
)
def test_queries_tell_what_a_product_should_be_and_be_for(language: str, text: str, expected: set[str]) -> None:
    assert expected <= set(read(language, text).wishes.features)
