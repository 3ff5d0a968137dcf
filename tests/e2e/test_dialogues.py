"""Whole conversations with the running stack: scripts in every language, simulated shoppers, and two hundred turns."""

import uuid
from collections import Counter
from statistics import median
from time import perf_counter

import pytest

from actions.dialogues.bot import Bot
from actions.dialogues.evaluation import SCRIPTS, play_scripts, simulate_shoppers
from actions.dialogues.report import DialogueReport
from actions.dialogues.script import Script, load_scripts
from actions.settings import PROJECT
from actions.wording.texts import LANGUAGES
from tests.e2e.conftest import IDENTITY_SECRET, Stack

pytestmark = pytest.mark.stack

N_SHOPPERS = 120
"""Six in each language: about a minute."""

ALL = load_scripts(PROJECT / SCRIPTS)


def test_scripts_are_many_in_every_language_and_of_natural_length() -> None:
    by_language = Counter(script.language for script in ALL)
    assert set(by_language) == set(LANGUAGES)
    assert len(ALL) >= 60
    assert min(by_language.values()) >= 3
    assert all(5 <= len(script.turns) <= 15 for script in ALL)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_scripted_conversations_go_as_written(stack: Stack, language: str) -> None:
    own: list[Script] = [script for script in ALL if script.language == language]
    played = play_scripts(own, PROJECT, Bot(stack.bot_url), IDENTITY_SECRET)
    report = DialogueReport((), tuple(played), 0.0)
    assert not report.failed, report.table()


def test_simulated_shoppers_find_what_they_want_without_a_dead_end(stack: Stack) -> None:
    outcomes = simulate_shoppers(PROJECT, Bot(stack.bot_url), N_SHOPPERS, seed=0, tell=lambda _: None)
    report = DialogueReport(tuple(outcomes), (), 0.0)
    assert report.success >= 0.9, report.table()
    assert report.n_dead_ends == 0, report.table()


TALK = (
    "I am looking for a backpack",
    "under 150 euros",
    "show more",
    "the second one",
    "what does it cost to my door",
    "in black",
    "back to the previous list",
    "put number 1 into the cart",
    "show my cart",
    "ship to Austria",
)


def test_two_hundredth_turn_of_a_talk_with_cart_and_costs_is_hardly_slower_than_the_fifth(stack: Stack) -> None:
    """Each of ten messages is measured against itself: rounds two to four, and the last three of twenty."""
    who = f"test-{uuid.uuid4().hex}"
    seconds = []
    for number in range(20 * len(TALK)):
        started = perf_counter()
        assert stack.say(TALK[number % len(TALK)], who, country="DE", locale="en")
        seconds.append(perf_counter() - started)
    rounds = [seconds[at : at + len(TALK)] for at in range(0, len(seconds), len(TALK))]
    early = median(median(one) for one in zip(*rounds[1:4], strict=True))
    late = median(median(one) for one in zip(*rounds[-3:], strict=True))
    assert late <= 1.5 * early, f"{1000 * early:.0f} ms early, {1000 * late:.0f} ms late"
