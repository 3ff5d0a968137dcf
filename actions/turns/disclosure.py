"""Saying at the start that an AI answers."""

from dataclasses import replace

from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.shop_action import Answerer
from actions.wording.texts import Line

_SAY_SO = frozenset({"hello", "hello_again", "help"})
"""Lines that say it themselves, or to somebody who was told before."""


def disclosing(turn: Answerer) -> Answerer:
    """Make a turn that answers the first message of a conversation also say that an AI does.

    It comes after what was asked for: the line that opens an answer tells later turns what it was about.
    """

    def answer(conversation: Conversation, shop: Shop) -> Answer:
        answer = turn(conversation, shop)
        is_said = bool(conversation.said) or any(line.key in _SAY_SO for line in answer.lines)
        if is_said or not answer.lines or answer.forgets:
            return answer
        return replace(answer, lines=(*answer.lines, Line("i_am_an_ai", {})))

    return answer
