"""A data set to judge recommenders by, and how its lines are read and refused."""

import csv
import gzip
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TextIO, TypeVar, cast

from retrieval.behaviour.observed import moment_of, number_of
from retrieval.errors import EvaluationError
from retrieval.events import is_id
from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts

Progress = Callable[[str], None]
"""Hears a line about what is being done."""

_Row = TypeVar("_Row")
Scale = tuple[float, float]
OUTSIDE = "rating outside the scale"
LIKES: Scale = (1.0, 5.0)
_LOWEST = (0.5, 1.0)
"""Lowest ratings of scales up to 5 that are taken as they are: half stars and whole ones."""

_DAY = 86_400.0
_EACH = 1_000_000
"""After so many lines the one who waits hears of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """What users did and what is known of the items, in the same order.

    `n_rows` lines were read, of which `rejects` were refused, by reason; `notes` say what else was done with them.
    """

    name: str
    interactions: Interactions
    facts: ItemFacts
    n_rows: int
    rejects: Mapping[str, int]
    notes: tuple[str, ...] = ()

    @property
    def n_rejected(self) -> int:
        """How many lines were refused for any reason."""
        return sum(self.rejects.values())


@dataclass(slots=True)
class Intake:
    """Checks rating lines and counts what is refused; ratings of a scale other than 0.5..5 or 1..5 become 1..5."""

    scale: Scale
    n_rows: int = 0
    rejects: Counter[str] = field(default_factory=Counter)
    latest: float = field(default_factory=lambda: datetime.now(UTC).timestamp() + _DAY)
    """Moments after this have not been yet; a day is allowed for clocks and time zones."""

    def record(self, user_id: str, item_id: str, rating: object, time: object) -> tuple[str, str, float, float] | None:
        """Return a line as `Interactions.from_records` takes it, None where it is refused."""
        self.n_rows += 1
        value, moment = number_of(rating), moment_of(time)
        reason = ""
        if not is_id(user_id) or not is_id(item_id):
            reason = "missing id"
        elif value is None:
            reason = "rating is no number"
        elif not self.scale[0] <= value <= self.scale[1]:
            reason = OUTSIDE
        elif moment is None or moment < 0:
            reason = "unreadable time"
        elif moment > self.latest:
            reason = "time in the future"
        if reason or value is None or moment is None:
            self.refuse(reason)
            return None
        return user_id, item_id, self._rescaled(value), moment

    def refuse(self, reason: str) -> None:
        """Count a line that is left out."""
        self.rejects[reason] += 1

    def _rescaled(self, value: float) -> float:
        low, high = self.scale
        if high == LIKES[1] and low in _LOWEST:
            return value
        return LIKES[0] + (value - low) / (high - low) * (LIKES[1] - LIKES[0])


def check_scale(scale: Scale) -> Scale:
    """Return a scale of ratings; raises EvaluationError unless it is two finite numbers, the lower first."""
    low, high = number_of(scale[0]), number_of(scale[1])
    if low is None or high is None or low >= high:
        raise EvaluationError(f"the scale of ratings is {scale}; give its lowest and its highest number")
    return scale


@contextmanager
def opened(path: Path, encoding: str = "utf-8-sig") -> Iterator[TextIO]:
    """Open a text file, or one packed by gzip (by its first bytes, whatever its name).

    Raises EvaluationError where it is absent, cannot be read or is not in that encoding.
    """
    try:
        with path.open("rb") as raw:
            is_packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            plain = cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if is_packed else raw
            yield TextIOWrapper(plain, encoding=encoding, newline="")
    except (OSError, EOFError, zlib.error) as error:
        raise EvaluationError(f"cannot read {path}: {error}; name a file of the data set") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise EvaluationError(f"{path} is not a text file in {encoding}: {error}; convert it first") from error


def heard(rows: Iterator[_Row], what: str, progress: Progress) -> Iterator[_Row]:
    """Pass rows on, telling of every millionth."""
    for number, row in enumerate(rows, start=1):
        if number % _EACH == 0:
            progress(f"  {number:,} {what} read")
        yield row


def first_there(folder: Path, names: tuple[str, ...]) -> Path | None:
    """Return the first of the files that is in a folder, None where none is; each may be packed as `.gz` too."""
    paths = (folder / (name + packed) for name in names for packed in ("", ".gz"))
    return next((path for path in paths if path.is_file()), None)
