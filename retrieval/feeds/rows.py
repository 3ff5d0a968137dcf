"""What readers of files give: rows, and rows that cannot be used."""

from dataclasses import dataclass
from typing import Any

MAX_ROW = 4 * 2**20
"""Characters that one row may have; a longer one is skipped without being held in memory."""

MAX_DEPTH = 64
"""Levels that values of one row may nest."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stands in the file, not yet understood; `line` (1-based) is where it begins."""

    line: int
    record: Any


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read. `is_rest_lost` says that nothing behind it can be read either."""

    line: int
    reason: str
    is_rest_lost: bool = False


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was not imported: its file, the line there (1-based) where it begins, and why.

    `is_rest_lost` says that the file could not be read any further, so that products behind it are missing.
    """

    file: str
    line: int
    reason: str
    is_rest_lost: bool = False


def too_long(line: int) -> BadRow:
    """Return the row that begins in `line` and is longer than MAX_ROW."""
    return BadRow(line, f"longer than {MAX_ROW:,} characters")


class CutOffError(Exception):
    """A packed file ends, or is damaged, before its content does."""
