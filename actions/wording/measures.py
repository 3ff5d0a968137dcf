"""Lengths, weights, volumes and temperatures in the units of the shopper's country, the seller's own beside them.

Which country measures how: CLDR, supplementalData, measurementData (Unicode UTS #35, part 6). Factors: NIST Special
Publication 811, appendix B.8.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.numbers import format_decimal
from babel.units import format_unit

from retrieval.product import Product

_IN_US_UNITS = frozenset({"LR", "MM", "US"})
_IN_FAHRENHEIT = frozenset({"BS", "BZ", "KY", "PR", "PW", "US"})

_UNITS = {
    "mm": "length-millimeter", "cm": "length-centimeter", "m": "length-meter", "in": "length-inch",
    "inch": "length-inch", "ft": "length-foot", "g": "mass-gram", "kg": "mass-kilogram", "oz": "mass-ounce",
    "lb": "mass-pound", "ml": "volume-milliliter", "l": "volume-liter", "fl_oz": "volume-fluid-ounce", "c":
    "temperature-celsius", "f": "temperature-fahrenheit",
}  # fmt: skip
"""CLDR's names of the units that end the name of an attribute: `height_cm`, `comfort_temp_c`."""

_NAMES = (
    "blade", "cable", "capacity", "comfort_temp", "diameter", "filling", "heel", "height", "length", "net_weight",
    "screen", "size", "thickness", "volume", "weight", "weight_each", "width", "wingspan",
)  # fmt: skip
"""The attributes that are said; each has the text `measure_<name>`."""

_NAMED = re.compile(rf"({'|'.join(_NAMES)})_({'|'.join(sorted(_UNITS, key=len, reverse=True))})")
_FIGURE = r"\d+(?:[.,]\d+)?"
_JOINED = re.compile(rf"(-?{_FIGURE})(?:\s*([x×*]|-|–)\s*({_FIGURE}))?(?:\s*([x×*])\s*({_FIGURE}))?")

_MANY = 100
"""A number that every language writes as a figure before its unit."""

_INCH, _FOOT = Decimal("2.54"), Decimal("0.3048")
_OUNCE, _POUND = Decimal("28.349523125"), Decimal("453.59237")
_FLUID_OUNCE, _QUART = Decimal("29.5735295625"), Decimal("0.946352946")
_MOST_IN_QUARTS = Decimal(8)
"""Litres up to which vessels are measured in quarts; bags and the like above it are sold in litres there too."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure as the seller states it: one figure, a range (`sign` "–"), or sides (`sign` "×"), in a unit of CLDR."""

    name: str
    figures: tuple[Decimal, ...]
    unit: str
    sign: str = ""


def measures_of(product: Product) -> tuple[Measure, ...]:
    """Return the measures among a product's attributes, as stated, in their order; what cannot be read is left out."""
    found = []
    for name, value in product.attributes.items():
        named = _NAMED.fullmatch(name)
        read = _JOINED.fullmatch(str(value).strip()) if named and not isinstance(value, bool) else None
        if named and read:
            parts = [part for part in (read[1], read[3], read[5]) if part]
            sign = "–" if read[2] in {"-", "–"} else "×" if read[2] else ""
            figures = tuple(Decimal(part.replace(",", ".")) for part in parts)
            found.append(Measure(named[1], figures, _UNITS[named[2]], sign))
    return tuple(found)


def weight_of(product: Product) -> Measure | None:
    """Return a product's packed weight, None where it is not stated."""
    return None if product.weight_kg is None else Measure("weight", (Decimal(str(product.weight_kg)),), _UNITS["kg"])


def shown(measure: Measure, country: str, language: str) -> str:
    """Return a measure in words, in the units of a country ("" for none: the seller's own).

    >>> shown(Measure("height", (Decimal(40),), "length-centimeter"), "US", "en")
    '15.7 in (40 cm)'
    >>> shown(Measure("height", (Decimal(40),), "length-centimeter"), "DE", "de")
    '40 cm'
    """
    stated = worded(measure.figures, measure.unit, language, measure.sign)
    local = _local(measure, country)
    if local.unit == measure.unit:
        return stated
    return f"{worded(local.figures, local.unit, language, local.sign)} ({stated})"


