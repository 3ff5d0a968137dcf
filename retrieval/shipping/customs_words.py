"""Whether a message speaks of what a state asks for at a border: customs, duty, import tax."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from retrieval.errors import PricingError
from retrieval.understanding.tokens import normalised, plain

DATA_FILE = Path(__file__).resolve().parents[2] / "data" / "lexicon" / "totals.yml"
"""Where a checkout of the project keeps the words for costs."""

_SPACED = re.compile(r"[a-zа-яё]", re.IGNORECASE)
"""Letters of scripts in which a word does not begin within another one."""


class CustomsWords:
    """Tells whether customs are spoken of. Made by `load`."""

    def __init__(self, patterns: Mapping[str, re.Pattern[str]]) -> None:
        self._patterns = patterns

    @classmethod
    @cache
    def load(cls, path: Path = DATA_FILE) -> "CustomsWords":
        """Read the words for public costs, once; raise PricingError naming what is not usable."""
        try:
            words: Mapping[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))["public"]
            return cls({language: _any_of(own) for language, own in words.items()})
        except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
            raise PricingError(f"{path} is not usable ({error!r}); see the comment at its top") from error

    def are_in(self, text: str, language: str) -> bool:
        """Return whether a message has such a word of `language` (BCP 47) or of English."""
        folded = plain(normalised(text))
        found = (self._patterns[known] for known in dict.fromkeys((language, "en")) if known in self._patterns)
        return any(pattern.search(folded) for pattern in found)


def _any_of(words: list[str]) -> re.Pattern[str]:
    """Return a pattern for any of the words, in scripts with spaces at the beginning of one."""
    folded = [plain(normalised(word)) for word in words]
    return re.compile("|".join(rf"{_begin(word)}{re.escape(word)}" for word in folded))


def _begin(word: str) -> str:
    return r"(?<![^\W\d_])" if _SPACED.match(word) else ""
