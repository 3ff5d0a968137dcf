"""Reading what a product runs on from its attributes, its texts and its HS code."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from retrieval.errors import CatalogError
from retrieval.mains.appliance import HIGHEST_MAINS, LOWEST_MAINS, Appliance, Power
from retrieval.mains.supply import LETTERS
from retrieval.mains.words import MainsWords, folded
from retrieval.product import Product

DUAL_RANGES = ((110, 127), (220, 240))
"""The voltages of "dual voltage" without figures: those of the Americas and of most other countries."""

_UNIT = "(?:v|vac|volts?|voltios|вольт|в|伏特?|ボルト|볼트|โวลต์|โวลท์|فولت|वोल्ट)(?![a-zа-я])"
_SPAN = r"(?:-|–|—|~|〜|/|\b(?:to|bis|a|tot|do|till|ila|den|hingga|sampai)\b|до|至|から|ถึง|الي)"
_TWO_VOLTS = re.compile(rf"(?<![\d.,])(\d{{2,3}})\s*(?:{_UNIT})?\s*({_SPAN})\s*(\d{{2,3}})\s*{_UNIT}")
_ONE_VOLT = re.compile(rf"(?<![\d.,\-–/~])(\d{{1,3}})\s*{_UNIT}")
_BARE_TWO = re.compile(rf"^\D*(\d{{2,3}})\s*(?:{_UNIT})?\s*({_SPAN})\s*(\d{{2,3}})\s*(?:{_UNIT})?\b")
_BARE_ONE = re.compile(r"^\D*(\d{1,3})(?:[.,]\d+)?\b")
_WATTS = re.compile(
    r"(?<![\d.,])(\d{1,2}[.,]\d{3}|\d+(?:[.,]\d+)?)\s*(k?)(?:w|watts?|ватт|вт|瓦|ワット|와트|วัตต์|واط|वाट)(?![a-zа-я])"
)
_HERTZ = re.compile(r"(50|60)(?:\s*[/\-–~]\s*(50|60))?\s*(?:hz|hertz|гц|赫兹|赫茲|ヘルツ|헤르츠|هرتز|เฮิรตซ์)")
_TYPE = re.compile(r"(?<![^\W_])(?:type|typ|tipo|类型|類型|タイプ|타입|نوع|ชนิด|loai|jenis)\s*([a-o])(?![^\W_])")
_LETTER = re.compile(r"(?<![^\W_])([A-O])(?![^\W_])")
_SEPARATORS = re.compile(r"[\s_\-]+")
_GOODS = ("mains", "low", "electric")


@dataclass(frozen=True, slots=True)
class _Stated:
    """What a source states; `is_low` says that it names a voltage or a supply below that of households."""

    plugs: tuple[str, ...] = ()
    ranges: tuple[tuple[int, int], ...] = ()
    watts: float | None = None
    hertz: tuple[int, ...] = ()
    is_low: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads products; `goods` gives by HS code, its digits alone, what runs on a socket as a rule and what never."""

    words: MainsWords
    goods: Mapping[str, str]

    @classmethod
    def load(cls, data: Path) -> "Reader":
        """Read lexicon/mains.yml and mains/goods.yml of a folder; raises CatalogError where one cannot be used."""
        path = data / "mains" / "goods.yml"
        try:
            found = yaml.safe_load(path.read_text(encoding="utf-8"))
            goods = {code.replace(".", ""): kind for kind in _GOODS for code in found[kind]}
        except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
            raise CatalogError(f"{path} cannot be read ({error!r}): restore it from the project.") from error
        return cls(MainsWords.load(data), goods)

    def appliance(self, product: Product) -> Appliance:
        """Return what a product states: its attributes first, then its texts in whatever language.

        A plug or a mains voltage makes it one for the mains; a battery, USB or a lesser voltage one that has none;
        else its HS code decides. Without a code, and with one that may be either, that is unknown.
        """
        kind = self._kind(product.hs_code)
        attributes = self._from_attributes(product.attributes)
        if kind == "none" and not (attributes.plugs or attributes.ranges or attributes.is_low):
            return Appliance(Power.NONE)
        texts = self._from_texts((*product.titles.values(), *product.descriptions.values()))
        plugs, ranges = attributes.plugs or texts.plugs, attributes.ranges or texts.ranges
        if attributes.plugs or attributes.ranges:
            power = Power.MAINS
        elif attributes.is_low or kind == "low":
            return Appliance(Power.LOW_VOLTAGE)
        elif plugs or ranges or kind == "mains":
            power = Power.MAINS
        else:
            return Appliance(Power.LOW_VOLTAGE if texts.is_low and kind else Power.UNKNOWN)
        watts = texts.watts if attributes.watts is None else attributes.watts
        return Appliance(power, plugs, ranges, watts, attributes.hertz or texts.hertz)

    def _kind(self, hs_code: str | None) -> str:
        """Return `mains`, `low`, `electric`, `none`, or "" without a code; the longest code recorded counts."""
        digits = (hs_code or "").replace(".", "")
        if not digits:
            return ""
        return next((self.goods[digits[:n]] for n in range(len(digits), 1, -1) if digits[:n] in self.goods), "none")

    def _from_attributes(self, attributes: Mapping[str, Any]) -> _Stated:
        facts: dict[str, list[str]] = {}
        is_low = False
        for name, value in attributes.items():
            spelled = _SEPARATORS.sub(" ", folded(name)).strip()
            is_low = is_low or (spelled.startswith("batter") and value not in ("", False)) or "usb" in spelled.split()
            fact = self.words.attributes.get(spelled)
            if fact:
                facts.setdefault(fact, []).append(str(value))
        stated = "; ".join([*facts.get("voltage", ()), *facts.get("input", ())])
        volts = [*_ranges(facts.get("voltage", ()), is_bare=True), *_ranges(facts.get("input", ()), is_bare=False)]
        read = folded(stated)
        ranges = tuple(one for one in volts if _is_mains(one)) or self._dual(read)
        is_low = is_low or bool(self.words.usb.search(read)) or (bool(volts) and not ranges)
        return _Stated(
            plugs=tuple(dict.fromkeys(letter for value in facts.get("plug", ()) for letter in self.plugs_in(value))),
            ranges=tuple(dict.fromkeys(ranges)),
            watts=next(_watts_in(facts.get("power", ())), None),
            hertz=_hertz_in([*facts.get("frequency", ()), stated]),
            is_low=is_low,
        )

    def _from_texts(self, texts: Iterable[str]) -> _Stated:
        read = [folded(text) for text in texts]
        volts = list(_ranges(read, is_bare=False))
        ranges = tuple(dict.fromkeys(one for one in volts if _is_mains(one))) or self._dual(" ".join(read))
        named = [letters for text in read for letters in self.words.plugs_named(text)]
        typed = [found[1].upper() for text in read for found in _TYPE.finditer(text) if "plug" in text]
        return _Stated(
            plugs=tuple(dict.fromkeys(letter for letters in (*named, *typed) for letter in letters)),
            ranges=ranges,
            watts=next(_watts_in(read), None),
            hertz=_hertz_in(read),
            is_low=any(self.words.usb.search(text) for text in read) or (bool(volts) and not ranges),
        )

    def plugs_in(self, value: str) -> tuple[str, ...]:
        """Return the letters that the value of an attribute names: "E/F", "Type G (BS 1363)", "UK plug", "EU".

        A bare "EU", "UK", "US" or "AU" counts too, as in "the EU plug".
        """
        named = self.words.plugs_named(folded(value))
        if not named:
            named = [self.words.plugs.get(f"{part} plug", "") for part in re.split(r"[\s,/;+&]+", folded(value))]
        if not any(named):
            named = [found.upper() for found in _LETTER.findall(value.upper() if len(value) == 1 else value)]
        return tuple(dict.fromkeys(letter for letters in named for letter in letters if letter in LETTERS))

    def _dual(self, read: str) -> tuple[tuple[int, int], ...]:
        return DUAL_RANGES if self.words.dual.search(read) else ()


