"""Events as a database keeps them: put in once each, and read fast, of a shopper read before only what came since."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite

from retrieval.database import events, transaction
from retrieval.events import Event

_MOST_HELD = 100_000
"""Events held in memory, of the shoppers read last: some 50 MB."""

_FIELDS = tuple(Event.__slots__)
_SETTERS = tuple(getattr(Event, field).__set__ for field in _FIELDS)


def in_order() -> Select[Any]:
    """Return what selects events shopper by shopper, oldest first, those of one moment by id; see `event_of`."""
    return select(*(events.c[field] for field in _FIELDS)).order_by(events.c.user_id, events.c.ts, events.c.event_id)


def event_of(row: Row[Any]) -> Event:
    """Make an event of a row of `in_order`; it was checked before it was kept, which takes six times as long."""
    event = object.__new__(Event)
    for setter, value in zip(_SETTERS, row, strict=True):
        setter(event, value)
    return event


def insertion(connection: Connection, table: Table) -> Any:
    """Return the INSERT of the database at hand, as what to do on a conflict is no part of the common one."""
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)


def insert_events(connection: Connection, given: Sequence[Event]) -> list[str]:
    """Insert events that are not there yet and return whose they are, one entry each; the first of equal ids counts."""
    received_at = datetime.now(UTC)
    rows = {event.event_id: {**asdict(event), "received_at": received_at} for event in reversed(given)}
    if not rows:
        return []
    statement = (
        insertion(connection, events).on_conflict_do_nothing(index_elements=["event_id"]).returning(events.c.user_id)
    )
    return list(connection.scalars(statement, list(rows.values())))


@dataclass(frozen=True, slots=True)
class _Mark:
    """How many events of a shopper the database keeps, and when the first and the last of them came in."""

    n: int
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class _Held:
    events: Sequence[Event]
    mark: _Mark


class KeptEvents:
    """Reads the events of single shoppers; several threads may use one.

    What was read is held in memory. What the database says of the number of a shopper's events and of when they came in
    is asked each time, so that what other processes add or erase counts too: one query where nothing has changed, a
    second one for what came since. All are read again where the two do not add up. `n_held` events are in memory.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self.n_held = 0
        self._lock = Lock()

    def of(self, user_id: str) -> list[Event]:
        """Return a shopper's events, oldest first, those of one moment by id."""
        with self._lock:
            held = self._held.get(user_id)
        with transaction(self._engine, writes=False) as connection:
            now = _mark(connection, user_id)
            if held is None or now != held.mark:
                held = _later(connection, user_id, held, now) or _all(connection, user_id, now)
        self._hold(user_id, held)
        return list(held.events)

    def forget(self, user_id: str) -> None:
        """Hold nothing of a shopper any longer."""
        self._hold(user_id, _Held((), _Mark(0, None, None)))

    def _hold(self, user_id: str, held: _Held) -> None:
        with self._lock:
            former = self._held.pop(user_id, None)
            self.n_held += len(held.events) - (len(former.events) if former else 0)
            if held.events:
                self._held[user_id] = held
            while self.n_held > _MOST_HELD:
                _, longest_ago = self._held.popitem(last=False)
                self.n_held -= len(longest_ago.events)


def _mark(connection: Connection, user_id: str) -> _Mark:
    received = events.c.received_at
    query = select(func.count(), func.min(received), func.max(received)).where(events.c.user_id == user_id)
    return _Mark(*connection.execute(query).one())


def _later(connection: Connection, user_id: str, held: _Held | None, now: _Mark) -> _Held | None:
    """Return what is held with what came since; None where that is not all there is."""
    if held is None or held.mark.last is None or held.mark.first != now.first:
        return None
    came = events.c.received_at > held.mark.last
    rows = connection.execute(in_order().where(events.c.user_id == user_id, came)).all()
    if held.mark.n + len(rows) != now.n:
        return None
    found = [*held.events, *map(event_of, rows)]
    return _Held(sorted(found, key=lambda event: (event.ts, event.event_id)), now)


def _all(connection: Connection, user_id: str, now: _Mark) -> _Held:
    """Read all events; where more have come in since `now`, that mark will not be met again, and all be read again."""
    rows = connection.execute(in_order().where(events.c.user_id == user_id)).all()
    return _Held([event_of(row) for row in rows], now)
