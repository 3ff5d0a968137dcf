"""On which days public holidays and other occasions fall."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

from retrieval.advice.occasion_book import DayRule, Occasion

_ENGLISH = "en_US"
_FURTHER_DAYS = re.compile(
    r"observed|in lieu|alternative|substitute|preceding|following|\beve\b|day after", re.IGNORECASE
)
"""Days off around a holiday, that are not the day itself."""

_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")


_LONGEST = 14
"""Days of one holiday under one name lie within as many days."""

_CODES = {"zh-Hans": "zh_CN", "zh-Hant": "zh_TW", "en": "en_US"}
"""What the package calls languages that BCP 47 calls otherwise."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday: its first day, and its name in English."""

    day: date
    name: str


@lru_cache(maxsize=512)
def public_holidays(country: str, year: int) -> tuple[Holiday, ...]:
    """Return the nationwide public holidays of a country in a year, in order, each with its first day.

    Days off that only follow or precede one are left out. Countries that the package `holidays` does not know have
    none. Names are English where the package has them, else in the country's own language.
    """
    found: list[Holiday] = []
    for day, name in sorted(_calendar(country, year, _ENGLISH).items()):
        parts = [part.strip() for part in name.split(";") if not _FURTHER_DAYS.search(part)]
        plain = [_IN_BRACKETS.sub("", part) for part in parts]
        for part in plain:
            goes_on = any(one.name == part and (day - one.day).days < _LONGEST for one in found)
            if not goes_on:
                found.append(Holiday(day, part))
    return tuple(found)


@lru_cache(maxsize=512)
def name_of(country: str, day: date, language: str) -> str:
    """Return what a public holiday of a country is called in a language (BCP 47), "" where the package cannot say."""
    known = holidays.list_localized_countries().get(country, [])
    wanted = _CODES.get(language, language.replace("-", "_"))
    same = [code for code in known if code.split("_")[0] == wanted.split("_")[0]]
    spoken = wanted if wanted in same else next(iter(same if wanted not in _CODES.values() else ()), "")
    found = _calendar(country, day.year, spoken).get(day) if spoken else None
    return _IN_BRACKETS.sub("", found.split(";")[0]).strip() if found else ""


def days_of(occasion: Occasion, country: str, year: int) -> tuple[date, ...]:
    """Return the days in a year on which an occasion is kept in a country, in order; () where it is not kept there."""
    for rule in occasion.days:
        if not rule.countries or country in rule.countries:
            days = sorted(_days(rule, country, year))
            if days:
                return tuple(day + timedelta(days=rule.plus) for day in days)
    return ()


def _days(rule: DayRule, country: str, year: int) -> Iterable[date]:
    if rule.on:
        return (date(year, *rule.on),)
    if rule.nth:
        return (nth_weekday(year, *rule.nth),)
    known = public_holidays(rule.of or country, year)
    exact = [holiday.day for holiday in known if holiday.name in rule.names]
    days: list[date] = []
    for day in exact or [holiday.day for holiday in known if any(name in holiday.name for name in rule.names)]:
        if not days or (day - days[-1]).days >= _LONGEST:
            days.append(day)
    return days


def nth_weekday(year: int, n: int, weekday: int, month: int) -> date:
    """Return the n-th weekday (0 is Monday) of a month, counted from its end where n is below 0.

    >>> nth_weekday(2026, 4, 3, 11), nth_weekday(2026, -1, 6, 5)
    (datetime.date(2026, 11, 26), datetime.date(2026, 5, 31))
    """
    last = calendar.monthrange(year, month)[1]
    days = [day for day in range(1, last + 1) if date(year, month, day).weekday() == weekday]
    return date(year, month, days[n - 1 if n > 0 else n])


def _calendar(country: str, year: int, language: str) -> dict[date, str]:
    try:
        return dict(holidays.country_holidays(country, years=year, language=language, expand=False))
    except NotImplementedError:  # how the package says that it does not know a country
        return {}
