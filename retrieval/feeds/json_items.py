"""Items of a JSON array of any length, one at a time.

The parsers that stream JSON hold a whole string of any length and do not say where an item begins. This finds where
items begin and end, with no more than one of them in memory, and leaves what is in them to `json`.
"""

import re
from collections.abc import Iterator
from enum import Enum, auto

from retrieval.feeds.lines import parsed
from retrieval.feeds.rows import MAX_DEPTH, MAX_ROW, BadRow, Row, too_long

_TO_BRACKET = re.compile(r'(?:[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+")*+', re.DOTALL)
_STRING_REST = re.compile(r'(?:[^"\\]++|\\.)*+', re.DOTALL)
_LAST_KEY = re.compile(r'"([^"\\]*)"\s*:\s*\Z')
_KEY_LENGTH = 256
_SHOWN = 60
_CUT_OFF = "a bracket is never closed or the file is cut off; the rest of the file is lost"


def json_items(text: Iterator[str], keys: frozenset[str] = frozenset()) -> Iterator[Row | BadRow]:
    """Give the items of a top-level array, or of arrays that a top-level object holds under one of `keys`.

    An object without such an array is one item itself; several values may follow each other. An item that is too long,
    nests too deep or is no JSON costs itself alone; where a bracket is never closed, the rest is lost.
    """
    scanner = _Scanner(keys)
    for piece in text:
        yield from scanner.feed(piece)
    yield from scanner.end()


class _Place(Enum):
    OUTSIDE = auto()
    OBJECT = auto()
    """In a top-level object that may turn out to be an item or to hold the array."""
    LIST = auto()
    ITEM = auto()
    REST = auto()
    """In a top-level object, behind an array of items."""


class _Step(Enum):
    GO_ON = auto()
    BEGIN = auto()
    END = auto()
    DROP = auto()
    """What stood before the bracket is of no use."""


class _Scanner:
    """Where in the text the scan stands. `held` is the text since the last mark, `line` the line of that mark."""

    def __init__(self, keys: frozenset[str]) -> None:
        self.keys = keys
        self.place = _Place.OUTSIDE
        self.depth = 0
        self.list_depth = 0
        self.is_deep = False
        self.is_astray = False
        """Whether an item was closed by the wrong bracket, so that one too few is left at the end."""
        self.is_string = False
        self.is_escaped = False
        self.held: list[str] = []
        self.n_held = 0
        self.n_lines_held = 0
        self.tail = ""
        self.line = 1

    def feed(self, piece: str) -> Iterator[Row | BadRow]:
        """Give the items that end in this piece of the text."""
        mark = at = 0
        while (at := self._next_bracket(piece, at)) < len(piece):
            is_between = self.place in (_Place.OUTSIDE, _Place.LIST)
            step = self._step(piece, mark, at)
            if step is _Step.END:
                yield self._item(*self._taken(piece[mark : at + 1]))
            elif step is not _Step.GO_ON:
                between = self._taken(piece[mark:at])
                if is_between:
                    yield from _no_object(*between)
            if step is not _Step.GO_ON:
                mark = at if step is _Step.BEGIN else at + 1
            at += 1
        self._hold(piece[mark:])

    def end(self) -> Iterator[BadRow]:
        """Give what is open where the text ends."""
        between = self._taken("")
        if self.is_astray and self.place is _Place.LIST:
            return
        if self.place is not _Place.OUTSIDE or self.is_string:
            yield BadRow(between[0], _CUT_OFF, True)
        else:
            yield from _no_object(*between)

    def _next_bracket(self, piece: str, start: int) -> int:
        """Return where the next bracket outside of strings is, the length of the piece where there is none."""
        at = start
        while at < len(piece):
            if not self.is_string:
                at = _end(_TO_BRACKET, piece, at)
                if piece[at : at + 1] != '"':
                    return at
                at, self.is_string = at + 1, True
            end = _end(_STRING_REST, piece, at + self.is_escaped)
            self.is_string = piece[end : end + 1] != '"'
            self.is_escaped = self.is_string and end < len(piece)
            at = len(piece) if self.is_string else end + 1
        return at

    def _step(self, piece: str, mark: int, at: int) -> _Step:
        bracket = piece[at]
        is_opening = bracket in "{["
        if self.place in (_Place.OUTSIDE, _Place.LIST):
            return self._opened(bracket) if is_opening else self._closed(bracket)
        self.depth += 1 if is_opening else -1
        if is_opening:
            self.is_deep = self.is_deep or self.depth > MAX_DEPTH
            if self.place is not _Place.ITEM and bracket == "[" and self.depth == 2 and self._is_wanted(piece[mark:at]):
                self.place, self.list_depth = _Place.LIST, 2
                return _Step.DROP
        elif self.place is _Place.ITEM and self.depth == self.list_depth:
            self.place = _Place.LIST
            return _Step.END
        elif self.depth == 0:
            step = _Step.END if self.place is _Place.OBJECT else _Step.DROP
            self.place = _Place.OUTSIDE
            return step
        return _Step.GO_ON

    def _opened(self, bracket: str) -> _Step:
        self.depth += 1
        if self.place is _Place.OUTSIDE and bracket == "[":
            self.place, self.list_depth = _Place.LIST, 1
            return _Step.DROP
        self.place = _Place.OBJECT if self.place is _Place.OUTSIDE else _Place.ITEM
        self.is_deep = False
        return _Step.BEGIN

    def _closed(self, bracket: str) -> _Step:
        if self.place is _Place.OUTSIDE or bracket == "}":
            return _Step.GO_ON
        self.depth -= 1
        self.place = _Place.REST if self.depth else _Place.OUTSIDE
        return _Step.DROP

    def _is_wanted(self, tail: str) -> bool:
        key = _LAST_KEY.search((self.tail + tail)[-_KEY_LENGTH:])
        return key is not None and key[1] in self.keys

    def _item(self, line: int, text: str, n_text: int) -> Row | BadRow:
        if n_text > MAX_ROW:
            return too_long(line)
        self.is_astray = self.is_astray or text[0] + text[-1] not in ("{}", "[]")
        return BadRow(line, f"nested more than {MAX_DEPTH} levels deep") if self.is_deep else parsed(line, text)

    def _taken(self, tail: str) -> tuple[int, str, int]:
        """Return the line of the mark, the text since then ("" where it was too long) and its length; move the mark."""
        line, n_text = self.line, self.n_held + len(tail)
        text = "" if n_text > MAX_ROW else "".join(self.held) + tail
        self.line += self.n_lines_held + tail.count("\n")
        self.held, self.n_held, self.n_lines_held, self.tail = [], 0, 0, ""
        return line, text, n_text

    def _hold(self, tail: str) -> None:
        self.n_held += len(tail)
        self.n_lines_held += tail.count("\n")
        self.tail = (self.tail + tail)[-_KEY_LENGTH:]
        self.held = [*self.held, tail] if self.n_held <= MAX_ROW else []


def _no_object(line: int, text: str, n_text: int) -> Iterator[BadRow]:
    """Report what stands between items, unless it is what belongs there."""
    if n_text > MAX_ROW:
        yield too_long(line)
    elif found := text.strip(" \t\n,"):
        yield BadRow(line + text.count("\n", 0, text.index(found)), f"not an object but {found[:_SHOWN]}")


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Return where a pattern that also matches nothing stops matching."""
    found = pattern.match(text, at)
    return found.end() if found else at
