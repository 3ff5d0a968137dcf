"""What was said last in a conversation, as Rasa's tracker has it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

KEPT = 12
"""Messages, of both sides, that a turn looks back on."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message: its text, and the shopper's intent or the key of the line that opened the assistant's answer."""

    is_shopper: bool
    text: str
    about: str


def last_said(events: Sequence[Mapping[str, Any]]) -> tuple[Said, ...]:
    """Return the last messages before the one that is to be answered, oldest first, at most KEPT.

    An answer without words was none.
    """
    found: list[Said] = []
    for event in reversed(events):
        if event.get("event") == "user":
            intent = (event.get("parse_data") or {}).get("intent") or {}
            found.append(Said(True, str(event.get("text") or ""), str(intent.get("name") or "")))
        elif event.get("event") == "bot" and event.get("text"):
            key = str((event.get("metadata") or {}).get("utter_action") or "").removeprefix("utter_")
            found.append(Said(False, str(event.get("text") or ""), key))
        if len(found) > KEPT:
            break
    if found and found[0].is_shopper:
        found = found[1:]
    return tuple(reversed(found[:KEPT]))


def n_running(said: Sequence[Said], key: str) -> int:
    """Return how many of the assistant's last answers running were opened by the line `key`.

    >>> said = (Said(False, "Hi", "hello"), Said(False, "No", "deny"), Said(True, "?", "x"), Said(False, "No", "deny"))
    >>> n_running(said, "deny")
    2
    """
    n = 0
    for message in reversed(said):
        if not message.is_shopper:
            if message.about != key:
                break
            n += 1
    return n
