"""The orders in which a list can be shown."""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from retrieval.lists.columns import ListColumns

Rows = NDArray[np.int64]


class Sort(StrEnum):
    """What a list is sorted by; the values are the words of the HTTP API."""

    RELEVANCE = "relevance"
    PRICE = "price"
    PRICE_DOWN = "-price"
    RATING = "rating"
    NEWEST = "newest"


def sorted_rows(rows: Rows, sort: Sort, columns: ListColumns, nearest: Rows) -> Rows:
    """Return all of `rows` in the order asked for.

    `nearest` are rows by falling relevance, those that a text was compared with. Ties go by relevance, then by product
    id; what is not known comes last, and so do, by relevance, rows that are not among `nearest`: these by popularity.
    """
    places = _places(rows, nearest)
    ids = columns.id_places[rows]
    if sort is Sort.RELEVANCE:
        return rows[np.lexsort((ids, _rising(-columns.popularity[rows]), places))]
    figures = {
        Sort.PRICE: columns.prices,
        Sort.PRICE_DOWN: -columns.prices,
        Sort.RATING: -columns.ratings,
        Sort.NEWEST: -columns.days,
    }[sort][rows]
    return rows[np.lexsort((ids, places, _rising(figures)))]


def _places(rows: Rows, nearest: Rows) -> NDArray[np.int64]:
    """Return each row's place among `nearest`; one behind the last for those that are not there."""
    if not nearest.size:
        return np.zeros(rows.size, dtype=np.int64)
    order = np.argsort(nearest, kind="stable")
    found = np.minimum(np.searchsorted(nearest, rows, sorter=order), nearest.size - 1)
    places = order[found]
    return np.where(nearest[places] == rows, places, nearest.size)


def _rising(figures: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(np.isnan(figures), np.inf, figures)
