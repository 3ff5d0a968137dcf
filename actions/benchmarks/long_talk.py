"""What the two hundredth turn of a conversation takes beside the turns of a young one."""

import time
import uuid
from collections.abc import Callable
from statistics import median

from actions.dialogues.bot import Bot

TALK = (
    "I am looking for a backpack",
    "under 150 euros",
    "show more",
    "the second one",
    "compare 1 and 2",
    "what does it cost to my door",
    "in black",
    "undo that",
    "put number 1 into the cart",
    "show my cart",
    "ship to Austria",
)
"""Messages that search, narrow, go back, price and buy: what lets a conversation's memory grow."""

_CLIENT = {"country": "DE", "locale": "en"}


def measure(bot: Bot, n_turns: int, n_rounds: int, tell: Callable[[str], None]) -> dict[str, float]:
    """Return the median milliseconds of turns in conversations of some `n_turns` and of at most `len(TALK)`.

    A conversation grows to `n_turns`; its last `n_rounds` rounds of `TALK` are said by turns with conversations that
    begin with the round, so that a busy machine slows both. Raises EvaluationError where no answer comes.
    """
    old = f"bench-{uuid.uuid4().hex}"
    n_before = n_turns - n_rounds * len(TALK)
    for number in range(n_before):
        _milliseconds(bot, old, number)
        if number % 50 == 49:
            tell(f"{number + 1} of {n_turns} turns")
    early, late = [], []
    for _ in range(n_rounds):
        young = f"bench-{uuid.uuid4().hex}"
        for at in range(len(TALK)):
            late.append(_milliseconds(bot, old, at))
            early.append(_milliseconds(bot, young, at))
    return {
        "early_p50_ms": round(median(early), 1),
        "late_p50_ms": round(median(late), 1),
        "ratio_p50": round(median(late) / median(early), 2),
        "n_turns": n_turns,
    }


def _milliseconds(bot: Bot, sender: str, number: int) -> float:
    started = time.perf_counter()
    bot.say(sender, TALK[number % len(TALK)], _CLIENT)
    return 1000 * (time.perf_counter() - started)
