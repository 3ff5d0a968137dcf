"""The demo shop's documents say the same in every language."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

import pytest

from actions.settings import PROJECT
from actions.wording.texts import LANGUAGES
from retrieval.policies import Passage, read_policies

TRANSLATED = [language for language in LANGUAGES if language != "en"]
SCRIPTS: Mapping[str, frozenset[str]] = {
    "zh-Hans": frozenset({"CJK"}),
    "zh-Hant": frozenset({"CJK"}),
    "ja": frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}),
    "ko": frozenset({"HANGUL"}),
    "ru": frozenset({"CYRILLIC"}),
    "ar": frozenset({"ARABIC"}),
    "hi": frozenset({"DEVANAGARI"}),
    "th": frozenset({"THAI"}),
}
"""First words of the Unicode names of a language's letters; where none are given, they are Latin."""

WRITTEN_OUT = {"two": "2", "three": "3", "سنتين": "2"}
"""Numbers that are words: the English ones, and Arabic's dual of “year”."""

TWELVE_HOURS = ("ko", "ar", "hi")
"""Where an afternoon's hours are counted from noon, with a word that says so."""

QUOTED = re.compile("[“「«„”]\\s*([^”」»“]+?)\\s*[”」»“]")


@pytest.fixture(scope="module")
def documents() -> Mapping[str, Sequence[Passage]]:
    """Give the passages of each language, in the order of topics and sections."""
    passages = read_policies(PROJECT / "data" / "demo" / "policies")
    return {code: [one for one in passages if one.language == code] for code in {one.language for one in passages}}


def numbers(text: str, language: str) -> Counter[str]:
    """Count the numbers of a text, written as in English: 4.90, 18 for six in the evening."""
    western = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    for word, digit in WRITTEN_OUT.items():
        western = re.sub(rf"\b{word}\b", digit, western, flags=re.IGNORECASE)
    without_minutes = re.sub(r"(?<!\d)(\d{1,2})[:.]00(?!\d)", r"\1", western)
    found = [number.replace(",", ".") for number in re.findall(r"\d+(?:[.,]\d+)?", without_minutes)]
    return Counter("18" if language in TWELVE_HOURS and number == "6" else number for number in found)


def scripts(text: str) -> Counter[str]:
    """Count the letters of a text by script."""
    return Counter(unicodedata.name(sign).split()[0] for sign in text if sign.isalpha())


def test_every_language_of_the_contract_has_documents(documents: Mapping[str, Sequence[Passage]]) -> None:
    assert documents.keys() == set(LANGUAGES)


@pytest.mark.parametrize("language", TRANSLATED)
def test_all_topics_have_the_sections_of_the_english_ones(
    documents: Mapping[str, Sequence[Passage]], language: str
) -> None:
    assert [one.topic for one in documents[language]] == [one.topic for one in documents["en"]]


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_section_has_the_numbers_of_the_english_one(
    documents: Mapping[str, Sequence[Passage]], language: str
) -> None:
    pairs = zip(documents[language], documents["en"], strict=True)
    differing = {
        translated.heading: (found, said)
        for translated, english in pairs
        if (found := numbers(translated.text, language)) != (said := numbers(english.text, "en"))
    }
    assert not differing


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("4,90 Euro, 2 Jahre", "de", {"4.90": 1, "2": 1}),
        ("9:00–18:00", "zh-Hans", {"9": 1, "18": 1}),
        ("9.00–18.00 น.", "th", {"9": 1, "18": 1}),
        ("오전 9시~오후 6시", "ko", {"9": 1, "18": 1}),
        ("लगभग ३० दिन", "hi", {"30": 1}),
        ("خلال ١٤ يومًا، سنتين", "ar", {"14": 1, "2": 1}),
        ("Three of two", "en", {"3": 1, "2": 1}),
    ],
)
def test_numbers_are_read_in_the_manner_of_the_language(text: str, language: str, expected: dict[str, int]) -> None:
    assert numbers(text, language) == Counter(expected)


@pytest.mark.parametrize("language", LANGUAGES)
def test_documents_are_in_the_script_of_their_language(
    documents: Mapping[str, Sequence[Passage]], language: str
) -> None:
    own = SCRIPTS.get(language, frozenset({"LATIN"}))
    for topic in {one.topic for one in documents[language]}:
        passages = [one for one in documents[language] if one.topic == topic]
        title_and_headings = scripts(" ".join([passages[0].title, *(one.heading for one in passages)]))
        texts = scripts(" ".join(one.text for one in passages))
        assert (title_and_headings + texts).keys() <= own | {"LATIN"}
        assert sum(texts[script] for script in own) > texts.total() / 2, topic


@pytest.mark.parametrize(("language", "charset"), [("zh-Hans", "gb2312"), ("zh-Hant", "big5")])
def test_chinese_characters_are_those_of_the_market(
    documents: Mapping[str, Sequence[Passage]], language: str, charset: str
) -> None:
    text = "".join(one.title + one.heading + one.text for one in documents[language])
    assert "".join(sign for sign in text if sign.isalpha()).encode(charset)


def test_japanese_is_written_with_kana(documents: Mapping[str, Sequence[Passage]]) -> None:
    assert all(scripts(one.text)["HIRAGANA"] for one in documents["ja"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_delete_the_shoppers_data_are_words_the_assistant_has_learnt(
    documents: Mapping[str, Sequence[Passage]], language: str
) -> None:
    (words,) = [said for one in documents[language] if one.topic == "privacy" for said in QUOTED.findall(one.text)]
    intents = (PROJECT / "bot" / "data" / "nlu" / f"{language}.yml").read_text(encoding="utf-8").split("- intent: ")
    (learnt,) = [block for block in intents if block.startswith("delete_my_data\n")]
    assert f"    - {words}\n" in learnt
