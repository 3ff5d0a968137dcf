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

_SINGLE = ("han", "hiragana", "katakana", "hangul", "thai")
"""Scripts in which each character is a token: no space parts their words."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a run of digits, a sign, or one character of a script without spaces.

    `text` is folded; `[start:end]` the slice of the message. `script` is latin, han, … , digit or sign. `is_glued` says
    that nothing stands between this token and the one before; `is_apart` that a comma or the like does.
    """

    text: str
    start: int
    end: int
    script: str
    is_glued: bool
    is_apart: bool


def tokenize(text: str, keep_accents: bool = False) -> tuple[Token, ...]:
    """Return the tokens of `text`, left to right.

    Case, width and digit system are folded, and accents unless `keep_accents` says otherwise (Vietnamese words differ by
    nothing else).

    >>> [token.text for token in tokenize("L'Écharpe n° ２, 跑鞋")]
    ['l', 'echarpe', 'n', '°', '2', '跑', '鞋']
    """
    tokens: list[Token] = []
    start, pieces, kind = 0, "", ""
    is_glued, is_apart = False, False
    for position, character in enumerate(text + " "):
        folded, script = _fold(character, keep_accents)
        if script == "mark":
            pieces += folded if pieces else ""
            continue
        if pieces and (script != kind or kind in _SINGLE or kind == "sign"):
            tokens.append(Token(pieces, start, position, kind, is_glued, is_apart))
            is_glued, is_apart, pieces = True, False, ""
        kind = script
        if script in {"space", "silent", "gap"}:
            is_glued, is_apart, kind = False, is_apart or script == "gap", ""
        elif folded:
            start, pieces = (position, folded) if not pieces else (start, pieces + folded)
    return tuple(tokens)


@lru_cache(maxsize=50_000)
def _fold(character: str, keep_accents: bool) -> tuple[str, str]:
    """Return the folded character and its script; mark, space, silent and gap are scripts too."""
    if character in _SILENT:
        return "", "silent"
    if character in _SIGNS:
        return unicodedata.normalize("NFKC", character), "sign"
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character)), "digit"
    folded = unicodedata.normalize("NFKC", character).casefold()
    script = _script(folded[:1] or character)
    if category[0] == "M" and script != "thai":
        return ("" if script in {"other", "arabic"} else _plain(folded, False)), "mark"
    if category[0] not in "LNM":
        return "", "space" if character.isspace() else "gap" if category[0] == "P" else "space"
    return _plain(folded, keep_accents and script == "latin"), script


def _plain(folded: str, keep_accents: bool) -> str:
    if not keep_accents and _script(folded[:1]) in {"latin", "greek", "cyrillic", "arabic"}:
        decomposed = unicodedata.normalize("NFD", folded.translate(_LETTERS))
        folded = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    return folded.translate(_LETTERS) if not keep_accents else folded


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
