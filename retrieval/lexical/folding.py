"""One spelling for many: width, case, accents and digits folded, as each script allows.

Accents are folded where they are marks on Latin, Greek or Cyrillic letters. The vowels and tones of Thai, the matras of
Hindi and the voicing marks of Japanese are letters in all but name and stay. What Arabic writers leave out or vary
(short vowels, tatweel, the seats of hamza, taa marbuta) is made one.
"""

import unicodedata
from functools import cache

import opencc

from retrieval.encodable import encodable

_LATIN_MARKS = range(0x0300, 0x0370)
_BREVE = "\u0306"
_ARABIC = {
    **dict.fromkeys([*range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, 0x0640, *range(0x06D6, 0x06EE)]),
    **str.maketrans("أإآٱىةؤئکی", "اااايهويكي"),
}
_HINDI = {0x093C: None, 0x0901: "\u0902", 0x0929: "न", 0x0931: "र", 0x0934: "ळ"}
_LATIN = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ß": "ss"})
_LETTERS = {**_ARABIC, **_HINDI, **_LATIN}
_INVISIBLE = {
    **dict.fromkeys([0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF, *map(ord, "™®©")]),
    **str.maketrans("’‘ʼ´`‐‑‒–—−", "'''''------"),
}
_TURKISH_CAPITALS = str.maketrans("Iİ", "ıi")
_THAI_AM = ("\u0e4d\u0e32", "\u0e33")
_TURKISH, _CHINESE = "tr", "zh"


def plain_text(text: str, language: str) -> str:
    """Return `text` in small letters of ordinary width, with ASCII digits; Chinese in simplified characters.

    Accents stay, as stemmers need them. In Turkish, I is the capital of ı and İ that of i.

    >>> plain_text("ＩＰＨＯＮＥ １５", "en"), plain_text("IŞIK İpek", "tr"), plain_text("藍牙耳機", "zh-Hant")
    ('iphone 15', 'ışık ipek', '蓝牙耳机')
    """
    plain = text
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", encodable(text).translate(_INVISIBLE)).replace(*_THAI_AM)
    if language == _TURKISH:
        plain = plain.translate(_TURKISH_CAPITALS)
    plain = plain.casefold()
    if plain.isascii():
        return plain
    if any(letter.isdecimal() and not letter.isascii() for letter in plain):
        plain = "".join(str(unicodedata.decimal(letter, letter)) for letter in plain)
    if language.startswith(_CHINESE):
        plain = _simplifier().convert(plain)
    return plain


def fold(word: str) -> str:
    """Return `word` with its accents and variants of letters folded; `word` comes from `plain_text`.

    >>> fold("kılıf"), fold("chaussées"), fold("أحذية"), fold("чёрный"), fold("กางเกง")
    ('kilif', 'chaussees', 'احذيه', 'черный', 'กางเกง')
    """
    if word.isascii():
        return word
    kept: list[str] = []
    for letter in unicodedata.normalize("NFD", word.translate(_LETTERS)):
        if ord(letter) in _LATIN_MARKS and not (letter == _BREVE and kept and kept[-1] == "и"):
            continue
        kept.append(letter)
    return unicodedata.normalize("NFC", "".join(kept))


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
