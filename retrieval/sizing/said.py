"""What a shopper says of sizes, in any of the languages: sizes worn, measures taken, countries asked for."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from retrieval.errors import SizingError
from retrieval.sizing.labels import SYSTEMS, SizeName, read_size
from retrieval.sizing.measures import MM_OF, MONTHS_OF, PI, Measure

_DIAMETER = "diameter"
_STEM = 4
"""Letters from which a word also stands for those that begin with it."""

_NEAR = 40
"""Characters between a measure and the word for what was measured, at most."""

_LONGEST = 1_000
"""Characters of a message that are read: what is said of a size stands in its beginning."""

_LARGEST_DIAMETER = 30
"""Millimetres of a ring up to which a measure without a word is across it and not round it: no finger is 30 round."""

_WITHOUT_SPACES = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NUMBER = r"\d{1,4}(?:[.,٫]\d{1,2})?"
_HALVES = {"½": ".5", "¼": ".25", "¾": ".75"}
_METRES = re.compile(r"(?<!\d)([12])\s?(?:m|米|м)\s?(\d{1,2})(?!\d)")
"""A height as it is said in several languages: 1m65, 1米6."""

_CODES = "|".join((*SYSTEMS, "EUR", "USA", "GB"))
_NAMED = re.compile(
    rf"(?<![A-Za-z])({_CODES})[ :-]{{0,2}}(\d{{1,3}}(?:[.,]5|[ ]?[½¼¾⅛⅜⅝⅞]|[ ][1357]/[248])?[CYKT]?)(?![\d/])"
)
_NAMED_LETTER = re.compile(rf"(?<![A-Za-z])({_CODES}) ([A-Z](?:½| 1/2)?|X{{1,3}}[SL])(?![A-Za-z\d])")
_REVERSED = re.compile(r"(?<![\d.,/])(\d{1,3}(?:[.,]5| [1357]/[248])?) ?(EU|US|UK|JP|KR|CN|BR)(?![A-Za-z])")
_CHINESE = re.compile(r"(?<!\d)(1\d{2}\s?/\s?\d{2,3}\s?[YABC]?)(?![\d/])", re.IGNORECASE)
_CODE = re.compile(rf"(?<![A-Za-z])({_CODES})(?![A-Za-z])")
_ALONE = re.compile(r"(?<![\w.,/-])(\d{1,3}(?:[.,][257]5?| [1357]/[248])?)(?![\w/%]|[.,-]\d)")
"""A number that may be a size, with a half, a quarter or an eighth."""

_NUMBERED = re.compile(r"\s?[号號호]")
"""What makes a number one of a scale in Chinese, Japanese and Korean, and not a measure."""

_IN_CODE = re.compile(r"\b(?:in|to|en|auf|a|em|naar|na|ke|till|sang)\s+(us|uk|eu|jp|kr|cn|br)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Taken:
    """A measure that was taken: of what, None where that was not said, in mm or months, and as it was said."""

    measure: Measure | None
    amount: Decimal
    number: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a message says of sizes; `systems` are those asked for, without those that its sizes are in."""

    sizes: tuple[SizeName, ...] = ()
    taken: tuple[Taken, ...] = ()
    systems: tuple[str, ...] = ()


