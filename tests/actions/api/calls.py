"""Calls of the API, as the shop and Rasa make them."""

from itertools import count
from typing import Any

import httpx

from actions.server import ANSWERERS
from tests.actions.chat import Chat
from tests.actions.small_shop import API_TOKEN

OURS = {"Authorization": f"Bearer {API_TOKEN}"}
EVENT = {"user_id": "user:ann", "type": "view", "product_id": "m01"}

_NUMBERS = count()


def rasa_call(action: str, **said: Any) -> dict[str, Any]:
    """Return a call as Rasa 3.6 makes it, with its domain."""
    chat = Chat(None, sender=f"s{next(_NUMBERS)}")  # of a shopper of its own; no shop is needed to write it down
    entities = [{"entity": name, "value": value, "start": 0, "end": 0} for name, value in said.items()]
    return {
        "next_action": action,
        "sender_id": chat.sender,
        "tracker": chat.tracker("headphones", "search_product", entities),
        "version": "3.6.21",
        "domain": {"version": "3.1", "intents": [], "actions": sorted(ANSWERERS), "responses": {}, "slots": {}},
    }


def send(client: httpx.Client, body: Any) -> httpx.Response:
    return client.post("/api/v1/events", json=body, headers=OURS)
