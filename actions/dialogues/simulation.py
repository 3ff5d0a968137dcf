"""Conversations of simulated shoppers with the running bot."""

import random
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from actions.dialogues.bot import Bot
from actions.dialogues.dead_ends import DeadEnds
from actions.dialogues.goals import Goal
from actions.dialogues.phrases import Phrases
from actions.dialogues.reply import Reply
from actions.dialogues.shelf import Shelf
from actions.dialogues.shopper import Shopper

AT_ONCE = 4
"""Conversations that go on at the same time: bot and shop then always have something to do."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a shopper's conversation went.

    `turns_to_product` counts messages until a product that meets the goal was shown, 0 where none was. `dead_ends` says
    why, for each answer that was one. `said` are the messages with the beginnings of their answers.
    """

    goal: Goal
    is_success: bool
    n_turns: int
    turns_to_product: int
    dead_ends: tuple[str, ...]
    said: tuple[tuple[str, str], ...]


def simulate(
    goals: Sequence[tuple[Goal, int]],
    bot: Bot,
    phrases: Mapping[str, Phrases],
    shelf: Shelf,
    dead_ends: DeadEnds,
    tell: Callable[[int], None],
) -> list[Outcome]:
    """Play a conversation for each goal and seed, several at once; `tell` hears how many are over. In their order."""

    def play(goal: Goal, seed: int) -> Outcome:
        rng = random.Random(seed)  # noqa: S311 nothing is kept secret by it
        return converse(Shopper(goal, phrases[goal.language], shelf, rng), bot, dead_ends)

    with ThreadPoolExecutor(AT_ONCE) as players:
        playing = [players.submit(play, goal, seed) for goal, seed in goals]
        for n_over, _ in enumerate(as_completed(playing), 1):
            tell(n_over)
        return [one.result() for one in playing]


def converse(shopper: Shopper, bot: Bot, dead_ends: DeadEnds) -> Outcome:
    """Let a shopper talk until the goal is reached, or patience ends."""
    goal, sender = shopper.goal, f"shopper-{uuid.uuid4().hex}"
    client = {"locale": goal.language, "country": goal.country, "currency": goal.currency}
    ends: list[str] = []
    said: list[tuple[str, str]] = []
    before, seen_at = Reply(()), 0
    while len(said) < goal.patience and not shopper.is_done:
        message = shopper.next_message()
        if shopper.is_in_cart and not goal.looks_back:
            break
        reply = bot.say(sender, message, client)
        said.append((message, reply.text[:120]))
        end = dead_ends.of(reply, before)
        ends += [end] if end else []
        shopper.hear(reply)
        seen_at = seen_at or (len(said) if shopper.found else 0)
        before = reply
    return Outcome(goal, shopper.is_in_cart, len(said), seen_at, tuple(ends), tuple(said))
