"""Where conversations are kept: Rasa's SQL store, made quick for SQLite, forgetful on request and discreet."""

import json
from collections import OrderedDict, deque
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import Engine
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import QueuePool

_N_KEPT = 500
"""Conversations held in memory, the latest ones; reading one back from its events takes a millisecond an event."""

_MOST_EVENTS = 64
"""Events of a conversation in memory. Rasa sends all of them with every call to the shop and reads them all to choose
an action, so what lies further back would cost more with every turn; the database has it."""

_RECENT_EVENTS = 48
"""Events that stay when there are more than `_MOST_EVENTS`: what a shop looks back on, twelve messages, lies within."""

_SECRET = "identity_token"  # noqa: S105 (a key, not a token)


class ShopTrackerStore(SQLTrackerStore):
    """Keeps conversations in SQLite through restarts.

    It differs from Rasa's store:

    - The latest conversations stay in memory between turns. A turn that fails drops its conversation from memory, so
    that
      the next one starts from what was saved.
    - A `restart` event erases all that was said before from the database: that is how "delete my data" works here.
    - A long conversation is shortened in memory, so that its turns do not get slower.
    - Identity tokens are not written down, nor are the products of product lists, which grow every later call to the
    shop.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        dialect: str = "sqlite",
        db: str = "rasa.db",
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        if dialect == "sqlite":
            Path(db).expanduser().resolve().parent.mkdir(parents=True, exist_ok=True)
        super().__init__(domain=domain, host=host, dialect=dialect, db=db, event_broker=event_broker, **kwargs)
        self._kept: OrderedDict[str, DialogueStateTracker] = OrderedDict()
        if dialect == "sqlite":
            self.engine = quick_sqlite(db)
            self.sessionmaker = sessionmaker(bind=self.engine)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the conversation's tracker, None for a new one; it leaves the memory until `save`."""
        kept = self._kept.pop(sender_id, None)
        if kept is not None:
            return kept
        tracker = await super().retrieve(sender_id)
        if tracker is not None:
            tracker.n_saved = len(tracker.events)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the events that are new, or, after a restart, those since then alone."""
        await self.stream_events(tracker)
        events = [*islice(tracker.events, getattr(tracker, "n_saved", 0), None)]
        restarts = [i for i, event in enumerate(events) if isinstance(event, Restarted)]
        with self.session_scope() as session:
            if restarts:
                session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == tracker.sender_id).delete()
                events = events[restarts[-1] :]
            for event in events:
                tidy(event)
                session.add(self._row(tracker.sender_id, event))
            session.commit()
        if not restarts:
            shorten(tracker)
            tracker.n_saved = len(tracker.events)
            self._keep(tracker)

    def _row(self, sender_id: str, event: Event) -> SQLTrackerStore.SQLEvent:
        data = event.as_dict()
        return self.SQLEvent(
            sender_id=sender_id,
            type_name=event.type_name,
            timestamp=data.get("timestamp"),
            intent_name=(data.get("parse_data") or {}).get("intent", {}).get("name"),
            action_name=data.get("name"),
            data=json.dumps(data, ensure_ascii=False),
        )

    def _keep(self, tracker: DialogueStateTracker) -> None:
        self._kept[tracker.sender_id] = tracker
        while len(self._kept) > _N_KEPT:
            self._kept.popitem(last=False)


def quick_sqlite(path: str) -> Engine:
    """Return an engine that keeps its connections and waits for no disk: half a millisecond a turn instead of ten.

    With a write-ahead log and `synchronous=NORMAL` a crash of the machine may lose the last turns but never the
    database.
    """
    engine = sqlalchemy.create_engine(
        f"sqlite:///{path}", poolclass=QueuePool, connect_args={"check_same_thread": False, "timeout": 10}
    )

    @sqlalchemy.event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def shorten(tracker: DialogueStateTracker) -> None:
    """Forget all but the recent events of a long conversation; the slots stay as they are.

    The cut is before something the shopper said. What was set before it is set again by events at the beginning, since
    Rasa replays a tracker's events to copy it; of what was set more than once, the last time is kept.
    """
    if len(tracker.events) <= _MOST_EVENTS:
        return
    events = [*tracker.events]
    said = [i for i, event in enumerate(events) if isinstance(event, UserUttered) and i >= len(events) - _RECENT_EVENTS]
    if not said:
        return
    recent = events[said[0] :]
    latest = {event.key: event for event in recent if isinstance(event, SlotSet)}
    kept = [event for event in recent if not isinstance(event, SlotSet) or latest[event.key] is event]
    former = {event.key: event for event in events[: said[0]] if isinstance(event, SlotSet)}
    slots: dict[str, SlotSet] = {key: event for key, event in former.items() if key not in latest}
    begin = [
        ActionExecuted(ACTION_SESSION_START_NAME),
        SessionStarted(),
        *slots.values(),
        ActionExecuted(ACTION_LISTEN_NAME),
    ]
    tracker.events = deque([*begin, *kept], tracker.events.maxlen)


def _without_secret(metadata: dict[str, Any] | None) -> dict[str, Any]:
    return {key: value for key, value in (metadata or {}).items() if key != _SECRET}


def tidy(event: Event) -> None:
    """Take out of `event` what must not be kept: identity tokens, and the lists within the bot's custom objects."""
    if isinstance(event, UserUttered):
        event.metadata = _without_secret(event.metadata)
        if event.parse_data.get("metadata"):
            event.parse_data["metadata"] = _without_secret(event.parse_data["metadata"])
    elif isinstance(event, SlotSet) and isinstance(event.value, dict):
        event.value.pop(_SECRET, None)
    elif isinstance(event, BotUttered) and isinstance((event.data or {}).get("custom"), dict):
        custom = event.data["custom"]
        event.data["custom"] = {key: value for key, value in custom.items() if not isinstance(value, (list, dict))}
