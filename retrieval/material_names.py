"""What materials are called in many languages: more of them than the lexicon has, only to be shown."""

from collections.abc import Mapping, Sequence
from typing import Any

MaterialNames = Mapping[str, Mapping[str, str]]
"""English name → language (BCP 47) → the word to show."""

_ALSO = "also"
"""The key under which an entry lists English names with the same words."""


def material_names(
    entries: Mapping[str, Mapping[str, Any]], lexicon: Mapping[str, Mapping[str, Sequence[str]]]
) -> MaterialNames:
    """Return the words of data/names/materials.yml and, behind them, the first words of the lexicon's materials.

    English words of the lexicon name a material too (`terracotta` is ceramic), where the file has none of its own.
    """
    names: dict[str, Mapping[str, str]] = {
        english: {language: listed[0] for language, listed in words.items()} for english, words in lexicon.items()
    }
    for english, words in lexicon.items():
        names |= {word: names[english] for word in words.get("en", ()) if word not in names}
    for english, entry in entries.items():
        own = {language: str(word) for language, word in entry.items() if language != _ALSO} or names[english]
        names |= dict.fromkeys((english, *(str(name) for name in entry.get(_ALSO, ()))), own)
    return names


def material_name(names: MaterialNames, english: str, language: str) -> str:
    """Return the word for a material, "" for none.

    A name of several words that is not listed takes the word of its last ones: beech wood is shown as wood. In English
    every material is called what it is.

    >>> names = {"wood": {"de": "holz"}}
    >>> material_name(names, "beech wood", "de"), material_name(names, "beech wood", "en")
    ('holz', 'beech wood')
    >>> material_name(names, "moon dust", "de")
    ''
    """
    if language == "en":
        return english
    words = english.split()
    ends = (" ".join(words[start:]) for start in range(len(words)))
    return next((names[end].get(language, "") for end in ends if end in names), "")
