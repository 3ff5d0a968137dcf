"""A turn by what the shop answers to it: with a message, with silence on purpose, or not at all."""

import asyncio
from types import SimpleNamespace

import pytest

from bot.channels.apologies import Apologies
from bot.channels.turns import Turns

APOLOGIES = Apologies({"en": "Sorry."})


def delivered(*said):
    """Return what a shopper gets where the shop says these messages."""
    messages = []

    async def answer(message):
        for one in said:
            await message.output_channel.send_response("s1", one)

    async def deliver(message):
        messages.append(message)

    asyncio.run(Turns("rest", APOLOGIES).run(answer, SimpleNamespace(tracker_store=None), "s1", "hi", {}, deliver))
    return messages


def test_silence_on_purpose_is_no_failure():
    # A shopper who was handed over to a person got "something went wrong" for each further message.
    assert delivered({"text": None, "custom": {"type": "silence"}}) == []


def test_a_turn_without_an_answer_is_apologised_for():
    assert delivered() == [{"recipient_id": "s1", "text": "Sorry."}]


@pytest.mark.parametrize("custom", [None, {"type": "products", "products": []}])
def test_a_message_is_delivered_as_it_is(custom):
    (message,) = delivered({"text": "Hello", "custom": custom})
    assert (message["text"], message.get("custom")) == ("Hello", custom)
