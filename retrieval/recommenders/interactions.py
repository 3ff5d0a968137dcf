"""What users did with items, as arrays: what recommenders learn from, and what they are asked with."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrieval.errors import StoreError

LIKED_FROM = 4.0
"""A rating from which a user counts as liking an item."""
LOWEST, HIGHEST = 0.5, 5.0
"""The ends of the scale of ratings; what a shop reads from behaviour starts at 1."""


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """What one user did, oldest first; of an item only the last.

    `items` (n,) int64 are columns of the items, `ratings` (n,) float64 in 0.5..5 what was thought of them (told, or
    read from behaviour by `preferences.ratings_of`), `moments` (n,) float64 seconds since 1970, 0 where not known.
    `facts` are what the user has said of themselves and lets be used: `age_band`, `gender`, `region`, `occupation`.
    """

    items: NDArray[np.int64]
    ratings: NDArray[np.float64]
    moments: NDArray[np.float64]
    facts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, items: Sequence[int], ratings: Sequence[float] = (), moments: Sequence[float] = ()) -> Self:
        """Make a history of lists; without ratings everything is liked, without moments the order alone counts.

        >>> History.of([3, 1]).ratings.tolist()
        [5.0, 5.0]
        """
        n = len(items)
        return cls(
            np.asarray(items, dtype=np.int64),
            np.asarray(ratings if len(ratings) else [5.0] * n, dtype=np.float64),
            np.asarray(moments if len(moments) else range(n), dtype=np.float64),
        )

    @classmethod
    def of_known(
        cls,
        columns: Mapping[str, int],
        item_ids: Sequence[str],
        ratings: Sequence[float] = (),
        moments: Sequence[float] = (),
    ) -> Self:
        """Make a history as `of` does of the items that have a column; others, new or deleted since, are left out.

        >>> History.of_known({"cup": 4}, ["gone", "cup"], [5.0, 2.0]).ratings.tolist()
        [2.0]
        """
        places = [place for place, item_id in enumerate(item_ids) if item_id in columns]
        return cls.of(
            [columns[item_ids[place]] for place in places],
            [ratings[place] for place in places] if len(ratings) else (),
            [moments[place] for place in places] if len(moments) else (),
        )

    @property
    def liked(self) -> NDArray[np.int64]:
        """The items that are liked, oldest first."""
        return self.items[self.ratings >= LIKED_FROM]

    def __len__(self) -> int:
        return len(self.items)


@dataclass(frozen=True, slots=True, eq=False)
class Interactions:
    """What users did, sorted by user, then by moment and order of arrival; a pair of user and item stands once.

    `users` and `items` (n,) int32 number `user_ids` and `item_ids`; `ratings` and `moments` (n,) are as in `History`;
    `ends` (n_users + 1,) int64 says where each user's part begins and ends. `facts` are users' facts by id.
    """

    user_ids: tuple[str, ...]
    item_ids: tuple[str, ...]
    users: NDArray[np.int32]
    items: NDArray[np.int32]
    ratings: NDArray[np.float64]
    moments: NDArray[np.float64]
    ends: NDArray[np.int64]
    facts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def from_records(
        cls,
        records: Iterable[tuple[str, str, float, float]],
        item_ids: Sequence[str] = (),
        facts: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Self:
        """Collect `(user_id, item_id, rating, moment)`; the last of a pair by moment counts.

        `item_ids` come first among the items, in their order, also those that nobody touched. Raises StoreError for a
        rating that is not on the scale of 0.5 to 5, and a moment that is not finite.

        >>> found = Interactions.from_records([("ann", "cup", 2.0, 9.0), ("ann", "jug", 4.0, 1.0)])
        >>> found.item_ids, found.history(0).items.tolist()
        (('cup', 'jug'), [1, 0])
        """
        user_rows: dict[str, int] = {}
        item_columns = {item_id: column for column, item_id in enumerate(item_ids)}
        rows, columns, ratings, moments = [], [], [], []
        for user_id, item_id, rating, moment in records:
            rows.append(user_rows.setdefault(user_id, len(user_rows)))
            columns.append(item_columns.setdefault(item_id, len(item_columns)))
            ratings.append(rating)
            moments.append(moment)
        return cls.from_arrays(
            tuple(user_rows),
            tuple(item_columns),
            np.array(rows, dtype=np.int32),
            np.array(columns, dtype=np.int32),
            np.array(ratings, dtype=np.float64),
            np.array(moments, dtype=np.float64),
            facts or {},
        )

    @classmethod
    def from_arrays(
        cls,
        user_ids: tuple[str, ...],
        item_ids: tuple[str, ...],
        users: NDArray[np.int32],
        items: NDArray[np.int32],
        ratings: NDArray[np.float64],
        moments: NDArray[np.float64],
        facts: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Self:
        """Sort parallel arrays (n,) in any order, as `from_records` does; raises StoreError as it does."""
        is_bad = ~((ratings >= LOWEST) & (ratings <= HIGHEST) & np.isfinite(moments))
        if is_bad.any():
            place = int(np.flatnonzero(is_bad)[0])
            raise StoreError(
                f"the rating of item {item_ids[items[place]]!r} by user {user_ids[users[place]]!r} is "
                f"{ratings[place]} at moment {moments[place]}; give ratings from {LOWEST} to {HIGHEST} "
                "and finite moments"
            )
        order = np.lexsort((moments, items, users))
        is_last = np.ones(len(order), dtype=bool)
        is_last[:-1] = (np.diff(users[order]) != 0) | (np.diff(items[order]) != 0)
        kept = np.sort(order[is_last])
        kept = kept[np.lexsort((moments[kept], users[kept]))]
        ends = np.concatenate([[0], np.cumsum(np.bincount(users[kept], minlength=len(user_ids)))]).astype(np.int64)
        return cls(user_ids, item_ids, users[kept], items[kept], ratings[kept], moments[kept], ends, dict(facts or {}))

    @property
    def n_users(self) -> int:
        """How many users there are."""
        return len(self.user_ids)

    @property
    def n_items(self) -> int:
        """How many items there are, touched or not."""
        return len(self.item_ids)

    def __len__(self) -> int:
        return len(self.users)

    def history(self, user: int) -> History:
        """Return what the user of a number did."""
        part = slice(int(self.ends[user]), int(self.ends[user + 1]))
        facts = self.facts.get(self.user_ids[user], {})
        return History(self.items[part].astype(np.int64), self.ratings[part], self.moments[part], facts)

    def histories(self) -> Iterator[History]:
        """Yield the history of each user in order."""
        return (self.history(user) for user in range(self.n_users))

    def where(self, is_kept: NDArray[np.bool_]) -> "Interactions":
        """Return only the interactions that a mask (n,) keeps; users and items keep their numbers."""
        return Interactions.from_arrays(
            self.user_ids,
            self.item_ids,
            self.users[is_kept],
            self.items[is_kept],
            self.ratings[is_kept],
            self.moments[is_kept],
            self.facts,
        )

    def matrix(self, values: NDArray[np.float64] | None = None) -> sparse.csr_array:
        """Return (n_users, n_items) csr float64 with sorted columns: the ratings, or `values` (n,) in their place."""
        data = self.ratings if values is None else values
        matrix = sparse.csr_array(
            (data.astype(np.float64), self.items.copy(), self.ends.astype(np.int32)), shape=(self.n_users, self.n_items)
        )
        matrix.sort_indices()
        return matrix


def matrix_of(histories: Sequence[History], n_items: int, *, only_liked: bool = False) -> sparse.csr_array:
    """Return (n_histories, n_items) csr float64 with sorted columns: a row is a history, an entry a rating.

    Raises StoreError for an item that is no column.
    """
    for history in histories:
        check_items(history.items, n_items)
    kept = [history.ratings >= LIKED_FROM if only_liked else np.ones(len(history), bool) for history in histories]
    ends = np.concatenate([[0], np.cumsum([int(mask.sum()) for mask in kept])]).astype(np.int32)
    items = [history.items[mask] for history, mask in zip(histories, kept, strict=True)]
    ratings = [history.ratings[mask] for history, mask in zip(histories, kept, strict=True)]
    matrix = sparse.csr_array(
        (
            np.concatenate([*ratings, np.empty(0)]),
            np.concatenate([*items, np.empty(0, np.int64)]).astype(np.int32),
            ends,
        ),
        shape=(len(histories), n_items),
    )
    matrix.sort_indices()
    return matrix


def check_items(items: NDArray[np.int64], n_items: int) -> None:
    """Raise StoreError where one of `items` (n,) is no column of `n_items`.

    >>> check_items(np.array([0, 7]), 3)
    Traceback (most recent call last):
    retrieval.errors.StoreError: item 7 is none of the recommender's 3; leave out what it does not know
    """
    is_unknown = (items < 0) | (items >= n_items)
    if is_unknown.any():
        raise StoreError(
            f"item {items[is_unknown][0]} is none of the recommender's {n_items}; leave out what it does not know"
        )
