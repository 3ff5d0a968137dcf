"""Learning the ranking from the command line: from lists of shoppers who consented, and nobody else's."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from actions.cli import group
from retrieval.database import create_engine_for
from retrieval.events import Event
from retrieval.ranking import FEATURES
from retrieval.shopper_store import PERSONALISATION, ShopperStore
from retrieval.shown_lists import ShownList, ShownLists


def test_lists_of_shoppers_without_consent_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    monkeypatch.setenv("CROSSAISLE_CACHE", str(tmp_path))
    monkeypatch.setenv("CROSSAISLE_DATABASE_URL", url)
    engine = create_engine_for(url)
    store, lists = ShopperStore(engine), ShownLists(engine)
    features = tuple(((number % 5) / 5,) * len(FEATURES) for number in range(10))
    for number in range(120):
        user_id = ("ayşe", "never asked", "refused later")[number % 3]
        product_ids = tuple(f"p{number}-{place}" for place in range(10))
        at = datetime.now(UTC) - timedelta(hours=130 - number)
        lists.keep(ShownList(f"q{number}", user_id, "recommend", "tr", at, product_ids, features, 10, "by hand"))
        taken = product_ids[number % 10]
        store.add_events([Event(f"e{number}", user_id, "view", taken, None, at + timedelta(minutes=1), None)])
    store.record_consent("ayşe", PERSONALISATION, granted=True)
    store.record_consent("refused later", PERSONALISATION, granted=False)
    done = CliRunner().invoke(group, ["train", "ranker"])
    assert "40 lists of shoppers without consent left out" in done.stderr, done.output
    assert "40 lists shown were taken up" in done.stderr
    engine.dispose()
