"""What a shopper's events say of each product, as a rating from 1 to 5."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from retrieval.events import Event

PURCHASED = 5.0
IN_CART = 4.25
TAKEN_OUT = 2.0
SEEN = 3.0
PER_FURTHER_VIEW = 0.25
MOST_FOR_VIEWS = 0.5
LONG_LOOK, LONG_SECONDS = 0.25, 30.0
GLANCE, GLANCE_SECONDS = -1.0, 3.0
LIKED_FROM = 4.0
"""A rating from which one may say that a shopper likes a product: bought, in the cart, or rated so."""

STEP = 0.125


def ratings_of(events: Iterable[Event]) -> dict[str, float]:
    """Return the rating of each product in a shopper's events; the order of events given does not matter.

    The latest explicit rating counts, whatever else happened. Without one, the strongest thing done counts: bought 5;
    else, by whichever came last, put into the cart 4.25 or taken out of it 2; else looked at, 3, with 0.25 more for
    each further look up to 0.5, 0.25 more for 30 seconds or longer in all, 1 less where all looks together took under 3
    seconds. These figures are set by hand: that a purchase says more than a look is known, how much more is not (Hu,
    Koren, Volinsky 2008, "Collaborative filtering for implicit feedback datasets",
    https://doi.org/10.1109/ICDM.2008.22).

    Ratings come in steps of 1/8, as sums of such numbers are exact (see `user_similarity.Packing`). A search says
    nothing of a product.

    >>> from datetime import UTC, datetime
    >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> looked = Event("1", "ann", "view", "cup", None, noon, None)
    >>> ratings_of([looked]), ratings_of([looked, Event("2", "ann", "purchase", "cup", None, noon, None)])
    ({'cup': 3.0}, {'cup': 5.0})
    """
    by_product: dict[str, list[Event]] = defaultdict(list)
    for event in sorted(events, key=lambda event: event.ts):
        if event.product_id is not None and event.type != "search":
            by_product[event.product_id].append(event)
    return {product_id: _rating(own) for product_id, own in by_product.items()}


def _rating(events: Sequence[Event]) -> float:
    """Weigh the events of one product, oldest first."""
    is_bought, last_move = False, ""
    for event in reversed(events):
        if event.type == "rate" and event.value is not None:
            return round(float(event.value) / STEP) * STEP
        is_bought = is_bought or event.type == "purchase"
        if not last_move and event.type in {"cart", "remove"}:
            last_move = event.type
    if is_bought:
        return PURCHASED
    if last_move:
        return IN_CART if last_move == "cart" else TAKEN_OUT
    return _rating_of_looks(events)


def _rating_of_looks(events: Sequence[Event]) -> float:
    """Weigh views and the time they took; time without a view counts as one."""
    n_views = max(1, sum(event.type == "view" for event in events))
    seconds = [float(event.value) for event in events if event.type == "dwell" and event.value is not None]
    rating = SEEN + min(MOST_FOR_VIEWS, PER_FURTHER_VIEW * (n_views - 1))
    if seconds and sum(seconds) >= LONG_SECONDS:
        rating += LONG_LOOK
    elif seconds and sum(seconds) < GLANCE_SECONDS:
        rating += GLANCE
    return rating
