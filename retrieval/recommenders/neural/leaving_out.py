"""What each item of a history adds to a score: what the score loses without it."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.recommenders.interactions import History
from retrieval.recommenders.recommender import Cause

MOST_LEFT_OUT = 100
"""Of longer histories only so many of the latest items are left out in turn; older ones are not named as causes."""


def item_causes(history: History, scores_of: Callable[[Sequence[History]], NDArray[np.float32]]) -> tuple[Cause, ...]:
    """Return the items of a history with the share of each, whether for or against, strongest first.

    `scores_of` gives the score of the item in question for each of some histories. A network has no sum of parts to
    read shares from, so each is found by asking again without the item ("leave one out", as in Covert, Lundberg, Lee
    2021, "Explaining by removing", https://jmlr.org/papers/v22/20-1316.html). Shares need not add up to the score.
    """
    places = range(max(0, len(history) - MOST_LEFT_OUT), len(history))
    scores = scores_of([history, *(_without(history, place) for place in places)])
    causes = [
        Cause("item", float(scores[0] - score), int(history.items[place]))
        for score, place in zip(scores[1:], places, strict=True)
    ]
    return strongest_first(causes)


def strongest_first(causes: Sequence[Cause]) -> tuple[Cause, ...]:
    """Sort causes by share; of equals the item of lower column, then the name that is first in the alphabet."""
    return tuple(sorted(causes, key=lambda cause: (-cause.share, cause.item, cause.name)))


def _without(history: History, place: int) -> History:
    """Return a history without the item at a place."""
    is_left = np.arange(len(history)) != place
    return History(history.items[is_left], history.ratings[is_left], history.moments[is_left], history.facts)
