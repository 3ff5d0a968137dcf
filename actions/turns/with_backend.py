"""What is said when the shop's own systems do not answer."""

import logging
from collections.abc import Callable

from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.wording.texts import Line
from retrieval.errors import BackendError

logger = logging.getLogger(__name__)

Turn = Callable[[Conversation, Shop], Answer]


def with_backend(turn: Turn) -> Turn:
    """Make a turn say that carts or orders cannot be reached, and offer a person, where that is so."""

    def answer(conversation: Conversation, shop: Shop) -> Answer:
        try:
            return turn(conversation, shop)
        except BackendError:
            logger.exception("backend failed: intent=%s", conversation.intent)
            shop.metrics.failed_turns.labels(action="backend").inc()
            language = shop.texts.spoken(conversation.language)
            return Answer(
                (Line("backend_down", {}),), language, buttons=(shop.texts.button(language, "button_person"),)
            )

    return answer
