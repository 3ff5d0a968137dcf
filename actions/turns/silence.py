"""Turns of a conversation that a person has taken over: heard, kept, and not answered by the assistant."""

from collections.abc import Sequence
from dataclasses import replace

from actions.shop import Shop
from actions.talk.answer import Answer
from actions.talk.conversation import Conversation
from actions.talk.shop_action import Answerer
from actions.wording import values
from actions.wording.texts import Line
from retrieval.handoffs import Author, Message

_SPEAKS = frozenset({"start_over", "delete_my_data"})
"""What the assistant answers all the same: who starts over goes on with it."""


def silent(turn: Answerer) -> Answerer:
    """Make a turn leave the answer to the person who has the conversation.

    What that person wrote and the shopper has not seen yet is said first, whoever answers.
    """

    def answer(conversation: Conversation, shop: Shop) -> Answer:
        standing = shop.handoffs.standing(conversation.sender_id)
        if standing.live is None:
            answer = turn(conversation, shop)
        elif conversation.intent in _SPEAKS and conversation.is_sure:
            if conversation.intent == "start_over":
                shop.handoffs.close(standing.live, tells=False)
            answer = turn(conversation, shop)
        else:
            shop.handoffs.hear(standing.live, conversation.text)
            answer = Answer((), shop.texts.spoken(conversation.language))
        if not standing.unsaid or answer.forgets:
            return answer
        shop.handoffs.note_said([message.message_id for message in standing.unsaid])
        return _with(standing.unsaid, answer)

    return answer


def agent_says(conversation: Conversation, shop: Shop) -> Answer:
    """Say what a person wrote and the shopper has not seen; noted as said by who had it sent, once it has been."""
    standing = shop.handoffs.standing(conversation.sender_id)
    return _with(standing.unsaid, Answer((), shop.texts.spoken(conversation.language), is_unasked=True))


def _with(messages: Sequence[Message], answer: Answer) -> Answer:
    """Return an answer with a person's messages before its own lines.

    The payload says that a person speaks, and in `live` whether they have the conversation still.
    """
    if not messages:
        return answer
    own = tuple(
        Line("assistant_back", {})
        if message.author is Author.RETURNED
        else Line("agent_says", {"text": values.plain(message.text)})
        for message in messages
    )
    is_live = not answer.lines and messages[-1].author is Author.AGENT
    is_of_person = any(message.author is Author.AGENT for message in messages)
    agent = {"type": "agent", "language": answer.language, "live": is_live} if is_of_person else None
    return replace(answer, lines=(*own, *answer.lines), payload=answer.payload or agent)
