"""What Rasa itself sees of the examples: one of each intent.

The components learn from all of them, by `bot.examples`. Rasa would copy, hash and compare them several times on their
way through its graph, which takes it five minutes.
"""

from typing import Optional

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.examples import read_examples
from bot.settings import Settings


class ExampleImporter(RasaFileImporter):
    """Reads domain and rules as Rasa does."""

    def get_nlu_data(self, language: Optional[str] = "en") -> TrainingData:  # noqa: ARG002, UP045 (Rasa's signature)
        """Return an example of each intent, its language as the metadata of the intent."""
        one_each = {example.intent: example for example in reversed(read_examples(Settings.from_environment()))}
        return TrainingData(
            [
                Message.build(example.text, example.intent, intent_metadata={"language": example.language})
                for example in one_each.values()
            ]
        )
