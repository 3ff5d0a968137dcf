"""The words of a catalogue and of a shop's talk, from files, and when to read them again."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.entities.spoken_numbers import Vocabulary
from bot.settings import Settings

Words = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Value ▸ language (BCP 47) ▸ words for it."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_SHARED = {
    "color": "colors",
    "recipient": "recipients",
    "occasion": "occasions",
    "audience": "audiences",
    "material": "materials",
    "refinement": "refinements",
    "reference": "references",
    "ordinal": "ordinals",
    "currency": "currencies",
    "country": "countries",
}
"""Entity and the file of `data/lexicon` that holds its words."""


CATALOGUE = ("category", "department", "color", "material", "recipient", "occasion", "audience", "refinement")
"""The entities whose words are ordinary words of a language."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words by entity; `comparators`, `markers`, `totals` and `makes` are nested as in their files."""

    words: Mapping[str, Words]
    brands: tuple[str, ...]
    comparators: Mapping[str, Mapping[str, Mapping[str, tuple[str, ...]]]]
    markers: Mapping[str, Mapping[str, Any]]
    numbers: Mapping[str, Vocabulary]
    totals: Words
    makes: Mapping[str, Any]

    @classmethod
    def load(cls, settings: Settings) -> "Lexicon":
        """Read the shop's lexicon, or the demo's categories where the shop has written none, and the shared words.

        Files that are missing count as empty. Raises `ValueError` for a shop's lexicon that is no JSON object.
        """
        shared = {entity: _read(settings.data / "lexicon" / f"{name}.yml") for entity, name in _SHARED.items()}
        own = settings.bot / "lexicon"
        shop = _read_shop(settings.shop_lexicon) or _read_demo(settings)
        shared |= {"category": shop["categories"], "department": shop["departments"]}
        return cls(
            words=shared,
            brands=tuple(shop["brands"]),
            comparators=_read(settings.data / "lexicon" / "comparators.yml"),
            markers=_read(own / "markers.yml"),
            numbers={code: Vocabulary.of(entry) for code, entry in _read(own / "numbers.yml").items()},
            totals=_read(settings.data / "lexicon" / "totals.yml"),
            makes=_read(own / "makes.yml"),
        )

    def of(self, entity: str, language: str) -> Iterator[tuple[str, str]]:
        """Yield (word, value) for all words of `entity` in `language`."""
        for value, by_language in self.words.get(entity, {}).items():
            for word in by_language.get(language, ()):
                yield str(word), str(value)

    def brand_names(self) -> Iterator[tuple[str, str]]:
        """Yield (spelling, name) of the shop's brands, then of well-known makes that it need not sell."""
        for brand in self.brands:
            yield from ((spelling, brand) for spelling in (brand, brand.replace("&", " "), brand.replace("&", " and ")))
        sold = {brand.casefold() for brand in self.brands}
        for make, spellings in self.makes.get("anywhere", {}).items():
            yield from ((spelling, make) for spelling in (make, *spellings) if make.casefold() not in sold)


def demo_categories(settings: Settings) -> Words:
    """Return the words of the demo shop's categories, the frequent ones first."""
    words: Words = _read_demo(settings)["categories"]
    return words


def lexicon_version(settings: Settings) -> tuple[int, int]:
    """Return modification time and size of the shop's lexicon, (0, 0) where there is none."""
    try:
        status = settings.shop_lexicon.stat()
    except FileNotFoundError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=64)
def _read(path: Path) -> Any:
    if not path.exists():
        return {}
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER) or {}  # noqa: S506 (a safe loader, the fast one)


def _read_shop(path: Path) -> dict[str, Any] | None:
    """Return the shop's lexicon, None where it has written none.

    The file is `{"categories": {noun: {language: [words]}}, "departments": {…}, "brands": [names]}`.
    """
    if not path.exists():
        return None
    content = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise ValueError(f"{path} holds a {type(content).__name__}, not an object; let the shop write it again.")
    return {"categories": {}, "departments": {}, "brands": []} | content


def _read_demo(settings: Settings) -> dict[str, Any]:
    departments = _read(settings.data / "demo" / "categories.yml") or []
    return {
        "categories": {c["id"]: c["names"] for department in departments for c in department["categories"]},
        "departments": {department["id"]: department["names"] for department in departments},
        "brands": [],
    }
