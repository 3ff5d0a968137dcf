import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from actions.cli import group
from retrieval.catalogue import Catalogue
from retrieval.database import create_engine_for
from retrieval.events import Event
from retrieval.shopper_store import ShopperStore
from tests.fakes import HERE, product

DAY = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run the command on a shop whose shoppers looked at mugs in October and at tea in November."""
    monkeypatch.setenv("CROSSAISLE_CACHE", str(tmp_path))
    products = [product("mug", category="mug", department="kitchen"), product("tea", category="tea", department="food")]
    Catalogue.from_products(products, [HERE], "test").save(tmp_path)
    store = ShopperStore(create_engine_for(f"sqlite:///{tmp_path / 'shop.db'}"))
    events = []
    for number in range(80):
        for kind, at in (("mug", DAY - timedelta(days=3)), ("tea", DAY + timedelta(days=3))):
            events.append(Event(f"{kind} {number}", f"{kind} {number}", "view", kind, None, at, None))
    store.add_events(events)

    def call(*arguments: str):
        return CliRunner().invoke(group, ["evaluate", "drift", *arguments])

    return call


def test_what_moved_is_told_as_table_and_as_json(run):
    done = run("--until", "2026-11-08", "--json")
    assert done.exit_code == 0, done.output
    figures = json.loads(done.stdout)
    assert set(figures["drifted"]) == {"department", "category"}
    assert figures["features"]["event type"]["level"] == "steady"
    assert "no model serves" in done.stderr
    table = run("--until", "2026-11-08").stdout
    assert "DRIFTED" in table
    assert "food 0%→100%" in table


def test_drift_fails_only_where_that_is_asked_for(run):
    assert run("--until", "2026-11-08", "--fail").exit_code == 1
    assert run("--until", "2026-12-31", "--fail").exit_code == 0


def test_wrong_usage_ends_with_2(run):
    assert run("--until", "soon").exit_code == 2
    assert run("--current-days", "0").exit_code == 2
