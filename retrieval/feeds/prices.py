"""Amounts as merchants write them in feeds: `1.299,00 €`, `1,299.00 USD`, `¥11,800`, `R$ 1.299,90`, `١٬٢٩٩ ر.س`.

Libraries that read prices take the first number there is, so that `10 - 20` becomes 10, and stop at Arabic separators.
A price that is not certain must not be sold at: here it is an error.
"""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from babel.core import Locale, UnknownLocaleError, get_global
from babel.numbers import get_currency_precision, get_decimal_symbol

from retrieval.pricing.money import MAX_AMOUNT
from retrieval.product import Merchant

_SIGNS = {
    "€": ("EUR",),
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP"),
    "us$": ("USD",),
    "ca$": ("CAD",),
    "c$": ("CAD",),
    "a$": ("AUD",),
    "au$": ("AUD",),
    "nz$": ("NZD",),
    "s$": ("SGD",),
    "hk$": ("HKD",),
    "nt$": ("TWD",),
    "mx$": ("MXN",),
    "r$": ("BRL",),
    "£": ("GBP", "EGP"),
    "¥": ("JPY", "CNY"),
    "円": ("JPY",),
    "元": ("CNY", "TWD", "HKD"),
    "人民币": ("CNY",),
    "cn¥": ("CNY",),
    "rmb": ("CNY",),
    "₩": ("KRW",),
    "원": ("KRW",),
    "₹": ("INR",),
    "rs": ("INR", "PKR", "LKR", "NPR"),
    "रु": ("INR", "NPR"),
    "₽": ("RUB",),
    "руб": ("RUB",),
    "р": ("RUB",),
    "₺": ("TRY",),
    "tl": ("TRY",),
    "₴": ("UAH",),
    "zł": ("PLN",),
    "zl": ("PLN",),
    "kč": ("CZK",),
    "ft": ("HUF",),
    "lei": ("RON",),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "fr": ("CHF",),
    "sfr": ("CHF",),
    "฿": ("THB",),
    "บาท": ("THB",),
    "₫": ("VND",),
    "đ": ("VND",),
    "rp": ("IDR",),
    "rm": ("MYR",),
    "₱": ("PHP",),
    "₪": ("ILS",),
    "د.إ": ("AED",),
    "درهم": ("AED", "MAD"),
    "ر.س": ("SAR",),
    "ريال": ("SAR", "QAR", "OMR", "YER"),
    "ج.م": ("EGP",),
    "د.ك": ("KWD",),
}
"""Sign or word → currencies that it may mean, in small letters and without dots at the end."""

_NUMBER = re.compile(r"[-+]?\d(?:[\d.,'’ ]*\d)?(?:[eE][-+]?\d+)?")
_PLAIN = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_MARKS = re.compile("[\u200e\u200f\u061c\u2066-\u2069\u202a-\u202e]")
_AROUND = " .,-–—=:;/()"
_LENGTH = 100


def price_in(value: Any, currency: str, merchant: Merchant) -> tuple[Decimal, str]:
    """Return the amount and the currency (ISO 4217) of a price.

    A currency in `value` counts more than `currency`, which counts more than the merchant's. Where `1.299` may be read
    in two ways, the merchant's language and country decide. Raises ValueError with the reason in words.

    >>> from retrieval.product import Merchant
    >>> price_in("1.299,00 €", "", Merchant("m", "M", "DE", "de", "EUR"))
    (Decimal('1299.00'), 'EUR')
    """
    if isinstance(value, bool) or value is None or isinstance(value, list | dict):
        raise ValueError(f"the price {value!r} is not a number")
    text = plain_text(str(value))
    numbers = list(_NUMBER.finditer(text))
    if len(numbers) != 1:
        if text.casefold() in {"nan", "inf", "-inf", "infinity"}:
            raise ValueError(f"the price {value!r} is not between 0 and {MAX_AMOUNT:,}")
        raise ValueError(
            f"the price {value!r} is not a number" if not numbers else f"the price {value!r} is more than one"
        )
    number = numbers[0]
    said = f"{text[: number.start()].strip(_AROUND)} {text[number.end() :].strip(_AROUND)}".strip()
    code = _currency(said, value, merchant) or _code(currency) or merchant.currency
    digits = str(value) if isinstance(value, int | float | Decimal) else number[0]
    amount = amount_in(digits, merchant, None if isinstance(value, float) else get_currency_precision(code))
    if not 0 < amount <= MAX_AMOUNT:
        raise ValueError(f"the price {value!r} is not between 0 and {MAX_AMOUNT:,}")
    return amount, code


