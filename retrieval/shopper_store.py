"""What the shop keeps of its shoppers: events and consents."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, Table, delete, insert, select, update

from retrieval import database
from retrieval.database import consents, shoppers, transaction
from retrieval.errors import StoreError
from retrieval.events import Event, check_id, is_id
from retrieval.kept_events import KeptEvents, event_of, in_order, insert_events, insertion

_EVENTS_AT_ONCE = 1_000

PERSONALISATION = "personalisation"
"""The purpose that keeping events serves; a shopper may refuse it."""


@dataclass(frozen=True, slots=True)
class Shopper:
    """What a shopper has said of themselves: country (ISO 3166-1 alpha-2), language (BCP 47), currency (ISO 4217)."""

    user_id: str
    created_at: datetime
    country: str | None
    language: str | None
    currency: str | None
    attributes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Consent:
    """One answer of a shopper to whether their data may be used for a purpose; the latest of a purpose holds."""

    purpose: str
    granted: bool
    at: datetime


class ShopperStore:
    """Keeps shoppers' data in a database made by `create_engine_for`. Threads and processes may share it.

    Events need no consent to be kept, as the shop's operator may have other grounds, but they respect a refusal: while
    the latest answer to the purpose `personalisation` is no, events are dropped and counted, and the no itself erases
    those kept before. From events of others than `consenting` shoppers nothing is to be learned for anybody else.
    Consents are kept either way.

    Who `subscribe`s is told the id of each shopper whose events or consent have changed, after that is committed, in
    the thread that changed it. Methods raise StoreError where the database fails or a value cannot be kept.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._events = KeptEvents(engine)
        self._listeners: list[Callable[[str], None]] = []

    def subscribe(self, listener: Callable[[str], None]) -> None:
        """Have `listener` called with a shopper's id when their events or their consent have changed."""
        self._listeners.append(listener)

    def close(self) -> None:
        """Close the connections that wait in the pool."""
        self._engine.dispose()

    def is_reachable(self) -> bool:
        """Whether the database answers."""
        try:
            with transaction(self._engine, writes=False) as connection:
                return connection.scalar(select(1)) == 1
        except StoreError:
            return False

    def add_events(self, given: Sequence[Event]) -> dict[str, int]:
        """Keep events; return how many were `new`, how many a `duplicate` by event_id, and how many `refused`."""
        counts = {"new": 0, "duplicate": 0, "refused": 0}
        for start in range(0, len(given), _EVENTS_AT_ONCE):
            portion = given[start : start + _EVENTS_AT_ONCE]
            with transaction(self._engine, writes=True) as connection:
                refused = hold(connection, {event.user_id for event in portion})
                welcome = [event for event in portion if event.user_id not in refused]
                changed = insert_events(connection, welcome)
            self._tell(set(changed) & {event.user_id for event in portion if event.product_id})
            counts["new"] += len(changed)
            counts["duplicate"] += len(welcome) - len(changed)
            counts["refused"] += len(portion) - len(welcome)
        return counts

    def events_of(self, user_id: str) -> list[Event]:
        """Return a shopper's events, oldest first, those of one moment by id."""
        return self._events.of(user_id) if is_id(user_id) else []

    def events_by_shopper(self) -> Iterator[tuple[str, list[Event]]]:
        """Yield each shopper that has events with these, oldest first; read as it goes, for databases of any size."""
        with transaction(self._engine, writes=False) as connection:
            rows = connection.execution_options(yield_per=10_000).execute(in_order())
            for user_id, own in groupby(rows, key=lambda row: row.user_id):
                yield user_id, [event_of(row) for row in own]

    def record_consent(self, user_id: str, purpose: str, granted: bool, at: datetime | None = None) -> None:
        """Keep a shopper's answer, given now or at a moment; refusing `personalisation` erases their events."""
        check_id("purpose", purpose)
        with transaction(self._engine, writes=True) as connection:
            hold(connection, {user_id})
            row = {"user_id": user_id, "purpose": purpose, "granted": granted, "at": at or datetime.now(UTC)}
            connection.execute(insert(consents).values(row))
            refuses = bool(_refusing(connection, {user_id}))
            if refuses:
                for table in database.PERSONALISING_TABLES:
                    connection.execute(delete(table).where(table.c.user_id == user_id))
        if refuses:
            self._events.forget(user_id)
        if purpose == PERSONALISATION:
            self._tell({user_id})

    def consenting(self, user_ids: Collection[str] | None = None) -> frozenset[str]:
        """Return those, of some shoppers or of all, whose latest answer to `personalisation` is yes.

        Who never answered has not consented: their events serve themselves, and nobody else may learn from them.
        """
        with transaction(self._engine, writes=False) as connection:
            return frozenset(user_id for user_id, granted in _answers(connection, user_ids).items() if granted)

    def consents_of(self, user_id: str) -> list[Consent]:
        """Return all answers of a shopper, in the order given."""
        query = select(consents).where(_of(consents, user_id)).order_by(consents.c.at, consents.c.consent_id)
        with transaction(self._engine, writes=False) as connection:
            return [Consent(row.purpose, row.granted, row.at) for row in connection.execute(query)]

    def set_shopper(
        self,
        user_id: str,
        country: str | None = None,
        language: str | None = None,
        currency: str | None = None,
        attributes: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep what a shopper says of themselves; None leaves a fact as it was, `attributes` are merged key by key."""
        facts = {"country": country, "language": language, "currency": currency}
        with transaction(self._engine, writes=True) as connection:
            hold(connection, {user_id})
            own = shoppers.c.user_id == user_id
            kept = connection.scalar(select(shoppers.c.attributes).where(own)) or {}
            changes: dict[str, Any] = {name: fact for name, fact in facts.items() if fact is not None}
            changes["attributes"] = {**kept, **(attributes or {})}
            connection.execute(update(shoppers).where(own).values(changes))

    def shopper(self, user_id: str) -> Shopper | None:
        """Return what a shopper has said of themselves, None for one never heard of."""
        with transaction(self._engine, writes=False) as connection:
            row = connection.execute(select(shoppers).where(_of(shoppers, user_id))).one_or_none()
        return None if row is None else Shopper(**row._mapping)

    def export(self, user_id: str) -> dict[str, Any]:
        """Return everything kept of a shopper, ready for JSON; `shopper` is None for one never heard of."""
        found: dict[str, Any] = {"user_id": user_id}
        with transaction(self._engine, writes=False) as connection:
            for table in database.SHOPPER_TABLES:
                query = select(table).where(_of(table, user_id)).order_by(*table.primary_key)
                found[table.name] = [plain_row(row) for row in connection.execute(query)]
        own = found.pop(shoppers.name)
        return {"user_id": user_id, "shopper": own[0] if own else None, **found}

    def erase(self, user_id: str) -> dict[str, int]:
        """Erase everything kept of a shopper and return the number of rows by table.

        Answers about consent go too, a refusal among them: whatever the shopper does later is kept anew. Who is not
        there may have been erased by another process, so listeners are told all the same.
        """
        own = select(shoppers.c.user_id).where(_of(shoppers, user_id))
        with transaction(self._engine, writes=True) as connection:
            is_there = connection.execute(own.with_for_update()).one_or_none() is not None
            counts = dict.fromkeys((table.name for table in database.SHOPPER_TABLES), 0)
            for table in database.SHOPPER_TABLES if is_there else ():
                counts[table.name] = connection.execute(delete(table).where(table.c.user_id == user_id)).rowcount
        self._events.forget(user_id)
        self._tell({user_id})
        return counts

    def _tell(self, user_ids: set[str]) -> None:
        for user_id in user_ids:
            for listener in self._listeners:
                listener(user_id)


def hold(connection: Connection, user_ids: set[str]) -> set[str]:
    """See to it that shoppers have a row and lock it for this transaction; return who refuses personalisation.

    Only an update that changes nothing does both at once: between an insert and a lock, another transaction could erase
    the shopper. Rows are taken in order, so that two transactions never wait for each other.
    """
    now = datetime.now(UTC)
    for user_id in user_ids:
        check_id("user_id", user_id)
    rows = [{"user_id": user_id, "created_at": now, "attributes": {}} for user_id in sorted(user_ids)]
    statement = insertion(connection, shoppers)
    unchanged = {"created_at": shoppers.c.created_at}
    connection.execute(statement.on_conflict_do_update(index_elements=["user_id"], set_=unchanged), rows)
    return _refusing(connection, user_ids)


def _refusing(connection: Connection, user_ids: set[str]) -> set[str]:
    """Return those whose latest answer to `personalisation` is no."""
    return {user_id for user_id, granted in _answers(connection, user_ids).items() if not granted}


def _answers(connection: Connection, user_ids: Collection[str] | None) -> dict[str, bool]:
    """Return the latest answers to `personalisation` of some shoppers or of all; who never answered has none."""
    query = select(consents.c.user_id, consents.c.granted).where(consents.c.purpose == PERSONALISATION)
    if user_ids is not None:
        query = query.where(consents.c.user_id.in_(user_ids))
    return {
        row.user_id: row.granted for row in connection.execute(query.order_by(consents.c.at, consents.c.consent_id))
    }


def _of(table: Table, user_id: str) -> ColumnElement[bool]:
    """Select a shopper's rows; what can be no id, and databases refuse to look for, has none."""
    return table.c.user_id == (user_id if is_id(user_id) else "")


def plain_row(row: Row[Any]) -> dict[str, Any]:
    """Turn a row into what JSON can hold."""
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row._mapping.items()}


def storable(text: str) -> str:
    """Replace what a database cannot keep: NUL and halves of characters."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode("utf-8")
