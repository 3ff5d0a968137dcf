"""How shoppers in a hurry spell: without marks on letters and without capitals."""

import unicodedata

_UNMARKED = str.maketrans({"ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i", "İ": "i", "ß": "ss", "ø": "o", "æ": "ae"})
"""Letters that Unicode does not take apart into a plain one and a mark."""

_LATIN_ENDS = 0x0250
_VIETNAMESE = range(0x1E00, 0x1F00)


def careless(text: str) -> str | None:
    """Return `text` without marks on Latin letters and without capitals; None where it has no such marks.

    Marks of other scripts are letters of their own and stay: in Thai and Hindi they are the vowels.

    >>> careless("Größe Ł"), careless("đắt quá"), careless("red shoes"), careless("किताब")
    ('grosse l', 'dat qua', None, None)
    """
    plain = "".join(map(_unmarked, unicodedata.normalize("NFC", text))).lower()
    return plain if plain != text.lower() else None


def _unmarked(character: str) -> str:
    code = ord(character)
    if code >= _LATIN_ENDS and code not in _VIETNAMESE:
        return character
    parts = unicodedata.normalize("NFD", character.translate(_UNMARKED))
    return "".join(part for part in parts if not unicodedata.combining(part))