def worded(figures: Sequence[Decimal | float | int], unit: str, language: str, sign: str = "–") -> str:
    """Return figures with their unit as a language writes them, several joined by `sign`.

    >>> worded((220, 240), "electric-volt", "en"), worded((Decimal("1.7"),), "volume-liter", "de")
    ('220–240 V', '1,7 l')
    """
    locale = _locale(language)
    if len(figures) == 1:
        return format_unit(figures[0], unit, length="short", locale=locale)
    written = [format_decimal(figure, locale=locale) for figure in figures]
    pattern, shown_last = format_unit(figures[-1], unit, length="short", locale=locale), written[-1]
    if shown_last not in pattern:  # Arabic has a word of its own for two of a unit, without a figure
        pattern, shown_last = format_unit(_MANY, unit, length="short", locale=locale), str(_MANY)
    joint = f" {sign} " if sign == "×" else sign
    return pattern.replace(shown_last, joint.join(written), 1)


def _local(measure: Measure, country: str) -> Measure:
    """Return a measure in the units of a country; the figures are rounded to what a seller there would print."""
    kind = measure.unit.split("-")[0]
    if not country or measure.name == "screen":  # screens are sold by the inch nearly everywhere
        return measure
    is_us = country in (_IN_FAHRENHEIT if kind == "temperature" else _IN_US_UNITS)
    target = _us_unit(measure) if is_us else _METRIC.get(measure.unit, measure.unit)
    if target == measure.unit:
        return measure
    figures = tuple(_converted(one, measure.unit, target) for one in measure.figures)
    return Measure(measure.name, figures, target, measure.sign)


_METRIC = {
    "length-inch": "length-centimeter", "length-foot": "length-meter", "mass-ounce": "mass-gram",
    "mass-pound": "mass-kilogram", "volume-fluid-ounce": "volume-milliliter",
    "temperature-fahrenheit": "temperature-celsius",
}  # fmt: skip


def _us_unit(measure: Measure) -> str:
    largest = max(measure.figures)
    match measure.unit:
        case "length-millimeter" | "length-centimeter":
            return "length-inch"
        case "length-meter":
            return "length-foot"
        case "mass-gram" | "mass-kilogram":
            grams = largest * _IN_METRIC[measure.unit]
            return "mass-pound" if grams >= _POUND else "mass-ounce"
        case "volume-milliliter":
            return "volume-fluid-ounce"
        case "volume-liter":
            small = "volume-fluid-ounce" if largest < 1 else "volume-quart"
            return small if largest < _MOST_IN_QUARTS else measure.unit
        case "temperature-celsius":
            return "temperature-fahrenheit"
        case _:
            return measure.unit


_IN_METRIC = {
    "length-millimeter": Decimal("0.1"), "length-centimeter": Decimal(1), "length-meter": Decimal(100),
    "length-inch": _INCH, "length-foot": _FOOT * 100,
    "mass-gram": Decimal(1), "mass-kilogram": Decimal(1000), "mass-ounce": _OUNCE, "mass-pound": _POUND,
    "volume-milliliter": Decimal(1), "volume-liter": Decimal(1000), "volume-fluid-ounce": _FLUID_OUNCE,
    "volume-quart": _QUART * 1000,
}  # fmt: skip
"""How many centimetres, grams or millilitres a unit is."""


def _converted(figure: Decimal, source: str, target: str) -> Decimal:
    """Return a figure in another unit: degrees whole, below one to two decimals, else to one."""
    if target == "temperature-fahrenheit":
        return (figure * 9 / 5 + 32).quantize(Decimal(1))
    if target == "temperature-celsius":
        return ((figure - 32) * 5 / 9).quantize(Decimal(1))
    exact = figure * _IN_METRIC[source] / _IN_METRIC[target]
    return exact.quantize(Decimal("0.01") if exact < 1 else Decimal("0.1"))


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")
