"""Leaving out events that cannot be, that were sent twice, or that no person made; each rule counts what it takes.

The thresholds are set by hand, generous to people: what a program does slowly is not found, and a person who shops
without rest is not taken for one. What tells programs from people are pace, volume and regularity (Tan and Kumar 2002,
Discovery of web robot sessions based on their navigational patterns, https://doi.org/10.1023/A:1013228602957).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from retrieval.behaviour.event_table import NONE, EventTable
from retrieval.events import EARLIEST

DAY = 86_400.0
MINUTE = 60.0
UNKNOWN = 0.0
"""The moment of an event whose time is not known; it is judged by everything else."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on an event is taken for impossible, repeated or made by a program."""

    ahead_seconds: float = DAY
    """How far in the future an event may lie, for clocks and time zones."""
    early_seconds: float = DAY
    """How long before its product was added an event may lie; shops note days, not moments."""
    longest_dwell: float = DAY
    """Seconds on one page."""
    repeat_seconds: float = 1.0
    """The same shopper doing the same with the same product and value within this time did it once."""
    most_per_minute: int = 60
    """Views, searches and moves in and out of the cart of one shopper within any 60 seconds."""
    most_per_day: int = 2_000
    """The same within any 24 hours."""
    least_gaps: int = 30
    """Gaps between events needed before their regularity says something."""
    least_variation: float = 0.05
    """Standard deviation of the gaps over their mean; people are far above 0.5, timers near 0."""


USUAL = Thresholds()
"""What holds where nothing else is said."""


@dataclass(frozen=True, slots=True, eq=False)
class Cleaned:
    """Which events (n,) are left, and how many each rule took; an event counts under the first rule that takes it."""

    is_kept: Mask
    taken: Mapping[str, int]
    n_shoppers_taken: int
    """Shoppers of whom nothing is left because they are taken for programs."""


def clean(table: EventTable, now: float, thresholds: Thresholds, added: NDArray[np.float64] | None = None) -> Cleaned:
    """Apply all rules in turn, the later ones to what the earlier ones left.

    `now` is in seconds since 1970; `added` (n_items,) says since when each item was sold, nan where not known.
    """
    is_kept = np.ones(len(table), dtype=bool)
    taken: dict[str, int] = {}
    for name, is_bad in impossible(table, now, thresholds, added).items():
        taken[name] = int((is_kept & is_bad).sum())
        is_kept &= ~is_bad
    is_repeated = repeated(table, is_kept, thresholds)
    taken["repeated"] = int(is_repeated.sum())
    is_kept &= ~is_repeated
    is_program = np.zeros(len(table.user_ids), dtype=bool)
    for name, is_bot in programs(table, is_kept, thresholds).items():
        is_new = is_bot & ~is_program
        taken[name] = int((is_kept & is_new[table.users]).sum())
        is_program |= is_bot
    return Cleaned(is_kept & ~is_program[table.users], taken, int(is_program.sum()))


def possible(table: EventTable, rejects: Counter[str]) -> EventTable:
    """Return a table without the events that cannot have been, as of now; they are added to `rejects`, by reason."""
    is_left = np.ones(len(table), dtype=bool)
    for reason, is_bad in impossible(table, datetime.now(UTC).timestamp(), USUAL).items():
        if n_taken := int((is_left & is_bad).sum()):
            rejects[reason] += n_taken
        is_left &= ~is_bad
    return table.where(is_left)


def impossible(
    table: EventTable, now: float, thresholds: Thresholds, added: NDArray[np.float64] | None = None
) -> dict[str, Mask]:
    """Return, by the name of each rule, which events (n,) cannot have been."""
    is_known = table.moments != UNKNOWN
    found = {
        "time before 2000": is_known & (table.moments < EARLIEST.timestamp()),
        "time in the future": table.moments > now + thresholds.ahead_seconds,
    }
    if added is not None and len(added):
        since = np.where(table.items == NONE, np.nan, added[np.maximum(table.items, 0)])
        found["before the product existed"] = is_known & (table.moments < since - thresholds.early_seconds)
    dwell, rate = table.is_type("dwell"), table.is_type("rate")
    has_value = ~np.isnan(table.values)
    found["dwell below 0 or over a day"] = (
        dwell & has_value & ~((table.values >= 0) & (table.values <= thresholds.longest_dwell))
    )
    found["rating outside 1 to 5"] = rate & ~((table.values >= 1) & (table.values <= 5))
    return found


def repeated(table: EventTable, is_kept: Mask, thresholds: Thresholds) -> Mask:
    """Return which kept events (n,) repeat the one before them within `repeat_seconds`; of unknown times all but one.

    A chain of repeats counts as one event, however long it is.
    """
    rows = np.flatnonzero(is_kept)
    values = np.nan_to_num(table.values[rows], nan=-1.0)
    keys = (table.users[rows], table.items[rows], table.types[rows], values)
    order = np.lexsort((table.moments[rows], *keys))
    is_same = np.ones(max(len(rows) - 1, 0), dtype=bool)
    for key in keys:
        is_same &= np.diff(key[order]) == 0
    is_same &= np.diff(table.moments[rows][order]) <= thresholds.repeat_seconds
    found = np.zeros(len(table), dtype=bool)
    found[rows[order[1:]][is_same]] = True
    # searches are told apart by their words, which a table does not hold: none is taken for a repeat
    return np.asarray(found & ~table.is_type("search"))


def programs(table: EventTable, is_kept: Mask, thresholds: Thresholds) -> dict[str, Mask]:
    """Return, by the name of each rule, which shoppers (n_users,) are taken for programs.

    Purchases, ratings and time on a page do not count: a program need not make them, and pages send the time by clock.
    """
    is_act = table.is_type("view") | table.is_type("search") | table.is_type("cart") | table.is_type("remove")
    rows = np.flatnonzero(is_kept & is_act & (table.moments != UNKNOWN))
    rows = rows[np.lexsort((table.moments[rows], table.users[rows]))]
    users, moments, n_users = table.users[rows], table.moments[rows], len(table.user_ids)
    return {
        "too fast for a person": _has_more_within(users, moments, thresholds.most_per_minute, MINUTE, n_users),
        "too much for a person": _has_more_within(users, moments, thresholds.most_per_day, DAY, n_users),
        "regular as a timer": _is_regular(users, moments, n_users, thresholds),
    }


def _has_more_within(
    users: NDArray[np.int32], moments: NDArray[np.float64], most: int, seconds: float, n_users: int
) -> Mask:
    """Say which users have more than `most` events less than `seconds` apart; rows stand by user, then moment."""
    found = np.zeros(n_users, dtype=bool)
    if len(users) > most:
        is_close = (users[most:] == users[:-most]) & (moments[most:] - moments[:-most] < seconds)
        found[users[most:][is_close]] = True
    return found


def _is_regular(users: NDArray[np.int32], moments: NDArray[np.float64], n_users: int, thresholds: Thresholds) -> Mask:
    is_own = np.diff(users) == 0
    gaps, owners = np.diff(moments)[is_own], users[1:][is_own]
    n_gaps = np.bincount(owners, minlength=n_users)
    mean = np.bincount(owners, weights=gaps, minlength=n_users) / np.maximum(n_gaps, 1)
    spread = np.bincount(owners, weights=np.square(gaps - mean[owners]), minlength=n_users) / np.maximum(n_gaps, 1)
    return np.asarray(
        (n_gaps >= thresholds.least_gaps) & (mean > 0) & (np.sqrt(spread) < thresholds.least_variation * mean)
    )
