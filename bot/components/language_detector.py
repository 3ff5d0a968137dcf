"""Rasa's side of `bot.language`: puts `language` beside `intent` in the parse result."""

# ruff: noqa: ARG002, ARG003 (Rasa prescribes the signatures)

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.detectors import LangDetect, Lingua
from bot.entities.lexicon import CATALOGUE, Lexicon
from bot.examples import FROM_CATALOGUE, read_examples
from bot.language import LATIN, SERVED, LanguageFinder
from bot.settings import Settings
from bot.vocabulary import Vocabulary

LANGUAGE = "language"
"""The key of the parse result, of the messages' attribute and of the slot."""


_REMEMBERED, _LONGEST = 5, 300
"""Messages, and characters of them, that may show which Chinese is written."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class LanguageDetector(GraphComponent):
    """Sets the attribute `language` of each message: `{"code", "confidence", "source"}`.

    It learns the words of each language from the examples. Registered as a featurizer because Rasa runs only those on
    training data, and the encoder wants to know the language there too.
    """

    def __init__(self, model_storage: ModelStorage, resource: Resource, finder: LanguageFinder) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._finder = finder

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "LanguageDetector":
        """Return a detector that knows no shop words yet."""
        return cls(model_storage, resource, _finder(()))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "LanguageDetector":
        """Return the detector that `train` left in `model_storage`."""
        with model_storage.read_from(resource) as folder:
            examples = json.loads((folder / "examples.json").read_text(encoding="utf-8"))
        return cls(model_storage, resource, _finder(examples))

    @staticmethod
    def required_packages() -> list[str]:
        """Return the packages that this component imports when it is used."""
        return ["langdetect"]  # Rasa wants import names that are also package names, which lingua's is not

    def train(self, training_data: TrainingData) -> Resource:
        """Keep the examples of `bot.examples`: their words show which language a message is in."""
        examples = read_examples(Settings.from_environment())
        known = [(example.text, example.language) for example in examples if example.source != FROM_CATALOGUE]
        with self._model_storage.write_to(self._resource) as folder:
            (folder / "examples.json").write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Set the stated language of each example, or else the one found."""
        for example in training_data.training_examples:
            stated = _stated_language(example)
            if stated:
                example.set(LANGUAGE, {"code": stated, "confidence": 1.0, "source": "text"})
            else:
                self._set_language(example, None)
        return training_data

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Set the language of each message; Rasa hands in the conversation because the argument is called `tracker`."""
        conversation, said = conversation_language(tracker), _said(tracker)
        for message in messages:
            self._set_language(message, conversation, said)
        return messages

    def _set_language(self, message: Message, conversation: str | None, said: str = "") -> None:
        client = (message.get(METADATA) or {}).get("locale")
        client = client if isinstance(client, str) else None
        found = self._finder.find(message.get(TEXT) or "", conversation, client, said)
        message.set(LANGUAGE, asdict(found), add_to_output=True)


def conversation_language(tracker: DialogueStateTracker) -> str | None:
    """Return the language that the conversation is in, BCP 47, None at its beginning.

    That is the shopper's choice, the slot `language`, or else the language of the last message that showed one itself.
    """
    chosen = tracker.get_slot(LANGUAGE) if LANGUAGE in tracker.slots else None
    if chosen:
        return chosen
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            language = (event.parse_data or {}).get(LANGUAGE) or {}
            if language.get("source") in {"script", "text"}:
                return language["code"]
    return None


def _said(tracker: DialogueStateTracker) -> str:
    """Return the shopper's latest words, "" where the language was chosen, so that they do not count."""
    if LANGUAGE in tracker.slots and tracker.get_slot(LANGUAGE):
        return ""
    texts = [event.text or "" for event in tracker.events if isinstance(event, UserUttered)]
    return " ".join(texts[-_REMEMBERED:])[-_LONGEST:]


def _stated_language(example: Message) -> str | None:
    metadata = (example.get(METADATA) or {}).get(METADATA_INTENT) or {}
    language = metadata.get("language")
    return language if language in SERVED else None


def _finder(examples: Iterable[tuple[str, str]]) -> LanguageFinder:
    """Return a finder that knows the words of `examples`, pairs of text and language, and those of the catalogue."""
    lexicon = Lexicon.load(Settings.from_environment())
    words = (
        (word, language) for entity in CATALOGUE for language in SERVED for word, _ in lexicon.of(entity, language)
    )
    return LanguageFinder(
        short=Lingua.load(),
        sentence=LangDetect.load(),
        vocabulary=Vocabulary.learn([*map(tuple, examples), *(pair for pair in words if not _is_borrowed(*pair))]),
        names=frozenset(brand.casefold() for brand in lexicon.brands),
    )


def _is_borrowed(word: str, language: str) -> bool:
    """Whether a word in Latin letters stands in the lexicon of a language that is not written in them."""
    return word.isascii() and language not in LATIN
