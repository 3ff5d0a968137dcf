"""Prices and sizes that a query asks for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from retrieval.filters import Filters
from retrieval.understanding.amounts import AmountPatterns
from retrieval.understanding.currencies import resolved
from retrieval.understanding.numbers import HAN

Span = tuple[int, int]

_APPROXIMATION = Decimal("0.2")
"""How far a price may lie from the one that was called approximate, as a share."""

_LEAST_BARE_MINIMUM = 20
"""From here a number without a currency behind "from" is a price; below it is an age, a size or a count."""

_YEARS = range(1990, 2040)
_LEAST_BARE_RANGE = 10

_HOMES = {"id": "IDR", "vi": "VND", "ko": "KRW", "ja": "JPY"}
"""Where prices are spoken of in thousands: what "700 ribu" are, to shoppers with another currency."""

_SYSTEM = re.compile(
    r"(?<![A-Za-z])(EU|eu|Eu|UK|uk|JP|jp|US|CN|KR|FR|IT|BR|AU)[ -]?(\d{1,3}(?:[.,]5)?|X{0,3}[SL]|M)"
    r"(?![A-Za-z0-9€$£¥])(?!\s?[€$£¥])"
)
_CHINESE_SHOE = re.compile(r"(?<![\d.,])(3[3-9]|4\d)[号號]")
_REVERSED = re.compile(r"(?<![\w.,])(\d{1,2}(?:[.,]5)?) ?(EU|US|UK|JP)(?![A-Za-z0-9$])")
_LETTERS = re.compile(r"(?<![\w&'’.-])((?:[2-5]X|X{1,4})[SL]|[SML])(?![\w&'’-])")
_BARE_SHOE = re.compile(r"(?<![\w.,€$£¥-])(3[3-9]|4[0-9])(?:[.,]5)?(?![\w.,%°€$£¥-])")
_LONE_LETTERS = frozenset("SML")
_SHORT = 40
"""Characters up to which a query is short enough for a lone S, M or L to be a size."""


@dataclass(frozen=True, slots=True)
class PriceRange:
    """Limits in `currency` (ISO 4217), None where there is none, and the slices of the text that say them."""

    low: Decimal | None
    high: Decimal | None
    currency: str
    spans: tuple[Span, ...]


def find_prices(text: str, patterns: AmountPatterns, base: Filters) -> PriceRange | None:
    """Return what `text`, made plain, says of the price; None where it says nothing.

    An approximate price is a range of a fifth to both sides; one with a currency and no further word is the highest.
    """
    if not any(letter.isdigit() or letter in HAN for letter in text):
        return None
    low: Decimal | None = None
    high: Decimal | None = None
    currency = ""
    spans: list[Span] = []
    for match, limit in _amounts(text, patterns):
        if any(start < match.end() and match.start() < end for start, end in spans):
            continue
        values = sorted(_decimal(patterns.value(match[name])) for name in ("n1", "n2") if name in match.re.groupindex)
        spans.append(match.span())
        currency = currency or _currency(match, patterns, base)
        if limit == "approx":
            low, high = values[0] * (1 - _APPROXIMATION), values[0] * (1 + _APPROXIMATION)
        elif limit == "between":
            low, high = values[0], values[-1]
        elif limit == "min":
            low = values[0]
        else:
            high = values[0]
    return PriceRange(low, high, currency or base.currency, tuple(spans)) if spans else None


def find_sizes(text: str, folded: str, patterns: AmountPatterns) -> tuple[tuple[str, ...], tuple[Span, ...]]:
    """Return the sizes that `text` asks for, `SYSTEM value` or bare, and the slices that say them.

    `folded` is `text` made plain. A lone S, M or L counts only in a short text.
    """
    found: list[tuple[str, Span]] = []
    for match in _SYSTEM.finditer(text):
        found.append((f"{match[1].upper()} {_size(match[2])}", match.span()))
    found += ((match[1], match.span()) for match in _CHINESE_SHOE.finditer(text))
    for match in _REVERSED.finditer(text):
        found.append((f"{match[2]} {_size(match[1])}", match.span()))
    for pattern in patterns.sized:
        for match in pattern.finditer(folded):
            found.append((_size(match["size"]), match.span()))
    for match in _LETTERS.finditer(text):
        if match[1] not in _LONE_LETTERS or len(text) <= _SHORT:
            found.append((match[1], match.span()))
    sizes: list[str] = []
    spans: list[Span] = []
    for size, span in found:
        if not any(start < span[1] and span[0] < end for start, end in spans):
            sizes.append(size)
            spans.append(span)
    return tuple(dict.fromkeys(sizes)), tuple(spans)


def find_shoe_size(text: str, patterns: AmountPatterns) -> tuple[str, Span] | None:
    """Return a number of a plain text about shoes that can only be their size, as in "sandales femme 38"."""
    for match in _BARE_SHOE.finditer(text):
        if not _is_counted(match.end(), patterns, text):
            return _size(match[0]), match.span()
    return None


def _amounts(text: str, patterns: AmountPatterns) -> Iterator[tuple[re.Match[str], str]]:
    """Yield amounts with what limit they are, those that are surer first."""
    for match in patterns.ranges.finditer(text):
        if _is_range(match, patterns, text):
            yield match, "between"
    for pattern in (patterns.before, patterns.after):
        for match in pattern.finditer(text):
            limit = patterns.limits[re.sub(r"\s", " ", match["word"])]
            if _is_limit(match, limit, patterns, text):
                yield match, limit
    for match in patterns.priced.finditer(text):
        if (match["pre1"] or match["post1"]) and not _is_han_article(match):
            yield match, "max"


def _currency(match: re.Match[str], patterns: AmountPatterns, base: Filters) -> str:
    """Return the currency that an amount is in; "" where nothing says so."""
    words = [match[name] for name in match.re.groupindex if name.startswith(("pre", "post")) and match[name]]
    if words:
        return resolved(words[0], patterns.codes[words[0]], patterns.language, base)
    is_multiple = any(letter.isalpha() for letter in match["n1"])
    home = _HOMES.get(patterns.language, "")
    return home if is_multiple and base.currency not in _HOMES.values() else ""


def _is_range(match: re.Match[str], patterns: AmountPatterns, text: str) -> bool:
    if any(match[name] for name in ("pre1", "post1", "pre2", "post2")):
        return True
    low, high = sorted((patterns.value(match["n1"]), patterns.value(match["n2"])))
    if low < _LEAST_BARE_RANGE or _is_counted(match.end("n2"), patterns, text) or low == high:
        return False
    return bool(match["frame"] or match["close"] or match["dash"]) and high not in _YEARS


def _is_limit(match: re.Match[str], limit: str, patterns: AmountPatterns, text: str) -> bool:
    if match["pre1"] or match["post1"]:
        return not _is_han_article(match)
    value, end = patterns.value(match["n1"]), match.end("n1")
    is_in_code = end == match.end() and text[end : end + 1].isascii() and text[end : end + 1].isalnum()
    if is_in_code or _is_counted(end, patterns, text):
        return False
    return limit == "max" or (value >= _LEAST_BARE_MINIMUM and value not in _YEARS)


def _is_counted(end: int, patterns: AmountPatterns, text: str) -> bool:
    """Whether a unit follows: "26 cm", "4 stars", "6歳"."""
    return bool(patterns.unit.match(text, end))


def _is_han_article(match: re.Match[str]) -> bool:
    """Whether a lone Chinese numeral before a measure word only counts: 一块手表 is a watch."""
    number = match["n1"].strip()
    return len(number) == 1 and number in HAN


def _decimal(value: float) -> Decimal:
    return Decimal(str(int(value) if value == int(value) else round(value, 2)))


def _size(value: str) -> str:
    return value.replace(",", ".").upper()


def blanked(text: str, spans: Sequence[Span]) -> str:
    """Return `text` of the same length with blanks for these slices."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    return "".join(letters)
