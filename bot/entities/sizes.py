"""Sizes: "EU 38", "size M", "42码", "サイズM", "XL"."""

import re
from collections.abc import Iterator, Sequence

from bot.entities.entity import Entity
from bot.entities.numbers import ascii_digits
from bot.entities.reading import Reading

_SYSTEM = re.compile(
    r"(?<![A-Za-z])(EU|EUR|US|USA|UK|JP|CN|KR|FR|IT|BR|AU)(?:[ -]?(?:size|größe|taille|talla|サイズ|码))?[ :]{0,2}"
    r"(\d{1,3}(?:[.,]5)?|X{0,3}[SL]|M)(?![A-Za-zÀ-ɏḀ-ỿ0-9€$£¥])(?!\s?(?:€|\$|£|euro|dollar))",
    re.IGNORECASE,
)
_REVERSED = re.compile(r"(?<![A-Za-z0-9.,])(\d{1,2}(?:[.,]5)?) ?(EU|US|UK|JP)(?![A-Za-z0-9$])")
_LETTERS = re.compile(r"(?<![A-Za-z0-9&'’.-])((?:[2-5]X|X{1,4})[SL]|[SML])(?![a-zA-ZÀ-ɏḀ-ỿ0-9&'’]|-[a-zA-Z])")
_ANY = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[.,]5)?)(?![\d]|[.,]\d)|(?<![A-Za-z])((?:[2-5]X|X{0,4})[SL]|M)(?![A-Za-zÀ-ɏḀ-ỿ])",
    re.IGNORECASE,
)
_SYSTEM_NAMES = {"EUR": "EU", "USA": "US"}
_LARGEST = 220
_SHORT = 6
"""Tokens up to which a message is short enough for a lone S, M or L beside a category to be a size."""
_SURE_LETTERS = re.compile(r"^(?:[2-5]X|X{1,4})[SL]$")
_LEAST_BESIDE_NUMBER = 16
"""From here "número 42" is a size; below, "número 4" is a position in a list."""


def find_sizes(reading: Reading, taken: Sequence[tuple[int, int]]) -> list[Entity]:
    """Return the sizes of the message, `SYSTEM value` or the bare value; `taken` slices are something else already."""
    found: list[Entity] = []
    for entity in (*_with_system(reading), *_beside_word(reading), *_letters(reading)):
        used = [*taken, *((other.start, other.end) for other in found)]
        if reading.is_free(entity.start, entity.end, used):
            found.append(entity)
    return sorted(found, key=lambda entity: entity.start)


def _with_system(reading: Reading) -> Iterator[Entity]:
    plain = ascii_digits(reading.text)
    for match in _SYSTEM.finditer(plain):
        is_typed_large = match.group(1).isupper() or match.group(1).lower() in {"eur", "eu", "jp", "uk"}
        is_letter = not match.group(2)[0].isdigit()
        if is_typed_large and not (is_letter and not match.group(2).isupper()) and not _is_money(reading, match.end()):
            system = match.group(1).upper()
            yield _entity(f"{_SYSTEM_NAMES.get(system, system)} {_number(match.group(2))}", match.span())
    for match in _REVERSED.finditer(plain):
        yield _entity(f"{match.group(2)} {_number(match.group(1))}", match.span())


def _is_money(reading: Reading, end: int) -> bool:
    position = reading.first_token(end)
    return any(match.first == position for match in reading.matched("currency"))


def _beside_word(reading: Reading) -> Iterator[Entity]:
    """Yield sizes right behind or before a word for size."""
    plain = ascii_digits(reading.text)
    for hint in reading.hints:
        names = {meaning.name for meaning in hint.meanings}
        if not names & {"size", "number"}:
            continue
        least = 1 if "size" in names else _LEAST_BESIDE_NUMBER
        start, end = reading.span(hint)
        behind = _ANY.match(plain, end + len(plain[end:]) - len(plain[end:].lstrip(" :=")))
        before = [match for match in _ANY.finditer(plain[:start]) if not plain[match.end() : start].strip(" .-")]
        for match in (behind, before[-1] if before else None):
            if match and _fits(match.group(), least) and not _is_money(reading, match.end()):
                yield _entity(_number(match.group()), match.span())
                break


def _letters(reading: Reading) -> Iterator[Entity]:
    """Yield sizes in capital letters; S, M and L alone only in a short message or beside a category."""
    for match in _LETTERS.finditer(reading.text):
        is_alone = match.group() == reading.text.strip()
        is_beside = len(reading.tokens) <= _SHORT and bool(reading.matched("category"))
        if _SURE_LETTERS.match(match.group()) or is_alone or is_beside:
            yield _entity(match.group(), match.span())


def _fits(value: str, least: int) -> bool:
    digits = value.replace(",", ".")
    return least <= float(digits) <= _LARGEST if digits.replace(".", "").isdigit() else least == 1


def _number(value: str) -> str:
    return value.replace(",", ".").upper()


def _entity(value: str, span: tuple[int, int]) -> Entity:
    return Entity("size", value, *span)
