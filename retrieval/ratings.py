"""Ratings of items by users as a sparse matrix, and how to read them from a file."""

import csv
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrieval.errors import StoreError

MOVIELENS_SCALE = (0.5, 5.0)
_COLUMNS = ("userId", "movieId", "rating")


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """What users think of items.

    `matrix` is (n_users, n_items) csr float64 with sorted columns: a row is a user, a column an item, a stored entry a
    rating (a stored 0.0 is a rating too). `arrival` is (n_ratings,) int64 beside `matrix.data`: the place of each
    rating among the triples, which decides between neighbours of equal similarity. Users and items are numbered in the
    order in which the triples first name them; `user_rows` and `item_columns` turn ids back into those numbers.
    """

    user_ids: tuple[str, ...]
    item_ids: tuple[str, ...]
    matrix: sparse.csr_array
    arrival: NDArray[np.int64]
    user_rows: Mapping[str, int]
    item_columns: Mapping[str, int]

    @classmethod
    def from_triples(cls, triples: Iterable[tuple[str, str, float]]) -> Self:
        """Collect `(user_id, item_id, rating)`; the last rating of a pair counts, and stands at that last one's place.

        Raises StoreError for a rating that is not a finite number.

        >>> ratings = Ratings.from_triples([("ann", "cup", 2.0), ("bob", "cup", 4.0), ("ann", "cup", 5.0)])
        >>> ratings.user_ids, ratings.matrix.toarray().tolist()
        (('bob', 'ann'), [[4.0], [5.0]])
        >>> Ratings.from_triples([("ann", "cup", float("nan"))])
        Traceback (most recent call last):
        retrieval.errors.StoreError: rating of item 'cup' by user 'ann' is nan; give a finite number
        """
        given = list(triples)
        values = np.array([rating for _, _, rating in given], dtype=np.float64)
        if not np.isfinite(values).all():
            user_id, item_id, rating = given[int(np.flatnonzero(~np.isfinite(values))[0])]
            message = f"rating of item {item_id!r} by user {user_id!r} is {rating}; give a finite number"
            raise StoreError(message)
        user_rows: dict[str, int] = {}
        item_columns: dict[str, int] = {}
        rows = np.array([user_rows.setdefault(user_id, len(user_rows)) for user_id, _, _ in given], dtype=np.int32)
        columns = np.array([item_columns.setdefault(item_id, len(item_columns)) for _, item_id, _ in given], np.int32)
        order = np.lexsort((columns, rows))
        is_last = np.append((np.diff(rows[order]) != 0) | (np.diff(columns[order]) != 0), [True] * bool(given))
        if not is_last.all():
            return cls.from_triples([given[place] for place in np.sort(order[is_last])])
        row_ends = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(user_rows)))]).astype(np.int32)
        shape = (len(user_rows), len(item_columns))
        matrix = sparse.csr_array((values[order], columns[order], row_ends), shape=shape)
        return cls(tuple(user_rows), tuple(item_columns), matrix, order.astype(np.int64), user_rows, item_columns)

    @property
    def n_ratings(self) -> int:
        """How many pairs of user and item have a rating."""
        return len(self.arrival)

    def triples(self) -> Iterator[tuple[str, str, float]]:
        """Yield `(user_id, item_id, rating)` in the order of arrival, each pair once."""
        rows = np.repeat(np.arange(len(self.user_ids)), np.diff(self.matrix.indptr))
        for place in np.argsort(self.arrival):
            item_id = self.item_ids[self.matrix.indices[place]]
            yield self.user_ids[rows[place]], item_id, float(self.matrix.data[place])


@dataclass(frozen=True, slots=True, eq=False)
class RatingsFile:
    """What a file of ratings held: `n_rows` lines under the header, and how many were refused, by reason."""

    ratings: Ratings
    n_rows: int
    rejects: Mapping[str, int]

    @property
    def n_rejected(self) -> int:
        """How many lines were refused for any reason."""
        return sum(self.rejects.values())


def read_ratings(path: Path, scale: tuple[float, float] = MOVIELENS_SCALE) -> RatingsFile:
    """Read a CSV file with the columns userId, movieId and rating, and perhaps timestamp (seconds since 1970).

    Of several ratings of a pair the one with the latest timestamp counts, the later line among equals. Lines that
    cannot be used are left out and counted: `malformed`, `missing id`, `not a number`, `outside the scale` (the lowest
    and the highest rating allowed), `bad timestamp`.

    Raises StoreError where the file is absent, is not UTF-8 or lacks a column.
    """
    rejects: Counter[str] = Counter()
    latest: dict[tuple[str, str], tuple[float, float]] = {}
    n_rows = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            missing = [column for column in _COLUMNS if column not in (reader.fieldnames or ())]
            if missing:
                message = f"{path} has the columns {reader.fieldnames}; it needs {', '.join(missing)} too"
                raise StoreError(message)
            for row in reader:
                n_rows += 1
                reason = _reason_to_reject(row, scale)
                if reason:
                    rejects[reason] += 1
                    continue
                pair, moment = (row["userId"], row["movieId"]), float(row.get("timestamp") or 0)
                if pair not in latest or moment >= latest[pair][1]:
                    latest.pop(pair, None)
                    latest[pair] = (float(row["rating"]), moment)
    except OSError as error:
        message = f"cannot read ratings from {path}: {error.strerror}; give the path of a file of ratings"
        raise StoreError(message) from error
    except (UnicodeDecodeError, csv.Error) as error:
        message = f"{path} is not a CSV file in UTF-8: {error}; convert it first"
        raise StoreError(message) from error
    ratings = Ratings.from_triples((user_id, item_id, value) for (user_id, item_id), (value, _) in latest.items())
    return RatingsFile(ratings, n_rows, dict(rejects))


def _reason_to_reject(row: Mapping[str, str], scale: tuple[float, float]) -> str:
    """Say why a line cannot be used, "" where it can; surplus cells come under the key None, absent ones as None."""
    if None in row or None in row.values():
        return "malformed"
    if not row["userId"].strip() or not row["movieId"].strip():
        return "missing id"
    rating = _number(row["rating"])
    if rating is None:
        return "not a number"
    if not scale[0] <= rating <= scale[1]:
        return "outside the scale"
    if row.get("timestamp") and _number(row["timestamp"]) is None:
        return "bad timestamp"
    return ""


def _number(text: str) -> float | None:
    """Read a finite number; None for anything else."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
