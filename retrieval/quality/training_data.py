"""What shoppers did in this shop, as recommenders learn from it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from retrieval.events import Event
from retrieval.preferences import ratings_of
from retrieval.recommenders.interactions import Interactions


class ShopperEvents(Protocol):
    """Where the events of shoppers who let theirs be used are kept; `ShopperStore` is one, as a refusal erases them."""

    def events_by_shopper(self) -> Iterator[tuple[str, Sequence[Event]]]:
        """Yield each shopper that has events with these."""
        ...


@dataclass(frozen=True, slots=True)
class _Told:
    """What a shopper's events say of one product: a rating, and when they last said something."""

    product_id: str
    rating: float
    moment: float


def interactions_of(source: ShopperEvents, item_ids: Sequence[str]) -> Interactions:
    """Return one interaction for each shopper and product, rated as `preferences.ratings_of` does.

    Its moment is that of the last event of the two. `item_ids` are the products sold now, in order; products deleted
    since come after them, as they still say who is alike.
    """
    records = (
        (user_id, told.product_id, told.rating, told.moment)
        for user_id, events in source.events_by_shopper()
        for told in _told(events)
    )
    return Interactions.from_records(records, item_ids)


def _told(events: Iterable[Event]) -> Iterator[_Told]:
    own = [event for event in events if event.product_id is not None and event.type != "search"]
    last = {event.product_id: event.ts.timestamp() for event in sorted(own, key=lambda event: event.ts)}
    for product_id, rating in ratings_of(own).items():
        yield _Told(product_id, rating, last[product_id])
