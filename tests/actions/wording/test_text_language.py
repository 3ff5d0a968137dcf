"""Which language a text is in: the exact one, the one without region, or English."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from actions.settings import SettingsError
from actions.wording import values
from actions.wording.texts import Line, Texts
from tests.actions.wording.locale_texts import LEXICON, TEXTS


def folder_of(tmp_path: Path, *languages: str) -> Path:
    """Write one file a language, each with a greeting and a button that say which language it is."""
    for language in languages:
        said = f"In {language}"
        entries = {"hello": said, "button": {"title": said, "say": said}}
        (tmp_path / f"{language}.yml").write_text(yaml.safe_dump(entries), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("pt", "pt"),
        ("pt-BR", "pt"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("el", "en"),
        ("", "en"),
    ],
)
def test_text_is_in_the_exact_language_else_without_region_else_english(
    tmp_path: Path, language: str, said: str
) -> None:
    texts = Texts.load(folder_of(tmp_path, "en", "pt", "zh-Hans", "zh-Hant"), LEXICON)
    assert texts.say(language, Line("hello", {})) == f"In {said}"
    assert texts.button(language, "button") == {"title": f"In {said}", "payload": f"In {said}"}
    assert texts.spoken(language) == said
    assert texts.speaks(language) is (said != "en")


@pytest.mark.parametrize("language", ["zh-TW", "zh-Hant"])
def test_traditional_chinese_falls_back_on_english_not_on_simplified(tmp_path: Path, language: str) -> None:
    texts = Texts.load(folder_of(tmp_path, "en", "zh-Hans"), LEXICON)
    assert texts.say(language, Line("hello", {})) == "In en"
    assert not texts.speaks(language)


@pytest.mark.parametrize("language", ["en", "en-GB"])
def test_english_is_spoken_not_only_fallen_back_on(language: str) -> None:
    assert TEXTS.speaks(language)
    assert TEXTS.spoken(language) == "en"


def test_key_that_a_language_lacks_comes_from_english_with_its_plural(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "en", "ar")
    with (folder / "en.yml").open("a", encoding="utf-8") as file:
        file.write("found: {one: One thing, other: '{n} things'}\n")
    texts = Texts.load(folder, LEXICON)
    said = [texts.say("ar", Line("found", {"n": values.number(n)})) for n in (1, 2)]
    assert said == ["One thing", "2 things"]


def test_key_that_no_language_has_is_an_error() -> None:
    with pytest.raises(KeyError):
        TEXTS.say("de", Line("no_such_key", {}))


def test_file_of_an_unknown_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="tlh"):
        Texts.load(folder_of(tmp_path, "en", "tlh"), LEXICON)


def test_folder_without_english_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="lacks en"):
        Texts.load(folder_of(tmp_path, "de"), LEXICON)


@pytest.mark.parametrize(
    ("language", "value"),
    [
        ("ru", values.day(date(2026, 11, 26))),
        ("ar", values.money(Decimal("918.75"), "SAR")),
        ("en", values.plain("Tonwald Ltd.")),
    ],
)
def test_abbreviation_at_the_end_of_a_sentence_has_one_period(language: str, value: values.Value) -> None:
    texts = Texts({language: {"key": "{value}. {value}, {value}"}}, LEXICON)
    said = re.sub("[\u200e\u200f\u2068\u2069]", "", texts.say(language, Line("key", {"value": value})))
    assert ".." not in said
    assert "., " in said
