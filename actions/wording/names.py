"""Names of merchants and carriers, as a reader of a language can read them."""

import unicodedata

_HAN, _KANA = "CJK", frozenset({"HIRAGANA", "KATAKANA"})
_SCRIPTS = {
    "zh": frozenset({_HAN}),
    "ja": frozenset({_HAN, *_KANA}),
    "ko": frozenset({"HANGUL"}),
    "ru": frozenset({"CYRILLIC"}),
    "ar": frozenset({"ARABIC"}),
    "hi": frozenset({"DEVANAGARI"}),
    "th": frozenset({"THAI"}),
}
"""The scripts that readers of a language read beside Latin, as the names of their characters begin in Unicode."""


def is_readable(name: str, language: str) -> bool:
    """Return whether readers of a language know all letters of a name.

    >>> is_readable("Nordpost", "th"), is_readable("云上快运", "ja"), is_readable("はやぶさ便", "zh-Hans")
    (True, True, False)
    """
    known = {"LATIN", *_SCRIPTS.get(language.split("-")[0], ())}
    letters = (char for char in name if char.isalpha())
    return all(unicodedata.name(char, "").split(" ")[0] in known for char in letters)


def readable(name: str, latin_name: str, language: str) -> str:
    """Return a name, as it is written in Latin letters where that is known and readers of `language` need it."""
    return name if is_readable(name, language) else latin_name or name
