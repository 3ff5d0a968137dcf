"""How products have been taken up where they were recommended, as of the last event."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from threading import Lock
from typing import Self

import numpy as np
from numpy.typing import NDArray

from retrieval.collaborative import EventSource
from retrieval.events import Event
from retrieval.learning.clicks import click_log
from retrieval.shown_lists import ShownList, ShownLists

Values = NDArray[np.float64]

LEARNED_DAYS = 60
"""Lists shown longer ago say little of what is taken up now."""

_KIND = "recommend"
_FALL = 0.5


@dataclass(slots=True)
class _Tally:
    """Looks at a product and how many of these led to more."""

    looks: float = 0.0
    takes: float = 0.0


_NONE = _Tally()


class Responses:
    """Counts looks and takes by product of shoppers who consented; several threads may use one.

    Each shopper's part is kept, so that what a shopper does, or has erased, counts at the next call: only their lists
    and events are read again. A product that was taken up was looked at; any other one was with a chance that falls
    with its place to the power of minus a half, as `learning.click_model` guesses at first.
    """

    def __init__(self, lists: ShownLists, events: EventSource) -> None:
        self._lists = lists
        self._events = events
        self._parts: dict[str, Mapping[str, _Tally]] = {}
        self._totals: dict[str, _Tally] = {}
        self._waiting: deque[str] = deque()
        self._lock = Lock()

    @classmethod
    def from_store(cls, lists: ShownLists, events: EventSource) -> Self:
        """Count all that is kept and hear of what comes."""
        responses = cls(lists, events)
        consenting = events.consenting()
        consented = (one for one in lists.since(_beginning()) if one.user_id in consenting)
        shown = sorted(consented, key=lambda one: one.user_id)
        for user_id, own in groupby(shown, key=lambda one: one.user_id):
            responses._replace(user_id, tallies(list(own), events.events_of(user_id)))
        events.subscribe(responses.mark_changed)
        lists.subscribe(responses.mark_changed)
        return responses

    def mark_changed(self, user_id: str) -> None:
        """Have a shopper's lists and events read again at the next call."""
        self._waiting.append(user_id)

    def of(self, product_ids: Sequence[str], without: str = "") -> tuple[Values, Values]:
        """Return looks and takes of products, each (n,), not counting those of the shopper `without`."""
        with self._lock:
            self._read_changed()
            found = [self._totals.get(product_id, _NONE) for product_id in product_ids]
            own = [self._parts.get(without, {}).get(product_id, _NONE) for product_id in product_ids]
            counts = [(one.looks - part.looks, one.takes - part.takes) for one, part in zip(found, own, strict=True)]
        columns = np.maximum(np.array(counts, dtype=np.float64).reshape(-1, 2), 0.0)
        return columns[:, 0], columns[:, 1]

    def _read_changed(self) -> None:
        """Bring the counts up to date; whoever could not be read stays waiting."""
        n_waiting = len(self._waiting)
        for user_id in dict.fromkeys(self._waiting[place] for place in range(n_waiting)):
            own = self._lists.of(user_id, _beginning()) if self._events.consenting((user_id,)) else []
            self._replace(user_id, tallies(own, self._events.events_of(user_id)) if own else {})
        for _ in range(n_waiting):
            self._waiting.popleft()

    def _replace(self, user_id: str, part: Mapping[str, _Tally]) -> None:
        for sign, tallies_ in ((-1, self._parts.pop(user_id, {})), (1, part)):
            for product_id, one in tallies_.items():
                total = self._totals.setdefault(product_id, _Tally())
                total.looks += sign * one.looks
                total.takes += sign * one.takes
        if part:
            self._parts[user_id] = part


def tallies(lists: Sequence[ShownList], events: Sequence[Event]) -> dict[str, _Tally]:
    """Return looks and takes by product of one shopper's recommendations."""
    recommended = [one for one in lists if one.kind == _KIND]
    by_id = {one.query_id: one for one in recommended}
    log = click_log(recommended, [(one.user_id, events) for one in recommended[:1]])
    found: dict[str, _Tally] = {}
    for number, place, is_taken in _entries(log.lists, log.positions, log.is_taken):
        tally = found.setdefault(by_id[log.query_ids[number]].product_ids[place], _Tally())
        tally.looks += 1.0 if is_taken else (place + 1) ** -_FALL
        tally.takes += is_taken
    return found


def _entries(*columns: NDArray[np.int64] | NDArray[np.bool_]) -> Iterable[tuple[int, int, bool]]:
    return zip(*(column.tolist() for column in columns), strict=True)


def _beginning() -> datetime:
    return datetime.now(UTC) - timedelta(days=LEARNED_DAYS)