def amount_in(text: str, merchant: Merchant, n_decimals: int | None) -> Decimal:
    """Return the number that digits with separators stand for.

    `n_decimals` is how many decimals are usual: three make `1.299` plain, none make it a thousand; None takes a point
    as it is. Raises ValueError where the separators make no sense.
    """
    if re.search(r"['’ ](?!\d{3}(?!\d))", text):
        _nonsense(text)
    digits = re.sub(r"['’ ]", "", text)
    marks = [mark for mark in digits if mark in ".,"]
    if n_decimals is not None and marks:
        decimal = _decimal_mark(digits, marks, merchant, n_decimals)
        groups = "." if decimal == "," else "," if decimal == "." else "".join(set(marks))
        digits = digits.replace(groups, "") if groups else digits
        digits = digits.replace(",", ".")
    try:
        return Decimal(digits)
    except InvalidOperation as error:
        raise ValueError(f"{text!r} is not a number") from error


def _decimal_mark(digits: str, marks: list[str], merchant: Merchant, n_decimals: int) -> str:
    """Return which mark stands before the decimals, "" where none does."""
    last = marks[-1]
    if len(set(marks)) == 2:
        return last if marks.count(last) == 1 and marks[:-1].count(last) == 0 else _nonsense(digits)
    if len(marks) > 1:
        head, *groups = digits.split(last)
        is_sound = all(2 <= len(group) <= 3 for group in groups) and len(groups[-1]) == 3 and head.lstrip("+-")
        return "" if is_sound else _nonsense(digits)
    whole, _, rest = digits.partition(last)
    whole = whole.lstrip("+-")
    if len(rest) != 3 or len(whole) > 3 or whole == "0" or n_decimals == 3:
        return last
    return last if n_decimals and last == decimal_symbol(merchant) else ""


def _nonsense(digits: str) -> str:
    raise ValueError(f"{digits!r} is not a number: its separators do not agree")


def decimal_symbol(merchant: Merchant) -> str:
    """Return what stands before decimals where the merchant is.

    >>> from retrieval.product import Merchant
    >>> decimal_symbol(Merchant("m", "M", "CH", "de", "CHF")), decimal_symbol(Merchant("m", "M", "DE", "de", "EUR"))
    ('.', ',')
    """
    return _decimal_symbol(merchant.language, merchant.country)


@lru_cache(maxsize=256)
def _decimal_symbol(language: str, country: str) -> str:
    for name in (f"{language.split('-')[0]}-{country}", language):
        try:
            # Arabic has separators of its own, but feeds that write 1.299 mean those of its Latin digits.
            return "." if language.startswith("ar") else str(get_decimal_symbol(Locale.parse(name, sep="-")))
        except (UnknownLocaleError, ValueError):
            continue
    return "."


def plain_text(text: str) -> str:
    """Return text with plain digits, signs and spaces, cut to a length that no price has."""
    plain = unicodedata.normalize("NFKC", text[:_LENGTH])
    plain = _MARKS.sub("", plain).replace("−", "-").strip()
    if not plain.isascii():
        plain = "".join(
            str(unicodedata.decimal(letter)) if unicodedata.category(letter) == "Nd" else letter for letter in plain
        )
    if "٫" in plain or "٬" in plain:
        # Where the decimals are marked without doubt, a point must not be taken for a thousand.
        plain = plain.replace("٬", "").replace("٫", ".") + ("0" if re.search(r"٫\d{3}(?!\d)", plain) else "")
    return plain


def _currency(said: str, value: Any, merchant: Merchant) -> str:
    """Return the currency that stands beside the number, "" where nothing does."""
    for word in re.findall(r"[A-Za-z]+", said):
        if _code(word.upper()) and len(word) == 3:
            return str(word.upper())
    if not said:
        return ""
    sign = said.casefold().strip(_AROUND)
    meant = _SIGNS.get(sign) or _SIGNS.get(sign.replace(" ", ""))
    if meant is None:
        raise ValueError(f"the price {value!r} names no known currency; write its code, as in 12.50 EUR")
    if merchant.currency in meant:
        return merchant.currency
    if len(meant) > 1 and sign != "£":
        raise ValueError(f"the price {value!r} may be in {', '.join(meant)}; write the code, as in 12.50 {meant[0]}")
    return meant[0]


def _code(currency: str) -> str:
    code = currency.strip().upper()
    return code if code in get_global("all_currencies") else ""
