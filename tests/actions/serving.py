"""The shop's real web application on a free port, in a thread of the test's own process."""

import asyncio
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
from sanic import Sanic

from actions.server import create_app
from actions.settings import PROJECT
from actions.shop import Shop
from tests.actions.payloads.test_cards import check

_PATIENCE = 20.0


@dataclass
class Served:
    """A running server: its address, and the shop it answers for, which a test may exchange for another."""

    url: str
    shop: Shop

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        host, port = self.url.removeprefix("http://").split(":")
        return host, int(port)


@contextmanager
def serve(shop: Shop) -> Iterator[Served]:
    """Serve a shop until the end of the `with` block."""
    Sanic.test_mode = True  # so that one process may build the application more than once
    listening = socket.create_server(("127.0.0.1", 0))
    served = Served(f"http://127.0.0.1:{listening.getsockname()[1]}", shop)
    app = create_app(shop.settings, lambda: served.shop, shop.metrics)
    loop = asyncio.new_event_loop()
    stopping = asyncio.Event()

    async def run() -> None:
        server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        assert server is not None
        await server.startup()
        await server.before_start()
        await server.after_start()
        await stopping.wait()
        await server.before_stop()
        await server.close()
        await server.after_stop()

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()), daemon=True)
    thread.start()
    try:
        httpx.get(f"{served.url}/metrics", timeout=_PATIENCE)
        yield served
    finally:
        loop.call_soon_threadsafe(stopping.set)
        thread.join(_PATIENCE)
        loop.close()
        listening.close()
        Sanic.test_mode = False


def assert_problem(response: httpx.Response, status: int) -> str:
    """Check that a response is a problem document that shows nothing of the inside, and return its detail."""
    assert response.status_code == status
    assert response.headers["content-type"].split(";")[0] == "application/problem+json"
    problem = response.json()
    check(problem, "Problem")
    assert problem["status"] == status
    assert not re.search(
        rf"Traceback|File \"|{re.escape(str(PROJECT))}|/tmp/|site-packages|\.py\b|<class", response.text
    )
    detail: str = problem["detail"]
    assert detail
    return detail
