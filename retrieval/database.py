"""The tables that keep what is known of shoppers, and the engine that reaches them, on SQLite or PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Engine,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    create_engine,
    event,
    inspect,
    make_url,
    text,
)
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from retrieval.alerts.tables import price_alerts
from retrieval.commerce.tables import COMMERCE_TABLES
from retrieval.database_types import ID_LENGTH, UtcDateTime, metadata, user_id_column
from retrieval.errors import StoreError

_BUSY_MILLISECONDS = 10_000
_WRITES = "crossaisle_writes"


shoppers = Table(
    "shoppers",
    metadata,
    Column("user_id", String(ID_LENGTH), primary_key=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("country", String(2)),
    Column("language", String(35)),
    Column("currency", String(3)),
    Column("attributes", JSON, nullable=False),
)

consents = Table(
    "consents",
    metadata,
    Column("consent_id", Integer, primary_key=True),
    user_id_column(is_required=True),
    Column("purpose", String(ID_LENGTH), nullable=False),
    Column("granted", Boolean, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

events = Table(
    "events",
    metadata,
    Column("event_id", String(ID_LENGTH), primary_key=True),
    user_id_column(is_required=True),
    Column("type", String(20), nullable=False),
    Column("product_id", String(ID_LENGTH)),
    Column("value", JSON(none_as_null=True)),
    Column("ts", UtcDateTime, nullable=False),
    Column("session_id", String(ID_LENGTH)),
    Column("received_at", UtcDateTime, nullable=False),
    Index("ix_events_user_id_ts", "user_id", "ts"),
)

handoffs = Table(
    "handoffs",
    metadata,
    Column("handoff_id", Integer, primary_key=True),
    user_id_column(is_required=False),
    Column("session_id", String(ID_LENGTH)),
    Column("language", String(35)),
    Column("question", Text, nullable=False),
    Column("summary", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    sqlite_autoincrement=True,
)

handoff_messages = Table(
    "handoff_messages",
    metadata,
    Column("message_id", Integer, primary_key=True),
    user_id_column(is_required=False),
    Column("handoff_id", Integer, ForeignKey("handoffs.handoff_id"), nullable=False, index=True),
    Column("session_id", String(ID_LENGTH)),
    Column("author", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("said_at", UtcDateTime),
    Index("ix_handoff_messages_session_id_said_at", "session_id", "said_at"),
    sqlite_autoincrement=True,
)
"""What was said while a person had a conversation; `said_at` is when the shopper saw it."""

live_handoffs = Table(
    "live_handoffs",
    metadata,
    Column("session_id", String(ID_LENGTH), primary_key=True),
    user_id_column(is_required=False),
    Column("handoff_id", Integer, ForeignKey("handoffs.handoff_id"), nullable=False),
)
"""The conversations that a person has now."""

feedback = Table(
    "feedback",
    metadata,
    Column("feedback_id", Integer, primary_key=True),
    user_id_column(is_required=False),
    Column("session_id", String(ID_LENGTH)),
    Column("query_id", String(ID_LENGTH)),
    Column("value", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("kind", String(20)),
    Column("language", String(35)),
    Column("reason", String(20)),
    Column("models", JSON(none_as_null=True)),
    sqlite_autoincrement=True,
)

shown_lists = Table(
    "shown_lists",
    metadata,
    Column("query_id", String(ID_LENGTH), primary_key=True),
    user_id_column(is_required=True),
    Column("kind", String(20), nullable=False),
    Column("language", String(35), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("product_ids", JSON, nullable=False),
    Column("features", JSON, nullable=False),
    Column("n_shown", Integer, nullable=False),
    Column("weights", String(ID_LENGTH), nullable=False),
)

explored_slots = Table(
    "explored_slots",
    metadata,
    Column("query_id", String(ID_LENGTH), primary_key=True),
    Column("place", Integer, primary_key=True),
    user_id_column(is_required=True),
    Column("propensity", Float, nullable=False),
)
"""Places (from 0) of lists shown that exploration filled, and the chance with which it chose what stands there."""

exposures = Table(
    "exposures",
    metadata,
    Column("exposure_id", Integer, primary_key=True),
    user_id_column(is_required=True),
    Column("experiment", String(ID_LENGTH), nullable=False),
    Column("variant", String(ID_LENGTH), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("product_ids", JSON, nullable=False),
    Index("ix_exposures_experiment_user_id", "experiment", "user_id", "at"),
    sqlite_autoincrement=True,
)
"""What shoppers were shown while they took part in an experiment; others have no row."""


offer_spending = Table(
    "offer_spending",
    metadata,
    Column("code", String(ID_LENGTH), primary_key=True),
    Column("spent", BigInteger, nullable=False),
)
"""What each offer has cost, in the smallest units of its currency; none of it is of a shopper, so erasing keeps it."""

offer_grants = Table(
    "offer_grants",
    metadata,
    Column("grant_id", Integer, primary_key=True),
    user_id_column(is_required=True),
    Column("code", String(ID_LENGTH), nullable=False),
    Column("reserved", BigInteger, nullable=False),
    Column("granted_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("redeemed_at", UtcDateTime),
    Column("amount", BigInteger),
    Index("ix_offer_grants_code", "code", "expires_at"),
    sqlite_autoincrement=True,
)
"""Offers held for a shopper, and those redeemed."""

privacy_spending = Table(
    "privacy_spending",
    metadata,
    Column("name", String(ID_LENGTH), primary_key=True),
    Column("rho", Float, nullable=False),
)
"""What all releases of counts have cost together; of no shopper, and erasing one gives nothing back."""

privacy_releases = Table(
    "privacy_releases",
    metadata,
    Column("release_id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("what", String(ID_LENGTH), nullable=False),
    Column("rho", Float, nullable=False),
    Column("epsilon", Float, nullable=False),
    sqlite_autoincrement=True,
)
"""Each release of counts, and what it cost."""

PERSONALISING_TABLES = (events, shown_lists, explored_slots, exposures)
"""What personalisation rests on, erased where a shopper refuses it."""

SHOPPER_TABLES = (
    *PERSONALISING_TABLES,
    *(consents, handoff_messages, live_handoffs, handoffs, feedback, offer_grants, price_alerts),
    *COMMERCE_TABLES,
    shoppers,
)
"""Everything with rows of shoppers, in the order in which these may be erased."""


def create_engine_for(url: str) -> Engine:
    """Connect to the database at an SQLAlchemy URL (`sqlite:///shop.db`, `postgresql://…`) and create missing tables.

    A SQLite file gets its folder, a write-ahead log and a busy timeout of 10 seconds, so that threads and processes can
    share it: readers never wait, writers wait for each other. `sqlite://`, in memory, is for one thread at a time.

    Raises StoreError for a URL that is none, a driver that is not installed and a database that cannot be reached; the
    message never holds the password.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        message = "the database URL cannot be read; give one like sqlite:///shop.db or postgresql://user@host/shop"
        raise StoreError(message) from error
    shown = parsed.render_as_string(hide_password=True)
    try:
        if parsed.get_backend_name() == "sqlite":
            if parsed.database and parsed.database != ":memory:":
                Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
            engine = create_engine(parsed, hide_parameters=True)
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        else:
            engine = create_engine(parsed, hide_parameters=True, pool_pre_ping=True)
        metadata.create_all(engine)
        _add_missing_columns(engine)
    except ModuleNotFoundError as error:
        message = f'{shown} needs the package {error.name}; run: pip install "crossaisle[postgres]"'
        raise StoreError(message) from error
    except (SQLAlchemyError, OSError) as error:
        message = f"cannot use the database {shown} ({type(error).__name__}); check that it runs and may be written"
        raise StoreError(message) from error
    return engine


