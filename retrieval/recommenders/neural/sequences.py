"""What users did, step by step, side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.recommenders.interactions import LIKED_FROM, History, Interactions

_SECONDS_OF_A_WEEK = 604_800.0


@dataclass(frozen=True, slots=True, eq=False)
class Sequences:
    """Row n is a sequence, oldest first, of `lengths[n]` steps; further cells are 0.

    `items` (n, length) int64, `is_liked` likewise, and `gaps` float32: the logarithm of the time since the step before,
    0 for none and 1 for a week.
    """

    items: NDArray[np.int64]
    is_liked: NDArray[np.bool_]
    gaps: NDArray[np.float32]
    lengths: NDArray[np.int64]

    @classmethod
    def of(cls, histories: Sequence[History], length: int) -> "Sequences":
        """Lay the last `length` steps of each history into a row."""
        lengths = np.array([min(length, len(history)) for history in histories], dtype=np.int64)
        width = int(lengths.max(initial=1))
        items = np.zeros((len(histories), width), np.int64)
        is_liked = np.zeros((len(histories), width), bool)
        gaps = np.zeros((len(histories), width), np.float32)
        for row, (history, n) in enumerate(zip(histories, lengths, strict=True)):
            if n:
                items[row, :n] = history.items[-n:]
                is_liked[row, :n] = history.ratings[-n:] >= LIKED_FROM
                gaps[row, :n] = _gaps(history.moments[-n:])
        return cls(items, is_liked, gaps, lengths)

    @staticmethod
    def n_batches(interactions: Interactions, length: int, batch_size: int) -> int:
        """Return about how many batches `windows` yields, from 1 on; 0 where nobody took two steps."""
        lengths = np.diff(interactions.ends)
        n_pieces = int((-(-lengths[lengths > 1] // length)).sum())
        return -(-n_pieces // batch_size)

    @classmethod
    def windows(
        cls,
        interactions: Interactions,
        length: int,
        batch_size: int,
        shuffle_share: float,
        random: np.random.Generator,
    ) -> Iterator["Sequences"]:
        """Cut all histories into pieces of `length` steps and one, where the first cut falls by chance; yield batches.

        The pieces come in random order, and the steps of a share of them too. One step alone teaches nothing and is
        left out.
        """
        pieces = []
        for history in interactions.histories():
            first = int(random.integers(1, length + 1)) if len(history) > length else 0
            for start in range(first - length if first else 0, len(history), length):
                part = slice(max(0, start), start + length + 1)
                places = np.arange(len(history))[part]
                if len(places) > 1:
                    if random.random() < shuffle_share:
                        random.shuffle(places)
                    pieces.append(History(history.items[places], history.ratings[places], history.moments[places]))
        order = random.permutation(len(pieces))
        for start in range(0, len(order), batch_size):
            yield cls.of([pieces[place] for place in order[start : start + batch_size]], length + 1)


def _gaps(moments: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return the scaled logarithm of the seconds between steps; 0 at the first and where a moment is not known."""
    gaps = np.diff(moments, prepend=moments[:1])
    gaps[1:][(moments[1:] <= 0) | (moments[:-1] <= 0)] = 0.0
    scaled: NDArray[np.float32] = (np.log1p(np.maximum(gaps, 0.0)) / np.log1p(_SECONDS_OF_A_WEEK)).astype(np.float32)
    return scaled
