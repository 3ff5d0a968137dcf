"""The sockets, voltage and frequency of countries, from data/mains/, each with its source."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from retrieval.errors import CatalogError
from retrieval.mains.appliance import HIGHEST_MAINS, LOWEST_MAINS
from retrieval.pricing.rule import Confidence, Source

LETTERS = frozenset("ABCDEFGHIJKLMNO")
"""The plug types of IEC World Plugs."""

_HERTZ = frozenset({50, 60})
_MOST_AMPERES = 32
"""Household sockets give less."""


@dataclass(frozen=True, slots=True)
class PlugType:
    """A plug: its standard, the sockets it goes into, and what a socket of the type gives (None: not its own limit)."""

    letter: str
    standard: str
    fits: frozenset[str]
    amperes: float | None
    is_earthed: bool


@dataclass(frozen=True, slots=True)
class Supply:
    """The mains of a country (ISO 3166-1 code).

    `plugs` are the sockets that are the rule, `also` those found besides. `voltages` are nominal, in volts, several
    where they differ from place to place or are stated differently; `hertz` are the frequencies. `amperes` is what its
    household sockets give where that is less than their types do elsewhere, else None.
    """

    country: str
    plugs: tuple[str, ...]
    also: tuple[str, ...]
    voltages: tuple[int, ...]
    hertz: tuple[int, ...]
    source: Source
    amperes: float | None = None


@dataclass(frozen=True, slots=True)
class Supplies:
    """The mains by country, and the plug types by letter; a country without a record is not known."""

    countries: Mapping[str, Supply]
    plug_types: Mapping[str, PlugType]
    parts: Mapping[str, str]

    @classmethod
    def load(cls, data: Path) -> "Supplies":
        """Read mains/countries.yml and mains/plugs.yml of a folder; CatalogError names a bad record.

        What is unconfirmed is left out.
        """
        plugs, countries = data / "mains" / "plugs.yml", data / "mains" / "countries.yml"
        types = {one.letter: one for one in (_plug(plugs, record) for record in _read(plugs)["plugs"])}
        found: dict[str, Supply] = {}
        whole = _read(countries)
        for record in whole["countries"]:
            supply, confidence = _supply(countries, record)
            if supply.country in found:
                raise CatalogError(f"{countries} has two records for {supply.country!r}; keep one")
            if confidence is not Confidence.UNCONFIRMED:
                found[supply.country] = supply
        return cls(found, types, dict(whole.get("parts", {})))

    def of(self, country: str) -> Supply | None:
        """Return the mains of a country, None where it is not known."""
        return self.countries.get(self.parts.get(country, country))


def _read(path: Path) -> Mapping[str, Any]:
    try:
        whole = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise CatalogError(f"{path} cannot be read ({error}): restore it from the project.") from error
    if not isinstance(whole, dict):
        raise CatalogError(f"{path} holds no records: restore it from the project.")
    return whole


def _plug(path: Path, record: Any) -> PlugType:
    try:
        amperes = record.get("amperes")
        plug = PlugType(record["type"], record["standard"], frozenset(record["fits"]), amperes, record["is_earthed"])
        is_usable = {plug.letter} | plug.fits <= LETTERS and (amperes is None or 0 < amperes <= _MOST_AMPERES)
    except (KeyError, TypeError, AttributeError) as error:
        raise CatalogError(f"{path}: {record!r} is not usable ({error!r}); see data/mains/README.md") from error
    if not is_usable:
        raise CatalogError(f"{path}: {record!r} has a type or a figure that cannot be; see data/mains/README.md")
    return plug


def _supply(path: Path, record: Any) -> tuple[Supply, Confidence]:
    try:
        source = record["source"]
        supply = Supply(
            country=record["market"],
            plugs=tuple(record["plugs"]),
            also=tuple(record.get("also", ())),
            voltages=tuple(record["voltages"]),
            hertz=tuple(record["frequencies"]),
            source=Source(source["title"], source.get("url", ""), record["checked_on"]),
            amperes=record.get("amperes"),
        )
        confidence = Confidence(record["confidence"])
        is_usable = (
            {*supply.plugs, *supply.also} <= LETTERS
            and all((supply.plugs, supply.voltages, supply.hertz))
            and all(LOWEST_MAINS <= volts <= HIGHEST_MAINS for volts in supply.voltages)
            and _HERTZ.issuperset(supply.hertz)
            and isinstance(supply.country, str)
            and (supply.amperes is None or 0 < supply.amperes <= _MOST_AMPERES)
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise CatalogError(f"{path}: {record!r} is not usable ({error!r}); see data/mains/README.md") from error
    if not is_usable:
        raise CatalogError(f"{path}: {record!r} has a letter or a figure that cannot be; see data/mains/README.md")
    return supply, confidence