class SizeWords:
    """The words for measures, units and countries' sizes. Made by `load`."""

    def __init__(
        self,
        measures: Mapping[str, Iterable[str]],
        units: Mapping[str, Iterable[str]],
        systems: Mapping[str, Iterable[str]],
    ) -> None:
        self._measures = _by_word(measures)
        self._systems = _by_word(systems)
        self._measured = re.compile(_any_of(self._measures), re.IGNORECASE)
        self._system = re.compile(_any_of(self._systems), re.IGNORECASE)
        self._units = {word.lower(): unit for unit, words in units.items() for word in words}
        spelled = "|".join(_ended(word) for word in sorted(self._units, key=len, reverse=True))
        self._with_unit = re.compile(rf"(?<![\d.,/])({_NUMBER})[\s-]?({spelled})", re.IGNORECASE)
        system = _any_of(self._systems)
        self._system_size = re.compile(rf"({system})\D{{0,6}}?({_NUMBER})", re.IGNORECASE)
        self._size_system = re.compile(rf"(?<![\d.,/])({_NUMBER})\s?({system})", re.IGNORECASE)

    @classmethod
    def load(cls, path: Path) -> "SizeWords":
        """Read data/sizes/words.yml; raise SizingError where it is not usable."""
        try:
            given: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
            measures = {
                name: [word for own in words.values() for word in own] for name, words in given["measures"].items()
            }
            units = {name: given["units"][name] for name in (*MM_OF, *MONTHS_OF)}
            unmeasured = set(measures) - set(Measure) - {_DIAMETER}
            unsized = set(given["systems"]) - set(SYSTEMS)
        except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
            raise SizingError(f"{path.name}: not usable ({error}); restore the file") from error
        if unmeasured or unsized:
            raise SizingError(f"{path.name}: {(*unmeasured, *unsized)} is no measure and no system; remove it")
        return cls(measures, units, given["systems"])

    def read(self, text: str, sizes: Iterable[str] = ()) -> Said:
        """Return what a text says; `sizes` are those already found in it, as `SYSTEM value` or the bare value."""
        plain = _plain(text[:_LONGEST])
        taken, spans = self._taken(plain)
        rest = _without(plain, spans)
        named = dict.fromkeys(_whole(name, plain) for name in map(read_size, sizes) if name)
        numbers = {f"{one.number:f}" for one in taken}
        found = dict.fromkeys(name for name in named if name.system or name.value not in numbers)
        for name in self._named(rest):
            found[name] = None
        systems = {name.system for name in found}
        bare = [
            name for name in found if not name.system and any(one.value == name.value and one.system for one in found)
        ]
        kept = tuple(name for name in found if name not in bare)
        return Said(kept, taken, tuple(one for one in self._asked(rest) if one not in systems))

    def read_worn(self, text: str, sizes: Iterable[str] = ()) -> Said:
        """Return what a text about sizes says: where nothing else is one, a lone number between two systems is a size.

        "US kids' shoe 12 in EU": it is in the system before it, and is asked for in the other.
        """
        said, plain = self.read(text, sizes), _plain(text[:_LONGEST])
        numbers = list(_ALONE.finditer(plain))
        if said.sizes or said.taken or len(numbers) != 1:
            return said
        before, after = self._asked(plain[: numbers[0].start()]), self._asked(plain[numbers[0].end() :])
        name = read_size(f"{before[-1]} {numbers[0][1]}") if before and after else None
        return Said((name,), (), tuple(one for one in said.systems if one != name.system)) if name else said

    def _taken(self, plain: str) -> tuple[tuple[Taken, ...], list[tuple[int, int]]]:
        taken, spans = [], []
        for match in _METRES.finditer(plain):
            centimetres = Decimal(match[1]) * 100 + Decimal(match[2].ljust(2, "0"))
            taken.append(Taken(Measure.HEIGHT, centimetres * 10, centimetres, "cm"))
            spans.append(match.span())
        for match in self._with_unit.finditer(_without(plain, spans)):
            unit = self._units[match[2].lower()]
            taken.append(self._measured_by(plain, match.span(), Decimal(_dotted(match[1])), unit))
            spans.append(match.span())
        sized = [match.span() for one in (_NAMED, self._system_size) for match in one.finditer(plain)]
        for word in self._measured.finditer(_without(plain, spans)):  # "chest 96": centimetres are meant
            bare = re.match(rf"[^\d.,;]{{0,12}}?({_NUMBER})(?![\d/.,]*\d)", _without(plain, spans)[word.end() :])
            if bare and not any(one.measure == self._measure(word[0]) for one in taken):
                span = (word.end() + bare.start(1), word.end() + bare.end(1))
                if _NUMBERED.match(plain, span[1]) or any(start <= span[0] < end for start, end in sized):
                    continue  # "ring US 7", "指輪は11号": a size
                taken.append(self._measured_by(plain, span, Decimal(_dotted(bare[1])), "cm"))
                spans.append(span)
        return tuple(taken), spans

    def _measured_by(self, plain: str, span: tuple[int, int], number: Decimal, unit: str) -> Taken:
        """Return a measure with what was measured: the nearest word for it, before or after."""
        if unit in MONTHS_OF:
            return Taken(Measure.AGE, number * MONTHS_OF[unit], number, unit)
        near = []
        for word in self._measured.finditer(plain):
            distance = span[0] - word.end() if word.end() <= span[0] else word.start() - span[1]
            if 0 <= distance <= _NEAR:
                near.append((distance, word[0]))
        what = self._word(min(near)[1]) if near else ""
        amount = number * MM_OF[unit]
        if what == _DIAMETER:
            return Taken(Measure.FINGER, amount * PI, number, unit)
        if unit == "m":
            return Taken(Measure.HEIGHT, amount, number, unit)
        return Taken(Measure(what) if what else None, amount, number, unit)

    def _named(self, rest: str) -> Iterator[SizeName]:
        """Yield sizes that name their system, in codes or in words."""
        codes = [(match[1], match[2]) for pattern in (_NAMED, _NAMED_LETTER) for match in pattern.finditer(rest)]
        codes += [(match[2], match[1]) for match in _REVERSED.finditer(rest) if not _NAMED.search(rest[: match.end()])]
        for match in self._system_size.finditer(rest):
            codes.append((self._systems[self._key(match[1], self._systems)], match[2]))
        values = {value for _, value in codes}
        for match in self._size_system.finditer(rest):
            if match[1] not in values:
                codes.append((self._systems[self._key(match[2], self._systems)], match[1]))
        codes += [("CN", match[1]) for match in _CHINESE.finditer(rest)]
        for system, value in codes:
            name = read_size(f"{system} {value}")
            if name:
                yield name

    def _asked(self, rest: str) -> tuple[str, ...]:
        """Return the systems that a text names, in order."""
        found = [(match.start(), match[1].upper()) for pattern in (_CODE,) for match in pattern.finditer(rest)]
        found += [(match.start(1), match[1].upper()) for match in _IN_CODE.finditer(rest)]
        found += [
            (match.start(), self._systems[self._key(match[0], self._systems)]) for match in self._system.finditer(rest)
        ]
        names = {"EUR": "EU", "USA": "US", "GB": "UK"}
        return tuple(dict.fromkeys(names.get(code, code) for _, code in sorted(found)))

    def _word(self, said: str) -> str:
        return self._measures[self._key(said, self._measures)]

    def _measure(self, said: str) -> Measure:
        what = self._word(said)
        return Measure.FINGER if what == _DIAMETER else Measure(what)

    def _key(self, said: str, words: Mapping[str, str]) -> str:
        folded = said.lower()
        return max((word for word in words if folded.startswith(word)), key=len)


