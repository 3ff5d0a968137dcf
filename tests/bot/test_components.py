"""The components as Rasa builds them: created or loaded, trained, run."""

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot, TextSlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components import intent_classifier, language_detector
from bot.components.encoder_featurizer import EncoderFeaturizer
from bot.components.entity_extractor import EntityExtractor
from bot.components.intent_classifier import IntentClassifier
from bot.components.language_detector import LanguageDetector, conversation_language
from bot.examples import Example

pytestmark = [pytest.mark.model, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

EXAMPLES = [
    ("hello there", "greet", "en"), ("good morning", "greet", "en"), ("hallo zusammen", "greet", "de"),
    ("where is my order", "order_status", "en"), ("order status please", "order_status", "en"),
    ("wo ist meine Bestellung", "order_status", "de"), ("compare 1 and 2", "compare_products", "en"),
    ("vergleiche 1 und 3", "compare_products", "de"), ("which is better, 2 or 4", "compare_products", "en"),
]  # fmt: skip


def tracker(events=()):
    slots = [
        TextSlot("language", []),
        TextSlot("destination", []),
        TextSlot("currency", []),
        AnySlot("search_state", []),
    ]
    return DialogueStateTracker.from_events("s1", list(events), slots)


def said(text, code, source):
    return UserUttered(text, parse_data={"language": {"code": code, "confidence": 1.0, "source": source}})


class Pipeline:
    """The trained pipeline, each component made by `load` from what training left."""

    def __init__(self, folder):
        storage = LocalModelStorage(folder)
        context = ExecutionContext(GraphSchema({}))
        data = TrainingData(
            [Message.build(text, intent, intent_metadata={"language": language}) for text, intent, language in EXAMPLES]
        )
        self.components = []
        for kind in (LanguageDetector, EncoderFeaturizer, EntityExtractor, IntentClassifier):
            config = kind.get_default_config()
            resource = Resource(kind.__name__)
            component = kind.create(config, storage, resource, context)
            if hasattr(component, "train"):
                resource = component.train(data)
            if hasattr(component, "process_training_data"):
                component.process_training_data(data)
            loaded = kind.load(config, storage, resource, context) if hasattr(component, "train") else component
            self.components.append(loaded)
        self.data = data

    def parse(self, text, talk=None, **metadata):
        message = Message({TEXT: text, "metadata": metadata})
        for component in self.components:
            needs_tracker = isinstance(component, (LanguageDetector, EntityExtractor))
            component.process([message], talk or tracker()) if needs_tracker else component.process([message])
        return message.as_dict(only_output_properties=True)


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory):
    """A pipeline that learns from a few examples, often enough for the network to take its steps."""
    few = [Example(text, intent, language, "written") for text, intent, language in EXAMPLES] * 60
    with pytest.MonkeyPatch.context() as patch:
        for component in (intent_classifier, language_detector):
            patch.setattr(component, "read_examples", lambda _: few)
        return Pipeline(tmp_path_factory.mktemp("model"))


def test_a_parse_has_language_intent_and_entities(pipeline):
    parse = pipeline.parse("wo ist meine Bestellung 10023?")
    assert parse["language"]["code"] == "de"
    assert parse[INTENT]["name"] == "order_status"
    entity = {"entity": "order_id", "value": "10023", "start": 24, "end": 29, "extractor": "EntityExtractor"}
    assert parse[ENTITIES] == [entity]


def test_positions_are_a_list_on_the_wire(pipeline):
    assert [e["value"] for e in pipeline.parse("number 1 and 2")[ENTITIES]] == [[1, 2]]


def test_confidences_are_a_ranking(pipeline):
    ranking = pipeline.parse("hello")["intent_ranking"]
    assert [r["confidence"] for r in ranking] == sorted((r["confidence"] for r in ranking), reverse=True)


@pytest.mark.parametrize("text", ["", "...", "?!"])
def test_what_says_nothing_has_no_intent(pipeline, text):
    assert pipeline.parse(text)[INTENT] == {"name": None, "confidence": 0.0}


def test_the_conversations_language_reaches_the_detector(pipeline):
    language = pipeline.parse("2", tracker([said("wo ist meine Bestellung", "de", "text")]))["language"]
    assert (language["code"], language["source"]) == ("de", "conversation")


def test_the_clients_locale_reaches_the_detector(pipeline):
    language = pipeline.parse("2", locale="fr-CA")["language"]
    assert (language["code"], language["source"]) == ("fr", "client")


def test_a_chosen_language_is_the_conversations():
    assert conversation_language(tracker([said("hola", "es", "text"), SlotSet("language", "ja")])) == "ja"


def test_a_guessed_language_is_not_the_conversations():
    events = [said("wo ist es", "de", "text"), said("2", "fr", "client")]
    assert conversation_language(tracker(events)) == "de"


def test_the_destination_tells_which_dollars(pipeline):
    parse = pipeline.parse("under $50", tracker([SlotSet("destination", "CA")]))
    assert [e["value"] for e in parse[ENTITIES] if e["entity"] == "currency"] == ["CAD"]
    parse = pipeline.parse("under $50", country="AU")
    assert [e["value"] for e in parse[ENTITIES] if e["entity"] == "currency"] == ["AUD"]


def test_training_examples_carry_features_and_no_entities(pipeline):
    features = [example.get_dense_features(TEXT)[1].features for example in pipeline.data.training_examples]
    assert len({row.shape for row in features}) == 1
    assert np.isfinite(np.vstack(features)).all()
    assert not any(example.get(ENTITIES) for example in pipeline.data.training_examples)
