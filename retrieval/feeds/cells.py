"""Cells of a feed as text, numbers and dates."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from retrieval.feeds.markup import plain_text as without_markup
from retrieval.feeds.prices import amount_in, plain_text
from retrieval.product import Merchant

MAX_TEXT = 20_000
"""Characters of a title or description that are kept."""

MAX_HTML = 400_000
"""Characters of a description with markup that are looked at."""

_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff]")
_KILOGRAMS = {
    **dict.fromkeys(("kg", "kgs", "kgm", "kilogram", "kilograms", "кг", "公斤", "千克", "キロ", "كجم", "กก"), "1"),
    **dict.fromkeys(("g", "gr", "grm", "gram", "grams", "г", "克", "グラム", "جم", "غرام", "กรัม"), "0.001"),
    **dict.fromkeys(("mg", "mgm"), "0.000001"),
    **dict.fromkeys(("t", "tne"), "1000"),
    **dict.fromkeys(("lb", "lbs", "lbr", "pound", "pounds"), "0.45359237"),
    **dict.fromkeys(("oz", "onz", "ounce", "ounces"), "0.028349523125"),
}
"""Unit, or its code in UN/CEFACT's Recommendation 20, → kilograms."""
_AMOUNT = re.compile(r"([-+]?\d(?:[\d.,'’ ]*\d)?(?:[eE][-+]?\d+)?)\s*([^\d\s]*)\.?")
_BEST_RATING = 5.0


def text(value: Any) -> str:
    """Return a value as text without control characters, no longer than MAX_TEXT; of a list its first, of an object "".

    >>> text(["a", "b"]), text({"a": "b"}), text(3)
    ('a', '', '3')
    """
    if isinstance(value, list | tuple):
        return text(value[0]) if value and not isinstance(value[0], list | tuple) else ""
    if value is None or isinstance(value, dict):
        return ""
    whole = str(value)
    return (whole if whole.isprintable() else _UNWANTED.sub("", whole)).strip()[:MAX_TEXT]


def words(value: Any) -> tuple[str, ...]:
    """Return a list's values, or the one value, as text; without those that are empty."""
    parts = value if isinstance(value, list | tuple) else [value]
    return tuple(dict.fromkeys(word for part in parts if (word := text(part))))


def plain(value: Any) -> str:
    """Return a value as text without markup."""
    return text(without_markup(str(value)[:MAX_HTML])) if value is not None else ""


def texts(value: Any, language: str) -> dict[str, str]:
    """Return language → plain text of an object of texts; "" stands for `language`."""
    pairs = value.items() if isinstance(value, Mapping) else ()
    return {
        code or language: found for code, part in pairs if not isinstance(part, dict | list) and (found := plain(part))
    }


def attributes(value: Mapping[str, Any]) -> dict[str, str | float | bool]:
    """Return the attributes that say something."""
    return {
        str(key): part if isinstance(part, bool | int | float) else text(part)
        for key, part in value.items()
        if part and not isinstance(part, dict | list) and text(part)
    }


def number(value: Any, name: str, merchant: Merchant) -> float | None:
    """Return a number of 0 or more, None where there is none; raises ValueError calling it `name`."""
    if value is None or value == "":
        return None
    try:
        found = float(value if isinstance(value, int | float) else amount_in(plain_text(str(value)), merchant, 3))
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"the {name} {value!r} is not a number") from error
    if not 0 <= found < float("inf"):
        raise ValueError(f"the {name} {value!r} is not a positive number")
    return found


def whole(value: Any, name: str, merchant: Merchant) -> int | None:
    """Return a whole number of 0 or more, None where there is none; raises ValueError calling it `name`."""
    found = number(value, name, merchant)
    return None if found is None else int(found)


def kilograms(value: Any, merchant: Merchant) -> float | None:
    """Return a weight such as `1,2 kg`, `500 g` or `2 lb`; a number alone is in kilograms. Raises ValueError.

    >>> kilograms("500 g", Merchant("m", "M", "DE", "de", "EUR"))
    0.5
    """
    if value is None or value == "" or isinstance(value, int | float):
        return number(value, "weight", merchant)
    found = _AMOUNT.fullmatch(plain_text(str(value)))
    unit = found[2].casefold().rstrip(".") if found else ""
    if not found or (unit and unit not in _KILOGRAMS):
        raise ValueError(f"the weight {value!r} is not a number with kg, g, lb or oz")
    amount = number(found[1], "weight", merchant)
    return None if amount is None else float(Decimal(str(amount)) * Decimal(_KILOGRAMS.get(unit, "1")))


def rating(value: Any, best: Any, merchant: Merchant) -> float | None:
    """Return a rating out of five; `best` is the best one there is, five where the feed does not say."""
    found = number(value, "rating", merchant)
    highest = number(best, "best rating", merchant) or _BEST_RATING
    if found is None or not found:
        return None
    if found > highest:
        raise ValueError(f"the rating {value!r} is above the best one, {highest:g}")
    return round(found * _BEST_RATING / highest, 2)


def day(value: Any) -> date | None:
    """Return the day of a date or time in ISO 8601; raises ValueError."""
    written = text(value)
    if not written:
        return None
    try:
        return (
            date.fromisoformat(written) if len(written) == len("2026-11-22") else datetime.fromisoformat(written).date()
        )
    except ValueError as error:
        raise ValueError(f"the date {written!r} is not of the form 2026-11-22") from error


def moment(value: str) -> datetime:
    """Return a time in ISO 8601, with its zone; raises ValueError."""
    found = datetime.fromisoformat(value.strip())
    return found if found.tzinfo else found.astimezone()
