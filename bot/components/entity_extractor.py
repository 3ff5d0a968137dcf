"""Rasa's side of `bot.entities`: sets the entities of a message, and features that say of which kinds they are."""

# ruff: noqa: ARG003 (Rasa prescribes the signatures)

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.language_detector import LANGUAGE
from bot.entities.entity import Context, Entity
from bot.entities.extract import Extractor
from bot.entities.features import kind_features
from bot.entities.lexicon import Lexicon, lexicon_version
from bot.settings import Settings


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR],
    is_trainable=False,
)
class EntityExtractor(DenseFeaturizer, GraphComponent, EntityExtractorMixin):
    """Finds entities by rules and the shop's lexicon, which it reads again when the shop has written a new one."""

    def __init__(self, config: dict[str, Any], name: str, settings: Settings) -> None:
        DenseFeaturizer.__init__(self, name, config)
        self._settings = settings
        self._version = lexicon_version(settings)
        self._extractor = Extractor(Lexicon.load(settings))

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "EntityExtractor":
        """Return an extractor with the lexicon as it is now, ready for its first message."""
        extractor = cls(config, execution_context.node_name, Settings.from_environment())
        extractor._extractor.warm()
        return extractor

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Accept any configuration: there is none beyond Rasa's `alias`."""

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the features alone: entities of training examples are none of Rasa's business here."""
        for example in training_data.training_examples:
            if example.get(TEXT):
                self._add_features(example, self._extract(example, "", ""))
        return training_data

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Set the entities of all messages; the destination and the currency help to read `$` and `kr`."""
        self._read_again_if_changed()
        destination, currency = (tracker.get_slot(slot) if slot in tracker.slots else None for slot in _SLOTS)
        for message in messages:
            metadata = message.get(METADATA) or {}
            country = destination or _text(metadata.get("country"))
            found = self._extract(message, country, currency or _text(metadata.get("currency")))
            message.set(ENTITIES, self.add_extractor_name([_as_rasa(e) for e in found]), add_to_output=True)
            self._add_features(message, found)
        return messages

    def _extract(self, message: Message, country: str, currency: str) -> list[Entity]:
        language = (message.get(LANGUAGE) or {}).get("code", "en")
        return self._extractor.extract(message.get(TEXT) or "", Context(language, country, currency))

    def _add_features(self, message: Message, found: list[Entity]) -> None:
        row = np.array([kind_features(found)], dtype=np.float32)
        self.add_features_to_message(None, row, TEXT, message)

    def _read_again_if_changed(self) -> None:
        version = lexicon_version(self._settings)
        if version != self._version:
            self._version = version
            self._extractor = Extractor(Lexicon.load(self._settings))


_SLOTS = ("destination", "currency")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _as_rasa(entity: Entity) -> dict[str, Any]:
    """Return `entity` as Rasa writes it on the wire; positions become a list."""
    value = list(entity.value) if isinstance(entity.value, tuple) else entity.value
    found = {"entity": entity.name, "value": value, "start": entity.start, "end": entity.end}
    return found | {"role": entity.role} if entity.role else found
