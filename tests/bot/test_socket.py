"""The socket of a real Rasa server."""

import asyncio
import uuid

import pytest
import socketio

from bot.channels.sanitise import BadInput
from bot.channels.socketio import parse_event
from tests.bot.client import FakeShop


@pytest.fixture
def shop(bot):
    with FakeShop(bot.shop_port) as running:
        yield running


class Client:
    """A shopper's page: what it was told, in order."""

    def __init__(self):
        self.socket = socketio.AsyncClient(reconnection=False)
        self.heard = asyncio.Queue()
        for event in ("session_confirm", "bot_uttered", "problem"):
            self.socket.on(event, lambda data, name=event: self.heard.put_nowait((name, data)))

    async def next(self):
        return await asyncio.wait_for(self.heard.get(), 20)


def talk(bot, conversation):
    async def run():
        client = Client()
        await client.socket.connect(bot.url, transports=["websocket"])
        try:
            return await conversation(client)
        finally:
            await client.socket.disconnect()

    return asyncio.run(run())


@pytest.mark.model
@pytest.mark.parametrize("session", ["1", "guess-me", "a" * 40, None, 7])
def test_a_session_that_could_be_guessed_is_replaced(bot, session):
    async def conversation(client):
        await client.socket.emit("session_request", {"session_id": session})
        return await client.next()

    event, confirmed = talk(bot, conversation)
    assert event == "session_confirm"
    assert confirmed != session
    assert len(confirmed) == 32


@pytest.mark.model
def test_a_message_is_answered_in_the_session(bot, shop):
    session = str(uuid.uuid4())

    async def conversation(client):
        await client.socket.emit("session_request", {"session_id": session})
        confirmed = await client.next()
        said = {"message": "/red shoes", "session_id": session, "metadata": {"locale": "de-AT", "x": 1}}
        await client.socket.emit("user_uttered", said)
        return confirmed, await client.next()

    confirmed, (event, answer) = talk(bot, conversation)
    assert confirmed == ("session_confirm", session)
    assert event == "bot_uttered"
    assert answer["text"].endswith("red shoes")
    assert answer["quick_replies"] == [{"content_type": "text", "title": "More", "payload": "Show more"}]
    assert answer["custom"]["type"] == "products"
    assert shop.calls[0]["sender_id"] == session
    assert shop.calls[0]["tracker"]["latest_message"]["metadata"] == {"locale": "de-AT"}


@pytest.mark.usefixtures("shop")
@pytest.mark.model
def test_a_message_without_a_session_gets_one(bot):
    async def conversation(client):
        await client.socket.emit("user_uttered", {"message": "hello", "session_id": "victim"})
        return await client.next(), await client.next()

    (event, session), (_, answer) = talk(bot, conversation)
    assert (event, len(session)) == ("session_confirm", 32)
    assert answer["recipient_id"] == session


@pytest.mark.model
@pytest.mark.parametrize(
    "data", ["text", 7, None, {"message": 1}, {"message": "a", "metadata": "{"}, {"message": ["a"]}]
)
def test_what_is_malformed_gets_a_problem(bot, data):
    async def conversation(client):
        await client.socket.emit("user_uttered", data)
        return await client.next()

    event, document = talk(bot, conversation)
    assert (event, document["status"]) == ("problem", 400)


@pytest.mark.parametrize(("metadata", "wanted"), [('{"locale": "fr"}', {"locale": "fr"}), ("", {}), (None, {})])
def test_metadata_may_be_json_in_a_string(metadata, wanted):
    assert parse_event({"message": "a", "metadata": metadata})[1] == wanted


@pytest.mark.parametrize("data", [[], "x", {"message": {}}, {"metadata": "["}])
def test_malformed_events_are_refused(data):
    with pytest.raises(BadInput):
        parse_event(data)
