"""One event as a source has it: readable, but not yet known to be possible."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from retrieval.events import EVENT_TYPES, is_id

_MILLISECONDS_FROM = 1e11
"""Times from here on are milliseconds: as seconds they would lie beyond the year 5100."""

_OTHER_NAMES = {
    "add_to_cart": "cart",
    "addtocart": "cart",
    "buy": "purchase",
    "click": "view",
    "detail": "view",
    "order": "purchase",
    "pageview": "view",
    "rating": "rate",
    "remove_from_cart": "remove",
    "transaction": "purchase",
    "visit": "view",
}
"""What shops and published data call the types of events."""


@dataclass(frozen=True, slots=True)
class Observed:
    """What `events.Event` says, `moment` in seconds since 1970; times and values may be impossible, ids are ids."""

    event_id: str
    user_id: str
    type: str
    product_id: str | None
    value: float | str | None
    moment: float
    session_id: str | None


def observed(record: Mapping[str, Any], event_id: str) -> Observed | str:
    """Read a record with the names of contract.md's events; return why it cannot be read where it cannot.

    The words of a search may stand in `words` instead of `value`. Values may be texts, as in CSV; "" is missing.
    `event_id` is given to a record that has none. Without `ts` the moment is 0, not known.

    >>> observed({"user_id": "ann", "type": "addtocart", "product_id": 7, "ts": "2026-11-22T12:00:00Z"}, "1").type
    'cart'
    >>> observed({"user_id": "", "type": "view"}, "1")
    'missing user_id'
    """
    given = {name: _cell(record.get(name)) for name in ("event_id", "user_id", "type", "product_id", "session_id")}
    type_ = (given["type"] or "").lower()
    type_ = _OTHER_NAMES.get(type_, type_)
    ids = ("user_id",) if type_ == "search" else ("user_id", "product_id")
    for name in ids:
        if given[name] is None:
            return f"missing {name}"
    for name in ("event_id", "user_id", "product_id", "session_id"):
        if given[name] is not None and not is_id(given[name]):
            return f"unusable {name}"
    if type_ not in EVENT_TYPES:
        return "unknown type"
    moment = moment_of(record.get("ts"))
    value = _value(type_, record.get("words") or record.get("value") if type_ == "search" else record.get("value"))
    if moment is None:
        return "unreadable time"
    if value is _UNREADABLE:
        return "value is no number"
    return Observed(
        given["event_id"] or event_id,
        given["user_id"] or "",
        type_,
        given["product_id"],
        value,
        moment,
        given["session_id"],
    )


def moment_of(given: object) -> float | None:
    """Read a time, in seconds or milliseconds since 1970 or ISO 8601 (UTC without a zone), as seconds.

    0 where nothing is given, None where it cannot be read.

    >>> moment_of("1260759144"), moment_of(1260759144000), moment_of("2009-12-14"), moment_of(""), moment_of("soon")
    (1260759144.0, 1260759144.0, 1260748800.0, 0.0, None)
    """
    if isinstance(given, datetime):
        return (given if given.tzinfo else given.replace(tzinfo=UTC)).timestamp()
    text = _cell(given)
    if text is None:
        return 0.0
    seconds = number_of(text)
    if seconds is not None:
        return seconds / 1000 if abs(seconds) >= _MILLISECONDS_FROM else seconds
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp()


def number_of(given: object) -> float | None:
    """Read a finite number, None for anything else."""
    try:
        number = float(given)  # type: ignore[arg-type]  # what cannot be a number raises
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


_UNREADABLE = "\0"


def _value(type_: str, given: object) -> float | str | None:
    """Return words for a search, a number for the rest, None for nothing given, _UNREADABLE for what is neither."""
    text = _cell(given)
    if text is None or type_ == "search":
        return text
    number = number_of(text)
    return _UNREADABLE if number is None else number


def _cell(given: object) -> str | None:
    """Return what a cell holds as text, None for nothing; a whole number loses the `.0` that some tables give it."""
    if given is None or (isinstance(given, float) and math.isnan(given)):
        return None
    if isinstance(given, float) and given.is_integer():
        return str(int(given))
    return str(given).strip() or None
