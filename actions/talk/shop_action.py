"""The shell between rasa-sdk and the functions that answer."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, Restarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.metrics import Metrics
from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.wording.texts import Line
from retrieval.errors import RetrievalError

logger = logging.getLogger(__name__)

Answerer = Callable[[Conversation, Shop], Answer]

SILENCE = {"type": "silence"}
"""The message of a turn that is not to be answered; the bot's channels keep it to themselves."""


class ShopAction(Action):  # type: ignore[misc] # the SDK has no types
    """A Rasa action: reads the conversation, lets `answerer` answer, and hands the answer to Rasa."""

    def __init__(self, name: str, answerer: Answerer, shop: Callable[[], Shop], metrics: Metrics) -> None:
        self._name = name
        self._answerer = answerer
        self._shop = shop
        self._metrics = metrics

    def name(self) -> str:
        """Return the name that the bot's domain knows."""
        return self._name

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 the SDK's names
    ) -> list[dict[str, Any]]:
        """Answer one turn. A RetrievalError becomes an apology to the shopper and a log line for the engineers."""
        started = time.perf_counter()
        conversation = Conversation.from_tracker(tracker)
        shop = self._shop()
        try:
            answer = await asyncio.to_thread(self._answerer, conversation, shop)
        except RetrievalError as error:
            logger.exception("action=%s failed=%s", self._name, type(error).__name__)
            self._metrics.failed_turns.labels(action=self._name).inc()
            answer = Answer((Line("apology", {}),), shop.texts.spoken(conversation.language))
        for part in (answer, *((answer.also,) if answer.also else ())):
            _utter(part, dispatcher)
            if part.done or part.shown or part.scrolled:
                kept = asyncio.get_running_loop().run_in_executor(None, _keep, part, shop)
                kept.add_done_callback(self._told)
        seconds = time.perf_counter() - started
        self._metrics.turn_seconds.labels(action=self._name).observe(seconds)
        logger.info("action=%s language=%s ms=%.0f", self._name, conversation.language, 1000 * seconds)
        events = [SlotSet(name, value) for name, value in answer.slots.items()]
        events += [ActionExecuted("action_listen")] if answer.is_unasked else []
        return [*events, Restarted()] if answer.forgets else events

    def _told(self, kept: asyncio.Future[None]) -> None:
        """Log and count events that could not be kept."""
        error = None if kept.cancelled() else kept.exception()
        if error is not None:
            logger.error("action=%s events lost", self._name, exc_info=error)
            self._metrics.events.labels(outcome="lost").inc()


def _utter(answer: Answer, dispatcher: CollectingDispatcher) -> None:
    """Hand a message to Rasa, which has /nlg put its lines into words.

    One without lines is none; where the shopper is left unanswered on purpose, the channel is told so: without any
    message it would apologise.
    """
    if not answer.lines:
        if not answer.is_unasked:
            dispatcher.utter_message(json_message=dict(SILENCE))
        return
    dispatcher.utter_message(
        response=f"utter_{answer.lines[0].key}",
        language=answer.language,
        lines=[line.as_wire() for line in answer.lines],
        json_message=dict(answer.payload) if answer.payload else None,
        buttons=[dict(button) for button in answer.buttons],
    )


def _keep(answer: Answer, shop: Shop) -> None:
    """Keep what the shopper did and was shown."""
    if answer.done:
        shop.record(*answer.done)
    if answer.shown:
        shop.shown.keep(answer.shown)
        seen = answer.shown.product_ids[: answer.shown.n_shown]
        shop.trials.note(answer.shown.user_id, answer.shown.kind, seen, shop.today())
    if answer.scrolled:
        shop.shown.note_shown(*answer.scrolled)
