"""Turning events into interactions: what shoppers' behaviour says of each product, for many at once."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from retrieval.behaviour.event_table import NONE, EventTable
from retrieval.preferences import (
    GLANCE,
    GLANCE_SECONDS,
    IN_CART,
    LONG_LOOK,
    LONG_SECONDS,
    MOST_FOR_VIEWS,
    PER_FURTHER_VIEW,
    PURCHASED,
    SEEN,
    STEP,
    TAKEN_OUT,
)
from retrieval.recommenders.interactions import Interactions


def interactions_of(table: EventTable, facts: Mapping[str, Mapping[str, str]] | None = None) -> Interactions:
    """Return one interaction for each shopper and product, rated as `preferences.ratings_of` rates it.

    Its moment is that of the last event of the two. Searches say nothing of a product. Shoppers and products keep
    their numbers, also those without an interaction.
    """
    is_of_product = (table.items != NONE) & ~table.is_type("search")
    order = np.flatnonzero(is_of_product)
    order = order[np.lexsort((table.moments[order], table.items[order], table.users[order]))]
    table = table.where(order)
    is_first = np.ones(len(table), dtype=bool)
    is_first[1:] = (np.diff(table.users) != 0) | (np.diff(table.items) != 0)
    starts = np.flatnonzero(is_first)
    pair = np.cumsum(is_first) - 1
    lasts = np.append(starts[1:], len(table)) - 1 if len(starts) else starts
    return Interactions.from_arrays(
        table.user_ids,
        table.item_ids,
        table.users[starts],
        table.items[starts],
        _ratings(table, pair, len(starts)),
        table.moments[lasts],
        facts,
    )


def _ratings(table: EventTable, pair: NDArray[np.int64], n_pairs: int) -> NDArray[np.float64]:
    """Weigh the events of each pair; the rows of `table` stand by `pair`, then by moment."""
    ratings = _of_looks(table, pair, n_pairs)
    moved = _last(table.is_type("cart") | table.is_type("remove"), pair, n_pairs)
    is_in = table.is_type("cart")
    ratings[moved >= 0] = np.where(is_in[moved[moved >= 0]], IN_CART, TAKEN_OUT)
    ratings[pair[table.is_type("purchase")]] = PURCHASED
    told = _last(table.is_type("rate") & ~np.isnan(table.values), pair, n_pairs)
    ratings[told >= 0] = np.round(table.values[told[told >= 0]] / STEP) * STEP
    return ratings


def _of_looks(table: EventTable, pair: NDArray[np.int64], n_pairs: int) -> NDArray[np.float64]:
    """Weigh views and the time they took; time without a view counts as one."""
    n_views = np.maximum(np.bincount(pair[table.is_type("view")], minlength=n_pairs), 1)
    is_timed = table.is_type("dwell") & ~np.isnan(table.values)
    has_time = np.bincount(pair[is_timed], minlength=n_pairs) > 0
    seconds = np.bincount(pair[is_timed], weights=table.values[is_timed], minlength=n_pairs)
    ratings = SEEN + np.minimum(MOST_FOR_VIEWS, PER_FURTHER_VIEW * (n_views - 1))
    ratings[has_time & (seconds >= LONG_SECONDS)] += LONG_LOOK
    ratings[has_time & (seconds < GLANCE_SECONDS)] += GLANCE
    return np.asarray(ratings, dtype=np.float64)


def _last(is_wanted: NDArray[np.bool_], pair: NDArray[np.int64], n_pairs: int) -> NDArray[np.int64]:
    """Return the last row of each pair that is wanted, (n_pairs,), -1 where none is."""
    found = np.full(n_pairs, -1, dtype=np.int64)
    rows = np.flatnonzero(is_wanted)
    np.maximum.at(found, pair[rows], rows)
    return found
