"""Running scripts against the bot."""

import re
import time
import urllib.parse
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import jwt

from actions.dialogues.bot import Bot, open_page
from actions.dialogues.expectations import failures
from actions.dialogues.reply import Reply
from actions.dialogues.script import Script, ScriptTurn
from actions.dialogues.shelf import Shelf
from retrieval.errors import EvaluationError

_SEEN = re.compile(r'name="seen" value="([^"]*)"')
_PROOF_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Failure:
    """A turn of a script, counted from 1, that did not go as expected: what was said, and what was found."""

    turn: int
    said: str
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Played:
    """A script that was run, with what failed in it."""

    script: Script
    failures: tuple[Failure, ...]


def play(script: Script, bot: Bot, identity_secret: str | None, shelf: Shelf) -> Played:
    """Run a script in a conversation of its own; identity is proven with the shop's secret.

    Raises EvaluationError where a script needs the secret and there is none.
    """
    sender = f"script-{uuid.uuid4().hex}"
    client = dict(script.client)
    if script.is_known:
        if not identity_secret:
            raise EvaluationError(
                f"The script {script.name!r} ({script.language}) proves identity, but CROSSAISLE_IDENTITY_SECRET is "
                "not set: set it for the shop and for this command."
            )
        claims = {"sub": sender, "exp": int(time.time()) + _PROOF_SECONDS}
        client["identity_token"] = jwt.encode(claims, identity_secret, algorithm="HS256")
    replies: list[Reply] = []
    failed: list[Failure] = []
    language = script.language
    for number, turn in enumerate(script.turns, 1):
        language = turn.expect.language or language
        if turn.pay:
            _pay(replies)
            replies.append(Reply(()))
            continue
        said = _said(turn, replies)
        reply = bot.say(sender, said, client)
        found = tuple(failures(turn.expect, reply, replies, language, shelf))
        failed += [Failure(number, said, found)] if found else []
        replies.append(reply)
    return Played(script, tuple(failed))


def _said(turn: ScriptTurn, replies: Sequence[Reply]) -> str:
    if not turn.press:
        return turn.say
    buttons = replies[-1].buttons if replies else ()
    if len(buttons) < turn.press:
        return f"[button {turn.press} of {len(buttons)}]"
    return buttons[turn.press - 1]


def _pay(replies: Sequence[Reply]) -> None:
    """Open the checkout's link that was given last, and press the button that orders."""
    carts = [cart for reply in reversed(replies) if (cart := reply.payload("cart")) and cart.get("checkout")]
    if not carts:
        return
    url = carts[0]["checkout"]["url"]
    seen = _SEEN.search(open_page(url))
    open_page(url, urllib.parse.urlencode({"seen": seen[1] if seen else ""}).encode())
