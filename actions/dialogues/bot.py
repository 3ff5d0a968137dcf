"""The running bot as a shopper's client reaches it: over REST."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass

from actions.dialogues.reply import Reply
from retrieval.errors import EvaluationError

_SECONDS = 60
"""How long an answer is waited for."""


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot by its address."""

    url: str

    def say(self, sender: str, text: str, metadata: Mapping[str, str]) -> Reply:
        """Send a message and return the answer; raises EvaluationError where none comes."""
        body = {"sender": sender, "message": text, "metadata": dict(metadata)}
        request = urllib.request.Request(  # noqa: S310 the address is the settings' own
            f"{self.url}/webhooks/rest/webhook", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 the same
                return Reply(tuple(json.load(answer)))
        except (OSError, ValueError) as error:
            raise EvaluationError(f"{self.url} gives no answer ({error}): start the bot with `make up`.") from error


def open_page(url: str, form: bytes | None = None) -> str:
    """Return the page at an address, or what comes of sending it a form; raises EvaluationError where none comes."""
    request = urllib.request.Request(url, form)  # noqa: S310 the address is one that the shop gave
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as page:  # noqa: S310 the same
            return str(page.read().decode("utf-8"))
    except (OSError, ValueError) as error:
        raise EvaluationError(f"{url} cannot be opened ({error}): start the shop with `make up`.") from error
