"""How many pieces more, less or in all: "one less", "two more", "make it three", in words as in digits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.entities.entity import Entity
from bot.entities.phrases import Meaning
from bot.entities.positions import NOT_COUNTED_AFTER
from bot.entities.reading import Reading

_MOST_IN_WORDS = 99
_MOST_IN_DIGITS = 9
"""Larger bare digits beside "only" or "more" are prices, days or sizes."""

_MANY = 2
_PLACES = ("before", "before_many", "after")
_NUMBERS = ("words", "alone")
_NEEDS_PIECES = frozenset({"han"})
"""Scripts in which a number that counts has a measure word behind it: 少一个 is one less, 少一点 is a bit less."""


@dataclass(frozen=True, slots=True)
class _Count:
    """A number that may count pieces: the slice of the message, its tokens and the tokens of its measure word."""

    value: int
    start: int
    end: int
    first: int
    last: int
    behind: int
    is_word: bool


def find_counts(reading: Reading, taken: Sequence[tuple[int, int]]) -> list[Entity]:
    """Return the first number that the words beside it say to count pieces (`count` of bot/lexicon/markers.yml).

    Number words that mean something else elsewhere ("one", "un", "bir") count only there.
    """
    ignored = reading.spans(reading.matched("ignore"))
    for count in sorted(_candidates(reading), key=lambda one: (one.start, -one.end)):
        is_free = reading.is_free(count.start, count.end, [*taken, *ignored])
        if is_free and not _is_position(reading, count) and _is_counted(reading, count):
            return [Entity("quantity", count.value, count.start, count.end)]
    return []


def count_hints(words: Mapping[str, Any]) -> Iterator[tuple[str, Meaning]]:
    """Yield the hints that `find_counts` looks for, from a language's `count` of bot/lexicon/markers.yml."""
    for place in _PLACES:
        for word in words.get(place, ()):
            yield word, Meaning(f"count.{place}", "", 0)
    for kind in _NUMBERS:
        for word, value in words.get(kind, {}).items():
            yield str(word), Meaning(f"count.{kind}", str(value), 0)


def _candidates(reading: Reading) -> Iterator[_Count]:
    for number in reading.numbers:
        most = _MOST_IN_WORDS if number.is_word else _MOST_IN_DIGITS
        if number.value == int(number.value) and 1 <= number.value <= most:
            yield _count(reading, int(number.value), number.start, number.end, number.is_word)
    for hint in reading.hints:
        for meaning in hint.meanings:
            if meaning.name in {f"count.{kind}" for kind in _NUMBERS}:
                yield _count(reading, int(meaning.value), *reading.span(hint), is_word=True)


def _count(reading: Reading, value: int, start: int, end: int, is_word: bool) -> _Count:
    first, last = reading.first_token(start), reading.last_token(end)
    pieces = reading.hint_after("pieces", last)
    return _Count(value, start, end, first, last, pieces.last if pieces else last, is_word)


def _is_position(reading: Reading, count: _Count) -> bool:
    """Tell whether a number names places in a list: the first two, 前两个, "1 and 2"."""
    if reading.text[count.start - 1 : count.start] in NOT_COUNTED_AFTER and count.start:
        return True
    if reading.hint_before("first_n.before", count.first) or reading.hint_after("first_n.after", count.last):
        return True
    behind, before = (
        reading.hint_after("between.joiner", count.last),
        reading.hint_before("between.joiner", count.first),
    )
    digits = [number for number in reading.numbers if not number.is_word]
    return any(
        (behind is not None and reading.first_token(number.start) == behind.last)
        or (before is not None and reading.last_token(number.end) == before.first)
        for number in digits
    )


def _is_counted(reading: Reading, count: _Count) -> bool:
    has_pieces = count.behind > count.last
    if reading.hint_after("count.alone", count.first):
        return True
    if any(_says_so(reading, end) for end in {count.last, count.behind}):
        return has_pieces or not _needs_pieces(reading, count)
    is_other = any(reading.hint_after(kind, count.last) for kind in ("unit", "order"))
    if not has_pieces and (is_other or _needs_pieces(reading, count)):
        return False
    if count.is_word and has_pieces and count.value >= _MANY:
        return True
    places = ["count.before"] if count.is_word or has_pieces else []
    places += ["count.before_many"] if count.value >= _MANY else []
    return any(reading.hint_before(place, count.first) for place in places)


def _says_so(reading: Reading, token: int) -> bool:
    """Tell whether the word for more or less at a token counts what is before it; "two more days" are days."""
    found, unit = reading.hint_after("count.after", token), reading.hint_after("unit", token)
    if found is None or (unit is not None and unit.last >= found.last):
        return False
    is_glued = found.last < len(reading.tokens) and reading.tokens[found.last].is_glued
    return is_glued or not reading.hint_after("unit", found.last)


def _needs_pieces(reading: Reading, count: _Count) -> bool:
    return count.is_word and reading.tokens[count.last - 1].script in _NEEDS_PIECES
