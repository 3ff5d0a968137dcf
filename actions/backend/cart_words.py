"""The words that say that all of a cart is meant, or that there are to be so many pieces."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from retrieval.errors import CatalogError

_WITHOUT_SPACES = frozenset({"zh-Hans", "zh-Hant", "ja", "ko", "th"})
"""Languages whose words run together or grow endings: there, a word counts wherever it stands."""


@dataclass(frozen=True, slots=True)
class CartWords:
    """Words for "everything" and "empty", and for "make it" and "change to", by language (BCP 47)."""

    everything: Mapping[str, tuple[str, ...]]
    setting: Mapping[str, tuple[str, ...]]

    @classmethod
    def load(cls, data: Path) -> "CartWords":
        """Read data/lexicon/cart.yml; raises CatalogError where it cannot be used."""
        path = data / "lexicon" / "cart.yml"
        try:
            found = yaml.safe_load(path.read_text(encoding="utf-8"))
            return cls(_folded(found["everything"]), _folded(found["setting"]))
        except KeyError as error:
            raise CatalogError(f"{path} lacks the words {error}: restore it from the project.") from error
        except (OSError, yaml.YAMLError, AttributeError, TypeError) as error:
            raise CatalogError(f"{path} cannot be read ({error}): restore it from the project.") from error

    def mean_everything(self, text: str, language: str) -> bool:
        """Tell whether a message in a language speaks of all, or of emptying.

        >>> words = CartWords({"de": ("alles",), "zh-Hans": ("清空",)}, {})
        >>> words.mean_everything("Nimm ALLES raus", "de"), words.mean_everything("清空购物车", "zh-Hans")
        (True, True)
        >>> words.mean_everything("Nimm das allerletzte raus", "de")
        False
        """
        return _has(self.everything, text, language)

    def mean_setting(self, text: str, language: str) -> bool:
        """Tell whether a message in a language says how many pieces there are to be, not how many more or less."""
        return _has(self.setting, text, language)


def _folded(words: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {str(language): tuple(word.casefold() for word in own) for language, own in words.items()}


def _has(by_language: Mapping[str, tuple[str, ...]], text: str, language: str) -> bool:
    folded = text.casefold()
    words = by_language.get(language) or by_language.get(language.split("-")[0], ())
    if language in _WITHOUT_SPACES:
        return any(word in folded for word in words)
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", folded) for word in words)
