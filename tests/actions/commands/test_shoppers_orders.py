"""`crossaisle shoppers orders` and `token`, on a database of their own."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from actions.commands.shoppers import command
from actions.identity import Identity
from retrieval.commerce.stored_orders import StoredOrders
from retrieval.database import create_engine_for
from tests.actions.backend.orders_contract import ORDER
from tests.actions.small_shop import SECRET


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    url = f"sqlite:///{tmp_path}/shop.db"
    engine = create_engine_for(url)
    StoredOrders(engine).keep("user:ann", ORDER)
    engine.dispose()
    return {"CROSSAISLE_DATABASE_URL": url, "CROSSAISLE_CACHE": str(tmp_path)}


def test_orders_are_printed_and_moved(environment: dict[str, str]) -> None:
    run = CliRunner().invoke(command, ["orders", "user:ann", "--move", ORDER.order_id, "shipped"], env=environment)
    assert run.exit_code == 0
    assert f"{ORDER.order_id}  shipped" in run.output
    listed = CliRunner().invoke(command, ["orders", "user:ann", "--json"], env=environment)
    assert json.loads(listed.output)["orders"] == [{"order_id": ORDER.order_id, "state": "shipped", "country": "DE"}]
    wrong = CliRunner().invoke(command, ["orders", "user:ann", "--move", ORDER.order_id, "lost"], env=environment)
    assert wrong.exit_code == 2


def test_token_proves_the_subject(environment: dict[str, str]) -> None:
    run = CliRunner().invoke(command, ["token", "demo-0-3"], env={**environment, "CROSSAISLE_IDENTITY_SECRET": SECRET})
    assert Identity(SECRET).user_id("s", run.output.strip()) == "user:demo-0-3"
    without = CliRunner().invoke(command, ["token", "demo-0-3"], env={**environment, "CROSSAISLE_IDENTITY_SECRET": ""})
    assert without.exit_code == 1
    assert "CROSSAISLE_IDENTITY_SECRET" in without.output
