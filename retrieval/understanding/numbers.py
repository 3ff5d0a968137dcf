"""The value of a written number."""

import re
from functools import lru_cache

from babel import Locale

HAN = "〇零一二两兩三四五六七八九十百佰千仟万萬亿億"
_DIGIT_OF = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
_UNIT_OF = {"十": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000}
_MYRIAD_OF = {"万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8}
_THOUSANDS = 3


def number_value(digits: str, language: str) -> float:
    """Return the number that ASCII `digits` with separators stand for, as `language` groups them.

    Where a separator can mean both, three digits after it are thousands if the language groups by it.

    >>> number_value("1.299", "de"), number_value("1.299", "en"), number_value("1.299,00", "en")
    (1299.0, 1.299, 1299.0)
    """
    cleaned = re.sub(r"[^\d.,]", "", digits).strip(".,")
    if "." in cleaned and "," in cleaned:
        decimal = max(".", ",", key=cleaned.rfind)
        return float(cleaned.replace("," if decimal == "." else ".", "").replace(decimal, "."))
    mark = "." if "." in cleaned else "," if "," in cleaned else ""
    if not mark:
        return float(cleaned)
    n_last = len(cleaned) - cleaned.rfind(mark) - 1
    group = group_symbol(language)
    is_group = cleaned.count(mark) > 1 or (
        n_last == _THOUSANDS and (mark == group or (group.isspace() and mark == "."))
    )
    return float(cleaned.replace(mark, "" if is_group else "."))


def han_value(run: str) -> float:
    """Return the value of Chinese numerals mixed with digits: a sum of sections, each a multiple of a myriad.

    >>> han_value("1万2千"), han_value("五百"), han_value("三十五")
    (12000.0, 500.0, 35.0)
    """
    total, section, digits = 0.0, 0.0, ""
    for character in run.replace(",", ""):
        if character in _UNIT_OF:
            section += float(digits or 1) * _UNIT_OF[character]
            digits = ""
        elif character in _MYRIAD_OF:
            total += (section + float(digits or (0 if section else 1))) * _MYRIAD_OF[character]
            section, digits = 0.0, ""
        else:
            digits += character if character in "0123456789." else str(_DIGIT_OF[character])
    return total + section + float(digits.strip(".") or 0)


@lru_cache(maxsize=64)
def group_symbol(language: str) -> str:
    """Return what a language puts between thousands."""
    symbol: str = Locale.parse(language, sep="-").number_symbols["latn"]["group"]
    return symbol
