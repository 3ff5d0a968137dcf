"""A conversation with a shop, its turns taken as Rasa takes them."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.server import ANSWERERS
from actions.shop import Shop
from actions.talk.shop_action import SILENCE as SILENT_MESSAGE
from actions.talk.shop_action import ShopAction
from actions.wording.texts import Line

INTENTS = {
    "action_search": "search_product",
    "action_refine": "refine_search",
    "action_feedback": "feedback_positive",
    "action_hand_on": "ask_size",
}
"""The intents of turns whose answer depends on it, where a test names none."""


@dataclass(frozen=True)
class Reply:
    """What a shopper gets of a turn: the message as Rasa has it, and its text as /nlg gives it."""

    message: Mapping[str, Any]
    text: str
    also: "Reply | None" = None
    """The second message of the turn, where there are two."""

    @property
    def keys(self) -> list[str]:
        """The keys of the lines said."""
        return [line["key"] for line in self.message["lines"]]

    @property
    def payload(self) -> dict[str, Any]:
        """The `custom` object, empty where there is none."""
        return dict(self.message["custom"] or {})

    @property
    def product_ids(self) -> list[str]:
        """The ids of the products of the list."""
        return [card["product_id"] for card in self.payload.get("products", [])]

    def values(self, key: str) -> dict[str, Any]:
        """Return what the line of this key is filled with."""
        found: dict[str, Any] = next(line["values"] for line in self.message["lines"] if line["key"] == key)
        return found


GREETING: dict[str, Any] = {"event": "bot", "text": "Hello!", "metadata": {"utter_action": "utter_hello"}}
"""What the assistant said before the first turn that a test takes."""

SILENCE: Mapping[str, Any] = {"lines": [], "language": "en", "custom": None, "buttons": []}
"""What a turn that says nothing comes to."""


@dataclass
class Chat:
    """A shopper's conversation: slots are kept from turn to turn, as Rasa keeps them."""

    shop: Shop
    language: str = "en"
    metadata: dict[str, Any] = field(default_factory=lambda: {"country": "DE", "currency": "EUR"})
    sender: str = "s1"
    slots: dict[str, Any] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=lambda: [GREETING])

    def say(self, action: str, text: str = "", intent: str = "", **entities: Any) -> Reply:
        """Take a turn; `entities` are values by name, a list of them for several."""
        found = [
            {"entity": name, "value": value, "start": None, "end": None}
            for name, given in entities.items()
            for value in (given if isinstance(given, list) and name != "ordinal" else [given])
        ]
        return self.take(action, self.tracker(text, intent or INTENTS.get(action, "greet"), found))

    def tracker(self, text: str, intent: str, entities: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
        """Return the conversation as Rasa sends it with an action."""
        return {
            "sender_id": self.sender,
            "slots": dict(self.slots),
            "latest_message": {
                "text": text,
                "intent": {"name": intent, "confidence": 0.98},
                "entities": list(entities),
                "metadata": self.metadata,
                "language": {"code": self.language, "confidence": 0.9, "source": "text"},
            },
            "events": list(self.events),
            "paused": False,
            "followup_action": None,
            "active_loop": {},
            "latest_action_name": "action_listen",
            "latest_input_channel": "rest",
        }

    def take(self, action: str, tracker: dict[str, Any]) -> Reply:
        """Run an action and keep the slots it sets."""
        dispatcher = CollectingDispatcher()
        running = ShopAction(action, ANSWERERS[action], lambda: self.shop, self.shop.metrics)
        events = asyncio.run(running.run(dispatcher, Tracker.from_dict(tracker), {}))
        self.slots |= {event["name"]: event["value"] for event in events if event["event"] == "slot"}
        said = [message for message in dispatcher.messages if message["custom"] != SILENT_MESSAGE]
        self._log(tracker["latest_message"], said)
        message, *further = said or [SILENCE]
        assert len(further) <= 1
        return replace(self._reply(message), also=self._reply(further[0]) if further else None)

    def _log(self, said: Mapping[str, Any], messages: Sequence[Mapping[str, Any]]) -> None:
        """Keep a turn as Rasa's tracker does."""
        self.events.append({"event": "user", "text": said["text"], "parse_data": {"intent": said["intent"]}})
        for message in messages:
            told = {"utter_action": message["response"]}
            self.events.append({"event": "bot", "text": self._reply(message).text, "metadata": told})

    def _reply(self, message: Mapping[str, Any]) -> Reply:
        lines = [Line(line["key"], line["values"]) for line in message["lines"]]
        return Reply(message, self.shop.texts.say_all(message["language"], lines))
