"""What shoppers do: one value per event, checked when it is made."""

import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from retrieval.errors import StoreError

EVENT_TYPES = ("view", "search", "cart", "purchase", "rate", "dwell", "remove")
"""`cart` and `remove` are into and out of the cart; `dwell` is time spent on a product's page."""

MAX_ID_LENGTH = 200
MAX_SEARCH_LENGTH = 500
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=1)
_LARGEST = 86_400
_RANGES = {"rate": (1, 5), "dwell": (0, _LARGEST)}
_PIECES = (1, 10_000)
_MEANINGS = {"rate": "a rating from 1 to 5", "dwell": "seconds from 0 to 86400"}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that a shopper did.

    `value` is the rating (1 to 5) of `rate`, the seconds of `dwell`, the words of `search` (or None) and the number of
    pieces, None for one, of the rest. `product_id` is None only for `search`. `ts` is aware. An event of an `event_id`
    seen before is the same event sent again. Making one with a field that cannot be used raises StoreError.

    >>> Event("e1", "ann", "rate", "cup", 7.0, datetime(2026, 11, 22, tzinfo=UTC), None)
    Traceback (most recent call last):
    retrieval.errors.StoreError: event field 'value' is 7.0; for 'rate' give a rating from 1 to 5
    """

    event_id: str
    user_id: str
    type: str
    product_id: str | None
    value: float | str | None
    ts: datetime
    session_id: str | None

    def __post_init__(self) -> None:
        if self.type not in EVENT_TYPES:
            raise _refused("type", self.type, f"give one of {', '.join(EVENT_TYPES)}")
        check_id("event_id", self.event_id)
        check_id("user_id", self.user_id)
        if self.product_id is not None or self.type != "search":
            check_id("product_id", self.product_id)
        if self.session_id is not None:
            check_id("session_id", self.session_id)
        _check_value(self.type, self.value)
        if not isinstance(self.ts, datetime) or self.ts.tzinfo is None:
            raise _refused("ts", self.ts, "give a moment with its time zone")
        if not EARLIEST <= self.ts <= datetime.now(UTC) + _AHEAD:
            raise _refused(
                "ts", self.ts.isoformat(), "give a moment from 2000 on, at most a day ahead, in seconds or ISO 8601"
            )

    @classmethod
    def now(
        cls,
        user_id: str,
        type: str,  # noqa: A002 the wire's name
        product_id: str | None = None,
        value: float | str | None = None,
        session_id: str | None = None,
    ) -> Self:
        """Note what a shopper does at this moment, under a fresh id."""
        return cls(uuid.uuid4().hex, user_id, type, product_id, value, datetime.now(UTC), session_id)

    @classmethod
    def from_record(cls, record: Any) -> Self:
        """Read an event as contract.md's `POST /api/v1/events` gives it.

        `ts` may be ISO 8601 (without zone: UTC) or seconds since 1970, and is now where it is missing. Without
        `event_id` a random one is given: such an event, sent twice, counts twice. Null and missing are the same; other
        fields are ignored.
        """
        if not isinstance(record, Mapping):
            raise _refused("event", record, "give an object with user_id, type and so on")
        event_id, ts, value = record.get("event_id"), record.get("ts"), record.get("value")
        return cls(
            event_id=uuid.uuid4().hex if event_id is None else event_id,
            user_id=record.get("user_id"),  # type: ignore[arg-type]  # checked when made
            type=record.get("type"),  # type: ignore[arg-type]
            product_id=record.get("product_id"),
            value=float(value) if type(value) is int and abs(value) <= _LARGEST else value,
            ts=datetime.now(UTC) if ts is None else _moment(ts),
            session_id=record.get("session_id"),
        )


def is_id(value: object) -> bool:
    """Whether `value` can be an id: a text of 1 to 200 characters, none of them a control or half a character."""
    if not isinstance(value, str) or not value.strip() or len(value) > MAX_ID_LENGTH:
        return False
    if value.isascii() and value.isprintable():  # most are, and this is a hundred times as fast
        return True
    return not any(unicodedata.category(character) in {"Cc", "Cs"} for character in value)


def check_id(field: str, value: object) -> None:
    """Raise StoreError, naming the field, unless `value` can be an id."""
    if not is_id(value):
        remedy = f"give a text of 1 to {MAX_ID_LENGTH} characters; leave out control characters and lone surrogates"
        raise _refused(field, value, remedy)


def _check_value(type_: str, value: object) -> None:
    """Raise StoreError unless `value` fits the type of event."""
    if type_ == "search":
        if value is not None and (not isinstance(value, str) or len(value) > MAX_SEARCH_LENGTH):
            raise _refused(
                "value", value, f"for 'search' give the words, at most {MAX_SEARCH_LENGTH} characters, or null"
            )
        if isinstance(value, str) and any(
            unicodedata.category(character) == "Cs" or character == "\0" for character in value
        ):
            raise _refused("value", value, "leave out NUL and lone surrogates")
        return
    if value is None and type_ not in _RANGES:
        return
    lowest, highest = _RANGES.get(type_, _PIECES)
    if isinstance(value, bool) or not isinstance(value, int | float) or not lowest <= value <= highest:
        meaning = _MEANINGS.get(type_, "a number of pieces from 1 to 10000, or null")
        raise _refused("value", value, f"for {type_!r} give {meaning}")


def _moment(ts: object) -> datetime:
    """Read a moment; StoreError for anything that is none."""
    remedy = "give ISO 8601 like 2026-11-22T12:00:00Z, or seconds since 1970"
    try:
        if isinstance(ts, str):
            parsed = datetime.fromisoformat(ts)
            return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
        if isinstance(ts, int | float) and not isinstance(ts, bool):
            return datetime.fromtimestamp(ts, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise _refused("ts", ts, remedy) from error
    raise _refused("ts", ts, remedy)


def _refused(field: str, value: object, remedy: str) -> StoreError:
    """Say which field, what it held (the first 60 characters) and what to do."""
    shown = repr(value)
    return StoreError(f"event field {field!r} is {shown if len(shown) <= 60 else shown[:57] + '...'}; {remedy}")
