"""Sizes as they are written: "EU 38", "7 1/4", "N½", "2XL", "160/84A"."""

import re
from dataclasses import dataclass
from decimal import Decimal

LETTERS = "letter"
"""The system of S, M and L, which are written without one."""

SYSTEMS = ("EU", "UK", "US", "JP", "KR", "CN", "BR", "FR", "DE", "IT", "ES", "AU", "RU", "MX")
"""The systems that a size may name. Of some there is no table: they are known so that this can be said."""

_SAME = {"EUR": "EU", "USA": "US", "GB": "UK", "JPN": "JP", "KOR": "KR", "CHN": "CN", "BRA": "BR", "JIS": "JP"}
_NAMED = re.compile(rf"({'|'.join((*_SAME, *SYSTEMS))})[ :-]*(\S.*)", re.IGNORECASE)
_LETTER = re.compile(r"(?:(\d)X|(X*))([SML])|(LL|\dL)", re.IGNORECASE)
_CHINESE = re.compile(r"(\d{2,3})\s*/\s*(\d{2,3})\s*([YABC]?)", re.IGNORECASE)
"""Height of the body, girth of chest or waist in cm, and type of build: GB/T 1335."""
_HALVES = {"½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⅛": " 1/8", "⅜": " 3/8", "⅝": " 5/8", "⅞": " 7/8"}
_FRACTION = re.compile(r"(.*?)\s*\b(\d)/(\d)")
_SUFFIX = re.compile(r"(\d+(?:\.\d+)?)\s*[CYKMWT]", re.IGNORECASE)
"""A number with the letter that says for whom it is: 10C, 2Y, 4T, 9W."""


@dataclass(frozen=True, slots=True)
class SizeName:
    """A size as it was named; `system` is "" where none was, and "letter" for S, M and L."""

    system: str
    value: str

    @property
    def text(self) -> str:
        """The size as it is written."""
        return self.value if self.system in {"", LETTERS} else f"{self.system} {self.value}"

    @property
    def is_letter(self) -> bool:
        """Whether it is one of S, M, L and the like, in whichever system."""
        return bool(_LETTER.fullmatch(self.value))

    @property
    def height_and_girth(self) -> tuple[Decimal, Decimal] | None:
        """The height of the body and the girth in mm that a Chinese size such as 160/84A names, None for any other."""
        found = _CHINESE.fullmatch(self.value)
        return (Decimal(found[1]) * 10, Decimal(found[2]) * 10) if found else None


def read_size(text: str) -> SizeName | None:
    """Return the size that a text is, None where it is none.

    >>> read_size("EU 38"), read_size("usa 9,5")
    (SizeName(system='EU', value='38'), SizeName(system='US', value='9.5'))
    >>> read_size("2xl"), read_size("160/84a"), read_size("one size")
    (SizeName(system='letter', value='XXL'), SizeName(system='CN', value='160/84A'), None)
    """
    folded = " ".join(text.split())
    named = _NAMED.fullmatch(folded)
    system = _SAME.get(named[1].upper(), named[1].upper()) if named else ""
    value = named[2] if named else folded
    letters = _LETTER.fullmatch(value)
    if letters:
        return SizeName(system or LETTERS, _letters(letters))
    if _CHINESE.fullmatch(value):
        return SizeName("CN", value.upper().replace(" ", ""))
    if system == "UK" and re.fullmatch(r"[A-Z](?:\s*½|\s*1/2|\.5)?", value, re.IGNORECASE):
        return SizeName(system, value.upper())
    if not value[:1].isdigit():
        return None
    return SizeName(system, value.upper().replace(",", ".") if "," in value else value.upper())


def key_of(label: str) -> str:
    """Return a form in which sizes are equal that are written differently.

    >>> key_of("7 1/4") == key_of("7¼") == key_of("7.25"), key_of("N½"), key_of("9.0"), key_of("10C")
    (True, 'N.5', '9', '10')
    """
    text = label.strip().upper()
    for sign, spelled in _HALVES.items():
        text = text.replace(sign, spelled)
    fraction = _FRACTION.fullmatch(text)
    if fraction:
        part = f"{Decimal(fraction[2]) / Decimal(fraction[3]):f}"
        text = f"{fraction[1].strip()}{part.removeprefix('0')}"
    suffixed = _SUFFIX.fullmatch(text)
    text = suffixed[1] if suffixed else text
    return text.rstrip("0").rstrip(".") if re.fullmatch(r"\d+\.\d+", text) else text


def _letters(found: re.Match[str]) -> str:
    """Write 2XL as XXL; from four on the number is kept."""
    if found[4]:
        return found[4].upper()
    n_crosses, letter = int(found[1] or len(found[2])), found[3].upper()
    return f"{'X' * n_crosses}{letter}" if n_crosses < 4 else f"{n_crosses}X{letter}"
