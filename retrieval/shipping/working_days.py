"""On which days people work in a country: neither on its weekend nor on a nationwide public holiday.

Holidays and weekends are those of the package `holidays`, whose dates of Islamic holidays to come are estimates.
Holidays of one region of a country are left out. A country that the package does not know works from Monday to Friday.
"""

from datetime import date, timedelta
from functools import lru_cache

import holidays

SATURDAY, SUNDAY = 5, 6
_LIKE = {"EA": "ES", "IC": "ES", "XI": "GB"}
"""Territories without a calendar of their own, and the country whose nationwide holidays they keep."""

_ONE = timedelta(days=1)


_KNOWN_YEAR = 2026
"""Any year in which every calendar of the package has holidays."""


@lru_cache(maxsize=512)
def _days_off(country: str, year: int) -> tuple[frozenset[date], frozenset[int], frozenset[date]] | None:
    """Return holidays, weekdays off and worked days of a weekend, None where the country is not known."""
    try:
        found = holidays.country_holidays(_LIKE.get(country, country), years=year, expand=False)
    except NotImplementedError:  # how the package says that it does not know a country
        return None
    return frozenset(found), frozenset(found.weekend), frozenset(found.weekend_workdays)


def knows_holidays(country: str) -> bool:
    """Return whether a country's public holidays are known."""
    return _days_off(country, _KNOWN_YEAR) is not None


def is_working_day(country: str, day: date) -> bool:
    """Return whether people work in a country on a day.

    >>> is_working_day("DE", date(2026, 12, 25)), is_working_day("DE", date(2026, 12, 28))
    (False, True)
    """
    known = _days_off(country, day.year)
    if known is None:
        return day.weekday() not in (SATURDAY, SUNDAY)
    off, weekend, worked = known
    return day not in off and (day.weekday() not in weekend or day in worked)


def on_or_after(country: str, day: date) -> date:
    """Return the first working day that is not before `day`."""
    found = day
    while not is_working_day(country, found):
        found += _ONE
    return found


def plus_days(day: date, n: int, countries: tuple[str, ...], *, in_any: bool) -> date:
    """Return the day that comes `n` working days after `day`.

    With `in_any`, a day counts on which people work in any of the countries, else one on which they do in all.

    >>> plus_days(date(2026, 11, 26), 2, ("US",), in_any=True)  # Thanksgiving is a Thursday
    datetime.date(2026, 11, 30)
    """
    judge = any if in_any else all
    found, left = day, n
    while left > 0:
        found += _ONE
        left -= judge(is_working_day(country, found) for country in countries)
    return found
