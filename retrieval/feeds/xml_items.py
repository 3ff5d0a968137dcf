"""Items of an RSS or Atom feed of any length, one at a time, by expat.

Entities are refused, so that a file can neither grow in memory nor name another one.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from xml.parsers import expat

from retrieval.errors import CatalogError
from retrieval.feeds.rows import MAX_DEPTH, MAX_ROW, BadRow, Row, too_long

_ITEMS = frozenset({"item", "entry"})
_NEXT_ITEM = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]")
_LONGEST_TAG = 64
"""Bytes that are looked at again where an item's tag may straddle two pieces."""

Fields = dict[str, list[str]]
"""Name of an element without its prefix, in small letters → the text of each that there is."""


class _SpoiltItemError(Exception):
    """The item that is being read cannot be used, and expat should not go on with it.

    `index` is where: by the time expat returns, it has read on.
    """

    def __init__(self, reason: str, index: int) -> None:
        super().__init__(reason)
        self.index = index


def xml_items(text: Iterator[str], name: str) -> Iterator[Row | BadRow]:
    """Give the `Fields` of each item or entry; elements with a prefix, such as `g:title`, come before those without.

    An item that is not well formed costs itself alone. Raises CatalogError where the file declares entities, or has
    neither items nor entries.
    """
    reader = _Reader(name)
    for piece in text:
        yield from reader.feed(piece.encode("utf-8", "surrogateescape"))
    yield from reader.end()


