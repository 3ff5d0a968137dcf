"""The words that say that all of a cart is meant, how many pieces there are to be, or how many more or less."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

import yaml

from retrieval.errors import CatalogError

_WITHOUT_SPACES = frozenset({"zh-Hans", "zh-Hant", "ja", "ko", "th"})
"""Languages whose words run together or grow endings: there, a word counts wherever it stands."""


@dataclass(frozen=True, slots=True)
class CartWords:
    """Words by language (BCP 47): for "everything", "make it", "less", "more", "down to" (outweighs both), the cart."""

    everything: Mapping[str, tuple[str, ...]]
    setting: Mapping[str, tuple[str, ...]]
    fewer: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    more: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    onto: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cart: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls, data: Path) -> "CartWords":
        """Read data/lexicon/cart.yml; raises CatalogError where it cannot be used."""
        path = data / "lexicon" / "cart.yml"
        try:
            found = yaml.safe_load(path.read_text(encoding="utf-8"))
            return cls(**{part.name: _folded(found[part.name]) for part in fields(cls)})
        except KeyError as error:
            raise CatalogError(f"{path} lacks the words {error}: restore it from the project.") from error
        except (OSError, yaml.YAMLError, AttributeError, TypeError) as error:
            raise CatalogError(f"{path} cannot be read ({error}): restore it from the project.") from error

    def mean_cart(self, text: str, language: str) -> bool:
        """Tell whether a message in a language names the cart.

        >>> words = CartWords({}, {}, cart={"de": ("warenkorb",), "th": ("ตะกร้า",)})
        >>> words.mean_cart("Was kostet mein Warenkorb?", "de"), words.mean_cart("ตะกร้าของฉันเท่าไหร่", "th")
        (True, True)
        """
        return _has(self.cart, text, language)

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
        """Tell whether a message in a language says how many pieces there are to be, not how many more or less.

        >>> words = CartWords({}, {"de": ("mach",)}, {"de": ("weniger",)}, {"de": ("mehr",)}, {"de": ("auf",)})
        >>> [words.mean_setting(text, "de") for text in ("mach drei draus", "mach eins weniger", "weniger, auf zwei")]
        [True, False, True]
        """
        if _has(self.onto, text, language):
            return True
        is_step = _has(self.fewer, text, language) or _has(self.more, text, language)
        return _has(self.setting, text, language) and not is_step

    def mean_more(self, text: str, language: str) -> bool:
        """Tell whether a message in a language says that there are to be more pieces than there are."""
        return _has(self.more, text, language) and not _has(self.onto, text, language)

    def mean_fewer(self, text: str, language: str) -> bool:
        """Tell whether a message in a language says that there are to be fewer pieces, by so many or by one."""
        return _has(self.fewer, text, language) and not _has(self.onto, text, language)


def _folded(words: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {str(language): tuple(word.casefold() for word in own) for language, own in words.items()}


def _has(by_language: Mapping[str, tuple[str, ...]], text: str, language: str) -> bool:
    folded = text.casefold()
    words = by_language.get(language) or by_language.get(language.split("-")[0], ())
    if language in _WITHOUT_SPACES:
        return any(word in folded for word in words)
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", folded) for word in words)
