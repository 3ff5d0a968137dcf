"""Rasa's side of `bot.intents`: intent and ranking of each message."""

# ruff: noqa: ARG002, ARG003 (Rasa prescribes the signatures)

from collections.abc import Sequence
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier as RasaIntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.encoders import MessageEncoder
from bot.entities.entity import Context
from bot.entities.extract import Extractor
from bot.entities.features import kind_features
from bot.entities.lexicon import Lexicon
from bot.examples import Example, read_examples
from bot.intents import IntentModel, is_wordless
from bot.settings import Settings

_N_RANKED = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent, RasaIntentClassifier):
    """Sets intent and ranking, from the sentence features (vectors and kinds of entities) and the text itself."""

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, model: IntentModel | None
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "IntentClassifier":
        """Return a classifier without a model."""
        return cls(config, model_storage, resource, None)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "IntentClassifier":
        """Return the classifier that `train` left in `model_storage`."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, IntentModel.load(folder / "intents.npz"))

    @staticmethod
    def required_packages() -> list[str]:
        """Return the packages that this component imports when it is used."""
        return ["sklearn", "tensorflow"]

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model on all examples of `bot.examples`, far more than `training_data` holds."""
        settings = Settings.from_environment()
        examples = read_examples(settings)
        texts = [example.text for example in examples]
        self._model = IntentModel.fit(_rows(examples, settings), texts, [example.intent for example in examples])
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder / "intents.npz")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent and the five likeliest; a text without letter, digit or symbol has none."""
        for message in messages:
            if self._model is None or is_wordless(message.get(TEXT) or ""):
                ranking = [{"name": None, "confidence": 0.0}]
            else:
                ranked = self._model.rank(_features(message), message.get(TEXT), _N_RANKED)
                ranking = [{"name": name, "confidence": confidence} for name, confidence in ranked]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages


def _rows(examples: Sequence[Example], settings: Settings) -> np.ndarray:
    """Return the features (n, dim) of `examples` as the pipeline gives those of messages: vectors, then entities."""
    vectors = MessageEncoder.load().encode([one.text for one in examples], [one.language for one in examples])
    extractor = Extractor(Lexicon.load(settings))
    kinds = [kind_features(extractor.extract(one.text, Context(one.language, "", ""))) for one in examples]
    return np.hstack([vectors, np.array(kinds, dtype=np.float32)])


def _features(message: Message) -> np.ndarray:
    """Return the sentence features (1, dim) float32."""
    _, sentence = message.get_dense_features(TEXT)
    return sentence.features
