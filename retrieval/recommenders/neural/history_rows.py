"""Histories as rows of numbers, alike for training and asking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrieval.recommenders.interactions import LIKED_FROM, History, check_items

FACT_KEYS = ("age_band", "gender", "region", "occupation")
_SECONDS_A_DAY = 86_400.0


@dataclass(frozen=True, slots=True, eq=False)
class Touches:
    """Flat interactions: user `rows[n]` (ascending) met item `items[n]` with rating `ratings[n]` at `moments[n]`."""

    rows: NDArray[np.int64]
    items: NDArray[np.int64]
    ratings: NDArray[np.float64]
    moments: NDArray[np.float64]

    @classmethod
    def of(cls, histories: Sequence[History], n_items: int) -> "Touches":
        """Lay histories end to end; raises StoreError for an item that is none of `n_items`."""
        items = np.concatenate([np.empty(0, np.int64), *(history.items for history in histories)])
        check_items(items, n_items)
        return cls(
            np.repeat(np.arange(len(histories)), np.array([len(history) for history in histories], dtype=np.int64)),
            items,
            np.concatenate([np.empty(0), *(history.ratings for history in histories)]),
            np.concatenate([np.empty(0), *(history.moments for history in histories)]),
        )

    def where(self, is_kept: NDArray[np.bool_]) -> "Touches":
        """Return those that a mask (n,) keeps."""
        return Touches(self.rows[is_kept], self.items[is_kept], self.ratings[is_kept], self.moments[is_kept])

    @property
    def is_liked(self) -> NDArray[np.bool_]:
        """Which of them are liked, (n,)."""
        return self.ratings >= LIKED_FROM


@dataclass(frozen=True, slots=True, eq=False)
class HistoryRows:
    """`liked` and `others` (n, n_items) csr float32: what was liked and what was only met, a row adding to 1.

    An empty part is an empty row. `amounts` (n, 2) float32 are log(1 + n) of both.
    """

    liked: sparse.csr_array
    others: sparse.csr_array
    amounts: NDArray[np.float32]


def history_rows(touches: Touches, n_rows: int, n_items: int, half_life_days: float) -> HistoryRows:
    """Weigh what each user met, halved for every `half_life_days` before the last moment of the user's history.

    A moment that is not known (0) weighs as the last does.
    """
    last = np.full(n_rows, -np.inf)
    np.maximum.at(last, touches.rows, touches.moments)
    ages = np.where(touches.moments > 0, last[touches.rows] - touches.moments, 0.0) / _SECONDS_A_DAY
    weights = np.exp2(-ages / half_life_days)
    is_liked = touches.is_liked
    parts, amounts = [], np.zeros((n_rows, 2), np.float32)
    for column, mask in enumerate((is_liked, ~is_liked)):
        rows, own = touches.rows[mask], weights[mask]
        counts = np.bincount(rows, minlength=n_rows)
        own = own / np.maximum(np.bincount(rows, own, minlength=n_rows), np.finfo(np.float32).tiny)[rows]
        ends = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        columns = touches.items[mask].astype(np.int32)
        parts.append(sparse.csr_array((own.astype(np.float32), columns, ends), shape=(n_rows, n_items)))
        amounts[:, column] = np.log1p(counts)
    return HistoryRows(parts[0], parts[1], amounts)


def fact_names(facts: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """Return what users say of themselves, such as `gender=f`, sorted; each is a column of `fact_rows`."""
    return tuple(sorted({f"{key}={own[key]}" for own in facts.values() for key in FACT_KEYS if own.get(key)}))


def fact_rows(facts: Sequence[Mapping[str, str]], names: tuple[str, ...]) -> NDArray[np.float32]:
    """Return (n, n_names) float32, 1 where a user says so; what training never met says nothing."""
    columns = {name: column for column, name in enumerate(names)}
    rows = np.zeros((len(facts), len(names)), np.float32)
    for row, own in enumerate(facts):
        for key in FACT_KEYS:
            column = columns.get(f"{key}={own.get(key, '')}")
            if column is not None:
                rows[row, column] = 1.0
    return rows


def unit_rows(rows: sparse.csr_array) -> sparse.csr_array:
    """Scale rows (n, n_items) csr to length 1; empty ones stay empty."""
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1))).ravel()
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    data = (rows.data * np.repeat(scale, np.diff(rows.indptr))).astype(np.float32)
    return sparse.csr_array((data, rows.indices, rows.indptr), rows.shape)
