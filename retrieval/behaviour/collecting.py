"""Bringing events together from the shop's database and from files, of shoppers who consented, into one file."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from retrieval.behaviour.consents import Consenting
from retrieval.behaviour.observed import Observed, observed
from retrieval.behaviour.table_files import columns_of, rows_of
from retrieval.behaviour.table_writer import Cell, write_rows
from retrieval.errors import StoreError
from retrieval.shopper_store import ShopperStore

EVENT_COLUMNS: dict[str, type] = {
    "event_id": str,
    "user_id": str,
    "type": str,
    "product_id": str,
    "value": float,
    "words": str,
    "ts": float,
    "session_id": str,
}
"""Columns of a file of events; `ts` in seconds since 1970, `words` those of a search."""

WITHOUT_CONSENT = "shopper without consent"
SENT_TWICE = "event id seen before"


def events_of_store(store: ShopperStore, consent: Consenting, counts: Counter[str]) -> Iterator[Observed]:
    """Yield the events of consenting shoppers, shopper by shopper; those of others are counted."""
    for user_id, events in store.events_by_shopper():
        if user_id not in consent:
            counts[WITHOUT_CONSENT] += len(events)
            continue
        for event in events:
            yield Observed(
                event.event_id,
                event.user_id,
                event.type,
                event.product_id,
                event.value,
                event.ts.timestamp(),
                event.session_id,
            )


def events_of_file(path: Path, consent: Consenting | None, counts: Counter[str]) -> Iterator[Observed]:
    """Yield the events of a file, see `table_files` for its columns; rows that cannot be read are counted, by reason.

    Without `consent` the owner vouches for all shoppers of the file. A row without an event id gets one of the file's
    name and its number. Raises StoreError where the file cannot be read or lacks user or type.
    """
    columns = columns_of(path)
    missing = [name for name in ("user_id", "type") if name not in columns]
    if missing:
        raise StoreError(f"{path} has no column that could be {' or '.join(missing)}; name one so")
    for number, row in enumerate(rows_of(path)):
        found = "malformed row" if row is None else observed(row, f"{path.name}-{number}")
        if isinstance(found, str):
            counts[found] += 1
        elif consent is not None and found.user_id not in consent:
            counts[WITHOUT_CONSENT] += 1
        else:
            yield found


def each_once(events: Iterable[Observed], counts: Counter[str]) -> Iterator[Observed]:
    """Yield events of which each id comes first; those that come again are counted. Holds all ids in memory."""
    seen: set[str] = set()
    for event in events:
        if event.event_id in seen:
            counts[SENT_TWICE] += 1
        else:
            seen.add(event.event_id)
            yield event


def write_events(events: Iterable[Observed], path: Path) -> int:
    """Write events to a CSV or Parquet file as they come, and return how many."""
    return write_rows(path, EVENT_COLUMNS, (_row(event) for event in events))


def _row(event: Observed) -> tuple[Cell, ...]:
    words = event.value if isinstance(event.value, str) else None
    value = None if isinstance(event.value, str) else event.value
    return (
        event.event_id,
        event.user_id,
        event.type,
        event.product_id,
        value,
        words,
        event.moment,
        event.session_id,
    )
