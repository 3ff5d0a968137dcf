"""Bands of quality on utterances that no training saw; `python -m bot.evaluate` prints the figures."""

import json
import subprocess
import sys

import pytest

from bot.language import SERVED

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def figures(model):
    assert model.exists()
    command = [sys.executable, "-m", "bot.evaluate", "--split", "dev", "--json"]
    made = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(made.stdout)


@pytest.mark.parametrize("language", SERVED)
def test_every_language_is_understood(figures, language):
    score = figures["languages"][language]
    assert 0.80 <= score["intent_accuracy"] <= 1.0
    assert 0.90 <= score["entity_f1"] <= 1.0
    assert 0.85 <= score["language_accuracy"] <= 1.0


def test_the_mean_is_within_its_band(figures):
    assert 0.92 <= figures["mean"]["intent_accuracy"] <= 0.99
    assert 0.96 <= figures["mean"]["entity_f1"] <= 1.0
    assert 0.97 <= figures["mean"]["language_accuracy"] <= 1.0


def test_what_is_out_of_scope_is_mostly_noticed_and_rarely_invented(figures):
    assert figures["out_of_scope"]["recall"] >= 0.75
    assert figures["out_of_scope"]["false_alarms"] <= 0.03
