"""What a title says of the thing itself, without the colour and the size in which it comes."""

import re
import unicodedata
from collections.abc import Iterable

from retrieval.lexicon import Lexicon

_PARTS = re.compile(r"\s[-–—|·]\s|[()\[\],/、（），／｜]")
_WORDS = re.compile(r"[^\W_]+(?:[.'’+&-][^\W_]+)*\+?")
_CLOTHING_SIZES = frozenset(
    ["xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl", "2xl", "3xl", "4xl", "small", "medium", "large", "x-large"]
)
_LONGEST_COLOUR = 3
"""A part of a title of so many words, one of them a colour, names a colour: "Space Grey", "Jet Black"."""

_WITHOUT_SPACES = frozenset({"zh-Hans", "zh-Hant", "ja", "th"})


class TitleKeys:
    """Reads titles with the lexicon's colour words."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._colors: dict[str, dict[str, tuple[str, ...]]] = {}
        for value, names in lexicon.words.get("color", {}).items():
            for language, words in names.items():
                folded = tuple(folded_text(word, language) for word in words)
                self._colors.setdefault(language, {})[value] = tuple(sorted(folded, key=len, reverse=True))
        self._color_words = {
            language: frozenset(word for words in colors.values() for word in words)
            for language, colors in self._colors.items()
        }

    def key(self, title: str, language: str, colors: Iterable[str], sizes: Iterable[str]) -> tuple[str, ...]:
        """Return the words of a title that tell one thing from another, sorted.

        Left out are sizes of clothes and shoes, parts that name a colour ("… - Space Grey"), and within the rest words
        for the product's own `colors` (English values). Numbers stay: 64 GB and 128 GB are two things.
        """
        text = folded_text(title, language)
        own = [word for color in colors for word in self._colors.get(language, {}).get(color, ())]
        if language in _WITHOUT_SPACES:
            for word in sorted(own, key=len, reverse=True):
                text = text.replace(word, " ")
        left_out = _CLOTHING_SIZES | {folded_text(size, language) for size in sizes} | set(own)
        first, *others = [_WORDS.findall(part) for part in _PARTS.split(text)]
        kept = [word for word in first if word not in left_out]
        for words in others:
            if not self._names_a_color(words, language):
                kept += [word for word in words if word not in left_out]
        return tuple(sorted(kept))

    def plain_words(self, text: str, language: str) -> frozenset[str]:
        """Return the words of a description without colours and sizes; of one without spaces, its pairs of letters."""
        folded = folded_text(text, language)
        if language in _WITHOUT_SPACES:
            return frozenset(folded[place : place + 2] for place in range(len(folded) - 1))
        return frozenset(_WORDS.findall(folded)) - self._color_words.get(language, frozenset()) - _CLOTHING_SIZES

    def _names_a_color(self, words: list[str], language: str) -> bool:
        known = self._color_words.get(language, frozenset())
        is_short = 0 < len(words) <= _LONGEST_COLOUR and not any(letter.isdigit() for letter in "".join(words))
        return is_short and (any(word in known for word in words) or " ".join(words) in known)


def folded_text(text: str, language: str) -> str:
    """Return text in one width and case; Turkish keeps its two letters i apart.

    >>> folded_text("KIRMIZI", "tr"), folded_text("ＲＥＤ", "en")
    ('kırmızı', 'red')
    """
    wide = unicodedata.normalize("NFKC", text)
    if language == "tr":
        wide = wide.replace("I", "ı").replace("İ", "i")
    return wide.casefold()


def overlap(first: frozenset[str], second: frozenset[str]) -> float:
    """Return how many of two sets' words they share (Jaccard), 1 where both are empty.

    >>> overlap(frozenset("ab"), frozenset("bc"))
    0.3333333333333333
    """
    union = len(first | second)
    return len(first & second) / union if union else 1.0
