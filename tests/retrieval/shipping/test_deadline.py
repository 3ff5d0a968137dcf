"""Days named in messages; today is Thursday, 26 November 2026."""

from datetime import date
from pathlib import Path

import pytest

from retrieval.errors import PricingError
from retrieval.shipping import Deadlines

TODAY = date(2026, 11, 26)
FRIDAY, SATURDAY, TUESDAY = date(2026, 11, 27), date(2026, 11, 28), date(2026, 12, 1)
EVE = date(2026, 12, 24)


def day_in(text: str, language: str, today: date = TODAY) -> date | None:
    return Deadlines.load().day_in(text, language, today)


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("Will it be here by Friday?", "en", FRIDAY),
        ("Kommt es bis Freitag an?", "de", FRIDAY),
        ("周五之前能到吗", "zh-Hans", FRIDAY),
        ("星期二能到吗", "zh-Hans", TUESDAY),
        ("週五前會到嗎", "zh-Hant", FRIDAY),
        ("金曜日までに届きますか", "ja", FRIDAY),
        ("금요일까지 오나요", "ko", FRIDAY),
        ("هل يصل قبل يوم الجمعة؟", "ar", FRIDAY),
        ("أحتاجه ليوم الثلاثاء", "ar", TUESDAY),
        ("ถึงก่อนวันศุกร์ไหม", "th", FRIDAY),
        ("ส่งถึงวันอังคารไหม", "th", TUESDAY),
        ("Cumartesiye kadar gelir mi", "tr", SATURDAY),
        ("Cumaya kadar gelir mi", "tr", FRIDAY),
        ("SALI gününe kadar gelir mi", "tr", TUESDAY),
        ("Pazartesi günü elimde olur mu", "tr", date(2026, 11, 30)),
        ("Ça arrive avant vendredi ?", "fr", FRIDAY),
        ("¿Llega para el viernes?", "es", FRIDAY),
        ("Arriva entro venerdì?", "it", FRIDAY),
        ("Chega até sexta?", "pt", FRIDAY),
        ("Is het er voor vrijdag?", "nl", FRIDAY),
        ("Dojdzie do piątku?", "pl", FRIDAY),
        ("Успеет к пятнице?", "ru", FRIDAY),
        ("शुक्रवार तक मिलेगा?", "hi", FRIDAY),
        ("Có kịp thứ sáu không?", "vi", FRIDAY),
        ("Sampai sebelum Jumat?", "id", FRIDAY),
        ("Kommer det före fredag?", "sv", FRIDAY),
        ("tomorrow?", "en", FRIDAY),
        ("übermorgen?", "de", SATURDAY),
        ("明天能到吗", "zh-Hans", FRIDAY),
        ("غدًا؟", "ar", FRIDAY),
        ("พรุ่งนี้ถึงไหม", "th", FRIDAY),
        ("yarın gelir mi", "tr", FRIDAY),
        ("today?", "en", TODAY),
    ],
)
def test_weekday_is_the_next_one_after_today(text: str, language: str, day: date) -> None:
    assert day_in(text, language) == day


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("by December 24th", "en"),
        ("by the 24th of December", "en"),
        ("by 12/24?", "en"),
        ("bis 24.12.?", "de"),
        ("bis 24.12.2026", "de"),
        ("avant le 24 décembre", "fr"),
        ("antes del 24 de diciembre", "es"),
        ("до 24 декабря", "ru"),
        ("do 24 grudnia", "pl"),
        ("12月24日之前能到吗", "zh-Hans"),
        ("12月24日までに", "ja"),
        ("12월 24일까지", "ko"),
        ("هل يصل قبل ٢٤ ديسمبر؟", "ar"),
        ("24 दिसंबर तक", "hi"),
        ("ถึงก่อน 24 ธันวาคม ไหม", "th"),
        ("24 Aralık'a kadar", "tr"),
        ("trước 24 tháng 12", "vi"),
        ("trước ngày 24/12", "vi"),
        ("sebelum 24 Desember", "id"),
        ("före 2026-12-24", "sv"),
    ],
)
def test_date_is_read_in_the_order_and_words_of_the_language(text: str, language: str) -> None:
    assert day_in(text, language) == EVE


def test_weekday_of_today_is_that_of_next_week_and_a_past_date_that_of_next_year() -> None:
    assert day_in("by Thursday", "en") == date(2026, 12, 3)
    assert day_in("by 5 March", "en") == date(2027, 3, 5)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("what is shipping for number 2", "en"),
        ("is 24.90 € with shipping", "en"),
        ("ship 2 pieces to 10115", "en"),
        ("cái thứ hai bao lâu", "vi"),
        ("a segunda, quanto é o frete?", "pt"),
        ("средство для дома", "ru"),
        ("czwarty produkt", "pl"),
        ("bis 31.02.", "de"),
        ("13月40日", "zh-Hans"),
        ("", "en"),
    ],
)
def test_message_that_names_no_day_has_none(text: str, language: str) -> None:
    assert day_in(text, language) is None


@pytest.mark.parametrize(
    ("text", "language", "is_wanted"),
    [
        ("do you have express?", "en", True),
        ("geht es schneller?", "de", True),
        ("能加急吗", "zh-Hans", True),
        ("هل يوجد شحن سريع؟", "ar", True),
        ("มีส่งด่วนไหม", "th", True),
        ("Hızlı kargo var mı?", "tr", True),
        ("what does shipping cost", "en", False),
        ("运费多少", "zh-Hans", False),
    ],
)
def test_wish_for_something_faster_is_understood(text: str, language: str, is_wanted: bool) -> None:
    assert Deadlines.load().wants_express(text, language) is is_wanted


def test_english_words_are_understood_in_every_language() -> None:
    assert day_in("express by Friday?", "th") == FRIDAY


def test_file_that_is_not_usable_is_named(tmp_path: Path) -> None:
    path = tmp_path / "day_words.yml"
    path.write_text("en: {weekdays: []}")
    with pytest.raises(PricingError, match=r"day_words\.yml is not usable"):
        Deadlines.load(path)
