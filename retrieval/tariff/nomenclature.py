"""The codes that exist, as far as they are known here."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import yaml

from retrieval.errors import ArtifactError, PricingError
from retrieval.pricing.goods import hs_digits

NOMENCLATURE_FILE = "tariff.json"
OWN_WORDS = Path(__file__).resolve().parents[2] / "data" / "tariff" / "headings.yml"
"""Where a checkout of the project keeps its own table of headings."""

CHAPTER, HEADING, SUBHEADING = 2, 4, 6
"""Digits of what the Harmonized System defines; countries add more of their own."""

FORMAT_VERSION = 1
_MOST_DIGITS = 10
_RESERVED = frozenset({"77"})
_LAST_CHAPTER = 97


class Standing(StrEnum):
    """What is known of a code that a merchant gives, or of its absence."""

    MISSING = "missing"
    MALFORMED = "malformed"
    UNKNOWN = "unknown"
    UNCHECKED = "unchecked"
    KNOWN = "known"

    @property
    def is_usable(self) -> bool:
        """Whether costs may be worked out with the code."""
        return self in {Standing.KNOWN, Standing.UNCHECKED}


@dataclass(frozen=True)
class Nomenclature:
    """Texts by code (two, four or six digits). Where it is not `is_whole`, a code that is absent may well exist."""

    texts: Mapping[str, str]
    is_whole: bool
    source: str

    @classmethod
    def load(cls, cache: Path, own: Path = OWN_WORDS) -> "Nomenclature":
        """Return the nomenclature imported into a cache folder, the project's own table of headings where none was.

        Raises ArtifactError for a file that is damaged or of another format version.
        """
        path = cache / NOMENCLATURE_FILE
        if not path.is_file():
            return cls(own_words(own), is_whole=False, source="data/tariff/headings.yml")
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            if record["format"] != FORMAT_VERSION:
                raise ValueError(f"it has format {record['format']}, not {FORMAT_VERSION}")
            return cls(dict(record["texts"]), is_whole=True, source=str(record["source"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ArtifactError(f"{path} cannot be used ({error}): run `crossaisle import hs FILE` again.") from error

    @cached_property
    def headings(self) -> Mapping[str, str]:
        """The texts of headings by their four digits, in order."""
        return {code: self.texts[code] for code in sorted(self.texts) if len(code) == HEADING}

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of all codes and texts: equal fingerprints, equal proposals."""
        return hashlib.sha256(json.dumps(sorted(self.texts.items())).encode()).hexdigest()

    def standing(self, code: str | None) -> Standing:
        """Return what is known of a code as a merchant writes it.

        National digits after the sixth are not looked at. A code with an odd number of digits is malformed: such come
        of tables that take `0902.20` for a number and lose its first digit.

        >>> tea = Nomenclature({"0902": "tea", "090220": "green tea"}, is_whole=True, source="a file")
        >>> [str(tea.standing(code)) for code in ("0902.20.00", "0902", "0902.77", "902.20", "tea", " ")]
        ['known', 'known', 'unknown', 'malformed', 'malformed', 'missing']
        """
        digits = (code or "").replace(".", "").replace(" ", "")
        if not digits:
            return Standing.MISSING
        if not (digits.isascii() and digits.isdigit()) or len(digits) % 2 or len(digits) > _MOST_DIGITS:
            return Standing.MALFORMED
        if not _is_chapter(digits[:CHAPTER]):
            return Standing.UNKNOWN
        if digits[:SUBHEADING] in self.texts or (len(digits) == CHAPTER and not self.is_whole):
            return Standing.KNOWN
        return Standing.UNKNOWN if self.is_whole else Standing.UNCHECKED


def check_chapter(code: str) -> None:
    """Raise PricingError where a code of digits lies in a chapter that the Harmonized System does not have.

    >>> check_chapter("9999.99")
    Traceback (most recent call last):
    retrieval.errors.PricingError: the code '9999.99' lies in no chapter of the Harmonized System; give one of 01 to 97
    """
    digits = hs_digits(code)
    if not _is_chapter(digits[:CHAPTER]):
        raise PricingError(
            f"the code {code!r} lies in no chapter of the Harmonized System; give one of 01 to {_LAST_CHAPTER}"
        )


def _is_chapter(digits: str) -> bool:
    return digits not in _RESERVED and 1 <= int(digits) <= _LAST_CHAPTER


def own_words(path: Path = OWN_WORDS) -> dict[str, str]:
    """Return the project's own words for headings; PricingError names what cannot be used."""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise PricingError(f"{path} cannot be read ({error}): restore it from the project.") from error
    for code, text in found.items():
        if not (isinstance(code, str) and len(code) == HEADING and code.isdigit() and isinstance(text, str) and text):
            raise PricingError(f"{path}: {code!r} with {text!r} is no heading; write four digits in quotes and words.")
    return dict(found)
