from datetime import date
from typing import Any

import pytest

from retrieval.feeds import cells
from retrieval.product import Merchant

DE = Merchant("m", "M", "DE", "de", "EUR")


@pytest.mark.parametrize(
    ("value", "kilograms"),
    [
        ("1.2 kg", 1.2),
        ("1,2 kg", 1.2),
        ("500 g", 0.5),
        ("500g", 0.5),
        ("2 lb", 0.90718474),
        ("16 oz", 0.45359237),
        ("250 GRM", 0.25),
        ("320 克", 0.32),
        ("٥٠٠ جم", 0.5),
        (0.4, 0.4),
        ("0.4", 0.4),
        ("", None),
        (None, None),
    ],
)
def test_weight_is_in_kilograms(value: Any, kilograms: float | None) -> None:
    assert cells.kilograms(value, DE) == (pytest.approx(kilograms) if kilograms else None)


@pytest.mark.parametrize("value", ["heavy", "12 parsecs", "-1 kg", [1]])
def test_weight_that_is_none_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="weight"):
        cells.kilograms(value, DE)


@pytest.mark.parametrize(
    ("value", "best", "rating"),
    [("4.5", None, 4.5), ("92", "100", 4.6), (9, 10, 4.5), ("4,5", None, 4.5), (0, None, None), ("", "", None)],
)
def test_rating_is_out_of_five(value: Any, best: Any, rating: float | None) -> None:
    assert cells.rating(value, best, DE) == rating


def test_rating_above_the_best_is_refused() -> None:
    with pytest.raises(ValueError, match="above the best"):
        cells.rating("92", None, DE)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Weich &amp; warm</p><p>aus Wolle</p>", "Weich & warm aus Wolle"),
        ("a<br>b", "a b"),
        ("<b>fett</b>er Druck", "fetter Druck"),
        ("<style>p {}</style>Text<script>x()</script>", "Text"),
        ("3 < 5 & 7 > 2", "3 < 5 & 7 > 2"),
        ("<p>柔软&nbsp;保暖</p>", "柔软 保暖"),
        ("<p dir=rtl>ناعم</p>", "ناعم"),
        ("<p>never closed", "never closed"),
        ("&#402;/1.8", "ƒ/1.8"),
    ],
)
def test_markup_becomes_text(html: str, text: str) -> None:
    assert cells.plain(html) == text


def test_day_is_read_from_dates_and_times() -> None:
    assert cells.day("2026-05-03") == cells.day("2026-05-03T09:30:00+03:00") == date(2026, 5, 3)
    assert cells.day("") is None
    with pytest.raises(ValueError, match="of the form"):
        cells.day("03.05.2026")
