"""Conversations and questions that wait for a person, and what is said in them meanwhile."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update

from retrieval.database import handoff_messages, handoffs, live_handoffs, transaction
from retrieval.errors import StoreError
from retrieval.events import check_id
from retrieval.shopper_store import hold, plain_row, storable


class Author(StrEnum):
    """Who a message of a conversation handed over is from; RETURNED is no text, but the end of it."""

    SHOPPER = "shopper"
    AGENT = "agent"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Message:
    """A message that the shopper has not seen yet."""

    message_id: int
    author: Author
    text: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a conversation stands: the number of the hand-over under which a person has it, and what is to be said."""

    live: int | None = None
    unsaid: tuple[Message, ...] = ()


class Handoffs:
    """Keeps what waits for a person in a database made by `create_engine_for`. Threads and processes may share it.

    A hand-over is `live` where a person has the conversation itself: the assistant is silent in it until it is closed.
    One that is not is a question noted for a person while the conversation goes on. Methods raise StoreError where the
    database fails, a value cannot be kept, or no hand-over has the number given.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open(
        self,
        user_id: str | None,
        session_id: str | None,
        language: str,
        question: str,
        summary: Mapping[str, Any],
        is_live: bool = False,
    ) -> int:
        """Keep a question with what the conversation came to so far, and return its number."""
        if session_id is not None:
            check_id("session_id", session_id)
        row = {
            "user_id": user_id,
            "session_id": session_id,
            "language": language,
            "question": storable(question),
            "summary": dict(summary),
            "created_at": datetime.now(UTC),
        }
        with transaction(self._engine, writes=True) as connection:
            if user_id is not None:
                hold(connection, {user_id})
            number: int = connection.execute(insert(handoffs).values(row).returning(handoffs.c.handoff_id)).scalar_one()
            if is_live and session_id is not None:
                connection.execute(delete(live_handoffs).where(live_handoffs.c.session_id == session_id))
                live = {"session_id": session_id, "user_id": user_id, "handoff_id": number}
                connection.execute(insert(live_handoffs).values(live))
        return number

    def waiting(self) -> list[dict[str, Any]]:
        """Return what waits for a person, oldest first, ready for JSON; `live` where it is a whole conversation."""
        query = select(handoffs).where(handoffs.c.closed_at.is_(None)).order_by(handoffs.c.handoff_id)
        with transaction(self._engine, writes=False) as connection:
            live = set(connection.scalars(select(live_handoffs.c.handoff_id)))
            return [{**plain_row(row), "live": row.handoff_id in live} for row in connection.execute(query)]

    def thread(self, handoff_id: int) -> dict[str, Any]:
        """Return one, open or closed, with its messages in `messages`, ready for JSON."""
        query = select(handoff_messages).where(handoff_messages.c.handoff_id == handoff_id)
        with transaction(self._engine, writes=False) as connection:
            row = connection.execute(select(handoffs).where(handoffs.c.handoff_id == handoff_id)).one_or_none()
            if row is None:
                raise StoreError(f"no hand-over has the number {handoff_id}; list those that wait")
            is_live = _live(connection, row.session_id) == handoff_id
            said = [plain_row(one) for one in connection.execute(query.order_by(handoff_messages.c.message_id))]
        return {**plain_row(row), "live": is_live, "messages": said}

    def standing(self, session_id: str) -> Standing:
        """Return how a conversation stands: asked at every turn, so it reads by two indexes."""
        unsaid = handoff_messages.c.said_at.is_(None) & (handoff_messages.c.session_id == session_id)
        query = select(handoff_messages).where(unsaid).order_by(handoff_messages.c.message_id)
        with transaction(self._engine, writes=False) as connection:
            live = _live(connection, session_id)
            messages = [Message(row.message_id, Author(row.author), row.text) for row in connection.execute(query)]
        return Standing(live, tuple(messages))

    def hear(self, handoff_id: int, text: str) -> None:
        """Keep what the shopper wrote while a person has the conversation."""
        with transaction(self._engine, writes=True) as connection:
            _add(connection, _open(connection, handoff_id), Author.SHOPPER, text)

    def reply(self, handoff_id: int, text: str) -> int:
        """Keep what a person answers, to be said to the shopper, and return the message's number."""
        with transaction(self._engine, writes=True) as connection:
            return _add(connection, _open(connection, handoff_id), Author.AGENT, text)

    def close(self, handoff_id: int, tells: bool = True) -> None:
        """Note that a person is done: a conversation goes back to the assistant, and the shopper is told if `tells`."""
        with transaction(self._engine, writes=True) as connection:
            row = _open(connection, handoff_id)
            ended = update(handoffs).where(handoffs.c.handoff_id == handoff_id)
            connection.execute(ended.values(closed_at=datetime.now(UTC)))
            own = live_handoffs.c.handoff_id == handoff_id
            if connection.execute(delete(live_handoffs).where(own)).rowcount and tells:
                _add(connection, row, Author.RETURNED, "")

    def note_said(self, message_ids: Collection[int]) -> None:
        """Note that the shopper has seen messages."""
        seen = update(handoff_messages).where(handoff_messages.c.message_id.in_(message_ids))
        with transaction(self._engine, writes=True) as connection:
            connection.execute(seen.values(said_at=datetime.now(UTC)))


def _live(connection: Connection, session_id: str | None) -> int | None:
    """Return under which number a person has a conversation, None where nobody has."""
    return connection.scalar(select(live_handoffs.c.handoff_id).where(live_handoffs.c.session_id == session_id))


def _open(connection: Connection, handoff_id: int) -> Any:
    """Return the row of a hand-over that waits; StoreError where none does."""
    is_waiting = (handoffs.c.handoff_id == handoff_id) & handoffs.c.closed_at.is_(None)
    row = connection.execute(select(handoffs).where(is_waiting)).one_or_none()
    if row is None:
        raise StoreError(f"no question with the number {handoff_id} waits for a person; list those that do first")
    return row


def _add(connection: Connection, row: Any, author: Author, text: str) -> int:
    now = datetime.now(UTC)
    message = {
        "handoff_id": row.handoff_id,
        "user_id": row.user_id,
        "session_id": row.session_id,
        "author": str(author),
        "text": storable(text),
        "at": now,
        "said_at": now if author is Author.SHOPPER else None,
    }
    number: int = connection.execute(
        insert(handoff_messages).values(message).returning(handoff_messages.c.message_id)
    ).scalar_one()
    return number
