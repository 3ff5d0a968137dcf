"""Events as arrays, for counting millions of them at once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from retrieval.behaviour.observed import Observed
from retrieval.events import EVENT_TYPES

NONE = -1
"""Stands for no product and no session."""

_CODES = {name: code for code, name in enumerate(EVENT_TYPES)}


def code_of(type_: str) -> int:
    """Return the number that stands for a type of event in `EventTable.types`."""
    return _CODES[type_]


@dataclass(frozen=True, slots=True, eq=False)
class EventTable:
    """Events in the order they came in; all arrays are (n,).

    `users`, `items` and `sessions` int32 number `user_ids`, `item_ids` and `session_ids`, NONE where there is no
    product or session; `types` int8 are as `code_of` gives them; `values` float64 are nan where there is none (the
    words of a search are not kept here); `moments` float64 are seconds since 1970.
    """

    user_ids: tuple[str, ...]
    item_ids: tuple[str, ...]
    session_ids: tuple[str, ...]
    users: NDArray[np.int32]
    items: NDArray[np.int32]
    sessions: NDArray[np.int32]
    types: NDArray[np.int8]
    values: NDArray[np.float64]
    moments: NDArray[np.float64]

    @classmethod
    def of(cls, observed: Iterable[Observed], item_ids: Iterable[str] = ()) -> Self:
        """Collect events, read as they come; `item_ids` come first among the items, also those nobody touched."""
        users: dict[str, int] = {}
        items = {item_id: column for column, item_id in enumerate(item_ids)}
        sessions: dict[str, int] = {}
        numbers = _Growing(np.int32), _Growing(np.int32), _Growing(np.int32)
        types, values, moments = _Growing(np.int8), _Growing(np.float64), _Growing(np.float64)
        for one in observed:
            numbers[0].add(users.setdefault(one.user_id, len(users)))
            numbers[1].add(NONE if one.product_id is None else items.setdefault(one.product_id, len(items)))
            numbers[2].add(NONE if one.session_id is None else sessions.setdefault(one.session_id, len(sessions)))
            types.add(_CODES[one.type])
            values.add(np.nan if one.value is None or isinstance(one.value, str) else one.value)
            moments.add(one.moment)
        return cls(
            tuple(users),
            tuple(items),
            tuple(sessions),
            numbers[0].whole(),
            numbers[1].whole(),
            numbers[2].whole(),
            types.whole(),
            values.whole(),
            moments.whole(),
        )

    def __len__(self) -> int:
        return len(self.users)

    def is_type(self, type_: str) -> NDArray[np.bool_]:
        """Say which events are of a type, (n,)."""
        return np.asarray(self.types == _CODES[type_])

    def where(self, kept: NDArray[np.bool_] | NDArray[np.int64]) -> "EventTable":
        """Return only the events of a mask (n,) or of rows, in their order; users, items and sessions keep numbers."""
        return replace(
            self,
            users=self.users[kept],
            items=self.items[kept],
            sessions=self.sessions[kept],
            types=self.types[kept],
            values=self.values[kept],
            moments=self.moments[kept],
        )


class _Growing:
    """Numbers that come one at a time, held as an array with room to spare."""

    def __init__(self, dtype: type[np.generic]) -> None:
        self._array = np.empty(1024, dtype=dtype)
        self._n = 0

    def add(self, number: float) -> None:
        if self._n == len(self._array):
            self._array = np.concatenate([self._array, np.empty_like(self._array)])
        self._array[self._n] = number
        self._n += 1

    def whole(self) -> NDArray:  # type: ignore[type-arg]  # of the type it was made for
        return self._array[: self._n].copy()
