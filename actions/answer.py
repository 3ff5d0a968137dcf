"""What a turn answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from actions.texts import Line
from retrieval.events import Event


@dataclass(frozen=True, slots=True)
class Answer:
    """One message to the shopper and what the conversation keeps of the turn.

    `lines` are put into words by /nlg, in `language`; `payload` is the message's `custom` object; `buttons` are quick
    replies; `slots` are set in Rasa's tracker. After an answer that `forgets`, the bot deletes the conversation.
    """

    lines: tuple[Line, ...]
    language: str
    payload: Mapping[str, Any] | None = None
    buttons: tuple[Mapping[str, str], ...] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)
    forgets: bool = False
    done: tuple[Event, ...] = ()
