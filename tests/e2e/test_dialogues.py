"""Whole conversations with the running stack: scripts in every language, simulated shoppers, and two hundred turns."""

import uuid
from collections import Counter

import pytest

from actions.benchmarks.long_talk import TALK
from actions.dialogues.bot import Bot
from actions.dialogues.evaluation import SCRIPTS, play_scripts, simulate_shoppers
from actions.dialogues.report import DialogueReport
from actions.dialogues.script import Script, load_scripts
from actions.settings import PROJECT
from actions.wording.texts import LANGUAGES
from tests.e2e.conftest import IDENTITY_SECRET, Stack

pytestmark = pytest.mark.stack

N_SHOPPERS = 500
"""Twenty-five in each language: less than three minutes on two free cores."""

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


def test_two_hundredth_turn_is_answered_as_the_tenth_was(stack: Stack) -> None:
    """What turns take is measured by `crossaisle bench long-talk`; here it counts that all of them are answered."""
    who = f"test-{uuid.uuid4().hex}"
    rounds = [
        [
            [one.get("custom", {}).get("type") for one in stack.say(text, who, country="DE", locale="en")]
            for text in TALK
        ]
        for _ in range(200 // len(TALK))
    ]
    assert all(answer for one in rounds for answer in one)
    assert rounds[-1] == rounds[1]
