"""Which places of a list something may be tried in."""

import math
from collections.abc import Sequence

import numpy as np

from retrieval.findings import Found


def slots(share: float, n: int, random: np.random.Generator) -> list[int]:
    """Return the places (from 0) of a list of `n` in which something is tried: at most share · n, never the first.

    The list is cut into blocks of 1 / share places, rounded up, and each has one such place, drawn evenly. So every
    place but the first has the same chance, `chance_of_slot`, and no part of a list gathers them all. Where the draw of
    the first block falls on the first place, nothing is tried in that block.
    """
    most = math.floor(share * n)
    if most < 1:
        return []
    length = _block(share)
    drawn = [start + int(random.integers(length)) for start in range(0, n, length)]
    return [place for place in drawn if 0 < place < n][:most]


def chance_of_slot(share: float) -> float:
    """Return how likely something is tried at a place that is not the first."""
    return 1 / _block(share)


def within(places: Sequence[int], share: float, part: int) -> list[int]:
    """Return rising places without those that are too many for their part of the list: share · part of each are left.

    Parts are of `part` places each, as shown at once, counted from the first.
    """
    most, kept = math.floor(share * part), list[int]()
    for place in places:
        start = place - place % part
        if sum(one >= start for one in kept) < most:
            kept.append(place)
    return kept


def ranked_first(items: Sequence[Found]) -> tuple[Found, ...]:
    """Return a list led by what ranking put there, where something tried has come first because others were taken out.

    Where everything left was tried, the order stays.
    """
    place = next((place for place, item in enumerate(items) if item.propensity is None), 0)
    return (*items[place : place + 1], *items[:place], *items[place + 1 :])


def _block(share: float) -> int:
    return math.ceil(1 / share)
