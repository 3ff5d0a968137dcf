"""What comes next: public holidays of the shopper's country, other occasions, the season, their birthday."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from retrieval.advice.calendars import days_of, name_of, public_holidays
from retrieval.advice.occasion_book import Occasion, OccasionBook
from retrieval.shopper_store import Consent

MOST_DAYS = 366
"""Days ahead that are looked at, at most."""

BIRTHDAY = "birthday"
"""The attribute of a shopper that holds their birthday as MM-DD, the purpose of their consent, and the occasion."""


class Kind(StrEnum):
    """What an occasion is."""

    OCCASION = "occasion"
    SALE = "sale"
    HOLIDAY = "holiday"
    SEASON = "season"
    BIRTHDAY = "birthday"


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that comes, or for a season, is.

    `occasion_id` is that of the book, the season's name, or "" for a public holiday that the book lacks; `name` is what
    the country calls a holiday in the language asked for, else in English, "" for what is no public holiday.
    """

    kind: Kind
    occasion_id: str
    name: str
    day: date
    n_days: int
    categories: tuple[str, ...]
    departments: tuple[str, ...] = ()


class Occasions:
    """Tells what comes next in a country."""

    def __init__(self, book: OccasionBook) -> None:
        self.book = book

    def coming(
        self, country: str, today: date, within: int, language: str = "en", birthday: tuple[int, int] | None = None
    ) -> tuple[Coming, ...]:
        """Return what comes within so many days, today included, the soonest first, and before it the present season.

        Without a country ("") only the birthday (month, day) is known.
        """
        found = list(self._birthday(birthday, today, within))
        if country:
            found += self._occasions(country, today, within, language)
            found += self._holidays(country, today, within, language, {one.day for one in found})
        found.sort(key=lambda one: (one.day, one.kind != Kind.OCCASION, one.occasion_id))
        season = self.book.season(country, today.month)
        here = (Coming(Kind.SEASON, season, "", today, 0, self.book.seasons[season]),) if season else ()
        return (*here, *found)

    def next_to_give(self, country: str, today: date, recipient: str = "") -> Coming | None:
        """Return the occasion for a gift that is soonest, of those worth thinking of by now; None where none is near.

        Occasions for somebody else than the recipient, and sales, are left out.
        """
        for one in self.coming(country, today, MOST_DAYS):
            occasion = self.book.occasions.get(one.occasion_id)
            is_near = occasion and one.kind is Kind.OCCASION and one.n_days <= occasion.ahead
            if occasion and is_near and (not recipient or occasion.recipient in ("", recipient)):
                return one
        return None

    def _occasions(self, country: str, today: date, within: int, language: str) -> list[Coming]:
        found = []
        for occasion in self.book.occasions.values():
            day = _next_day(occasion, country, today)
            if day is not None and (day - today).days <= within:
                kind = Kind.SALE if occasion.is_sale else Kind.OCCASION
                named = name_of(country, day, language)
                found.append(
                    Coming(
                        kind,
                        occasion.occasion_id,
                        named,
                        day,
                        (day - today).days,
                        occasion.categories,
                        occasion.departments,
                    )
                )
        return found

    def _holidays(self, country: str, today: date, within: int, language: str, taken: set[date]) -> list[Coming]:
        """Return the public holidays that are no occasion of the book, nor a further day of one."""
        own = {name for occasion in self.book.occasions.values() for rule in occasion.days for name in rule.names}
        found = []
        for year in (today.year, today.year + 1):
            for holiday in public_holidays(country, year):
                n_days = (holiday.day - today).days
                is_known = holiday.day in taken or any(name in holiday.name for name in own)
                if 0 <= n_days <= within and not is_known:
                    name = name_of(country, holiday.day, language) or holiday.name
                    found.append(Coming(Kind.HOLIDAY, "", name, holiday.day, n_days, ()))
        return found

    def _birthday(self, birthday: tuple[int, int] | None, today: date, within: int) -> list[Coming]:
        if birthday is None:
            return []
        day = min(one for year in (today.year, today.year + 1) if (one := _of_year(birthday, year)) >= today)
        n_days = (day - today).days
        suits = self.book.occasions[BIRTHDAY]
        coming = Coming(Kind.BIRTHDAY, BIRTHDAY, "", day, n_days, suits.categories, suits.departments)
        return [coming] if n_days <= within else []


def allows_birthday(consents: Sequence[Consent]) -> bool:
    """Return whether a shopper's latest answer to the use of their birthday is yes; no answer is none."""
    answers = [consent.granted for consent in consents if consent.purpose == BIRTHDAY]
    return bool(answers) and answers[-1]


def birthday_of(attributes: Mapping[str, Any]) -> tuple[int, int] | None:
    """Return month and day of the birthday among a shopper's attributes (MM-DD or a date), None where it is none.

    >>> birthday_of({"birthday": "1990-02-29"}), birthday_of({"birthday": "31.12."}), birthday_of({})
    ((2, 29), None, None)
    """
    parts = str(attributes.get(BIRTHDAY, "")).split("-")[-2:]
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    month, day = int(parts[0]), int(parts[1])
    try:
        date(2000, month, day)  # a leap year
    except ValueError:
        return None
    return month, day


def _of_year(birthday: tuple[int, int], year: int) -> date:
    """Return a birthday in a year; that of a 29 February is on 1 March where there is none."""
    month, day = birthday
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, 2, 28) + timedelta(days=1)


def _next_day(occasion: Occasion, country: str, today: date) -> date | None:
    days = (day for year in (today.year, today.year + 1) for day in days_of(occasion, country, year))
    return next((day for day in days if day >= today), None)
