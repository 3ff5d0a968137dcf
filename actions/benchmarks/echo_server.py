"""An action server whose one action says back what it was told: the floor that a turn is measured against."""

import sys
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from sanic import Request, Sanic
from sanic.response import HTTPResponse, json


class Echo(Action):  # type: ignore[misc] # the SDK has no types
    """Says back the shopper's text."""

    def name(self) -> str:
        """Return the name that the echo bot's domain knows."""
        return "action_echo"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 the SDK's names
    ) -> list[dict[str, Any]]:
        """Answer with the text."""
        dispatcher.utter_message(text=tracker.latest_message.get("text"))
        return []


def main(port: int) -> None:
    """Serve the action on loopback until stopped."""
    executor = ActionExecutor()
    executor.register_action(Echo())
    app: Sanic = Sanic("crossaisle-echo", configure_logging=False)  # type: ignore[type-arg] # Sanic's own defaults

    @app.post("/webhook")
    async def webhook(request: Request) -> HTTPResponse:
        result = await executor.run(request.json)
        return json(result.model_dump() if result else None)

    @app.get("/health")
    async def health(_: Request) -> HTTPResponse:
        return json({"status": "ok"})

    app.run(host="127.0.0.1", port=port, single_process=True, motd=False, access_log=False)


if __name__ == "__main__":
    main(int(sys.argv[1]))
