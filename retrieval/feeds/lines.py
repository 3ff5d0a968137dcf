"""Lines of a text that comes in pieces, none longer than memory should hold."""

import json
from collections.abc import Iterator

from retrieval.feeds.decoding import NOT_UTF8, is_broken
from retrieval.feeds.rows import MAX_ROW, BadRow, Row, too_long


def bounded_lines(text: Iterator[str]) -> Iterator[tuple[int, str | None]]:
    r"""Give each line with its number (1-based) and without its end; None for a line of more than MAX_ROW characters.

    >>> list(bounded_lines(iter(["a\nb", "c\n"])))
    [(1, 'a'), (2, 'bc')]
    """
    number, held, n_held = 1, [""], 0
    for piece in text:
        *ended, tail = piece.split("\n")
        for end in ended:
            is_long = n_held + len(end) > MAX_ROW
            yield number, None if is_long else "".join(held) + end
            number, held, n_held = number + 1, [""], 0
        n_held += len(tail)
        held = [*held, tail] if n_held <= MAX_ROW else [""]
    if n_held:
        yield number, None if n_held > MAX_ROW else "".join(held)


def json_lines(text: Iterator[str]) -> Iterator[Row | BadRow]:
    """Give the value of each line that is not blank."""
    for number, line in bounded_lines(text):
        if line is None:
            yield too_long(number)
        elif line.strip():
            yield parsed(number, line)


def parsed(line: int, text: str) -> Row | BadRow:
    """Return the row of a JSON text that begins in `line`."""
    if is_broken(text):
        return BadRow(line, NOT_UTF8)
    try:
        return Row(line, json.loads(text))
    except ValueError as error:
        return BadRow(line, f"not JSON: {error}")
    except RecursionError:
        return BadRow(line, "nested absurdly deep")
