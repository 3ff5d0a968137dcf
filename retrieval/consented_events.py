"""Events of those who consented alone, for whatever learns from one shopper for another."""

from collections.abc import Callable, Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet

from retrieval.collaborative import EventSource
from retrieval.events import Event


class ConsentedEvents:
    """A source of events in which who has not consented has none; who consents later is told of as one who changed."""

    def __init__(self, source: EventSource) -> None:
        self._source = source

    def events_of(self, user_id: str) -> Sequence[Event]:
        """Return a shopper's events, none without consent."""
        return self._source.events_of(user_id) if self._source.consenting((user_id,)) else ()

    def events_by_shopper(self) -> Iterator[tuple[str, Sequence[Event]]]:
        """Yield each shopper who has consented and has events with these."""
        consenting = self._source.consenting()
        yield from (own for own in self._source.events_by_shopper() if own[0] in consenting)

    def consenting(self, user_ids: Collection[str] | None = None) -> AbstractSet[str]:
        """Return who, of some shoppers or of all, has consented."""
        return self._source.consenting(user_ids)

    def subscribe(self, listener: Callable[[str], None]) -> None:
        """Have `listener` called with a shopper's id when their events or their consent have changed."""
        self._source.subscribe(listener)
