"""Socket.IO for the public: Rasa's events, with session ids that nobody can guess."""

import json
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.channels.socketio import SocketBlueprint
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse
from socketio import AsyncServer

from bot.channels.apologies import Apologies
from bot.channels.problems import problem
from bot.channels.sanitise import BadInput, clean_metadata, clean_session, clean_text
from bot.channels.turns import Turns, WholeMessages
from bot.settings import Settings

LARGEST_EVENT = 1 << 20
"""Bytes of one event; a client that sends more is disconnected."""

_USER_SAID, _BOT_SAID, _PROBLEM = "user_uttered", "bot_uttered", "problem"


class ShopBlueprint(SocketBlueprint):
    """Rasa's blueprint, which also remembers the application: events come without a request to ask for it."""

    def register(self, app: Sanic, options: dict[str, Any]) -> None:
        """Attach the socket to `app`."""
        self.ctx.app = app
        super().register(app, options)


class ShopSocket(InputChannel):
    """`session_request {"session_id"}` is confirmed by `session_confirm <id>`; then `user_uttered` and `bot_uttered`.

    A session id that could be guessed is not accepted: the confirmed one is new then, and messages go to it. What is
    malformed is answered by the event `problem` with an RFC 9457 document.
    """

    def __init__(self) -> None:
        self._turns = Turns(self.name(), Apologies.load(Settings.from_environment().bot))
        self._sio: AsyncServer | None = None

    @classmethod
    def name(cls) -> str:
        """Return the channel's name, which is also its path."""
        return "socketio"

    def get_output_channel(self) -> WholeMessages | None:
        """Return what writes to a conversation without having been asked: to its room, where a client may be."""
        sio = self._sio
        if sio is None:
            return None

        async def emit(message: dict[str, Any]) -> None:
            await sio.emit(_BOT_SAID, _with_quick_replies(message), room=message["recipient_id"])

        return WholeMessages(emit, self.name())

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the socket and its health route."""
        # An empty list leaves cross-origin headers to Rasa's `--cors`.
        sio = AsyncServer(async_mode="sanic", cors_allowed_origins=[], max_http_buffer_size=LARGEST_EVENT)
        self._sio = sio
        routes = ShopBlueprint(sio, "/socket.io", "shop_socketio", __name__)

        @routes.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:  # noqa: ARG001 (Sanic passes it)
            return response.json({"status": "ok"})

        @sio.on("session_request")
        async def session_request(sid: str, data: Any = None) -> None:
            await _enter(sio, sid, data.get("session_id") if isinstance(data, dict) else None)

        @sio.on(_USER_SAID)
        async def user_uttered(sid: str, data: Any = None) -> None:
            try:
                text, metadata, wanted = parse_event(data)
            except BadInput as error:
                await sio.emit(_PROBLEM, problem(HTTPStatus.BAD_REQUEST, str(error)), room=sid)
                return
            session = (await sio.get_session(sid)).get("session_id")
            if session is None or (wanted is not None and wanted != session):
                session = await _enter(sio, sid, wanted)

            async def emit(message: dict[str, Any]) -> None:
                await sio.emit(_BOT_SAID, _with_quick_replies(message), room=session)

            await self._turns.run(on_new_message, routes.ctx.app.ctx.agent, session, text, metadata, emit)

        return routes


def parse_event(data: Any) -> tuple[str, dict[str, str], Any]:
    """Return text, metadata and wanted session of a `user_uttered` event. Raises `BadInput` where it is malformed.

    Metadata may be JSON in a string, as Rasa allows.
    """
    if not isinstance(data, dict):
        raise BadInput("user_uttered needs an object with message and session_id.")
    metadata = data.get("metadata")
    if isinstance(metadata, str):
        try:
            metadata = json.loads(metadata) if metadata else None
        except (ValueError, RecursionError) as error:
            raise BadInput("metadata is not JSON.") from error
    return clean_text(data.get("message")), clean_metadata(metadata), data.get("session_id")


async def _enter(sio: AsyncServer, sid: str, wanted: Any) -> str:
    """Put the client `sid` into a session's room, tell it the session's id and return that."""
    session = clean_session(wanted)
    former = (await sio.get_session(sid)).get("session_id")
    if former and former != session:
        sio.leave_room(sid, former)
    sio.enter_room(sid, session)
    await sio.save_session(sid, {"session_id": session})
    await sio.emit("session_confirm", session, room=sid)
    return session


def _with_quick_replies(message: dict[str, Any]) -> dict[str, Any]:
    """Return `message` with its buttons under the name that Rasa's socket clients know as well."""
    if not message.get("buttons"):
        return message
    return message | {"quick_replies": [{"content_type": "text", **button} for button in message["buttons"]]}
