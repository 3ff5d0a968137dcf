"""Places inside a country that are harder to reach, or are territories of their own, found by their postcode."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from retrieval.errors import PricingError

DATA_FILE = Path(__file__).resolve().parents[2] / "data" / "shipping" / "places.yml"
"""Where a checkout of the project keeps them."""

_ALONE = r"(?<![A-Za-z0-9.,€$£¥-])(?:{form})(?![A-Za-z0-9%€$£¥]|[.,-]\d)"
"""A postcode stands alone among Latin letters and digits; Chinese, Japanese and Thai write no space before it."""

_INWARD = re.compile(r"(?<=\d)\d[A-Z]{2}$|(?<=\d[A-Z])\d[A-Z]{2}$")
"""The second half of a British postcode."""


@dataclass(frozen=True, slots=True)
class Area:
    """Postcodes that begin alike, or whole British districts such as PA20.

    `territory` is the code that duties and holidays go by there, "" for the country's.
    """

    area_id: str
    prefixes: tuple[str, ...]
    districts: frozenset[str]
    is_remote: bool
    territory: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a parcel goes: the country or territory, the postcode without spaces ("" for none said), and its area.

    `said` is the country that the shopper named, "" where that is the same.
    """

    country: str
    postcode: str = ""
    area: Area | None = None
    said: str = ""

    @property
    def is_remote(self) -> bool:
        """Whether it is known to lie in a remote area."""
        return self.area is not None and self.area.is_remote


class Places:
    """The forms of postcodes, and the areas. Made by `load`."""

    def __init__(self, forms: Mapping[str, re.Pattern[str] | None], areas: Mapping[str, tuple[Area, ...]]) -> None:
        self._forms = forms
        self._areas = areas

    @classmethod
    def load(cls, path: Path = DATA_FILE) -> "Places":
        """Read data/shipping/places.yml; raise PricingError naming what is not usable."""
        try:
            record = yaml.safe_load(path.read_text(encoding="utf-8"))
            forms = {
                country: re.compile(_ALONE.format(form=form), re.IGNORECASE) if form else None
                for country, form in record["postcodes"].items()
            }
            areas = {country: tuple(_area(one) for one in found) for country, found in record["areas"].items()}
        except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError, re.error) as error:
            raise PricingError(f"{path} is not usable ({error!r}); see the comment at its top") from error
        return cls(forms, areas)

    def has_postcodes(self, country: str) -> bool | None:
        """Return whether a country has postcodes, None where that is not recorded."""
        return self._forms[country] is not None if country in self._forms else None

    def postcode_in(self, text: str, country: str) -> str:
        """Return the postcode of that country's form in a text, without spaces and hyphens; "" where there is none."""
        form = self._forms.get(country)
        found = form.search(re.sub(r"\d", lambda digit: str(int(digit[0])), text)) if form else None
        return re.sub(r"[\s-]", "", found[0]).upper() if found else ""

    def place(self, country: str, postcode: str = "") -> Place:
        """Return the place of a postcode in a country; of two areas, the one with the longer prefix."""
        district = _INWARD.sub("", postcode)
        fits = [
            (len(prefix), area)
            for area in self._areas.get(country, ())
            for prefix in (*area.prefixes, *area.districts)
            if (district == prefix if prefix in area.districts else postcode.startswith(prefix))
        ]
        area = max(fits, key=lambda one: one[0])[1] if postcode and fits else None
        territory = area.territory if area else ""
        return Place(territory or country, postcode, area, country if territory else "")


@cache
def known_places() -> Places:
    """Return the places that the project ships, read once."""
    return Places.load()


def _area(record: Mapping[str, Any]) -> Area:
    return Area(
        area_id=record["id"],
        prefixes=tuple(map(str, record["prefixes"])),
        districts=frozenset(name for span in record.get("districts", ()) for name in _districts(span)),
        is_remote=record["remote"],
        territory=record.get("territory", ""),
    )


def _districts(span: str) -> list[str]:
    """Return the districts of a range.

    >>> _districts("KA27-28")
    ['KA27', 'KA28']
    """
    letters, first, last = re.fullmatch(r"([A-Z]+)(\d+)-(\d+)", span).groups()  # type: ignore[union-attr] # else AttributeError
    return [f"{letters}{number}" for number in range(int(first), int(last) + 1)]
