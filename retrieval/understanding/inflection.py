"""The other forms in which a word of a lexicon may stand in a query."""

from functools import lru_cache

_ARABIC_CLITICS = ("وال", "فال", "بال", "كال", "ولل", "لل", "ال", "و", "ف", "ب", "ل", "ك")

_TURKISH = (
    "lardan", "lerden", "larda", "lerde", "larin", "lerin", "lari", "leri", "lara", "lere", "larla", "lerle", "lar",
    "ler", "sindan", "sinden", "sini", "sunu", "sina", "sine", "suna", "sune", "nin", "nun", "dan", "den", "tan",
    "ten", "yla", "yle", "lik", "luk", "lu", "li", "da", "de", "ta", "te", "in", "un", "ya", "ye", "yi", "yu", "na",
    "ne", "ni", "nu", "la", "le", "si", "su", "a", "e", "i", "u",
)  # fmt: skip

_RUSSIAN = (
    "иями", "ями", "ами", "ого", "его", "ому", "ему", "ыми", "ими", "иях", "иям", "ов", "ев", "ей", "ой", "ою", "ею",
    "ым", "им", "ых", "их", "ые", "ие", "ый", "ий", "ии", "ую", "юю", "ая", "яя", "ое", "ее", "ам", "ям", "ах", "ях",
    "ом", "ем", "ия", "ию", "ы", "и", "а", "я", "у", "ю", "о", "е", "ь",
)  # fmt: skip

_POLISH = (
    "owego", "owej", "iego", "iemu", "ami", "ach", "ego", "emu", "ymi", "imi", "owi", "ych", "ich", "iej", "om", "ow",
    "em", "ie", "ym", "im", "ej", "ia", "iu", "io", "a", "e", "i", "o", "u", "y",
)  # fmt: skip

ENDINGS: dict[str, tuple[tuple[str, ...], int]] = {
    "en": (("es", "s"), 3),
    "de": (("es", "en", "er", "em", "s", "n", "e"), 4),
    "fr": (("es", "s", "x", "e"), 4),
    "es": (("es", "s"), 4),
    "it": (("i", "e"), 4),
    "pt": (("es", "s"), 4),
    "nl": (("en", "s", "e"), 4),
    "sv": (("arna", "orna", "erna", "ens", "ets", "ar", "or", "er", "en", "et", "na", "n", "t", "s"), 4),
    "id": (("nya", "ku", "mu"), 4),
    "tr": (_TURKISH, 3),
}
"""Endings that a word may have beyond the form in the lexicon, and the letters that must be left before them."""

CASES = {"ru": _RUSSIAN, "pl": _POLISH}
"""Endings of languages in which the form in the lexicon changes too: both sides are compared by what they keep."""

_ARABIC_OWNERS = ("هما", "كما", "ها", "هم", "هن", "كم", "كن", "نا", "ه", "ي", "ك")
_ARABIC_TWO_FEMININE, _ARABIC_PLURALS = ("تان", "تين"), ("ان", "ين", "ون", "ات")
_ARABIC_ADJECTIVE = "يه"
_TAA_MARBUTA = "ه"
_SHORTEST_ARABIC = 3

_HARDENED = {"tr": {"b": "p", "d": "t", "g": "k"}}
"""Last letters that grow soft before an ending with a vowel, and what they are without one: çorabı, çorap."""

_VOWELS = "aeiou"

_SHORTEST_WORD = 4
_SHORTEST_STEM = 3
_STEM = "~"
"""Marks a stem, so that none is taken for a word."""


@lru_cache(maxsize=50_000)
def forms(word: str, script: str, language: str) -> tuple[str, ...]:
    """Return the forms under which a folded word may be found, itself first.

    Arabic: without the particles that are written together with a word, and without the endings of number and of whose
    it is. Chinese, Japanese and Thai do not inflect.

    >>> forms("siyahi", "latin", "tr")[-1], forms("boots", "latin", "en")
    ('siyah', ('boots', 'boot'))
    >>> "حقيبه" in forms("لحقيبتي", "arabic", "ar"), "çorap" in forms("çorabi", "latin", "tr")
    (True, True)
    """
    found = [word]
    root = stem(word, language)
    if root:
        found.append(root)
    if script == "arabic":
        found += _without_clitics(word)
        found += [form for whole in tuple(found) for form in _without_arabic_endings(whole)]
    elif script == "latin":
        endings, shortest = ENDINGS.get(language, ((), 0))
        cut = [(word[: -len(end)], end) for end in endings if word.endswith(end) and len(word) - len(end) >= shortest]
        found += [rest for rest, _ in cut]
        hard = _HARDENED.get(language, {})
        found += [rest[:-1] + hard[rest[-1]] for rest, end in cut if rest[-1] in hard and end[0] in _VOWELS]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """Return what a Russian or Polish word keeps in all cases, marked as no word; "" for short and other words.

    >>> stem("сапогам", "ru") == stem("сапоги", "ru"), stem("shoes", "en")
    (True, '')
    """
    if language not in CASES or len(word) < _SHORTEST_WORD or not word.isalpha():
        return ""
    for ending in CASES[language]:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)] + _STEM
    return word + _STEM


def _without_arabic_endings(word: str) -> list[str]:
    """Return what a folded word may be without the endings of two and of many, and of whose it is.

    Before those taa marbuta is written as taa, and it is lost before the ending of many. Of broken plurals this knows
    nothing: the lexicon names them.

    >>> _without_arabic_endings("ساعات"), _without_arabic_endings("جلديه")
    (['ساع', 'ساعه'], ['جلدي', 'جلد'])
    """
    found: list[str] = []
    for ending in _ARABIC_OWNERS:
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= _SHORTEST_ARABIC:
            found += [rest, rest[:-1] + _TAA_MARBUTA] if rest.endswith("ت") else [rest]
    for ending in _ARABIC_TWO_FEMININE:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_ARABIC - 1:
            found.append(word.removesuffix(ending) + _TAA_MARBUTA)
    for ending in _ARABIC_PLURALS:
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= _SHORTEST_ARABIC:
            found += [rest, rest + _TAA_MARBUTA] if ending == "ات" else [rest]
    if word.endswith(_ARABIC_ADJECTIVE) and len(word) - len(_ARABIC_ADJECTIVE) >= _SHORTEST_ARABIC:
        found.append(word.removesuffix(_ARABIC_ADJECTIVE))
    return list(dict.fromkeys(found))


def _without_clitics(word: str) -> list[str]:
    found: list[str] = []
    for clitic in _ARABIC_CLITICS:
        rest = word[len(clitic) :]
        if word.startswith(clitic) and len(rest) >= 2 + (len(clitic) == 1):
            found.append(rest)
            if clitic.endswith(("ال", "لل")) and clitic != "ال":
                found.append("ال" + rest)
            if clitic == "و":
                found.extend(_without_clitics(rest))
    return found
