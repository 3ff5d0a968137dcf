"""Ratings of a row, one at a time; needs nothing but the standard library."""

from math import isfinite
from typing import Any

HIGHEST, LOWEST = 5.0, 0.5
"""The ends of the scale, as in `retrieval.recommenders.interactions`, which needs more than machines may have."""

Rated = tuple[tuple[str, str] | None, Any]


def rating_row(row: dict[str, Any]) -> Rated:
    """Return ((user, item), (rating, moment)), or (None, what is wrong).

    >>> rating_row({"user_id": "ann", "product_id": "cup", "rating": 4, "ts": None})
    (('ann', 'cup'), (4.0, 0.0))
    >>> rating_row({"user_id": "ann", "product_id": "cup", "rating": 7.0})
    (None, "rating 7.0 of 'cup' by 'ann'")
    """
    user_id, item_id, given = row["user_id"], row["product_id"], row["rating"]
    if user_id in (None, "") or item_id in (None, ""):
        return None, f"a row without user or product: {user_id!r}, {item_id!r}"
    rating = float(given) if isinstance(given, int | float) else float("nan")
    moment = float(row.get("ts") or 0.0)
    if not LOWEST <= rating <= HIGHEST or not isfinite(moment):
        return None, f"rating {given!r} of {item_id!r} by {user_id!r}"
    return (str(user_id), str(item_id)), (rating, moment)


def weight(rating: float) -> float:
    """Return the weight of a rating, as `retrieval.recommenders.weights.weights_of` does.

    >>> weight(2.5)
    0.5
    """
    return rating / HIGHEST


def latest(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """Return the later of two ratings of a pair, of those of one moment the higher.

    >>> latest((5.0, 1.0), (2.0, 9.0))
    (2.0, 9.0)
    """
    return max(one, other, key=lambda rated: (rated[1], rated[0]))
