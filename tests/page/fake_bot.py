"""A bot that answers by rote over Rasa's socketio protocol: `python tests/page/fake_bot.py PORT LOG [PAGE]`.

It says what payloads/<name>.json holds to whoever says `<name>`, and repeats anything else; `silence` gets no answer,
`slow …` one after a second, `leave` a closed line. Each line of LOG is something a shopper said, as JSON. PAGE is the
chat page that /shop, a shop of somebody else's, puts on itself as a widget.
"""

import asyncio
import inspect
import json
import sys
from html import escape
from pathlib import Path
from typing import Any

import socketio
from sanic import Request, Sanic
from sanic.response import HTTPResponse, file, html

HERE = Path(__file__).resolve().parent
PICTURES = HERE.parent.parent / "data" / "demo" / "pictures"


def answers(said: str, address: str) -> list[Any]:
    """Return the messages that answer what was said."""
    path = HERE / "payloads" / f"{said}.json"
    if said.replace("-", "").isalnum() and said.isascii() and path.is_file():
        return list(json.loads(path.read_text(encoding="utf-8").replace("{bot}", address)))
    return [] if said == "silence" else [{"text": f"You said: {said}"}]


def create_app(port: int, log: Path, page: str) -> Sanic:
    """Return the bot's app."""
    app = Sanic("fake-bot", configure_logging=False)
    sio = socketio.AsyncServer(async_mode="sanic", cors_allowed_origins="*")
    sio.attach(app, "/socket.io")

    @sio.on("session_request")
    async def session_request(sid: str, data: dict[str, Any] | None) -> None:
        wanted = (data or {}).get("session_id") or ""
        session_id = "another-session" if wanted == "taken" else wanted
        joined = sio.enter_room(sid, session_id)
        if inspect.isawaitable(joined):
            await joined
        await sio.emit("session_confirm", session_id, room=sid)

    @sio.on("user_uttered")
    async def user_uttered(sid: str, data: dict[str, Any]) -> None:
        with log.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(data, ensure_ascii=False) + "\n")
        said = data["message"]
        if said == "leave":
            await sio.disconnect(sid)
            return
        await asyncio.sleep(1 if said.startswith("slow") else 0.05)
        for message in answers(said, f"http://127.0.0.1:{port}"):
            await sio.emit("bot_uttered", message, room=data["session_id"])

    @app.get("/pictures/<name:str>")
    async def picture(_request: Request, name: str) -> HTTPResponse:
        return await file(PICTURES / Path(name).name)

    @app.get("/shop")
    async def shop(request: Request) -> HTTPResponse:
        token = escape(request.args.get("token", ""))
        own = f'data-lang="de" data-country="AT" data-currency="EUR" data-identity-token="{token}"'
        script = f'<script src="{page}/widget.js" {own} async></script>'
        return html(f"<!doctype html><link rel=icon href=data:,><title>A shop</title><h1>A shop</h1>{script}")

    return app


if __name__ == "__main__":
    port = int(sys.argv[1])
    fake = create_app(port, Path(sys.argv[2]), "".join(sys.argv[3:4]))
    fake.run("127.0.0.1", port, single_process=True, motd=False, access_log=False)
