"""The words that say that all of a cart is meant."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from retrieval.errors import CatalogError

_WITHOUT_SPACES = frozenset({"zh-Hans", "zh-Hant", "ja", "ko", "th"})
"""Languages whose words run together or grow endings: there, a word counts wherever it stands."""


@dataclass(frozen=True, slots=True)
class CartWords:
    """Words for "everything" and "empty" by language (BCP 47)."""

    everything: Mapping[str, tuple[str, ...]]

    @classmethod
    def load(cls, data: Path) -> "CartWords":
        """Read data/lexicon/everything.yml; raises CatalogError where it cannot be used."""
        path = data / "lexicon" / "everything.yml"
        try:
            found = yaml.safe_load(path.read_text(encoding="utf-8"))
            return cls({str(language): tuple(map(str.casefold, words)) for language, words in found.items()})
        except (OSError, yaml.YAMLError, AttributeError, TypeError) as error:
            raise CatalogError(f"{path} cannot be read ({error}): restore it from the project.") from error

    def mean_everything(self, text: str, language: str) -> bool:
        """Tell whether a message in a language speaks of all, or of emptying.

        >>> words = CartWords({"de": ("alles",), "zh-Hans": ("清空",)})
        >>> words.mean_everything("Nimm ALLES raus", "de"), words.mean_everything("清空购物车", "zh-Hans")
        (True, True)
        >>> words.mean_everything("Nimm das allerletzte raus", "de")
        False
        """
        folded = text.casefold()
        words = self.everything.get(language) or self.everything.get(language.split("-")[0], ())
        if language in _WITHOUT_SPACES:
            return any(word in folded for word in words)
        return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", folded) for word in words)
