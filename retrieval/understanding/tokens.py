"""Split queries into tokens that compare equal however they are typed."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_LETTERS = str.maketrans({
    "đ": "d", "ł": "l", "ø": "o", "ı": "i", "ð": "d", "ё": "е",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": "",
    "\u0901": "\u0902", "\u093c": "", "\u06cc": "ي", "\u06a9": "ك",
    "٫": ".", "٬": ",", "’": "'", "‘": "'", "ʼ": "'", "´": "'", "‐": "-", "‑": "-", "．": ".", "，": ",",
})  # fmt: skip
"""Letters that are typed for one another: Latin without strokes, Arabic without hamzas, Hindi without nukta."""

_SILENT = frozenset("'-_.・·\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
"""What may stand within a phrase without a meaning of its own."""

SINGLE = frozenset({"han", "hiragana", "katakana", "hangul", "thai"})
"""Scripts in which each character is a token, as no space parts their words (or particles hang on them)."""

_SCRIPTS = {
    "CJK": "han", "IDEOGRAPHIC": "han", "HIRAGANA": "hiragana", "KATAKANA": "katakana",
    "KATAKANA-HIRAGANA": "katakana", "HANGUL": "hangul", "THAI": "thai", "LATIN": "latin", "GREEK": "greek",
    "CYRILLIC": "cyrillic", "ARABIC": "arabic", "DEVANAGARI": "devanagari", "HEBREW": "hebrew",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a run of digits, a sign, or one character of a script without spaces.

    `text` is folded, `typed` is so too but for its accents. `[start:end]` is the slice of the text. `is_glued` says
    that nothing stands between this token and the one before, `is_apart` that a comma, full stop or the like does.
    """

    text: str
    typed: str
    start: int
    end: int
    script: str
    is_glued: bool
    is_apart: bool


def normalised(text: str) -> str:
    """Return `text` in NFKC, as tokens and prices count its characters: full width becomes half width.

    >>> normalised("ＣＡＭＥＲＡ　５００円")
    'CAMERA 500円'
    """
    return unicodedata.normalize("NFKC", text).replace("\u0e4d\u0e32", "\u0e33")  # Thai am stays one sign


def plain(text: str) -> str:
    """Return `text` in small letters without accents, each character in its old place, digits in ASCII.

    >>> plain("Größe ٣٨ — ŞEKERSİZ")
    'große 38 — sekersiz'
    """
    return text.lower() if text.isascii() else "".join(_flat(character) for character in text)


def tokenize(text: str) -> tuple[Token, ...]:
    """Return the tokens of normalised `text`, left to right.

    >>> [token.text for token in tokenize("L'Écharpe n° 2, 跑鞋")]
    ['l', 'echarpe', 'n', '°', '2', '跑', '鞋']
    """
    tokens: list[Token] = []
    start, word, typed, kind = 0, "", "", ""
    is_glued, is_apart = False, False
    for position, character in enumerate(text + " "):
        folded, accented, script = _fold(character)
        if script == "mark":
            word, typed = (word + folded, typed + accented) if word else ("", "")
            continue
        if word and (script != kind or kind in SINGLE or kind == "sign"):
            tokens.append(Token(word, typed, start, position, kind, is_glued, is_apart))
            is_glued, is_apart, word, typed = True, False, "", ""
        kind = script
        if script in {"space", "silent", "gap"}:
            is_glued, is_apart, kind = False, is_apart or script == "gap", ""
        elif folded:
            start = start if word else position
            word, typed = word + folded, typed + accented
    return tuple(tokens)


@lru_cache(maxsize=50_000)
def _flat(character: str) -> str:
    """Return one character for one: lower-case, without an accent, a digit of any script in ASCII."""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    lowered = character.lower().translate(_LETTERS)
    bare = unicodedata.normalize("NFD", lowered)[:1] if _is_accented(lowered) else lowered
    found = bare.translate(_LETTERS)
    return found if len(found) == 1 else character


@lru_cache(maxsize=50_000)
def _fold(character: str) -> tuple[str, str, str]:
    """Return the folded character, the same with its accents, and its script or mark, space, silent, gap, sign."""
    if character in _SILENT or character.translate(_LETTERS) in _SILENT:
        return "", "", "silent"
    category = unicodedata.category(character)
    if category == "Nd":
        digit = str(unicodedata.decimal(character))
        return digit, digit, "digit"
    accented = character.lower().replace("i\u0307", "i")
    script = _script(accented[:1] or character)
    if category[0] == "M" and script != "thai":
        is_silent = script in {"other", "arabic"}
        return "" if is_silent else accented.translate(_LETTERS), "" if is_silent else accented, "mark"
    if category[0] == "S" or character in "#%&/*@°№":
        return character, character, "sign"
    if category[0] not in "LNM":
        return "", "", "gap" if category[0] == "P" else "space"
    bare = accented.translate(_LETTERS)
    if _is_accented(bare):
        bare = "".join(c for c in unicodedata.normalize("NFD", bare) if unicodedata.category(c) != "Mn")
    return bare.translate(_LETTERS), accented, script


def _is_accented(letter: str) -> bool:
    """Whether what hangs on a letter is an accent to do without: not the й, nor the vowels of Hindi or Thai."""
    return letter != "й" and not letter.isascii() and _script(letter[:1]) in {"latin", "greek", "cyrillic", "arabic"}


@lru_cache(maxsize=50_000)
def _script(character: str) -> str:
    """Return the script of a character by the first word of its Unicode name; "other" for rare ones."""
    return _SCRIPTS.get(unicodedata.name(character, "").split(" ")[0].split("-")[0], "other") if character else "other"
