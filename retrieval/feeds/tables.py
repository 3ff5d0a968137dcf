"""Rows of a table: comma, semicolon, tab or bar between its cells, names of columns in its first line."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.errors import CatalogError
from retrieval.feeds.decoding import NOT_UTF8, is_broken
from retrieval.feeds.lines import bounded_lines
from retrieval.feeds.rows import BadRow, Row, too_long

_DELIMITERS = ("\t", ",", ";", "|")
_SHOWN_COLUMNS = 40


class _TooLongError(Exception):
    """A line is longer than a row may be."""


@dataclass(frozen=True, slots=True)
class Table:
    """The names of a table's columns, and its rows: each a dict of column → cell, to be read once."""

    name: str
    columns: tuple[str, ...]
    rows: Iterator[Row | BadRow]

    @classmethod
    def open(cls, text: Iterator[str], name: str) -> "Table":
        """Read the first line, find out what stands between cells, and get ready for the rest.

        Raises CatalogError where there is no line with names of columns.
        """
        lines = bounded_lines(text)
        for _, line in lines:
            if line is None or is_broken(line):
                break
            # Excel writes the delimiter into a line of its own.
            if line.strip() and not line.casefold().startswith("sep="):
                return cls._of(line, _Lines(lines), name)
        raise CatalogError(f"{name} has no line with the names of columns: the first line of a table must hold them.")

    @classmethod
    def _of(cls, header: str, lines: "_Lines", name: str) -> "Table":
        delimiter = max(_DELIMITERS, key=lambda candidate: len(_cells(header, candidate)))
        columns = tuple(column.strip().strip("\ufeff") for column in _cells(header, delimiter))
        return cls(name, columns, _rows(lines, columns, delimiter))

    def check(self, wanted: Sequence[tuple[str, ...]]) -> None:
        """Raise CatalogError naming what the table lacks, where of some names that mean the same it has none."""
        has = {column.casefold() for column in self.columns} | set(self.columns)
        missing = [names[0] for names in wanted if not set(names) & has]
        if missing:
            found = ", ".join(repr(column) for column in self.columns[:_SHOWN_COLUMNS])
            raise CatalogError(
                f"{self.name} lacks the columns {', '.join(repr(column) for column in missing)}; it has {found}: "
                f"correct the first line of the file or the mapping."
            )


class _Lines:
    """Lines for the parser of `csv`, kept until the row is settled so that they can be read again."""

    def __init__(self, lines: Iterator[tuple[int, str | None]]) -> None:
        self._lines = lines
        self._again: list[tuple[int, str | None]] = []
        self.taken: list[tuple[int, str | None]] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        taken = self._again.pop() if self._again else next(self._lines)
        self.taken.append(taken)
        if taken[1] is None:
            raise _TooLongError
        return taken[1] + "\n"

    def settle(self) -> tuple[int, str | None]:
        """Forget the lines of the row, and return its first."""
        first = self.taken[0]
        self.taken = []
        return first

    def read_again(self) -> tuple[int, str | None]:
        """Give all lines of the row but its first once more, and return the first."""
        self._again += reversed(self.taken[1:])
        return self.settle()


def _rows(lines: _Lines, columns: tuple[str, ...], delimiter: str) -> Iterator[Row | BadRow]:
    """Give the rows. Where a row of several lines is wrong, its first line is left out and the others are read anew.

    A quote that is never closed would otherwise take the rest of the file with it.
    """
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _TooLongError) as error:
            yield from _row(*lines.read_again(), columns, delimiter, error)
            continue
        if len(lines.taken) > 1 and len(cells) != len(columns):
            yield from _row(*lines.read_again(), columns, delimiter, csv.Error("a quote is never closed"))
            continue
        line, _ = lines.settle()
        yield from _named(line, cells, columns)


def _row(
    line: int, text: str | None, columns: tuple[str, ...], delimiter: str, error: Exception
) -> Iterator[Row | BadRow]:
    """Give a row that is no CSV: between tabs, quotes are often meant as they stand, as in `27" screen`."""
    if text is None:
        yield too_long(line)
    elif delimiter == "\t" and text.count("\t") == len(columns) - 1:
        yield from _named(line, text.split("\t"), columns)
    elif isinstance(error, _TooLongError):
        yield BadRow(line, "a quote is never closed, or a line of the row is too long")
    else:
        yield BadRow(line, f"not a row of a table: {error}")


def _named(line: int, cells: list[str], columns: tuple[str, ...]) -> Iterator[Row | BadRow]:
    if not any(cells):
        return
    if any(cells[len(columns) :]):
        yield BadRow(line, f"{len(cells)} cells, but the first line names {len(columns)} columns")
    elif any(is_broken(cell) for cell in cells):
        yield BadRow(line, NOT_UTF8)
    else:
        # Where two columns share a name, the first counts.
        yield Row(line, dict(zip(reversed(columns), reversed(_filled(cells, len(columns))), strict=True)))


def _filled(cells: list[str], n_columns: int) -> list[str]:
    """Return exactly so many cells: spreadsheets leave out empty ones at the end, or add some."""
    return cells[:n_columns] + [""] * (n_columns - len(cells))


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)
