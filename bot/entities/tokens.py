"""Split messages into tokens that compare equal however they are typed."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "đ": "d", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": "",
        "\u0901": "\u0902", "\u093c": "",
    }
)  # fmt: skip
"""Letters that are typed for one another: Latin without its strokes, Arabic without its hamzas, Hindi without nukta."""

_SIGNS = frozenset("#№€$£¥₩₹₽₺฿₫₪₴₱%<>~〜～+&/°*=@")
_SILENT = frozenset("'’ʼ`-‐‑._–—・")
"""What may stand within a phrase without a meaning of its own."""

SINGLE = ("han", "hiragana", "katakana", "hangul", "thai")
"""Scripts in which each character is a token: no space parts their words."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a run of digits, a sign, or one character of a script without spaces.

    `text` is folded and `typed` is so too, except for the accents of Latin letters. `[start:end]` is the slice of the
    message. `script` is latin, han, … , digit or sign. `is_glued` says that nothing stands between this token and the
    one before; `is_apart` that a comma or the like does.
    """

    text: str
    typed: str
    start: int
    end: int
    script: str
    is_glued: bool
    is_apart: bool


def tokenize(text: str) -> tuple[Token, ...]:
    """Return the tokens of `text`, left to right.

    >>> [token.text for token in tokenize("L'Écharpe n° ２, 跑鞋")]
    ['l', 'echarpe', 'n', '°', '2', '跑', '鞋']
    """
    tokens: list[Token] = []
    start, pieces, typed, kind = 0, "", "", ""
    is_glued, is_apart = False, False
    for position, character in enumerate(text + " "):
        folded, accented, script = _fold(character)
        if script == "mark":
            pieces, typed = (pieces + folded, typed + accented) if pieces else ("", "")
            continue
        if pieces and (script != kind or kind in SINGLE or kind == "sign"):
            tokens.append(Token(pieces, unicodedata.normalize("NFC", typed), start, position, kind, is_glued, is_apart))
            is_glued, is_apart, pieces, typed = True, False, "", ""
        kind = script
        if script in {"space", "silent", "gap"}:
            is_glued, is_apart, kind = False, is_apart or script == "gap", ""
        elif folded:
            start = start if pieces else position
            pieces, typed = pieces + folded, typed + accented
    return tuple(tokens)


@lru_cache(maxsize=50_000)
def _fold(character: str) -> tuple[str, str, str]:
    """Return the folded character, the same with its accents, and its script, mark, space, silent or gap."""
    if character in _SILENT:
        return "", "", "silent"
    if character in _SIGNS:
        sign = unicodedata.normalize("NFKC", character)
        return sign, sign, "sign"
    category = unicodedata.category(character)
    if category == "Nd":
        digit = str(unicodedata.decimal(character))
        return digit, digit, "digit"
    accented = unicodedata.normalize("NFKC", character).casefold().replace("i\u0307", "i")
    script = _script(accented[:1] or character)
    if category[0] == "M" and script != "thai":
        is_silent = script in {"other", "arabic"}
        return "" if is_silent else _plain(accented), character if is_silent and category == "Mn" else accented, "mark"
    if category[0] not in "LNM":
        return "", "", "gap" if category[0] == "P" else "space"
    return _plain(accented), accented, script


def _plain(folded: str) -> str:
    """Return `folded` without accents where they are accents: not the vowels of Hindi or Thai."""
    plain = folded.translate(_LETTERS)
    if plain == "й":  # a letter of its own, not an и with an accent
        return plain
    if plain and _script(plain[0]) in {"latin", "greek", "cyrillic", "arabic"}:
        decomposed = unicodedata.normalize("NFD", plain)
        return "".join(c for c in decomposed if unicodedata.category(c) != "Mn").translate(_LETTERS)
    return plain


@lru_cache(maxsize=50_000)
def _script(character: str) -> str:
    """Return the script of `character` by the first word of its Unicode name; "other" for rare ones."""
    name = unicodedata.name(character, "").split(" ")[0].split("-")[0]
    scripts = {
        "CJK": "han", "IDEOGRAPHIC": "han", "HIRAGANA": "hiragana", "KATAKANA": "katakana",
        "KATAKANA-HIRAGANA": "katakana", "HANGUL": "hangul", "THAI": "thai", "LATIN": "latin", "GREEK": "greek",
        "CYRILLIC": "cyrillic", "ARABIC": "arabic", "DEVANAGARI": "devanagari", "HEBREW": "hebrew",
    }  # fmt: skip
    return scripts.get(name, "other")