@contextmanager
def transaction(engine: Engine, *, writes: bool) -> Iterator[Connection]:
    """Open a connection in a transaction, committed at the end; say beforehand whether it writes.

    SQLite cannot turn a reading transaction into a writing one while another writes, so a writing one starts as such.

    Raises StoreError where the database fails, without the values that were sent to it.
    """
    try:
        with engine.execution_options(**{_WRITES: writes}).begin() as connection:
            yield connection
    except SQLAlchemyError as error:
        message = f"the database failed ({type(error).__name__}); check that it runs, is not full and may be written"
        raise StoreError(message) from error


def _add_missing_columns(engine: Engine) -> None:
    """Give the tables of an older database the columns that have come since: all of them may be empty."""
    with engine.begin() as connection:
        found = inspect(connection)  # looking through the engine would wait for this very transaction
        for table in metadata.sorted_tables:
            has = {column["name"] for column in found.get_columns(table.name)}
            for column in (one for one in table.columns if one.name not in has):
                kind = column.type.compile(engine.dialect)
                connection.execute(text(f'ALTER TABLE {table.name} ADD COLUMN "{column.name}" {kind}'))


def _prepare_sqlite(connection: Any, record: Any) -> None:  # noqa: ARG001 SQLAlchemy's names
    """Set up a fresh SQLite connection, and take transactions out of the driver's hands, which starts them too late."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", f"busy_timeout={_BUSY_MILLISECONDS}", "foreign_keys=ON", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Begin as reader or writer; what does not say, such as the creation of tables, writes."""
    writes = connection.get_execution_options().get(_WRITES, True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