class _Reader:
    """Feeds expat, and starts it anew at the next item where one is spoilt."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.n_lines = 0
        """Ends of lines before what is fed next."""
        self.skipped: bytes | None = None
        """The last bytes of what is passed over in search of the next item, None where expat reads."""
        self.document = _Document(name, 0, ())
        self.has_items = False

    def feed(self, piece: bytes) -> Iterator[Row | BadRow]:
        """Give the items that end in this piece."""
        data = piece
        while data:
            if self.skipped is not None:
                data = self._resumed(data)
                continue
            is_fresh = self.document.is_fresh
            at, reason = self.document.parse(data)
            self.has_items = self.has_items or self.document.has_items
            yield from self.document.taken()
            if reason:
                yield BadRow(self.document.item_line or self.n_lines + data.count(b"\n", 0, at) + 1, reason)
            if reason is not None:
                # The next item may begin right here, unless it is the one that has just failed.
                self.skipped = b"" if is_fresh and at == 0 else data[at : at + 1]
                at += 1
            self.n_lines += data.count(b"\n", 0, at)
            data = data[at:]

    def end(self) -> Iterator[BadRow]:
        """Give what is open where the text ends."""
        if not self.has_items:
            raise CatalogError(f"{self.name} holds no <item> and no <entry>: it is no feed of RSS or Atom.")
        if self.skipped is None and (reason := self.document.fault_at_end()):
            line = self.document.item_line or self.n_lines + 1
            yield BadRow(line, f"the file is cut off ({reason}); the rest of it is lost", True)

    def _resumed(self, data: bytes) -> bytes:
        """Return what is left to parse from the next item on, nothing where none begins in `data`."""
        before = self.skipped or b""
        found = _NEXT_ITEM.search(before + data)
        if not found:
            self.n_lines += data.count(b"\n")
            self.skipped = (before + data)[-_LONGEST_TAG:]
            return b""
        start = found.start() - len(before)
        self.n_lines += data.count(b"\n", 0, max(start, 0))
        if start < 0:
            self.n_lines -= before.count(b"\n", found.start())
        self.skipped = None
        self.document = _Document(self.name, self.n_lines, self.document.around())
        return (before + data)[found.start() :]


class _Document:
    """What expat calls, and what it has gathered. `item_line` is the line of the item that is open, or None."""

    def __init__(self, name: str, n_lines_before: int, around: tuple[str, ...]) -> None:
        self.name = name
        self.n_lines_before = n_lines_before
        self.has_items = False
        self.item_line: int | None = None
        self._open: list[str] = []
        self._is_unclosed = False
        self._item_depth = 0
        self._done: list[Row | BadRow] = []
        self._plain: Fields = {}
        self._prefixed: Fields = {}
        self._text: list[str] = []
        self._n_text = 0
        self._parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.EntityDeclHandler = self._entity
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        opening = "".join(f"<{element}>" for element in around).encode()
        parser.Parse(opening, False)
        self._n_fed = self._n_opening = len(opening)

    @property
    def is_fresh(self) -> bool:
        """Whether nothing of the file has been parsed."""
        return self._n_fed == self._n_opening

    def parse(self, data: bytes) -> tuple[int, str | None]:
        """Parse a piece; return how far, and what is wrong there: None where nothing is, "" what was reported."""
        parser = self._parser
        try:
            parser.Parse(data, False)
        except expat.ExpatError as error:
            # The end of what is around an unclosed item cannot match; the item itself has been reported.
            is_known = self._is_unclosed and self.item_line is None
            reason = "" if is_known else f"not well formed: {expat.ErrorString(error.code)}"
            return self._place(parser.ErrorByteIndex, data), reason
        except _SpoiltItemError as error:
            return self._place(error.index, data), str(error)
        self._n_fed += len(data)
        if self._n_fed - parser.CurrentByteIndex > MAX_ROW:
            return len(data), too_long(0).reason
        return len(data), None

    def fault_at_end(self) -> str:
        """Return what is wrong if nothing comes any more, "" where nothing is."""
        try:
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            return expat.ErrorString(error.code)
        return ""

    def taken(self) -> list[Row | BadRow]:
        """Return the items that have ended since the last call."""
        done, self._done = self._done, []
        return done

    def around(self) -> tuple[str, ...]:
        """Return the elements that are open around items; one at least, as a document has one root."""
        names = self._open[: self._item_depth - 1] if self.item_line else self._open
        return tuple(name for name in names if _local(name) not in _ITEMS) or ("feed",)

    def _place(self, index: int, data: bytes) -> int:
        return min(max(index - self._n_fed, 0), len(data))

    def _entity(self, entity: str, *_: object) -> None:
        raise CatalogError(
            f"{self.name} declares the entity {entity[:40]!r}: entities are refused; write out what it means."
        )

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        self._open.append(element)
        name = _local(element)
        is_field = self.item_line is not None and len(self._open) == self._item_depth + 1
        if name in _ITEMS and (self.item_line is None or is_field):
            self._begin()
        elif is_field:
            self._text = [attributes["href"]] if name == "link" and "href" in attributes else []
        if len(self._open) > MAX_DEPTH:
            raise _SpoiltItemError(f"nested more than {MAX_DEPTH} levels deep", self._parser.CurrentByteIndex)

    def _begin(self) -> None:
        """Begin an item, inside another where that one was not closed."""
        if self.item_line is not None:
            self._done.append(BadRow(self.item_line, "never closed: the next item begins inside it"))
            self._is_unclosed = True
        self.item_line = self.n_lines_before + self._parser.CurrentLineNumber
        self.has_items, self._item_depth, self._n_text = True, len(self._open), 0
        self._plain, self._prefixed, self._text = {}, {}, []

    def _characters(self, text: str) -> None:
        if self.item_line is not None:
            self._n_text += len(text)
            if self._n_text <= MAX_ROW:
                self._text.append(text)

    def _end(self, element: str) -> None:
        depth = len(self._open)
        self._open.pop()
        if self.item_line is None:
            return
        if depth == self._item_depth + 1:
            fields = self._prefixed if ":" in element else self._plain
            if text := "".join(self._text).strip():
                fields.setdefault(_local(element), []).append(text)
        elif depth == self._item_depth:
            line, self.item_line = self.item_line, None
            is_long = self._n_text > MAX_ROW
            self._done.append(too_long(line) if is_long else Row(line, {**self._plain, **self._prefixed}))


@lru_cache(maxsize=1024)
def _local(element: str) -> str:
    return element.rsplit(":", 1)[-1].casefold()
