from pathlib import Path

import pytest

from retrieval.errors import CatalogError
from retrieval.mains import MainsWords

WORDS = MainsWords.load(Path(__file__).resolve().parents[3] / "data")


def test_questions_are_known_in_every_language() -> None:
    plug, voltage, working = (set(WORDS.asked[kind]) for kind in ("plug", "voltage", "works"))
    assert plug == voltage == working
    assert len(plug) == 20


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Which plug does it have?", "en"),
        ("is it 110 V?", "en"),
        ("是多少伏的？", "zh-Hans"),
        ("這是220V的嗎", "zh-Hant"),
        ("コンセントの形は？", "ja"),
        ("플러그가 뭐예요?", "ko"),
        ("Welcher Stecker ist dran?", "de"),
        ("quelle prise a-t-il ?", "fr"),
        ("¿qué enchufe trae?", "es"),
        ("che spina ha?", "it"),
        ("é bivolt?", "pt"),
        ("welke stekker zit eraan?", "nl"),
        ("jaka wtyczka?", "pl"),
        ("это 220 в?", "ru"),
        ("fişi ne tip?", "tr"),
        ("FİŞİ NE TİP?", "tr"),
        ("ما نوع القابس؟", "ar"),
        ("هل يأتي بالقابس البريطاني؟", "ar"),
        ("कौन सा प्लग है?", "hi"),
        ("ปลั๊กแบบไหน", "th"),
        ("phích cắm loại gì?", "vi"),
        ("colokannya jenis apa, colokan Eropa?", "id"),
        ("vilken stickkontakt har den?", "sv"),
    ],
)
def test_question_about_plugs_or_voltage_is_known(text: str, language: str) -> None:
    assert WORDS.ask_of_mains(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Does the second one work in Japan?", "en"),
        ("能在日本用吗？", "zh-Hans"),
        ("日本で使えますか", "ja"),
        ("Funktioniert das in Japan?", "de"),
        ("هل يعمل في اليابان؟", "ar"),
        ("ใช้ในญี่ปุ่นได้ไหม", "th"),
        ("Japonya'da çalışır mı?", "tr"),
        ("dùng ở Nhật được không", "vi"),
    ],
)
def test_question_whether_something_works_is_known(text: str, language: str) -> None:
    assert WORDS.ask_of_working(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Do you ship to Japan?", "en"),
        ("сколько стоит до 100 в Германию?", "ru"),
        ("les frais sont pris en charge ?", "fr"),
        ("nimm 100 von denen", "de"),
        ("ส่งไปญี่ปุ่นได้ไหม", "th"),
        ("能寄到日本吗", "zh-Hans"),
        ("ما تكلفة الشحن إلى اليابان", "ar"),
        ("Japonya'ya kargo ne kadar?", "tr"),
    ],
)
def test_other_questions_are_left_alone(text: str, language: str) -> None:
    assert not WORDS.ask_of_mains(text, language)
    assert not WORDS.ask_of_working(text, language)


def test_file_that_lacks_words_is_named(tmp_path: Path) -> None:
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "mains.yml").write_text("attributes: {}\n", encoding="utf-8")
    with pytest.raises(CatalogError, match=r"mains\.yml lacks the words 'plugs'"):
        MainsWords.load(tmp_path)
