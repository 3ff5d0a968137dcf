"""Shoppers and their events, made up for the tests of advice."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta
from itertools import count

from retrieval.events import Event
from retrieval.shopper_store import PERSONALISATION, ShopperStore

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
_NUMBERS = count()


def did(user_id: str, type_: str, product_id: str, minutes: float = 0, session: str | None = "s") -> Event:
    """Return an event of a shopper, so many minutes after noon."""
    return Event(f"e{next(_NUMBERS)}", user_id, type_, product_id, None, NOON + timedelta(minutes=minutes), session)


def bought(user_id: str, *product_ids: str, days: float = 0) -> list[Event]:
    """Return the purchases of one basket."""
    return [did(user_id, "purchase", product_id, days * 24 * 60, f"{user_id}-{days}") for product_id in product_ids]


def add_consented(store: ShopperStore, events: Sequence[Event]) -> None:
    """Keep events of shoppers who let others learn from them."""
    for user_id in {event.user_id for event in events}:
        store.record_consent(user_id, PERSONALISATION, granted=True)
    store.add_events(events)


class Events:
    """Keeps events as a store does, of shoppers who consented but for `silent`, and tells who changed."""

    def __init__(self, events: Sequence[Event] = (), silent: Collection[str] = ()) -> None:
        self._silent = set(silent)
        self._kept: dict[str, list[Event]] = defaultdict(list)
        self._listeners: list[Callable[[str], None]] = []
        self.add(events)

    def add(self, events: Sequence[Event]) -> None:
        for event in events:
            self._kept[event.user_id].append(event)
        for user_id in {event.user_id for event in events}:
            self._tell(user_id)

    def erase(self, user_id: str) -> None:
        self._kept.pop(user_id, None)
        self._tell(user_id)

    def events_of(self, user_id: str) -> list[Event]:
        return list(self._kept.get(user_id, ()))

    def events_by_shopper(self) -> Iterator[tuple[str, list[Event]]]:
        yield from sorted(self._kept.items())

    def consenting(self, user_ids: Collection[str] | None = None) -> AbstractSet[str]:
        return set(self._kept if user_ids is None else user_ids) - self._silent

    def consent(self, user_id: str) -> None:
        self._silent.discard(user_id)
        self._tell(user_id)

    def subscribe(self, listener: Callable[[str], None]) -> None:
        self._listeners.append(listener)

    def _tell(self, user_id: str) -> None:
        for listener in self._listeners:
            listener(user_id)
