"""Ladders of sizes: which size a measure is, and when it lies between two."""

from decimal import Decimal

import pytest

from retrieval.errors import SizingError
from retrieval.sizing import Scale, Size

WHOLE = Scale.of_points("EU", [("39", Decimal(240)), ("40", Decimal(250)), ("41", Decimal(260))])
LETTERS = Scale.of_ranges("letter", [("S", Decimal(820), Decimal(900)), ("M", Decimal(900), Decimal(980))])


def labels(sizes: tuple[Size, ...]) -> list[str]:
    return [size.label for size in sizes]


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("250", ["40"]),
        ("252.5", ["40"]),  # a quarter of the way to the next
        ("252.6", ["40", "41"]),
        ("255", ["40", "41"]),
        ("257.5", ["41"]),
        ("235", ["39"]),  # half a step below the smallest
        ("234.9", []),
        ("265", ["41"]),
        ("265.1", []),
    ],
)
def test_measure_is_a_size_or_lies_between_two_or_beyond_all(measure: str, expected: list[str]) -> None:
    assert labels(WHOLE.place(Decimal(measure))) == expected


def test_where_two_ranges_meet_both_are_meant() -> None:
    assert labels(LETTERS.place(Decimal(899))) == ["S"]
    assert labels(LETTERS.place(Decimal(900))) == ["S", "M"]
    assert labels(LETTERS.place(Decimal(981))) == []


def test_gap_between_two_ranges_lies_between_both() -> None:
    hats = Scale.of_ranges("letter", [("S", Decimal(550), Decimal(560)), ("M", Decimal(570), Decimal(580))])
    assert labels(hats.place(Decimal(565))) == ["S", "M"]


def test_wide_size_covers_all_that_are_made_for_its_measures() -> None:
    medium = LETTERS.get("M")
    assert medium is not None
    narrow = Scale.of_points("EU", [(str(n), Decimal(m)) for n, m in ((38, 860), (40, 900), (42, 940), (44, 980))])
    assert labels(narrow.same_as(medium)) == ["40", "42"]


def test_size_is_found_however_it_is_written() -> None:
    hats = Scale.of_points("US", [("7", Decimal(560)), ("7 1/4", Decimal(580))])
    assert [hats.get(one) and "found" for one in ("7 1/4", "7¼", "7.25", "7.0", "8")] == ["found"] * 4 + [None]


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ([("40", 250), ("39", 240)], "39 stands behind 40"),
        ([("40", 250), ("41", 250)], "41 stands behind 40"),
        ([("9", 240), ("9.0", 250)], "9 is given twice"),
        ([], "has no sizes"),
    ],
)
def test_table_that_does_not_rise_is_refused(points: list[tuple[str, int]], said: str) -> None:
    with pytest.raises(SizingError, match=said):
        Scale.of_points("EU", [(label, Decimal(at)) for label, at in points])


def test_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(SizingError, match="ends before it begins"):
        Scale.of_ranges("letter", [("S", Decimal(90), Decimal(80))])
