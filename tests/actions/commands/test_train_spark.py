"""`crossaisle train spark`, on two threads of this machine and from the files of the data steps."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from actions.cli import group
from actions.learned.models import registry, serving_recommender
from actions.settings import Settings
from retrieval.advice.stored_counts import load_counts
from retrieval.behaviour.collecting import write_events
from retrieval.behaviour.observed import Observed
from retrieval.quality.recommender_training import RecommenderTraining
from retrieval.recommenders.interactions import History, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.methods import METHODS
from tests.retrieval.spark.conftest import needs_spark

pytestmark = needs_spark
START = datetime(2026, 3, 1, tzinfo=UTC).timestamp()


def events() -> list[Observed]:
    """Three hundred shoppers buy twelve of sixty products each, of the parity of their number, one a day."""
    found = []
    for user in range(300):
        chosen = np.random.default_rng(user).choice(np.arange(user % 2, 60, 2), 12, replace=False).tolist()
        for step, item in enumerate(chosen):
            moment = START + 3 * 86_400.0 * step
            found.append(Observed(f"{user}/{step}", f"用户 {user}", "purchase", f"p{item:02}", None, moment, None))
    return found


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    write_events(events(), folder / "events.parquet")
    done = CliRunner().invoke(
        group, ["train", "data", "transform", str(folder / "events.parquet"), "--to", str(folder / "ratings.parquet")]
    )
    assert done.exit_code == 0, done.output
    return folder


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run in a process of its own, as Spark lives as long as the process that started it."""
    return subprocess.run(
        [sys.executable, "-m", "actions.cli", "train", "spark", *arguments], capture_output=True, text=True, check=False
    )


def test_model_is_learnt_judged_and_serves_as_any_other(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CROSSAISLE_CACHE", str(tmp_path))
    monkeypatch.setenv("CROSSAISLE_SPARK_MASTER", "local[2]")
    settings = Settings.from_environment()
    given = Interactions.from_records((one.user_id, one.product_id or "", 5.0, one.moment) for one in events())
    facts = ItemFacts.unknown(given.item_ids)
    first = RecommenderTraining(registry(settings), METHODS).train("popularity", given, facts, 0, lambda _: None)
    assert first.serves
    done = run("als", str(files / "ratings.parquet"), "--factors", "8", "--iterations", "4", "--json")
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert (figures["version"], figures["serves"], figures["products"]) == (2, True, 60)
    assert figures["shoppers"] < 300
    served = serving_recommender(settings)()
    assert served is not None
    assert served.method == "als"
    columns = {item_id: column for column, item_id in enumerate(served.model.item_ids)}
    found = served.model.recommend(History.of_known(columns, ["p02", "p08", "p30"]), 5).items
    assert all(int(served.model.item_ids[item][1:]) % 2 == 0 for item in found.tolist())


def test_counts_become_the_version_that_serves(files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSAISLE_CACHE", str(tmp_path))
    done = run("together", str(files / "events.parquet"), "--master", "local[2]", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["baskets"] == 3600
    versions = registry(Settings.from_environment(), "co_occurrence")
    serving = versions.serving()
    assert serving is not None
    assert (serving.method, serving.lineage.n_users) == ("exact", 300)
    assert load_counts(versions.model_folder(serving.number)).n_baskets == 3600


def test_master_that_is_none_ends_with_1_and_one_clear_sentence(files: Path, tmp_path: Path) -> None:
    done = run("together", str(files / "events.parquet"), "--to", str(tmp_path), "--master", "nonsense")
    assert done.returncode == 1
    assert "Spark at 'nonsense' failed" in done.stderr
    assert "Traceback" not in done.stderr
