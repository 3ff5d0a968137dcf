"""Bands of quality on utterances that nothing was tuned on; `crossaisle evaluate nlu` prints the figures.

Both ends are asserted: what comes out far better than measured has seen what it is judged by.
"""

import json
import subprocess
import sys

import pytest

from bot.language import SERVED

pytestmark = pytest.mark.model

MEANS = {
    "intent_accuracy": (0.935, 0.98),
    "entity_f1": (0.90, 0.97),
    "language_accuracy": (0.95, 1.0),
    "word_accuracy": (0.97, 1.0),
    "pair_accuracy": (0.97, 1.0),
    "conversation_accuracy": (0.98, 1.0),
}


@pytest.fixture(scope="module")
def figures(model):
    assert model.exists()
    command = [sys.executable, "-m", "bot.evaluate", "--split", "test", "--json"]
    made = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(made.stdout)


@pytest.mark.parametrize("language", SERVED)
def test_every_language_is_understood(figures, language):
    score = figures["languages"][language]
    assert 0.88 <= score["intent_accuracy"] <= 0.995
    assert 0.84 <= score["entity_f1"] <= 1.0
    assert 0.82 <= score["language_accuracy"] <= 1.0
    assert 0.90 <= score["word_accuracy"] <= 1.0
    assert 0.90 <= score["conversation_accuracy"] <= 1.0


@pytest.mark.parametrize("measure", MEANS)
def test_the_mean_is_within_its_band(figures, measure):
    low, high = MEANS[measure]
    assert low <= figures["mean"][measure] <= high


def test_what_is_out_of_scope_is_mostly_noticed_and_rarely_invented(figures):
    assert 0.80 <= figures["out_of_scope"]["recall"] <= 0.97
    assert 0.0 <= figures["out_of_scope"]["false_alarms"] <= 0.03