def _is_mains(volts: tuple[int, int]) -> bool:
    return LOWEST_MAINS <= volts[0] <= volts[1] <= HIGHEST_MAINS


def _ranges(values: Iterable[str], is_bare: bool) -> Iterator[tuple[int, int]]:
    """Give the voltages of texts: 220-240 is a range, 110/220 are two; `is_bare` says that figures need no unit."""
    for value in map(folded, values):
        pairs = list(_TWO_VOLTS.finditer(value)) or (list(_BARE_TWO.finditer(value)) if is_bare else [])
        for low, sign, high in (pair.groups() for pair in pairs):
            both = sorted((int(low), int(high)))
            yield from ((volts, volts) for volts in both) if sign == "/" else [(both[0], both[1])]
        if not pairs:
            singles = list(_ONE_VOLT.finditer(value)) or (list(_BARE_ONE.finditer(value)) if is_bare else [])
            yield from ((int(one[1]), int(one[1])) for one in singles)


def _watts_in(values: Iterable[str]) -> Iterator[float]:
    """Give the power that texts state, in watts; a value that is nothing but a number is one."""
    for value in values:
        if re.fullmatch(r"\d+(?:\.\d+)?", value):
            yield float(value)
            continue
        for amount, kilo in _WATTS.findall(folded(value)):
            is_grouped = re.fullmatch(r"\d{1,2}[.,]\d{3}", amount) and not kilo
            figure = float(re.sub("[.,]", "", amount) if is_grouped else amount.replace(",", "."))
            yield figure * 1000 if kilo else figure


def _hertz_in(values: Iterable[str]) -> tuple[int, ...]:
    found = {int(figure) for value in values for pair in _HERTZ.findall(folded(value)) for figure in pair if figure}
    return tuple(sorted(found))
