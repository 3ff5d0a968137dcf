"""Names in letters that the reader knows."""

import pytest

from actions.settings import PROJECT
from actions.wording import values
from actions.wording.names import is_readable, readable
from actions.wording.texts import LANGUAGES, Texts
from retrieval.feeds.merchant_records import merchant_from
from retrieval.lexicon import Lexicon
from retrieval.product_record import merchant_from_record, merchant_records

HANEUL = merchant_from({
    "id": "haneul", "name": "하늘마켓", "latin_name": "Haneul Market", "country": "KR", "language": "ko",
    "currency": "KRW",
})  # fmt: skip
TEXTS = Texts.load(PROJECT / "actions" / "locales", Lexicon({}, {}))


@pytest.mark.parametrize("language", LANGUAGES)
def test_name_in_latin_letters_is_readable_everywhere(language: str) -> None:
    assert is_readable("Éclair Coursiers 24", language)
    assert is_readable("", language)


@pytest.mark.parametrize(
    ("name", "readers"),
    [
        ("云上快运", {"zh-Hans", "zh-Hant", "ja"}),
        ("はやぶさ便", {"ja"}),
        ("ساعي النور", {"ar"}),
        ("하늘택배", {"ko"}),
        ("Почта", {"ru"}),
        ("ไปรษณีย์ไทย", {"th"}),
        ("भारतीय डाक", {"hi"}),
    ],
)
def test_name_in_another_script_is_readable_by_those_who_write_in_it(name: str, readers: set[str]) -> None:
    assert {language for language in LANGUAGES if is_readable(name, language)} == readers


def test_name_that_has_no_latin_form_stays_as_it_is() -> None:
    assert readable("桜堂", "", "tr") == "桜堂"


@pytest.mark.parametrize(
    ("language", "said"),
    [("ko", "하늘마켓"), ("en", "Haneul Market"), ("ar", "Haneul Market"), ("th", "Haneul Market")],
)
def test_merchant_is_named_in_letters_of_the_language(language: str, said: str) -> None:
    assert TEXTS.word(language, values.merchant(HANEUL)) == said


def test_latin_name_is_kept_in_the_catalogue() -> None:
    assert merchant_from_record(merchant_records([HANEUL])[0]) == HANEUL
