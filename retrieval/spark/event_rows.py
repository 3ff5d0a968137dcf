"""Events of a row, and one shopper's share of the counts as entries; needs nothing but the standard library."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from retrieval.advice.baskets import baskets_of
from retrieval.advice.co_occurrence import Share
from retrieval.behaviour.observed import Observed, observed
from retrieval.errors import StoreError
from retrieval.events import Event

BASKET_TYPES = ("purchase", "cart", "remove")
TOTAL, LEFT_OUT, PRODUCT, PAIR, BOTH, REJECT = "total", "left out", "product", "pair", "both", "reject"

_NO_ID = ""
Entry = tuple[tuple[str, ...], float]


def event_of(given: Observed) -> Event | str:
    """Return what an event says of baskets, or why it cannot have been; `value` plays no part in baskets."""
    try:
        moment = datetime.fromtimestamp(given.moment, UTC)
        return Event(given.event_id, given.user_id, given.type, given.product_id, None, moment, given.session_id)
    except (StoreError, OverflowError, OSError, ValueError):
        return "cannot have been"


def event_row(row: dict[str, Any]) -> Iterator[tuple[str, Event | str]]:
    """Yield (user, event), ("", why it cannot be read), or nothing where it says nothing of baskets."""
    found = observed(row, _NO_ID)
    if isinstance(found, str):
        yield "", found
    elif found.type in BASKET_TYPES:
        event = "missing event_id" if found.event_id == _NO_ID else event_of(found)
        yield ("", event) if isinstance(event, str) else (event.user_id, event)


def entries(shopper: tuple[str, Iterable[Event | str]]) -> Iterator[Entry]:
    """Yield what one shopper adds to each count; of events that came twice one counts."""
    user_id, given = shopper
    if not user_id:
        yield from (((REJECT, str(reason)), 1) for reason in given)
        return
    events = {event.event_id: event for event in given if isinstance(event, Event)}
    share = Share.of(baskets_of(list(events.values())))
    yield (TOTAL,), share.n_baskets
    yield (LEFT_OUT,), share.n_left_out
    yield from (((PRODUCT, product_id), count) for product_id, count in share.by_product.items())
    yield from (((PAIR, *pair), count) for pair, count in share.by_pair.items())
    yield from (((BOTH, *pair), 1) for pair in share.bought_pairs)
