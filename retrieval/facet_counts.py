"""The facets of a list, each counted as if its own conditions had not been asked for."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from retrieval.filters import FilterColumns, Filters
from retrieval.lists.columns import WORD_FIELDS, ListColumns
from retrieval.lists.duplicates import Groups
from retrieval.lists.facets import FIELDS, Facet, flag_count, price_bands, word_counts
from retrieval.membership import Said, Search, members

Rows = NDArray[np.int64]


class FacetCounts:
    """Counts facets over one catalogue."""

    def __init__(self, search: Search, columns: FilterColumns, figures: ListColumns, groups: Groups) -> None:
        self._search = search
        self._columns = columns
        self._figures = figures
        self._groups = groups

    def of(self, names: Sequence[str], rows: Rows, said: Said, applied: Filters, currency: str) -> tuple[Facet, ...]:
        """Return facets of the list `rows`, which what was `said` and the filters `applied` made."""
        return tuple(self._facet(name, rows, said, applied, currency) for name in names)

    def _facet(self, name: str, rows: Rows, said: Said, applied: Filters, currency: str) -> Facet:
        open_filters = _without(applied, FIELDS[name])
        if open_filters != applied:
            mask = self._columns.mask(open_filters)
            rows = members(said, mask, open_filters, self._search, None).rows
        if name in WORD_FIELDS:
            return word_counts(name, rows, self._figures, self._groups)
        if name == "price":
            return price_bands(rows, self._figures, self._groups, self._columns.factor_to(currency))
        return flag_count(name, rows, self._figures, self._groups)


def _without(filters: Filters, fields: Sequence[str]) -> Filters:
    open_filters = filters
    for name in fields:
        is_stock = name == "in_stock"
        open_filters = replace(open_filters, in_stock=False) if is_stock else open_filters.without(name)
    return open_filters
