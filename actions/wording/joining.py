"""Several words as one list, as a language writes it."""

import re
from collections.abc import Sequence

from babel import Locale
from babel.lists import format_list

_COMMAS = {"zh": "、", "ja": "、", "ar": "، "}
_COMMA = ", "
_OTHER_LETTERS = re.compile(r"[0-9A-Za-zÀ-ɏ]")
_THAI_AND = " และ "


def joined(parts: Sequence[str], locale: Locale, is_apart: bool) -> str:
    """Return words joined as in a list; with `is_apart` by commas alone.

    Two languages differ from CLDR. Korean joins words that are no sentence by commas, where CLDR has the bookish `및`.
    Thai parts words by spaces, which cannot part names in other letters: these get commas.

    >>> joined(["검정", "흰색"], Locale("ko"), False), joined(["EU 40", "EU 41", "EU 42"], Locale("th"), False)
    ('검정, 흰색', 'EU 40, EU 41 และ EU 42')
    >>> joined(["red", "cotton"], Locale("en"), True), joined(["红色", "棉"], Locale("zh", script="Hans"), True)
    ('red, cotton', '红色、棉')
    """
    if locale.language == "th":
        return _thai(parts, locale, is_apart)
    if is_apart or locale.language == "ko":
        return _COMMAS.get(locale.language, _COMMA).join(parts)
    return str(format_list(parts, locale=locale))


def _thai(parts: Sequence[str], locale: Locale, is_apart: bool) -> str:
    has_others = any(_OTHER_LETTERS.search(part) for part in parts)
    comma = _COMMA if has_others else " "
    if is_apart or len(parts) < 2:
        return comma.join(parts)
    if has_others:
        return comma.join(parts[:-1]) + _THAI_AND + parts[-1]
    return str(format_list(parts, locale=locale))
