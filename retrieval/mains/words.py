"""Words about plugs and voltage, from data/lexicon/mains.yml."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from retrieval.errors import CatalogError
from retrieval.understanding.tokens import normalised, plain

_RUN_TOGETHER = frozenset({"zh-Hans", "zh-Hant", "ja", "ko", "th"})
"""Languages whose words run together or grow endings: there, a word counts wherever it stands."""

_BEFORE = {"ar": "(?:و|ب|ل|ف|ك|ال|وال|بال|لل)?"}
_AFTER = {"tr": r"\w{0,4}"}
"""What may hang on a word: Arabic writes "and", "with", "the" as one with it, Turkish its cases."""

_UNIT = r"(?:v|vac|volts?|voltios|вольт|в(?!\s*\w)|伏特?|ボルト|볼트|โวลต์|โวลท์|فولت|वोल्ट)(?![a-zа-я])"
_VOLTS = re.compile(rf"(?<!\d)(?:100|110|115|120|127|220|230|240)\s*{_UNIT}")
"""A household voltage; the Russian в is also "to", before a country."""


_GAP = ".{0,40}?"
"""What may stand for the … of a word: "does the second one work"."""


def folded(text: str) -> str:
    """Return a text as words are compared in: small letters without accents, digits in ASCII, half width."""
    return plain(normalised(text))


@dataclass(frozen=True, slots=True)
class MainsWords:
    """The words, each folded.

    `attributes` gives the fact that an attribute of a name states, `plugs` the letters that a name of a plug stands
    for, and `named` finds such names. `asked` has what questions have, by kind and language.
    """

    attributes: Mapping[str, str]
    plugs: Mapping[str, str]
    named: re.Pattern[str]
    dual: re.Pattern[str]
    usb: re.Pattern[str]
    asked: Mapping[str, Mapping[str, re.Pattern[str]]]

    @classmethod
    def load(cls, data: Path) -> "MainsWords":
        """Read lexicon/mains.yml of a folder; raises CatalogError where it cannot be used."""
        path = data / "lexicon" / "mains.yml"
        try:
            found = yaml.safe_load(path.read_text(encoding="utf-8"))
            return cls(
                attributes={folded(name): fact for fact, names in found["attributes"].items() for name in names},
                plugs={folded(name): letters for letters, names in found["plugs"].items() for name in names},
                named=_any_of(name for names in found["plugs"].values() for name in names),
                dual=_any_of(found["dual"]),
                usb=_any_of(found["usb"]),
                asked={
                    kind: {language: _pattern(words, language) for language, words in found["asked"][kind].items()}
                    for kind in ("plug", "voltage", "works")
                },
            )
        except KeyError as error:
            raise CatalogError(f"{path} lacks the words {error}: restore it from the project.") from error
        except (OSError, yaml.YAMLError, AttributeError, TypeError) as error:
            raise CatalogError(f"{path} cannot be read ({error}): restore it from the project.") from error

    def plugs_named(self, read: str) -> list[str]:
        """Return the letters of each plug that a folded text names, in its order."""
        return [self.plugs[found[0]] for found in self.named.finditer(read)]

    def ask_of_mains(self, text: str, language: str) -> bool:
        """Tell whether a message speaks of plugs, sockets, voltage or a voltage of households."""
        read = folded(text)
        return bool(_VOLTS.search(read)) or any(self._has(kind, read, language) for kind in ("plug", "voltage"))

    def ask_of_working(self, text: str, language: str) -> bool:
        """Tell whether a message asks if something works, which is about mains where it names a country."""
        return self._has("works", folded(text), language)

    def _has(self, kind: str, read: str, language: str) -> bool:
        patterns = self.asked[kind]
        pattern = patterns.get(language) or patterns.get(language.split("-")[0]) or patterns["en"]
        return bool(pattern.search(read))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return what finds words in texts of any language, no Latin or Cyrillic letter before them ("plus plug")."""
    spelled = "|".join(sorted((re.escape(folded(word)) for word in words), key=len, reverse=True))
    return re.compile(rf"(?<![a-zа-я])(?:{spelled})")


def _pattern(words: Iterable[str], language: str) -> re.Pattern[str]:
    parts = ([re.escape(folded(part.strip())) for part in word.split("…")] for word in words)
    spelled = "|".join(sorted((_GAP.join(part) for part in parts), key=len, reverse=True))
    if language in _RUN_TOGETHER:
        return re.compile(spelled)
    return re.compile(rf"(?<!\w){_BEFORE.get(language, '')}(?:{spelled}){_AFTER.get(language, '')}(?!\w)")
