"""Rasa's side of `bot.requests`: parts of a message go through the pipeline beside it and are gathered at its end."""

# ruff: noqa: ARG003 (Rasa prescribes the signatures)

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.language_detector import LANGUAGE
from bot.requests import Requests, are_two
from bot.settings import Settings

REQUESTS = "requests"
"""The key of the parse result: text, intent and entities of each part, where a message has two."""

_MESSAGE_ONLY = 1


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class RequestParter(GraphComponent):
    """Puts the parts of a message that may ask for two things behind it, each a message for the later components."""

    def __init__(self, requests: Requests) -> None:
        self._requests = requests

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "RequestParter":
        """Return a parter with the connectors of the project."""
        return cls(Requests.load(Settings.from_environment().bot / "lexicon" / "connectors.yml"))

    def process(self, messages: list[Message]) -> list[Message]:
        """Return the message, and its parts where it has two."""
        if len(messages) != _MESSAGE_ONLY:
            return messages
        (message,) = messages
        language = message.get(LANGUAGE) or {}
        parts = self._requests.parted(message.get(TEXT) or "", language.get("code", ""))
        shared = {LANGUAGE: language, METADATA: message.get(METADATA)}
        return [message, *(Message({TEXT: part, **shared}) for part in parts or ())]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class RequestGatherer(GraphComponent):
    """Takes the parts away again, and leaves what they say with the message where they are two requests."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "RequestGatherer":
        """Return a gatherer."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Return the message alone."""
        if len(messages) <= _MESSAGE_ONLY:
            return messages
        message, *parts = messages
        if are_two(*((part.get(INTENT)["name"], part.get(INTENT)["confidence"]) for part in parts)):
            message.set(REQUESTS, [_read(part) for part in parts], add_to_output=True)
        return [message]


def _read(part: Message) -> dict[str, Any]:
    return {"text": part.get(TEXT), "intent": part.get(INTENT)["name"], "entities": part.get(ENTITIES) or []}
