"""A shopper erased from the command line is gone from a running shop too."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from actions.cli import group
from actions.erasing import erase_everywhere
from actions.settings import Settings
from retrieval.database import create_engine_for
from retrieval.errors import StoreError
from retrieval.shopper_store import ShopperStore

USER = "müşteri/7"


@contextmanager
def shop(status: int, body: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, str | None]]]:
    """Answer every DELETE with a status and body, and keep what was asked with which token."""
    asked: list[tuple[str, str | None]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_DELETE(self) -> None:
            asked.append((self.path, self.headers["Authorization"]))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    monkeypatch.setenv("CROSSAISLE_PORT", str(server.server_port))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ShopperStore:
    monkeypatch.setenv("CROSSAISLE_DATABASE_URL", f"sqlite:///{tmp_path / 'shop.db'}")
    monkeypatch.setenv("CROSSAISLE_API_TOKEN", "secret")
    kept = ShopperStore(create_engine_for(Settings.from_environment().database_url))
    kept.set_shopper(USER, country="TR")
    return kept


def test_running_shop_is_asked_first_and_its_rows_are_counted(
    store: ShopperStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with shop(200, json.dumps({"erased": {"events": 3}}), monkeypatch) as asked:
        counts = erase_everywhere(Settings.from_environment(), USER)
    assert asked == [("/api/v1/shoppers/m%C3%BC%C5%9Fteri%2F7", "Bearer secret")]
    assert (counts["events"], counts["shoppers"]) == (3, 1)
    assert store.shopper(USER) is None


def test_shopper_erased_by_another_process_leaves_live_scores_when_erased_again(store: ShopperStore) -> None:
    told: list[str] = []
    store.subscribe(told.append)
    ShopperStore(create_engine_for(Settings.from_environment().database_url)).erase(USER)
    assert told == []
    assert set(store.erase(USER).values()) == {0}
    assert told == [USER]


def test_without_a_running_shop_the_database_is_all(store: ShopperStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSAISLE_PORT", "1")
    done = CliRunner().invoke(group, ["shoppers", "erase", USER])
    assert (done.exit_code, "shoppers: 1" in done.stdout) == (0, True)
    assert store.shopper(USER) is None


@pytest.mark.parametrize(("status", "body"), [(401, "{}"), (200, "[]"), (200, "no JSON")])
def test_shop_that_does_not_obey_is_told_of_and_the_rows_go_all_the_same(
    store: ShopperStore, monkeypatch: pytest.MonkeyPatch, status: int, body: str
) -> None:
    with (
        shop(status, body, monkeypatch),
        pytest.raises(StoreError, match="may hold scores of them until its next start"),
    ):
        erase_everywhere(Settings.from_environment(), USER)
    assert store.shopper(USER) is None
