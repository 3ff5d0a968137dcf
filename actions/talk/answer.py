"""What a turn answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from actions.wording.texts import Line
from retrieval.events import Event
from retrieval.shown_lists import ShownList


@dataclass(frozen=True, slots=True)
class Answer:
    """One message to the shopper and what the conversation keeps of the turn.

    `lines` are put into words by /nlg, in `language`; `payload` is the message's `custom` object; `buttons` are quick
    replies; `slots` are set in Rasa's tracker. After an answer that `forgets`, the bot deletes the conversation.
    `done` are things that the shopper did, `shown` is the list that the answer begins, and `scrolled` names one begun
    earlier and says how many of its products have been shown by now: they are kept once the answer is on its way.
    An answer without lines says nothing. One that `is_unasked` follows no message, and the bot listens again after it.
    `also` is a further message, to the second request of a message that has two; its slots are among these.
    """

    lines: tuple[Line, ...]
    language: str
    payload: Mapping[str, Any] | None = None
    buttons: tuple[Mapping[str, str], ...] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)
    forgets: bool = False
    done: tuple[Event, ...] = ()
    shown: ShownList | None = None
    scrolled: tuple[str, int] | None = None
    also: "Answer | None" = None
    is_unasked: bool = False
