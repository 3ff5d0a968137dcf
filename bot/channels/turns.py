"""Run a shopper's turn through Rasa: one at a time in a conversation, within a time, never without an answer."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.exceptions import RasaException
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.apologies import Apologies
from bot.components.language_detector import LANGUAGE, conversation_language

logger = logging.getLogger(__name__)

LONGEST_TURN = 30.0
"""Seconds after which a turn is given up. Rasa itself would wait five minutes for the shop."""

_SILENCE = {"type": "silence"}
"""What the shop answers where it leaves the answer to a person: it is not missing."""

_KEYS = ("text", "language", "buttons", "quick_replies", "custom", "image", "attachment", "elements")


class WholeMessages(OutputChannel):
    """An output channel that keeps each message in one piece.

    Rasa's own channels send text, buttons and custom object as separate messages, and split a text at empty lines.
    """

    def __init__(self, deliver: Callable[[dict[str, Any]], Awaitable[None]], channel: str) -> None:
        self._deliver = deliver
        self._channel = channel
        self.n_sent = 0

    def name(self) -> str:  # type: ignore[override]
        """Return the name of the channel, which Rasa tells the shop's NLG."""
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Deliver `message` as one object, without what is empty; one that says the shop is silent is kept back."""
        if message.get("custom") == _SILENCE:
            self.n_sent += 1
            return
        whole = {key: message[key] for key in _KEYS if message.get(key)}
        if whole:
            self.n_sent += 1
            await self._deliver({"recipient_id": recipient_id, **whole})

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:  # noqa: ARG002 (Rasa's signature)
        """Deliver a text."""
        await self.send_response(recipient_id, {"text": text})


class Turns:
    """Runs turns. Those of a conversation wait for one another here: Rasa's own lock looks but once a second."""

    def __init__(self, channel: str, apologies: Apologies, longest: float = LONGEST_TURN) -> None:
        self._channel = channel
        self._apologies = apologies
        self._longest = longest
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def run(
        self,
        on_new_message: Callable[[UserMessage], Awaitable[Any]],
        agent: Agent | None,
        sender: str,
        text: str,
        metadata: dict[str, str],
        deliver: Callable[[dict[str, Any]], Awaitable[None]],
    ) -> None:
        """Hand the message to Rasa and deliver what it answers; an apology where it answers nothing in time."""
        output = WholeMessages(deliver, self._channel)
        message = UserMessage(text, output, sender, input_channel=self._channel, metadata=metadata)
        lock = self._locks.setdefault(sender, asyncio.Lock())
        async with lock:
            try:
                await asyncio.wait_for(on_new_message(message), self._longest)
            except (RasaException, SQLAlchemyError, OSError, asyncio.TimeoutError) as error:
                logger.error("turn failed channel=%s error=%s", self._channel, type(error).__name__)
            if not output.n_sent:
                languages = await _languages(agent, sender)
                apology = self._apologies.text(*languages, metadata.get("locale"))
                logger.warning("turn without answer channel=%s", self._channel)
                await output.send_text_message(sender, apology)


async def _languages(agent: Agent | None, sender: str) -> list[str | None]:
    """Return the languages that the shopper may want, the likeliest first: chosen, of the last message, of the talk."""
    tracker = await agent.tracker_store.retrieve(sender) if agent and agent.tracker_store else None
    if tracker is None:
        return []
    latest = (tracker.latest_message.parse_data or {}).get(LANGUAGE) or {} if tracker.latest_message else {}
    chosen = tracker.get_slot(LANGUAGE) if LANGUAGE in tracker.slots else None
    return [chosen, latest.get("code"), conversation_language(tracker)]
