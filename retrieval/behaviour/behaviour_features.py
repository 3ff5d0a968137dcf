"""What shoppers do, in numbers: by shopper, by visit, and by shopper with what is long ago counting less."""

import numpy as np
from numpy.typing import NDArray

from retrieval.behaviour.cleaning import UNKNOWN
from retrieval.behaviour.event_table import NONE, EventTable
from retrieval.behaviour.features import Features
from retrieval.behaviour.sessions import sessions_of
from retrieval.events import EVENT_TYPES
from retrieval.profile import HALF_LIFE_DAYS

Values = NDArray[np.float64]
_DAY = 86_400.0


def shopper_features(table: EventTable, now: float) -> Features:
    """Return the features of each shopper of the table, also of those without events.

    `n_view` … `n_remove` count events by type (a click on a product is a view), `recent_view` … the same halved for
    every 30 days up to `now` (seconds since 1970); `dwell_seconds`, `mean_rating`, `n_products`, `n_sessions`,
    `purchase_per_view`, `removed_per_cart` and `days_since_last` speak for themselves. A mean or a rate of nothing is
    nan, and so are days of who has no event with a known time.
    """
    n, users = len(table.user_ids), table.users
    columns = _counts(table, users, n)
    is_known = table.moments != UNKNOWN
    age = np.where(is_known, np.maximum(now - table.moments, 0.0), 0.0) / _DAY
    decay = np.where(is_known, np.exp2(-age / HALF_LIFE_DAYS), 0.0)
    for type_ in EVENT_TYPES:
        is_type = table.is_type(type_)
        columns[f"recent_{type_}"] = np.bincount(users[is_type], weights=decay[is_type], minlength=n).astype(np.float64)
    columns["n_sessions"] = _n_different(users, sessions_of(table), n)
    last = np.full(n, -np.inf)
    np.maximum.at(last, users[is_known], table.moments[is_known])
    columns["days_since_last"] = np.where(np.isfinite(last), np.maximum(now - last, 0.0) / _DAY, np.nan)
    return Features.of(table.user_ids, columns)


def session_features(table: EventTable) -> Features:
    """Return the features of each visit, by shopper and time: counts, means and rates as by shopper, and its length.

    `seconds` is the time from the first to the last event, `place` which of the shopper's visits it is, from 0. Ids are
    the shopper's, a blank and the place.
    """
    visits = sessions_of(table)
    n = int(visits.max(initial=-1)) + 1
    columns = _counts(table, visits, n)
    first, last, owner = np.full(n, np.inf), np.full(n, -np.inf), np.zeros(n, dtype=np.int64)
    np.minimum.at(first, visits, table.moments)
    np.maximum.at(last, visits, table.moments)
    owner[visits] = table.users
    columns["seconds"] = last - first
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    place = np.arange(n) - np.repeat(starts, np.diff(np.append(starts, n)))
    columns["place"] = place.astype(np.float64)
    ids = tuple(f"{table.user_ids[user]} {number}" for user, number in zip(owner, place.tolist(), strict=True))
    return Features.of(ids, columns)


def _counts(table: EventTable, groups: NDArray[np.integer], n: int) -> dict[str, Values]:
    """Return what is counted the same way of shoppers and of visits."""
    columns = {
        f"n_{type_}": np.bincount(groups[table.is_type(type_)], minlength=n).astype(np.float64) for type_ in EVENT_TYPES
    }
    timed = table.is_type("dwell") & ~np.isnan(table.values)
    columns["dwell_seconds"] = np.bincount(groups[timed], table.values[timed], n).astype(np.float64)
    rated = table.is_type("rate") & ~np.isnan(table.values)
    columns["mean_rating"] = _ratio(
        np.bincount(groups[rated], weights=table.values[rated], minlength=n), np.bincount(groups[rated], minlength=n)
    )
    is_of_product = table.items != NONE
    columns["n_products"] = _n_different(groups[is_of_product], table.items[is_of_product], n)
    columns["purchase_per_view"] = _ratio(columns["n_purchase"], columns["n_view"])
    columns["removed_per_cart"] = _ratio(columns["n_remove"], columns["n_cart"])
    return columns


def _n_different(groups: NDArray[np.integer], things: NDArray[np.integer], n: int) -> Values:
    """Return how many different things each group has, (n,)."""
    pairs = np.unique(np.column_stack([groups, things]).astype(np.int64), axis=0)
    return np.bincount(pairs[:, 0], minlength=n).astype(np.float64)


def _ratio(part: NDArray[np.number], whole: NDArray[np.number]) -> Values:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1), np.nan)
