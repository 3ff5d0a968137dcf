"""Socket.IO: the chat page's channel, for anyone on the internet."""

import json
import logging
import uuid
from collections.abc import Mapping
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.channels.socketio import SocketBlueprint, SocketIOOutput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse
from socketio import AsyncServer

from bot.channels.answers import OnNewMessage, answered, wire_message
from bot.channels.cleaning import MAX_BODY, clean_metadata, clean_text, is_session_id

logger = logging.getLogger(__name__)

BOT_EVENT, USER_EVENT = "bot_uttered", "user_uttered"


class SocketAnswers(SocketIOOutput):
    """Sends each answer of a turn into the session's room as one message, and counts them."""

    def __init__(self, server: AsyncServer) -> None:
        super().__init__(server, BOT_EVENT)
        self.n_sent = 0

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Send an answer."""
        self.n_sent += 1
        await self._send_message(recipient_id, wire_message(message))


class PublicSocket(InputChannel):
    """Rasa's socketio wire. A session's id must be one that nobody can guess; for any other a new one is confirmed."""

    def __init__(self, origins: list[str] | str) -> None:
        self._origins = origins
        self._server: AsyncServer | None = None

    @classmethod
    def name(cls) -> str:
        """Return the name that Rasa keeps with a message."""
        return "socketio"

    @classmethod
    def from_credentials(cls, credentials: Mapping[str, Any] | None) -> "PublicSocket":
        """Return the channel; `origins` lists the pages that may connect, `*` or nothing for any."""
        return cls((credentials or {}).get("origins") or "*")

    def get_output_channel(self) -> SocketAnswers | None:
        """Return a channel for what the bot says of its own accord."""
        return SocketAnswers(self._server) if self._server else None

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """Return the routes and register the socket's events."""
        # Rasa's own server answers for cross-origin requests; a second answer would make browsers refuse both.
        server = AsyncServer(async_mode="sanic", cors_allowed_origins=[], max_http_buffer_size=MAX_BODY)
        routes = SocketBlueprint(server, "/socket.io", "public_socket", __name__)
        self._server = server

        @routes.route("/", methods=["GET"])
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @server.on("session_request")
        async def session_request(sid: str, data: Any) -> None:
            asked = data.get("session_id") if isinstance(data, Mapping) else None
            session = asked if is_session_id(asked) else str(uuid.uuid4())
            server.enter_room(sid, session)
            await server.emit("session_confirm", session, room=sid)

        @server.on(USER_EVENT)
        async def user_uttered(sid: str, data: Any) -> None:
            session = data.get("session_id") if isinstance(data, Mapping) else None
            if not is_session_id(session) or session not in server.rooms(sid):
                logger.warning("socket: a message outside its session was refused")
                return
            text = data.get("message")
            answers = SocketAnswers(server)
            message = UserMessage(
                clean_text(text if isinstance(text, str) else ""),
                answers,
                session,
                input_channel=self.name(),
                metadata=clean_metadata(_object(data.get("metadata"))),
            )
            await answered(on_new_message, message, lambda: answers.n_sent == 0)

        return routes


def _object(metadata: Any) -> Any:
    """Return metadata that came as JSON text, as some clients send it, as what it says."""
    if not isinstance(metadata, str):
        return metadata
    try:
        return json.loads(metadata)
    except ValueError:
        return None
