"""Words of anger and complaint in twenty languages."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from retrieval.errors import CatalogError

_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Letters of scripts in which a word may stand right beside others: Thai, Japanese, Chinese, and Korean endings."""


@dataclass(frozen=True, slots=True)
class Anger:
    """Tells messages that hold such a word."""

    pattern: re.Pattern[str]

    @classmethod
    def load(cls, data: Path) -> "Anger":
        """Read data/lexicon/anger.yml; raises CatalogError where it cannot be used."""
        path = data / "lexicon" / "anger.yml"
        try:
            words: Mapping[str, Sequence[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, yaml.YAMLError) as error:
            raise CatalogError(f"{path} cannot be read ({error}): restore it from the project.") from error
        forms = sorted({_form(word.casefold()) for listed in words.values() for word in listed}, reverse=True)
        return cls(re.compile("|".join(forms)))

    def is_in(self, text: str) -> bool:
        """Return whether a message holds a word of anger, whatever its language."""
        return self.pattern.search(text.casefold()) is not None


def _form(word: str) -> str:
    escaped = re.escape(word)
    return escaped if _UNSPACED.search(word) else rf"(?<!\w){escaped}(?!\w)"
