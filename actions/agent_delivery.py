"""Sending what a person wrote to a shopper who has not asked anything: through Rasa, over the channel they use."""

import asyncio
import logging
from http import HTTPStatus
from urllib.parse import quote

import httpx

from actions.shop import Shop

logger = logging.getLogger(__name__)

ACTION = "action_agent_says"
_SECONDS = 10.0


async def deliver(shop: Shop, session_id: str | None) -> bool:
    """Have Rasa say what waits in a conversation, and return whether it was said.

    What could not be said, as the channel only answers (REST) or Rasa's HTTP API is closed, waits for the shopper's
    next message. Rasa gives back in `messages` what it could not send over a channel.
    """
    unsaid = shop.handoffs.standing(session_id).unsaid if session_id else ()
    if not unsaid or session_id is None:
        return False
    url = f"{shop.settings.rasa_url}/conversations/{quote(session_id, safe='')}/execute"
    parameters = {"output_channel": "latest", "include_events": "NONE"}
    if shop.settings.rasa_token:
        parameters["token"] = shop.settings.rasa_token
    try:
        async with httpx.AsyncClient(timeout=_SECONDS) as client:
            reply = await client.post(url, params=parameters, json={"name": ACTION})
    except httpx.HTTPError as error:
        logger.warning("a person's message waits: Rasa at %s: %s", shop.settings.rasa_url, type(error).__name__)
        return False
    is_sent = reply.status_code == HTTPStatus.OK and not reply.json().get("messages")
    if is_sent:
        await asyncio.to_thread(shop.handoffs.note_said, [message.message_id for message in unsaid])
    return is_sent
