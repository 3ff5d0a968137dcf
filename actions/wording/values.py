"""Values that texts are filled with, in a form that crosses the wire to /nlg and is put into words there.

Each is a JSON object with a `type`: texts decide how money, numbers, dates and names look in a language.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from retrieval.product import Merchant

Value = dict[str, Any]


def money(amount: Decimal, currency: str) -> Value:
    """Return an amount in an ISO 4217 currency."""
    return {"type": "money", "amount": str(amount), "currency": currency}


def number(value: float) -> Value:
    """Return a count or a figure such as a rating."""
    return {"type": "number", "value": value}


def percent(rate: Decimal) -> Value:
    """Return a rate such as 0.19."""
    return {"type": "percent", "rate": str(rate)}


def day(value: date) -> Value:
    """Return a calendar day."""
    return {"type": "date", "value": value.isoformat()}


def dates(first: date, last: date) -> Value:
    """Return a range of calendar days, both ends included."""
    return {"type": "dates", "first": first.isoformat(), "last": last.isoformat()}


def span(low: int, high: int) -> Value:
    """Return a range of whole numbers, both ends included."""
    return {"type": "span", "low": low, "high": high}


def unit(amount: Decimal, name: str) -> Value:
    """Return a measure in a unit of CLDR: `length-centimeter`, `temperature-fahrenheit`, `mass-ounce`."""
    return {"type": "unit", "amount": str(amount), "unit": name}


def country(code: str) -> Value:
    """Return the name of a country, by ISO 3166-1 alpha-2 code; that of Northern Ireland, XI, is no code of CLDR's."""
    return phrase("country_xi") if code == "XI" else {"type": "country", "code": code}


def currency_name(code: str) -> Value:
    """Return the name of a currency, by ISO 4217 code."""
    return {"type": "currency", "code": code}


def language_name(code: str) -> Value:
    """Return the name of a language, by BCP 47 code."""
    return {"type": "language", "code": code}


def word(kind: str, value: str) -> Value:
    """Return a word of the lexicon: `kind` is category, department, color, material or audience."""
    return {"type": "word", "kind": kind, "value": value}


def phrase(key: str) -> Value:
    """Return another text of the locale file, one that needs no values."""
    return {"type": "phrase", "key": key}


def listing(values: Sequence[Value]) -> Value:
    """Return several values, joined as the language joins a list: with "and" before the last."""
    return {"type": "list", "values": list(values)}


def terms(values: Sequence[Value]) -> Value:
    """Return several values that stand side by side without an "and", as what was looked for does."""
    return {"type": "list", "values": list(values), "joined": "apart"}


def merchant(seller: Merchant) -> Value:
    """Return a merchant's name, in letters that the reader knows where it has such a one."""
    return {"type": "name", "value": seller.name, "latin": seller.latin_name}


def plain(text: str) -> Value:
    """Return text as it is: a title, a brand, a merchant's name."""
    return {"type": "text", "value": text}
