from datetime import UTC, date, datetime

import pytest

from retrieval.advice.occasion_book import OccasionBook
from retrieval.advice.occasions import Coming, Kind, Occasions, allows_birthday, birthday_of
from retrieval.shopper_store import Consent
from tests.retrieval.advice.small_catalogue import DATA

OCCASIONS = Occasions(OccasionBook.load(DATA))
TODAY = date(2026, 11, 22)


def ids(found: tuple[Coming, ...]) -> list[str]:
    return [one.occasion_id or one.name for one in found]


def test_what_comes_is_sorted_and_the_season_stands_first() -> None:
    found = OCCASIONS.coming("DE", TODAY, 60, "de")
    assert ids(found) == ["autumn", "black friday", "christmas", "new year"]
    assert [one.n_days for one in found] == [0, 5, 33, 40]
    assert [one.kind for one in found] == [Kind.SEASON, Kind.SALE, Kind.OCCASION, Kind.OCCASION]
    assert found[2].name == "Erster Weihnachtstag"
    assert "chocolate" in found[2].categories


def test_public_holidays_beside_occasions_are_told_with_their_names() -> None:
    found = OCCASIONS.coming("JP", date(2026, 4, 25), 12, "ja")
    named = [one.name for one in found if one.kind is Kind.HOLIDAY]
    assert named == ["昭和の日", "憲法記念日", "みどりの日"]
    assert found[-1].name == "こどもの日"
    assert "children's day" in ids(found)


def test_countries_keep_their_own() -> None:
    assert "thanksgiving" in ids(OCCASIONS.coming("US", TODAY, 10))
    assert "diwali" in ids(OCCASIONS.coming("IN", date(2026, 10, 20), 30))
    assert "christmas" not in ids(OCCASIONS.coming("SA", TODAY, 60))
    assert OCCASIONS.coming("", TODAY, 366) == ()
    assert "lunar new year" in ids(OCCASIONS.coming("CN", date(2026, 12, 31), 60))


def test_today_counts_and_yesterday_does_not() -> None:
    assert "christmas" in ids(OCCASIONS.coming("DE", date(2026, 12, 25), 0))
    assert "christmas" not in ids(OCCASIONS.coming("DE", date(2026, 12, 26), 30))


def test_birthday_is_among_them_where_it_is_given() -> None:
    found = OCCASIONS.coming("", TODAY, 30, birthday=(12, 1))
    assert [(one.kind, one.day) for one in found] == [(Kind.BIRTHDAY, date(2026, 12, 1))]
    assert OCCASIONS.coming("", date(2026, 2, 20), 30, birthday=(2, 29))[0].day == date(2026, 3, 1)
    assert OCCASIONS.coming("", date(2028, 2, 20), 30, birthday=(2, 29))[0].day == date(2028, 2, 29)
    assert OCCASIONS.coming("", date(2026, 12, 30), 30, birthday=(1, 2))[0].day == date(2027, 1, 2)


@pytest.mark.parametrize(
    ("attributes", "birthday"),
    [({"birthday": "12-01"}, (12, 1)), ({"birthday": "1980-02-29"}, (2, 29)), ({"birthday": "02-30"}, None),
     ({"birthday": "May"}, None), ({"birthday": 5}, None), ({"birthday": None}, None), ({}, None),
     ({"birthday": "٠٥-٠٥"}, None)],
)  # fmt: skip
def test_birthday_is_read_from_attributes(attributes: dict[str, object], birthday: tuple[int, int] | None) -> None:
    assert birthday_of(attributes) == birthday


def test_birthday_needs_the_latest_answer_to_be_yes() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    yes, no = Consent("birthday", True, at), Consent("birthday", False, at)
    assert not allows_birthday([])
    assert not allows_birthday([Consent("personalisation", True, at)])
    assert allows_birthday([no, yes])
    assert not allows_birthday([yes, no])


@pytest.mark.parametrize(
    ("country", "today", "recipient", "occasion"),
    [
        ("DE", TODAY, "", "christmas"),
        ("DE", date(2026, 5, 1), "mother", "mother's day"),
        ("DE", date(2026, 5, 1), "father", "father's day"),
        ("DE", date(2026, 5, 1), "colleague", None),
        ("US", date(2026, 11, 22), "", "thanksgiving"),  # not the sale on the day after
        ("DE", date(2026, 8, 1), "", None),
        ("", TODAY, "", None),
        ("XX", date(2026, 8, 1), "", None),
    ],
)
def test_next_occasion_to_give(country: str, today: date, recipient: str, occasion: str | None) -> None:
    found = OCCASIONS.next_to_give(country, today, recipient)
    assert (found.occasion_id if found else None) == occasion
