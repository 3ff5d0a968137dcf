"""The other forms in which a word of a lexicon may stand in a message."""

from collections.abc import Iterator
from functools import lru_cache

from bot.entities.tokens import Token

_ARABIC_CLITICS = ("وال", "فال", "بال", "كال", "ولل", "لل", "ال", "و", "ف", "ب", "ل", "ك")

_TURKISH_SUFFIXES = (
    "lardan", "lerden", "larda", "lerde", "larin", "lerin", "lari", "leri", "lara", "lere", "larla", "lerle", "lar",
    "ler", "sindan", "sinden", "sini", "sunu", "sina", "sine", "suna", "sune", "nin", "nun", "dan", "den", "tan",
    "ten", "yla", "yle", "lik", "luk", "lil", "lu", "li", "da", "de", "ta", "te", "in", "un", "ya", "ye", "yi", "yu",
    "na", "ne", "ni", "nu", "la", "le", "si", "su", "ca", "ce", "m", "a", "e", "i", "u",
)  # fmt: skip

_SUFFIXES = {
    "sv": ("arna", "orna", "erna", "ens", "ets", "ar", "or", "er", "en", "et", "na", "n", "t", "s"),
    "id": ("nya", "ku", "mu"),
    "de": ("es", "en", "er", "em", "s", "n", "e"),
    "nl": ("en", "s", "e"),
    "it": ("i", "e"),
}
_SHORTEST_STEM = 4

_SHORTEST_CASE_STEM = 5

_CASE_ENDINGS = {
    "ru": (
        "иями", "ями", "ами", "ого", "его", "ому", "ему", "ыми", "ими", "иях", "иям", "ов", "ев", "ей", "ой", "ою",
        "ею", "ым", "им", "ых", "их", "ые", "ие", "ый", "ий", "ии", "ую", "юю", "ая", "яя", "ое", "ее", "ам", "ям",
        "ах", "ях", "ом", "ем", "ия", "ию", "ы", "и", "а", "я", "у", "ю", "о", "е", "ь",
    ),
    "pl": (
        "owego", "owej", "iego", "iemu", "ami", "ach", "ego", "emu", "ymi", "imi", "owi", "ych", "ich", "iej", "om",
        "ow", "em", "ie", "ym", "im", "ej", "ia", "iu", "io", "a", "e", "i", "o", "u", "y",
    ),
}  # fmt: skip

_KNOWN_JOINTS = ("", "s", "n", "en", "es", "er", "e")


def variants(token: Token, language: str) -> Iterator[tuple[str, bool]]:
    """Yield the forms under which `token` may be found, itself first; the flag says whether it is itself.

    Arabic: without the particles that are written together with a word. Turkish, Swedish, Indonesian and others:
    without case, plural and possessive endings. Chinese, Japanese and Thai words do not change.
    """
    yield token.text, True
    root = stem(token.text, language)
    if root:
        yield root, False
    if token.script == "arabic":
        yield from ((form, False) for form in _without_clitics(token.text))
    elif token.script == "latin" and language == "tr":
        yield from ((form, False) for form in _stems(token.text, _TURKISH_SUFFIXES, 3))
    elif token.script == "latin" and language in _SUFFIXES:
        yield from ((form, False) for form in _stems(token.text, _SUFFIXES[language], _SHORTEST_STEM))


@lru_cache(maxsize=20_000)
def stem(word: str, language: str) -> str:
    """Return what Russian and Polish words keep in all cases, with a mark that it is no word.

    "" for short words and other languages.

    >>> stem("сапогам", "ru") == stem("сапоги", "ru"), stem("shoes", "en")
    (True, '')
    """
    for ending in _CASE_ENDINGS.get(language, ()):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_CASE_STEM:
            return word[: -len(ending)] + "~"
    return word + "~" if language in _CASE_ENDINGS and len(word) >= _SHORTEST_CASE_STEM else ""


@lru_cache(maxsize=10_000)
def _without_clitics(word: str) -> tuple[str, ...]:
    forms: list[str] = []
    for clitic in _ARABIC_CLITICS:
        rest = word[len(clitic) :]
        if word.startswith(clitic) and len(rest) >= 2 + (len(clitic) == 1):
            forms.append(rest)
            if clitic.endswith(("ال", "لل")) and clitic != "ال":
                forms.append("ال" + rest)
            if clitic == "و":
                forms.extend(_without_clitics(rest))
    return tuple(dict.fromkeys(forms))


@lru_cache(maxsize=10_000)
def _stems(word: str, suffixes: tuple[str, ...], shortest: int) -> tuple[str, ...]:
    return tuple(
        word[: -len(suffix)] for suffix in suffixes if word.endswith(suffix) and len(word) - len(suffix) >= shortest
    )


def compounds(word: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to read `word` as two: the first without its joint, and the second of three letters or more.

    The first is "" where only the second shall be looked up, as in Sommer|kleid.

    >>> ("leder", "stiefel") in list(compounds("lederstiefel"))
    True
    """
    for cut in range(3, len(word) - 2):
        head, tail = word[:cut], word[cut:]
        for joint in _KNOWN_JOINTS:
            if head.endswith(joint) and len(head) - len(joint) >= 3:
                yield head[: len(head) - len(joint)], tail
        yield head + "e", tail
        yield "", tail