def ring_girth(taken: Taken) -> Decimal:
    """Return the girth that a measure of a ring is: one too small to go round a finger was taken across it.

    >>> ring_girth(Taken(None, Decimal(54), Decimal(54), "mm"))
    Decimal('54')
    >>> round(ring_girth(Taken(None, Decimal(17), Decimal(17), "mm")), 1)
    Decimal('53.4')
    """
    is_across = taken.measure is None and taken.amount < _LARGEST_DIAMETER
    return taken.amount * PI if is_across else taken.amount


def _plain(text: str) -> str:
    """Write digits of every script as ASCII, halves behind a number as decimals, full-width letters as plain ones."""
    for sign, spelled in _HALVES.items():
        text = re.sub(rf"(\d)\s?{sign}", rf"\g<1>{spelled}", text)
    folded = "".join(unicodedata.normalize("NFKC", sign) if "\uff01" <= sign <= "\uff5e" else sign for sign in text)
    return "".join(str(unicodedata.digit(sign)) if sign.isdigit() and not sign.isascii() else sign for sign in folded)


def _whole(name: SizeName, plain: str) -> SizeName:
    """Return a size with the part of it that stands behind its whole number: 7 in "7 1/4", and in "7.25"."""
    behind = re.search(rf"(?<![\d.,/]){re.escape(name.value)}( [1357]/[248]|[.,][257]5?)(?![\d/])", plain)
    return SizeName(name.system, f"{name.value}{_dotted(behind[1])}") if behind and name.value.isdigit() else name


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    left = list(text)
    for start, end in spans:
        left[start:end] = " " * (end - start)
    return "".join(left)


def _dotted(number: str) -> str:
    return number.replace(",", ".").replace("٫", ".")


def _by_word(words: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {word.lower(): name for name, own in words.items() for word in own}


def _any_of(words: Iterable[str]) -> str:
    """Return a pattern for whole words and for what begins with longer ones; in scripts without spaces for the sign."""
    parts = []
    for word in sorted(words, key=len, reverse=True):
        if _WITHOUT_SPACES.search(word):
            parts.append(re.escape(word))
        else:
            parts.append(rf"(?<!\w){re.escape(word)}" + (r"\w*" if len(word) >= _STEM else r"(?!\w)"))
    return "|".join(parts)


def _ended(word: str) -> str:
    """Return a pattern for a unit that ends where its script does: "25 cm的" has one, "25 cmx" none."""
    last = word[-1]
    if _WITHOUT_SPACES.search(word) or not last.isalpha():
        return re.escape(word)
    if last.isascii():
        return rf"{re.escape(word)}(?![A-Za-zÀ-ɏ])"
    return rf"{re.escape(word)}(?![^\W\d_])"
