"""What goes back to the shopper: one message for each thing said, and an apology where nothing was."""

import logging
from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Any

import yaml
from rasa.core.channels.channel import OutputChannel, UserMessage

from bot.settings import PROJECT

logger = logging.getLogger(__name__)

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]


def wire_message(message: dict[str, Any]) -> dict[str, Any]:
    """Return text, buttons and custom payload of one utterance as one message; Rasa's own channels would send three."""
    kept = {key: message[key] for key in ("text", "language", "image", "attachment") if message.get(key)}
    buttons = [*(message.get("quick_replies") or ()), *(message.get("buttons") or ())]
    if buttons:
        kept["buttons"] = [{"title": button["title"], "payload": button["payload"]} for button in buttons]
    if message.get("custom"):
        kept["custom"] = message["custom"]
    return kept


async def answered(on_new_message: OnNewMessage, message: UserMessage, is_silent: Callable[[], bool]) -> None:
    """Let Rasa answer `message`; where it said nothing, as when the shop cannot be reached, apologise.

    The apology is in the language that the message itself shows, or else in that of the client.
    """
    await on_new_message(message)
    if is_silent():
        logger.error("turn without an answer: is the shop's server running?")
        locale = str((message.metadata or {}).get("locale") or "")
        text = apology(_language_of(message.text or "", locale))
        output: OutputChannel = message.output_channel
        await output.send_response(message.sender_id, {"text": text})


def apology(language: str) -> str:
    """Return "something went wrong, please try again" in a language, else in English."""
    texts = _apologies()
    return texts.get(language) or texts.get(language.split("-")[0]) or texts["en"]


@lru_cache(maxsize=1)
def _apologies() -> dict[str, str]:
    content: dict[str, str] = yaml.safe_load((PROJECT / "bot" / "texts" / "apologies.yml").read_text(encoding="utf-8"))
    return content


@lru_cache(maxsize=1)
def _finder() -> Any:
    from bot.detectors import LangDetect, Lingua
    from bot.language import LanguageFinder
    from bot.vocabulary import Vocabulary

    return LanguageFinder(
        short=Lingua.load(), sentence=LangDetect.load(), vocabulary=Vocabulary.learn([]), names=frozenset()
    )


def _language_of(text: str, locale: str) -> str:
    return str(_finder().find(text, None, locale or None).code)
