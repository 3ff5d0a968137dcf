"""The occasions that the shop knows: when each is kept where, and what suits it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from retrieval.advice.data_files import read_mapping
from retrieval.errors import CatalogError
from retrieval.filters import Filters

SEASONS = ("spring", "summer", "autumn", "winter")
_RULES = ("own", "of", "date", "nth")


@dataclass(frozen=True, slots=True)
class DayRule:
    """When an occasion is, one of four ways, as data/advice/occasions.yml explains; empty fields are not used.

    `countries` are those that the rule holds for, all where there are none. `names` are of public holidays: the
    country's own, or those of the country `of`. `on` is month and day, `nth` number, weekday and month.
    """

    countries: frozenset[str]
    names: tuple[str, ...]
    of: str
    on: tuple[int, int] | None
    nth: tuple[int, int, int] | None
    plus: int


@dataclass(frozen=True, slots=True)
class Occasion:
    """An occasion: from how many days ahead to think of it, its days, for whom it is, what suits and what does not."""

    occasion_id: str
    ahead: int
    days: tuple[DayRule, ...]
    is_sale: bool
    recipient: str
    categories: tuple[str, ...]
    departments: tuple[str, ...]
    avoid: tuple[str, ...]
    avoid_words: tuple[str, ...]
    avoid_materials: tuple[str, ...]

    def suiting(self, filters: Filters, sold: Collection[str]) -> Filters:
        """Return `filters` for what suits the occasion, of the categories `sold`, without what would offend.

        Categories asked for stay those asked for; where none that suits is sold, the departments that do are asked for.
        """
        categories = filters.categories or tuple(category for category in self.categories if category in sold)
        return replace(
            filters,
            categories=categories,
            departments=filters.departments if categories else self.departments,
            excluded_categories=tuple(dict.fromkeys((*filters.excluded_categories, *self.avoid))),
            excluded_words=tuple(dict.fromkeys((*filters.excluded_words, *self.avoid_words))),
            excluded_materials=tuple(dict.fromkeys((*filters.excluded_materials, *self.avoid_materials))),
        )


@dataclass(frozen=True, slots=True)
class OccasionBook:
    """All occasions by id, and what the seasons ask for: categories by season, and where there are which seasons."""

    occasions: Mapping[str, Occasion]
    seasons: Mapping[str, tuple[str, ...]]
    south: frozenset[str]
    tropics: frozenset[str]

    @classmethod
    def load(cls, data: Path) -> "OccasionBook":
        """Read the project's `data` folder; raises CatalogError for a file that cannot be used."""
        path = data / "advice" / "occasions.yml"
        found = read_mapping(path)
        try:
            seasons = found.pop("seasons")
            return cls(
                occasions={name: _occasion(name, entry) for name, entry in found.items()},
                seasons={name: tuple(seasons[name]["categories"]) for name in SEASONS},
                south=frozenset(seasons["south"]),
                tropics=frozenset(seasons["tropics"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise CatalogError(
                f"{path} has an entry that cannot be read ({error!r}): see the notes on its top."
            ) from error

    def season(self, country: str, month: int) -> str:
        """Return the season of a country in a month (1..12), "" in the tropics and where no country is known.

        >>> book = OccasionBook({}, {}, frozenset({"AU"}), frozenset({"SG"}))
        >>> book.season("DE", 12), book.season("AU", 12), book.season("SG", 12)
        ('winter', 'summer', '')
        """
        if not country or country in self.tropics:
            return ""
        shifted = month + 6 if country in self.south else month
        return SEASONS[(shifted % 12) // 3 - 1]


def _occasion(name: str, entry: Mapping[str, Any]) -> Occasion:
    return Occasion(
        occasion_id=name,
        ahead=int(entry.get("ahead", 0)),
        days=tuple(_rule(name, rule) for rule in entry.get("days", ())),
        is_sale=bool(entry.get("is_sale", False)),
        recipient=str(entry.get("recipient", "")),
        categories=tuple(entry["categories"]),
        departments=tuple(entry.get("departments", ())),
        avoid=tuple(entry.get("avoid", ())),
        avoid_words=tuple(entry.get("avoid_words", ())),
        avoid_materials=tuple(entry.get("avoid_materials", ())),
    )


def _rule(name: str, rule: Mapping[str, Any]) -> DayRule:
    if sum(form in rule for form in _RULES) != 1:
        raise CatalogError(f"A day of {name!r} is {dict(rule)!r}; give exactly one of {', '.join(_RULES)}.")
    of = rule.get("of", {})
    month_day = tuple(int(part) for part in rule["date"].split("-")) if "date" in rule else None
    nth = tuple(int(part) for part in rule["nth"]) if "nth" in rule else None
    return DayRule(
        countries=frozenset(rule.get("in", ())),
        names=tuple(rule.get("own", of.get("names", ()))),
        of=str(of.get("country", "")),
        on=None if month_day is None else (month_day[0], month_day[1]),
        nth=None if nth is None else (nth[0], nth[1], nth[2]),
        plus=int(rule.get("plus", 0)),
    )
