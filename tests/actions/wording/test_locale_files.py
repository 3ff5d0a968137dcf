"""Every locale file, whichever languages there are."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

import pytest
import yaml
from babel import Locale

from actions.wording.texts import Entry
from tests.actions.wording.locale_texts import ENGLISH, FOLDER, TEXTS, every_language, is_button, parts, placeholders

COUNTS = frozenset({"n", "days"})
"""The placeholders that say how many: a plural form such as "one" may spell that out instead."""

LATIN_WORDS = re.compile(r"\bAI\b", re.ASCII)
SCRIPTS = {
    "zh-Hans": {"CJK"},
    "zh-Hant": {"CJK"},
    "ja": {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC"},
    "ko": {"HANGUL"},
    "ru": {"CYRILLIC"},
    "ar": {"ARABIC"},
    "hi": {"DEVANAGARI"},
    "th": {"THAI"},
}
"""The first words of the Unicode names of the letters that a language is written in; others are written in Latin."""

every_translation = pytest.mark.parametrize("language", [code for code in TEXTS.languages if code != "en"])


def is_plural(entry: Entry) -> bool:
    return isinstance(entry, Mapping) and not is_button(entry)


def strings(language: str) -> Iterator[tuple[str, str]]:
    for key in sorted(TEXTS.keys(language)):
        for part, text in parts(TEXTS.entry(language, key)).items():
            yield f"{key}.{part}".rstrip("."), text


def plural_categories(language: str) -> set[str]:
    """Return the categories of a language; "other" always, CLDR does not list it."""
    return {*Locale.parse(language, sep="-").plural_form.tags, "other"}


@every_language
def test_file_has_the_keys_of_english_in_its_order_each_once(language: str) -> None:
    def keys(code: str) -> list[str]:
        node = yaml.compose((FOLDER / f"{code}.yml").read_text(encoding="utf-8"))
        assert isinstance(node, yaml.MappingNode)
        return [key.value for key, _ in node.value]

    assert len(set(keys(language))) == len(keys(language))
    assert keys(language) == keys("en")


@every_language
def test_entries_are_of_the_kind_that_english_has(language: str) -> None:
    for key, english in ENGLISH.items():
        entry = TEXTS.entry(language, key)
        assert (is_button(entry), is_plural(entry)) == (is_button(english), is_plural(english)), key
        assert all(isinstance(text, str) for text in parts(entry).values()), key


@every_language
def test_no_text_is_empty_or_padded(language: str) -> None:
    assert [name for name, text in strings(language) if not text.strip() or text != text.strip()] == []


@every_language
def test_plural_entries_have_the_categories_of_the_language(language: str) -> None:
    for key, english in ENGLISH.items():
        if is_plural(english):
            assert set(parts(TEXTS.entry(language, key))) == plural_categories(language), key


@every_language
def test_buttons_have_a_title_and_what_to_say(language: str) -> None:
    for key, english in ENGLISH.items():
        if is_button(english):
            assert set(parts(TEXTS.entry(language, key))) == {"title", "say"}, key


@every_language
def test_placeholders_are_those_of_english(language: str) -> None:
    for key, english in ENGLISH.items():
        entry = TEXTS.entry(language, key)
        for part, text in parts(entry).items():
            wanted = placeholders(parts(english)["other" if is_plural(english) else part])
            may_lack = COUNTS if is_plural(english) and part != "other" else set()
            may_have = placeholders(parts(english)["one"]) if may_lack else set()
            found = placeholders(text)
            assert wanted - may_lack <= found <= wanted | may_have, f"{key}.{part}"


@every_language
def test_braces_serve_placeholders_only(language: str) -> None:
    assert [name for name, text in strings(language) if re.search(r"[{}]", re.sub(r"\{\w+\}", "", text))] == []


@pytest.mark.parametrize("language", [code for code in TEXTS.languages if code in SCRIPTS])
def test_texts_are_in_the_script_of_the_language(language: str) -> None:
    for name, text in strings(language):
        own = LATIN_WORDS.sub("", re.sub(r"\{\w+\}", "", text))
        letters = [char for char in own if char.isalpha()]
        foreign = {char for char in letters if unicodedata.name(char).split()[0] not in SCRIPTS[language]}
        assert not foreign, f"{name}: {text}"


@every_translation
def test_no_sentence_is_left_in_english(language: str) -> None:
    english = {text for _, text in strings("en") if len(re.sub(r"\{\w+\}[\W_]*", "", text).split()) > 3}
    assert [name for name, text in strings(language) if text in english] == []


@every_language
def test_reasons_and_labels_end_without_a_full_stop(language: str) -> None:
    short = ("reason_", "label_", "line_", "unknown_", "button_")
    said = ((name, text) for name, text in strings(language) if name.startswith(short) and name != "reason_noted")
    ended = [name for name, text in said if text.endswith((".", "。", "।"))]
    assert ended == []
