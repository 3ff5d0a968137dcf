"""Which day a message names: "by Friday?", "before 24 December?", "12月24日之前能到吗"."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel import Locale

from retrieval.errors import PricingError

DATA_FILE = Path(__file__).resolve().parents[2] / "data" / "shipping" / "day_words.yml"
"""Where a checkout of the project keeps the words for days."""

_UNSPACED = frozenset({"ar", "ja", "ko", "th", "zh-Hans", "zh-Hant"})
"""Languages in which words are joined, or begin with small words written together with them."""

_SINGLE = r"(?<![\d./-])(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?(?![\d/%€$£¥-]|[.,]\d)"
_ISO = r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)"
_ASIAN = r"(?:(\d{4})\s*[年년]\s*)?(?<!\d)(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日号號일]"
_VIETNAMESE = r"(?<!\d)(\d{1,2})\s+tháng\s+(\d{1,2})(?!\d)"
_CENTURY = 2000
_MONTH_FIRST = frozenset({"en", "ja", "ko", "zh-Hans", "zh-Hant"})
"""Languages in which 12/5 is a day of December, by CLDR's short dates."""


@dataclass(frozen=True, slots=True)
class _Words:
    weekdays: re.Pattern[str]
    in_days: re.Pattern[str]
    express: re.Pattern[str]
    weekday_of: Mapping[str, int]
    days_of: Mapping[str, int]


class Deadlines:
    """Reads days out of messages. Made by `load`."""

    def __init__(self, words: Mapping[str, _Words]) -> None:
        self._words = words

    @classmethod
    @cache
    def load(cls, path: Path = DATA_FILE) -> "Deadlines":
        """Read data/shipping/day_words.yml, once; raise PricingError naming what is not usable."""
        try:
            record = yaml.safe_load(path.read_text(encoding="utf-8"))
            return cls({language: _words(language, found) for language, found in record.items()})
        except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
            raise PricingError(f"{path} is not usable ({error!r}); see the comment at its top") from error

    def day_in(self, text: str, language: str, today: date) -> date | None:
        """Return the day that a message names, None where it names none; words are those of `language` and English.

        A weekday is the next one after today, a date without a year the next one from today on.
        """
        plain = _folded(text, language)
        for known in dict.fromkeys((language, "en")):
            words = self._words.get(known)
            if words and (found := words.in_days.search(plain)):
                return today + timedelta(days=words.days_of[found[1]])
            if words and (found := words.weekdays.search(plain)):
                ahead = (words.weekday_of[found[1]] - today.weekday() - 1) % 7 + 1
                return today + timedelta(days=ahead)
        return next(_dates(plain, language, today), None)

    def wants_express(self, text: str, language: str) -> bool:
        """Return whether a message asks for something faster than usual."""
        plain = _folded(text, language)
        found = (self._words[known] for known in dict.fromkeys((language, "en")) if known in self._words)
        return any(words.express.search(plain) for words in found)


def _folded(text: str, language: str) -> str:
    """Return a text in small letters, Turkish ones where it is Turkish, and its digits as ASCII."""
    lowered = text.replace("I", "ı").replace("İ", "i") if language == "tr" else text
    return re.sub(r"\d", lambda digit: str(unicodedata.digit(digit[0])), lowered.casefold())


def _words(language: str, record: Mapping[str, Any]) -> _Words:
    after = "|".join(map(re.escape, record.get("after", ())))
    weekday_of = {name.lstrip("="): day for day, names in enumerate(record["weekdays"]) for name in names}
    days_of = {name.lstrip("="): int(ahead) for ahead, names in record["in_days"].items() for name in names}
    return _Words(
        weekdays=_any_of([name for names in record["weekdays"] for name in names], language, after),
        in_days=_any_of([name for names in record["in_days"].values() for name in names], language),
        express=_any_of(record["express"], language),
        weekday_of=weekday_of,
        days_of=days_of,
    )


def _any_of(names: Sequence[str], language: str, after: str = "") -> re.Pattern[str]:
    start = "" if language in _UNSPACED else r"(?<!\w)"
    before = rf"(?:{after})\s+" if after else ""
    exact = {name.lstrip("="): r"(?!\w)" if name.startswith("=") else "" for name in names}
    longest_first = sorted(exact, key=len, reverse=True)
    return re.compile(before + start + "(" + "|".join(re.escape(one) + exact[one] for one in longest_first) + ")")


def _dates(plain: str, language: str, today: date) -> Iterator[date]:
    for year, month, day in re.findall(_ISO, plain):
        yield from _day(today, day, month, year)
    for year, month, day in re.findall(_ASIAN, plain):
        yield from _day(today, day, month, year)
    for day, month in re.findall(_VIETNAMESE, plain):
        yield from _day(today, day, month)
    for day, month in _named_months(plain, language):
        yield from _day(today, day, month)
    is_month_first = language in _MONTH_FIRST
    for first, second, year in re.findall(_SINGLE, plain):
        day, month = (second, first) if is_month_first and int(first) <= 12 else (first, second)
        yield from _day(today, day, month, year)


def _named_months(plain: str, language: str) -> Iterator[tuple[str, str]]:
    for known in dict.fromkeys((language, "en")):
        months = _months(known)
        names = "|".join(re.escape(name) for name in sorted(months, key=len, reverse=True))
        number = r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?"
        for day, name in re.findall(rf"{number}[.,]?\s*(?:of |de |di |от )?({names})", plain):
            yield day, months[name]
        for name, day in re.findall(rf"(?<!\w)({names})\.?\s*{number}(?!\d)", plain):
            yield day, months[name]


@cache
def _months(language: str) -> dict[str, str]:
    """Return the number of each month by its names in small letters, those of at least three letters."""
    months = Locale.parse(language, sep="-").months["format"]
    named = [(name, n) for width in ("wide", "abbreviated") for n, name in months[width].items()]
    plain = [(_folded(name, language).rstrip(".॰"), n) for name, n in named]
    return {name: str(n) for name, n in plain if len(name) > 2 and not name.isdigit()}


def _day(today: date, day: str, month: str, year: str = "") -> Iterator[date]:
    """Give a day where there is such: without a year, the next one."""
    try:
        if year:
            whole = int(year) if len(year) > 2 else _CENTURY + int(year)
            yield date(whole, int(month), int(day))
            return
        this_year = date(today.year, int(month), int(day))
        yield this_year if this_year >= today else date(today.year + 1, int(month), int(day))
    except ValueError:  # no such day
        return
