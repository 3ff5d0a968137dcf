"""Dividing a shopper's events into visits."""

import numpy as np
from numpy.typing import NDArray

from retrieval.behaviour.event_table import NONE, EventTable

PAUSE_SECONDS = 1_800.0
"""After so long without an event a new visit begins, as web analytics have it (Catledge and Pitkow 1995, Characterizing
browsing strategies in the World-Wide Web, https://doi.org/10.1016/0169-7552(95)00043-7, found 25.5 minutes)."""


def sessions_of(table: EventTable) -> NDArray[np.int64]:
    """Return the visit of each event, (n,) numbered from 0 by shopper and then by time.

    Events of one shopper and session id are one visit; those without an id are divided at pauses of 30 minutes.
    """
    order = np.lexsort((table.moments, table.sessions, table.users))
    users, sessions, moments = table.users[order], table.sessions[order], table.moments[order]
    is_new = np.ones(len(order), dtype=bool)
    is_paused = (sessions[1:] == NONE) & (np.diff(moments) > PAUSE_SECONDS)
    is_new[1:] = (np.diff(users) != 0) | (np.diff(sessions) != 0) | is_paused
    visits = np.cumsum(is_new) - 1
    starts = moments[is_new]
    by_time = np.empty(len(starts), dtype=np.int64)
    by_time[np.lexsort((starts, users[is_new]))] = np.arange(len(starts))
    found = np.empty(len(order), dtype=np.int64)
    found[order] = by_time[visits]
    return found
