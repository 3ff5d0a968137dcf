"""Scripts and simulated shoppers against a running stack, with the project's own data."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from actions.dialogues.bot import Bot
from actions.dialogues.dead_ends import DeadEnds
from actions.dialogues.goals import draw_goals
from actions.dialogues.phrases import load_phrases
from actions.dialogues.report import DialogueReport
from actions.dialogues.script import Script, load_scripts
from actions.dialogues.script_run import Played, play
from actions.dialogues.shelf import Shelf
from actions.dialogues.simulation import AT_ONCE, Outcome, simulate
from retrieval.pricing.rates import ExchangeRates

SCRIPTS = Path("data") / "dialogues" / "scripts"
"""The folder of the scripts, in the project."""


def evaluate_dialogues(
    project: Path,
    bot: Bot,
    identity_secret: str | None,
    n_conversations: int,
    seed: int,
    tell: Callable[[str], None],
) -> DialogueReport:
    """Play all scripts, then `n_conversations` of simulated shoppers; the same seed gives the same shoppers.

    Without the secret, the scripts that prove identity are left out and counted.
    """
    started = time.perf_counter()
    all_scripts = load_scripts(project / SCRIPTS)
    scripts = [script for script in all_scripts if identity_secret or not script.is_known]
    n_left_out = len(all_scripts) - len(scripts)
    tell(f"{len(scripts)} scripts …")
    if n_left_out:
        tell(f"{n_left_out} more prove identity: set CROSSAISLE_IDENTITY_SECRET for the stack and here to play them")
    played = play_scripts(scripts, project, bot, identity_secret)
    outcomes = simulate_shoppers(project, bot, n_conversations, seed, tell)
    return DialogueReport(tuple(outcomes), tuple(played), time.perf_counter() - started, n_left_out)


def play_scripts(scripts: Sequence[Script], project: Path, bot: Bot, identity_secret: str | None) -> list[Played]:
    """Play scripts, several at once; in their order."""
    shelf = Shelf.load(project / "data")
    with ThreadPoolExecutor(AT_ONCE) as players:
        return list(players.map(lambda script: play(script, bot, identity_secret, shelf), scripts))


def simulate_shoppers(project: Path, bot: Bot, n: int, seed: int, tell: Callable[[str], None]) -> list[Outcome]:
    """Play `n` conversations of simulated shoppers, in all languages in turn."""
    phrases, shelf = load_phrases(project / "data"), Shelf.load(project / "data")
    goals = draw_goals(tuple(phrases.values()), shelf, ExchangeRates.load(), n, seed)

    def told(n_over: int) -> None:
        if n_over % 50 == 0 or n_over == n:
            tell(f"{n_over} of {n} conversations")

    return simulate(goals, bot, phrases, shelf, DeadEnds.load(project), told)
