"""The words of the shop in many languages: categories, departments, colours, materials, audiences."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from retrieval.errors import CatalogError
from retrieval.material_names import MaterialNames, material_name, material_names

Words = Mapping[str, Mapping[str, tuple[str, ...]]]
"""English value → language (BCP 47) → its words, the one to show first."""

_FILES = {
    "color": "colors",
    "material": "materials",
    "substance": "substances",
    "audience": "audiences",
    "recipient": "recipients",
    "feature": "features",
    "occasion": "occasions",
}
"""Kind of word and its file in data/lexicon."""

_LISTED = re.compile(r"\s*(?:,|&|/|\band\b)\s*")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words by English value and language, of these kinds.

    `category`, `department`, `color`, `material`, `substance`, `audience`, `recipient`, `feature` and `occasion`.
    """

    words: Mapping[str, Words]
    departments: Mapping[str, str]
    """Category → department of the shipped category tree."""
    taxonomy: Mapping[str, str] = field(default_factory=dict)
    """Name of a category in any language → its English name; see `retrieval.taxonomy`."""
    shown_materials: MaterialNames = field(default_factory=dict)
    """What materials are called that nobody searches by."""

    @classmethod
    def load(cls, data: Path) -> "Lexicon":
        """Read the shipped words from the project's `data` folder.

        Raises CatalogError where a file is missing or not of the form that data/demo/FORMAT.md describes.
        """
        words: dict[str, Words] = {}
        departments: dict[str, str] = {}
        categories: dict[str, Mapping[str, tuple[str, ...]]] = {}
        department_words: dict[str, Mapping[str, tuple[str, ...]]] = {}
        for department in _read(data / "demo" / "categories.yml"):
            department_words[department["id"]] = _by_language(department["names"])
            for category in department["categories"]:
                categories[category["id"]] = _by_language(category["names"])
                departments[category["id"]] = department["id"]
        words["category"], words["department"] = categories, department_words
        for kind, name in _FILES.items():
            entries = _read(data / "lexicon" / f"{name}.yml")
            words[kind] = {str(value): _by_language(names) for value, names in entries.items()}
        shown = material_names(_read(data / "names" / "materials.yml"), words["material"])
        return cls(words=words, departments=departments, shown_materials=shown)

    def display(self, kind: str, value: str, language: str) -> str:
        """Return the word to show for an English value; the value itself where `language` has no word for it.

        >>> Lexicon({"color": {"red": {"de": ("rot", "rote")}}}, {}).display("color", "red", "de")
        'rot'
        """
        return self.word(kind, value, language) or value

    def word(self, kind: str, value: str, language: str) -> str:
        """Return the word to show for an English value, "" where `language` has none."""
        if shown := self.words.get(kind, {}).get(value, {}).get(language):
            return shown[0]
        return material_name(self.shown_materials, value, language) if kind == "material" else ""

    def values_in(self, kind: str, text: str, language: str) -> tuple[str, ...]:
        """Return the English values of which `text` has a word, in the lexicon's order; whole words only.

        >>> colors = {"red": {"en": ("red",)}, "blue": {"en": ("blue",)}}
        >>> Lexicon({"color": colors}, {}).values_in("color", "A Red hat", "en")
        ('red',)
        """
        folded = text.casefold()
        return tuple(
            value
            for value, names in self.words.get(kind, {}).items()
            if any(re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", folded) for word in names.get(language, ()))
        )

    def with_taxonomy(self, taxonomy: Mapping[str, str]) -> "Lexicon":
        """Return this lexicon with the names of an imported taxonomy; the project's own words come first."""
        return replace(self, taxonomy=taxonomy)

    def category_named(self, name: str) -> str:
        """Return the category that a feed means by `name`: one of the tree, else its English name as a singular noun.

        A name in another language than English is understood where the taxonomy has it; where it lists several kinds,
        the first that the tree has counts.
        """
        folded = name.casefold().strip()
        own = self._own_category(folded)
        if own or not folded:
            return own
        english = self.taxonomy.get(folded, "").casefold()
        kinds = (self._own_category(kind) for kind in (english, *_LISTED.split(english)) if kind)
        return next((kind for kind in kinds if kind), "") or _singular(english or folded)

    def _own_category(self, folded: str) -> str:
        for category, names in self.words.get("category", {}).items():
            if folded == category or folded in names.get("en", ()):
                return category
        return ""


@lru_cache(maxsize=4096)
def _singular(noun: str) -> str:
    """Return an English noun in the singular; kept, because a feed names few categories in many rows."""
    singular = _inflections().singular_noun(noun) if noun else False
    return str(singular) if singular else noun


@cache
def _inflections() -> Any:
    import inflect  # takes seconds, as it rewrites its functions to check types; few commands need it

    return inflect.engine()


def _read(path: Path) -> Any:
    try:
        with path.open(encoding="utf-8") as file:
            return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 safe loaders both
    except (OSError, yaml.YAMLError) as error:
        raise CatalogError(f"{path} cannot be read ({error}): restore it from the project.") from error


def _by_language(names: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(str(word) for word in words) for language, words in names.items()}
